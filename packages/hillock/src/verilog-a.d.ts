/** A Verilog-A file imported as text; tools/verilog-a-text.mjs does the same for the bundler and the tests. */
declare module "*.va" {
  export const source: string;
}
