import type { NodeValue, Signal } from "../circuit.js";
import { errorAt } from "../netlist-error.js";
import { type Span, setPlace } from "../place.js";
import { type Cursor, missing, peek, skip, spanFrom, spanOf, take, takeValue, takeWord } from "./cursor.js";

const help = "write v(node), v(node,node) or i(source)";

/** `v(a)`, `v(a,b)`, `i(V1)`; with `bare` also a node's name alone and `v1#branch`, as `.save` has them. */
export function takeSignal(cursor: Cursor, bare = false): Signal {
  const word = takeWord(cursor, "a signal");
  const letter = word.text.toLowerCase();
  let signal: Signal;
  if (peek(cursor)?.kind !== "(") {
    if (!bare || letter.startsWith("@")) throw unknownSignal(word.text, spanOf(cursor, word));
    const branch = /^(.+)#branch$/i.exec(word.text);
    signal = branch ? { kind: "current", element: branch[1] } : { kind: "voltage", positive: word.text, negative: "0" };
  } else {
    if (letter !== "v" && letter !== "i") throw unknownSignal(word.text, spanOf(cursor, word));
    take(cursor, "(");
    const first = takeWord(cursor, letter === "v" ? "a node" : "a source");
    const second = letter === "v" && skip(cursor, ",") ? takeWord(cursor, "a node") : undefined;
    if (!skip(cursor, ")")) throw missing(cursor, '")"', help);
    signal =
      letter === "v"
        ? { kind: "voltage", positive: first.text, negative: second?.text ?? "0" }
        : { kind: "current", element: first.text };
  }
  setPlace(signal, spanFrom(cursor, word));
  return signal;
}

function unknownSignal(text: string, span: Span): Error {
  const problem = `"${text}" is no signal here`;
  const hint = text.startsWith("@")
    ? "put a 0 V source in series with the device and save i(source)"
    : /^(vm|vp|vr|vi|vdb|im|ip|ir|ii|idb)$/i.test(text)
      ? `save ${text[0]}(...) itself; an AC result holds real and imaginary part`
      : help;
  return errorAt(span, "unknown-signal", problem, { help: hint });
}

/** `v(a)=1 v(b)={x}` of `.ic` and `.nodeset`. */
export function takeNodeValues(cursor: Cursor, line: string): NodeValue[] {
  const values: NodeValue[] = [];
  const usage = `write ${line} v(node)=value`;
  while (peek(cursor)) {
    if (skip(cursor, ",")) continue;
    const word = takeWord(cursor, "v(node)=value");
    if (word.text.toLowerCase() !== "v" || peek(cursor)?.kind !== "(") {
      throw errorAt(spanOf(cursor, word), "malformed-line", "v(node)=value is expected here", { help: usage });
    }
    take(cursor, "(");
    const node = takeWord(cursor, "a node");
    if (!skip(cursor, ")")) throw missing(cursor, '")"', usage);
    if (!skip(cursor, "=")) throw missing(cursor, '"="', usage);
    const nodeValue: NodeValue = { node: node.text, value: takeValue(cursor, "a voltage") };
    setPlace(nodeValue, spanFrom(cursor, word));
    setPlace(nodeValue, spanOf(cursor, node), "node");
    values.push(nodeValue);
  }
  if (values.length === 0) throw missing(cursor, "v(node)=value", usage);
  return values;
}
