import { defineConfig } from "tsdown";
import { verilogAText } from "../../tools/verilog-a-text.mjs";

export default defineConfig({
  // The core, and what only some need: each layer above it is an entry of its own.
  entry: {
    index: "src/index.ts",
    reference: "src/reference/index.ts",
    circuits: "src/circuits/index.ts",
    models: "src/models/index.ts",
    optimise: "src/optimise/index.ts",
    networks: "src/networks/index.ts",
    training: "src/training/index.ts",
    fabrication: "src/fabrication/index.ts",
    experiments: "src/experiments/index.ts",
  },
  format: "esm",
  platform: "neutral",
  target: "es2022",
  outExtensions: () => ({ js: ".js", dts: ".d.ts" }),
  // Eager: the ambient types of .va files are known only if all of src is loaded.
  dts: { eager: true },
  sourcemap: true,
  logLevel: "warn",
  plugins: [verilogAText()],
});
