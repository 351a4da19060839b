/**
 * Plugin for Vite, Vitest, Rolldown and tsdown: `import { source } from "./diode.va"` gives the file's text,
 * so that the library needs no file system. Comments are left out, as they would be a third of it; places stay as they are.
 */
export function verilogAText() {
  return {
    name: "verilog-a-text",
    transform(text, id) {
      if (!id.split("?", 1)[0].endsWith(".va")) return null;
      return {
        code: `export const source = ${JSON.stringify(withoutComments(text))};\n`,
        moduleType: "js",
        map: { mappings: "" },
      };
    },
  };
}

/** Strings are taken whole, so that nothing in them is a comment. */
function withoutComments(text) {
  return text
    .replace(/"(?:\\.|[^"\\\n])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (part) =>
      part.startsWith('"') ? part : part.replace(/[^\n]/g, " "),
    )
    .replace(/ +$/gm, "");
}
