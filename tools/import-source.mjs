import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { verilogAText } from "./verilog-a-text.mjs";

/**
 * A module of the library from its source, for tools that use more of it than its entries give. Each call makes a copy of its own
 * of what it imports.
 *
 * @param path from packages/hillock/src
 */
export async function importSource(path) {
  const bundle = await rolldown({
    input: fileURLToPath(new URL(`../packages/hillock/src/${path}`, import.meta.url)),
    platform: "node",
    plugins: [verilogAText()],
    logLevel: "warn",
  });
  const { output } = await bundle.generate({ format: "esm", codeSplitting: false });
  await bundle.close();
  return import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString("base64")}`);
}
