import type { BehaviouralSource, ControlledSource } from "../circuit.js";
import { errorAt } from "../netlist-error.js";
import { setPlace } from "../place.js";
import { behaviouralBySource } from "./behavioural-source.js";
import { type Cursor, expectEnd, peek, skip, spanFrom, spanOf, take, takeValue, takeWord } from "./cursor.js";
import { placeElement, takeNodes } from "./device.js";
import type { Token } from "./token.js";

/** E, G: `E1 p n cp cn gain`, or a formula by vol= (E), cur= (G) or value=. */
export function parseVoltageControlled(
  letter: "E" | "G",
  name: Token,
  cursor: Cursor,
): ControlledSource | BehaviouralSource {
  const quantity = letter === "E" ? "voltage" : "current";
  const nodes = takeNodes(cursor, 2, { letter, terminals: "p n control+ control-" });
  const key = letter === "E" ? "vol" : "cur";
  const word = peek(cursor)?.text.toLowerCase() ?? "";
  const next = peek(cursor, 1)?.kind;
  if (peek(cursor)?.kind === "word") {
    if (
      ["poly", "table", "laplace", "freq", "pwl"].includes(word) &&
      (next === "(" || next === "formula" || next === undefined || next === "=")
    ) {
      const span = spanOf(cursor, peek(cursor) as Token);
      const help = `write a B source, or ${name.text} ${nodes[0].text} ${nodes[1].text} ${key}='formula'`;
      throw errorAt(span, "unsupported-source", `${word.toUpperCase()} sources are not supported`, { help });
    }
    if (
      (word === "value" && (next === "=" || next === "formula")) ||
      (next === "=" && (word === "vol" || word === "cur"))
    ) {
      return behaviouralBySource(letter, name, nodes, cursor, key);
    }
    if (word === "vcvs" || word === "vccs") cursor.index++;
  }
  const open = skip(cursor, "(");
  const control = [takeWord(cursor, "a controlling node")];
  skip(cursor, ",");
  control.push(takeWord(cursor, "a controlling node"));
  if (open) take(cursor, ")");
  const first = peek(cursor);
  const gain = takeValue(cursor, "a gain");
  const gainSpan = first && spanFrom(cursor, first);
  expectEnd(cursor, `write ${name.text} p n control+ control- gain`);
  const source: ControlledSource = {
    kind: "controlled",
    quantity,
    name: name.text,
    nodes: [nodes[0].text, nodes[1].text],
    control: { nodes: [control[0].text, control[1].text] },
    gain,
  };
  placeElement(source, cursor, name, [...nodes, ...control]);
  if (gainSpan) setPlace(source, gainSpan, "value");
  return source;
}

/** F, H: `F1 p n Vcontrol gain`. */
export function parseCurrentControlled(letter: "F" | "H", name: Token, cursor: Cursor): ControlledSource {
  const nodes = takeNodes(cursor, 2, { letter, terminals: "p n" });
  const word = peek(cursor)?.text.toLowerCase();
  if (word === "poly") {
    const span = spanOf(cursor, peek(cursor) as Token);
    throw errorAt(span, "unsupported-source", "POLY sources are not supported", {
      help: "write a B source with i(source)",
    });
  }
  if (word === "cccs" || word === "ccvs") cursor.index++;
  const control = takeWord(cursor, "the voltage source whose current controls this one");
  const first = peek(cursor);
  const gain = takeValue(cursor, "a gain");
  const gainSpan = first && spanFrom(cursor, first);
  expectEnd(cursor, `write ${name.text} p n source gain`);
  const source: ControlledSource = {
    kind: "controlled",
    quantity: letter === "F" ? "current" : "voltage",
    name: name.text,
    nodes: [nodes[0].text, nodes[1].text],
    control: { source: control.text },
    gain,
  };
  placeElement(source, cursor, name, nodes);
  setPlace(source, spanOf(cursor, control), "control");
  if (gainSpan) setPlace(source, gainSpan, "value");
  return source;
}
