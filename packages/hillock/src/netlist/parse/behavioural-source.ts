import type { BehaviouralSource } from "../circuit.js";
import { parseFormula } from "../formula/parse-formula.js";
import { errorAt } from "../netlist-error.js";
import { type Span, setPlace } from "../place.js";
import { rawAssignments } from "./assignments.js";
import { type Cursor, expectEnd, missing, skip, spanOf, takeWord } from "./cursor.js";
import { placeElement, takeNodes } from "./device.js";
import type { Token } from "./token.js";

/** B: `B1 p n V=formula` or `I=formula`, the formula bare, in braces or in quotes. */
export function parseBehavioural(name: Token, cursor: Cursor): BehaviouralSource {
  const nodes = takeNodes(cursor, 2, { letter: "B", terminals: "p n" });
  const [first, second] = rawAssignments(cursor.line, nodes[1].end);
  const key = first.name.toLowerCase();
  if (key !== "v" && key !== "i") {
    throw errorAt(first.nameSpan, "malformed-line", "V=formula or I=formula is expected here", {
      help: `write ${name.text} ${nodes[0].text} ${nodes[1].text} V=formula`,
    });
  }
  if (second) {
    const problem = `a behavioural source has no parameter "${second.name}" here`;
    throw errorAt(second.nameSpan, "unknown-instance-parameter", problem, { help: "write it into the formula" });
  }
  return behavioural(key === "v" ? "voltage" : "current", name, nodes, cursor, first.valueSpan);
}

/** The rest of an E or G line with a formula. */
export function behaviouralBySource(
  letter: "E" | "G",
  name: Token,
  nodes: readonly Token[],
  cursor: Cursor,
  key: string,
): BehaviouralSource {
  const token = takeWord(cursor, key);
  const word = token.text.toLowerCase();
  if (word !== "value" && word !== key) {
    const problem = `${letter} sources have ${key}=, not ${word}=`;
    throw errorAt(spanOf(cursor, token), "unknown-instance-parameter", problem, { help: `write ${key}='formula'` });
  }
  skip(cursor, "=");
  const body = skip(cursor, "formula");
  if (!body) throw missing(cursor, "a formula in braces or quotes", `write ${key}='formula'`);
  expectEnd(cursor, "nothing may follow the formula");
  return behavioural(letter === "E" ? "voltage" : "current", name, nodes, cursor, {
    line: cursor.line,
    start: body.start + 1,
    end: body.end - 1,
  });
}

function behavioural(
  quantity: "voltage" | "current",
  name: Token,
  nodes: readonly Token[],
  cursor: Cursor,
  span: Span,
): BehaviouralSource {
  const formula = parseFormula(span, { behavioural: true });
  const source: BehaviouralSource = {
    kind: "behavioural",
    quantity,
    name: name.text,
    nodes: [nodes[0].text, nodes[1].text],
    formula,
  };
  placeElement(source, cursor, name, nodes);
  setPlace(source, span, "formula");
  return source;
}
