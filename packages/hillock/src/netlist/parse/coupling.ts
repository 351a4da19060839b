import type { Coupling } from "../circuit.js";
import { setPlace } from "../place.js";
import { atValue, type Cursor, expectEnd, missing, peek, spanFrom, spanOf, takeValue, takeWord } from "./cursor.js";
import { placeElement } from "./device.js";
import type { Token } from "./token.js";

/** K: names of inductors and a coefficient. */
export function parseCoupling(name: Token, cursor: Cursor): Coupling {
  const inductors: Token[] = [];
  while (inductors.length < 2) {
    if (peek(cursor)?.kind !== "word" || atValue(cursor)) {
      throw missing(cursor, "the name of an inductor", `write ${name.text} L1 L2 coefficient`);
    }
    inductors.push(takeWord(cursor, "an inductor"));
  }
  const first = peek(cursor);
  const coefficient = takeValue(cursor, "a coupling coefficient");
  expectEnd(cursor, `write ${name.text} L1 L2 coefficient`);
  const coupling: Coupling = {
    kind: "coupling",
    name: name.text,
    inductors: inductors.map(({ text }) => text),
    coefficient,
  };
  placeElement(coupling, cursor, name, []);
  for (const [index, inductor] of inductors.entries())
    setPlace(coupling, spanOf(cursor, inductor), `inductor ${index}`);
  if (first) setPlace(coupling, spanFrom(cursor, first), "value");
  return coupling;
}
