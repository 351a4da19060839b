import { fileURLToPath } from "node:url";
import { defineConfig } from "tsdown";
import { verilogAText } from "../tools/verilog-a-text.mjs";

// The library is bundled from its source, with its dependency, as an application would: a new process loads few files.
const shared = {
  format: "esm",
  noExternal: [/^hillock/],
  alias: {
    "hillock/models": fileURLToPath(new URL("../packages/hillock/src/models/index.ts", import.meta.url)),
    "hillock/networks": fileURLToPath(new URL("../packages/hillock/src/networks/index.ts", import.meta.url)),
    "hillock/reference": fileURLToPath(new URL("../packages/hillock/src/reference/index.ts", import.meta.url)),
    "hillock/training": fileURLToPath(new URL("../packages/hillock/src/training/index.ts", import.meta.url)),
    hillock$: fileURLToPath(new URL("../packages/hillock/src/index.ts", import.meta.url)),
  },
  outExtensions: () => ({ js: ".js" }),
  plugins: [verilogAText()],
  dts: false,
  logLevel: "warn",
} as const;

export default defineConfig([
  {
    ...shared,
    entry: [
      "src/main.ts",
      "src/cold-process.ts",
      "src/warm-process.ts",
      "src/limits-process.ts",
      "src/dataset-process.ts",
      "src/characterise-process.ts",
      "src/pnn-step-process.ts",
      "src/pnn-epoch-process.ts",
      "src/stc-process.ts",
      "src/stc-epoch-process.ts",
    ],
    platform: "node",
    target: "node20.19",
    sourcemap: true,
  },
  {
    ...shared,
    entry: ["src/browser-worker.ts"],
    outDir: "dist/browser",
    platform: "browser",
    target: "es2022",
    minify: true,
  },
]);
