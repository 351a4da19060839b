// The library as a browser loads it: everything but ngspice in one minified file, compressed.
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";
import { verilogAText } from "./verilog-a-text.mjs";

const limit = 200_000;

const bundle = await rolldown({
  input: fileURLToPath(new URL("../packages/hillock/src/index.ts", import.meta.url)),
  external: ["eecircuit-engine"],
  platform: "browser",
  plugins: [verilogAText()],
});
const { output } = await bundle.generate({ format: "esm", minify: true });
const size = output.reduce((sum, { code = "" }) => sum + gzipSync(code, { level: 9 }).length, 0);
const verdict = size < limit ? "within" : "over";
console.log(`hillock with its dependencies, without ngspice: ${size} B gzipped, ${verdict} the limit of ${limit} B`);
if (size >= limit) process.exitCode = 1;
