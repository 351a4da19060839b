import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { verilogAText } from "../verilog-a-text.mjs";

/**
 * A module and all that it imports as one file for a browser; `hillock` is the library's source, chevrotain included.
 * ngspice stays outside: it is loaded only when asked for.
 *
 * @param entry path of the module
 */
export async function bundleForBrowser(entry: string): Promise<string> {
  const library = fileURLToPath(new URL("../../packages/hillock/src/index.ts", import.meta.url));
  const bundle = await rolldown({
    input: entry,
    external: ["eecircuit-engine"],
    platform: "browser",
    resolve: { alias: { hillock$: library } },
    plugins: [verilogAText()],
    logLevel: "warn",
  });
  const { output } = await bundle.generate({ format: "esm", codeSplitting: false, minify: true });
  await bundle.close();
  return output[0].code;
}
