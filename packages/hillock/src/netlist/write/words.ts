import { HillockError } from "../../base/error.js";
import { spiceNumber } from "../../base/units.js";
import { formulaToText } from "../formula/formula-text.js";
import { isReadable } from "../formula/parse-formula.js";
import type { Formula, Value } from "../value.js";

const longestLine = 100;

/** A netlist line of these pieces, continued with `+` where it gets long. */
export function lineOf(pieces: readonly string[]): string {
  const lines: string[] = [];
  let current = "";
  for (const piece of pieces) {
    if (piece === "") continue;
    if (current !== "" && current.length + piece.length >= longestLine) {
      lines.push(current);
      current = `+ ${piece}`;
    } else current += current === "" ? piece : ` ${piece}`;
  }
  return [...lines, current].join("\n");
}

/** A number as SPICE writes it, or a formula in braces. */
export function valueText(value: Value): string {
  if (typeof value !== "number") return `{${formulaText(value)}}`;
  if (Number.isFinite(value)) return spiceNumber(value);
  throw unwritable(`${value} cannot be written as a number`, "give a finite number");
}

/** `a=1 b={x}` */
export function assignments(parameters: Readonly<Record<string, Value>>, flags: readonly string[] = []): string[] {
  return Object.entries(parameters).map(([name, value]) => {
    if (value === 1 && flags.includes(name)) return name;
    return `${parameterName(name)}=${valueText(value)}`;
  });
}

/** A formula without its braces. @throws HillockError netlist/unwritable if its text is too long to be read again */
export function formulaText(formula: Formula): string {
  const text = formulaToText(formula);
  if (isReadable(text)) return text;
  throw unwritable("a formula is too long or too deeply nested to be written", "split it with .param or .func");
}

/** A name of an element, node, model or file section: one word of a netlist. */
export function word(name: string): string {
  if (/^[^\s=(),{}'";$*+][^\s=(),{}'";]*$/.test(name) && !name.startsWith("//")) return name;
  throw unwritable(`"${name}" cannot stand as a name in a netlist`, "use letters, digits, _ . # ! - and no blanks");
}

/** The name of a file, to stand between quotes. */
export function quotable(file: string): string {
  if (/^[^"\r\n;]+$/.test(file) && !/[\s,](?:\$|\/\/)/.test(file)) return file;
  throw unwritable(
    `"${file}" cannot stand as the name of a file in a netlist`,
    "use a name without quotes and semicolons",
  );
}

/** A name that formulas can use. */
export function parameterName(name: string): string {
  if (/^[a-z_]\w*$/i.test(name)) return name;
  throw unwritable(`"${name}" cannot be the name of a parameter`, "use letters, digits and _");
}

/** The error of a circuit, built in code, that no netlist can express. */
export function unwritable(problem: string, help: string): HillockError {
  return new HillockError({ code: "netlist/unwritable", problem, help });
}
