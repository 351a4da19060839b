import { listing } from "../../base/suggest.js";
import type { Element } from "../circuit.js";
import { errorAt } from "../netlist-error.js";
import { elementLetters, foreignLetters } from "../vocabulary.js";
import { parseBehavioural } from "./behavioural-source.js";
import { parseCurrentControlled, parseVoltageControlled } from "./controlled-source.js";
import { parseCoupling } from "./coupling.js";
import { type Cursor, spanOf, takeWord } from "./cursor.js";
import { type IsModel, parseCurrentSwitch, parseModelled, parseTwoPole } from "./device.js";
import { parseIndependentSource } from "./independent-source.js";
import { parseInstance } from "./instance.js";
import type { Token } from "./token.js";
import { parseVerilogADevice } from "./verilog-a-device.js";

/** Reads the line of an element; its first letter says what it is. */
export function parseElement(cursor: Cursor, isModel: IsModel): Element {
  const name = takeWord(cursor, "an element");
  const letter = name.text[0].toUpperCase();
  switch (letter) {
    case "R":
      return parseTwoPole("resistor", name, cursor);
    case "C":
      return parseTwoPole("capacitor", name, cursor);
    case "L":
      return parseTwoPole("inductor", name, cursor);
    case "K":
      return parseCoupling(name, cursor);
    case "V":
      return parseIndependentSource("voltage", name, cursor);
    case "I":
      return parseIndependentSource("current", name, cursor);
    case "D":
      return parseModelled("diode", name, cursor, isModel);
    case "Q":
      return parseModelled("bipolar", name, cursor, isModel);
    case "M":
      return parseModelled("mosfet", name, cursor, isModel);
    case "S":
      return parseModelled("switch", name, cursor, isModel);
    case "W":
      return parseCurrentSwitch(name, cursor);
    case "E":
    case "G":
      return parseVoltageControlled(letter, name, cursor);
    case "F":
    case "H":
      return parseCurrentControlled(letter, name, cursor);
    case "B":
      return parseBehavioural(name, cursor);
    case "N":
      return parseVerilogADevice(name, cursor, isModel);
    case "X":
      return parseInstance(name, cursor);
    default:
      throw unknownElement(letter, name, cursor);
  }
}

function unknownElement(letter: string, name: Token, cursor: Cursor): Error {
  const letters = Object.entries(elementLetters).map(([key, what]) => `${key} ${what}`);
  const known = Object.hasOwn(foreignLetters, letter) ? foreignLetters[letter] : undefined;
  const isComment = letter === "#" || letter === "/";
  return errorAt(spanOf(cursor, name), "unknown-element", `no element begins with "${name.text[0]}"`, {
    details: known || isComment ? [] : [`Elements: ${listing(letters, letters.length)}.`],
    help:
      known ??
      (isComment ? "comments begin with *" : "is this the continuation of the line before? Then begin it with +"),
  });
}
