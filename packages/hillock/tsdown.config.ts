import { defineConfig } from "tsdown";
import { verilogAText } from "../../tools/verilog-a-text.mjs";

export default defineConfig({
  entry: ["src/index.ts"],
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
