import { Grammar } from "./grammar.js";
import { type IncludeReader, preprocess } from "./preprocess.js";
import { fault, type SourceText } from "./source-text.js";
import type { FileSyntax } from "./syntax.js";
import { syntaxError } from "./syntax-errors.js";

/** Building the parser costs more than reading a file, so there is one, made when it is first needed. */
let grammar: Grammar | undefined;

/**
 * The syntax tree of a source with one module.
 *
 * @throws HillockError `veriloga/...` at the first word that does not fit
 */
export function parse(source: SourceText, include?: IncludeReader): FileSyntax {
  grammar ??= new Grammar();
  grammar.input = preprocess(source, include);
  const file = grammar.file();
  const [exception] = grammar.errors;
  if (exception) throw syntaxError(exception, source);
  const { modules } = file;
  if (modules.length === 0) {
    throw fault(
      "no-module",
      "the file holds no module",
      { source, start: 0, end: 0 },
      { help: "write  module name(a, b); ... endmodule" },
    );
  }
  if (modules.length > 1) {
    throw fault("several-modules", `a second module, ${modules[1].name}`, modules[1].at, {
      help: "put each module into a file of its own",
    });
  }
  return file;
}
