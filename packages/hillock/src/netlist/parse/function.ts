import type { FunctionDefinition } from "../circuit.js";
import { parseFormula } from "../formula/parse-formula.js";
import { errorAt } from "../netlist-error.js";
import { setPlace } from "../place.js";
import { checkedName } from "./assignments.js";
import type { LogicalLine } from "./logical-line.js";

const help = "write  .func name(a, b) {formula}";

/** `.func name(a, b) {body}`, also with `=` before the body, and the body bare or in quotes. */
export function parseFunction(line: LogicalLine, from: number): FunctionDefinition {
  const { text } = line;
  const head = /^(\s*)([a-z_]\w*)\s*\(([^()]*)\)\s*=?\s*/i.exec(text.slice(from));
  if (!head) {
    const start = from + (text.slice(from).length - text.slice(from).trimStart().length);
    throw errorAt(
      { line, start: Math.min(start, text.length - 1), end: text.length },
      "malformed-line",
      "a function is expected here",
      { help },
    );
  }
  const [whole, blank, name, list] = head;
  const start = from + blank.length;
  const nameSpan = { line, start, end: start + name.length };
  if (/^[vi]$/i.test(name)) {
    const problem = `${name}( ) is a voltage or a current in formulas`;
    throw errorAt(nameSpan, "reserved-name", problem, { help: "choose another name" });
  }
  const names = list.trim() === "" ? [] : list.split(",").map((argument) => argument.trim());
  const listSpan = { line, start: text.indexOf("(", start), end: text.indexOf(")", start) + 1 };
  for (const [index, argument] of names.entries()) {
    if (!/^[a-z_]\w*$/i.test(argument)) {
      throw errorAt(listSpan, "malformed-line", `"${argument}" is no name of an argument`, { help });
    }
    checkedName(argument, listSpan);
    if (names.findIndex((other) => other.toLowerCase() === argument.toLowerCase()) < index) {
      throw errorAt(listSpan, "duplicate-name", `the argument "${argument}" stands twice`, {
        help: "rename one of them",
      });
    }
  }
  const body = text.slice(from + whole.length).trimEnd();
  const bodyStart = from + whole.length;
  const wrapped = /^(?:\{[^{}']*\}|'[^'{}]*')$/.test(body) ? 1 : 0;
  const span = { line, start: bodyStart + wrapped, end: bodyStart + body.length - wrapped };
  if (span.end <= span.start) {
    const last = { line, start: text.length - 1, end: text.length };
    throw errorAt(last, "malformed-line", "the function has no body", { help });
  }
  const definition: FunctionDefinition = { name, arguments: names, body: parseFormula(span) };
  setPlace(definition, { line, start, end: span.end });
  setPlace(definition, nameSpan, "name");
  return definition;
}
