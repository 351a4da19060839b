/**
 * Plugin for Vite, Vitest, Rolldown and tsdown: `import { source } from "./diode.va"` gives the file's text,
 * so that the library needs no file system.
 */
export function verilogAText() {
  return {
    name: "verilog-a-text",
    transform(text, id) {
      if (!id.split("?", 1)[0].endsWith(".va")) return null;
      return { code: `export const source = ${JSON.stringify(text)};\n`, moduleType: "js", map: { mappings: "" } };
    },
  };
}
