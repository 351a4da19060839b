import { readSpiceNumber } from "../../base/units.js";
import type { Device } from "../circuit.js";
import { errorAt } from "../netlist-error.js";
import { setPlace } from "../place.js";
import type { Value } from "../value.js";
import { type DeviceVocabulary, deviceVocabulary } from "../vocabulary.js";
import { type PlacedParameters, placeParameters, plainParameters, takeInstanceParameters } from "./assignments.js";
import {
  atAssignment,
  atValue,
  type Cursor,
  missing,
  peek,
  spanFrom,
  spanOf,
  take,
  takeValue,
  takeWord,
  wholeLine,
} from "./cursor.js";
import type { Token } from "./token.js";

/** Is a word the name of a model that the netlist defines somewhere? */
export type IsModel = (name: string) => boolean;

/** R, C, L: `R1 a b 1k`, `R1 a b model`, `R1 a b 1k model tc1=1m`, `R1 a b R=1k`. */
export function parseTwoPole(type: "resistor" | "capacitor" | "inductor", name: Token, cursor: Cursor): Device {
  const vocabulary = deviceVocabulary[type];
  const nodes = takeNodes(cursor, 2, vocabulary);
  const key = vocabulary.value?.name ?? "";
  const quantity = vocabulary.value?.quantity ?? "value";
  let value: { value: Value; first: Token } | undefined;
  let model: Token | undefined;
  while (peek(cursor) && !atAssignment(cursor)) {
    const token = peek(cursor) as Token;
    if (!value && (atValue(cursor) || token.kind !== "word")) {
      value = { value: takeValue(cursor, `a ${quantity}`), first: token };
    } else if (!model && token.kind === "word" && !atValue(cursor)) {
      model = takeWord(cursor, "a model");
    } else break;
  }
  // `L1 a b L=1m` sets the value; with a value already there, `l=` is the length.
  if (atAssignment(cursor) && peek(cursor)?.text.toLowerCase() === key && !value) {
    const first = takeWord(cursor, key);
    take(cursor, "=");
    value = { value: takeValue(cursor, `a ${quantity}`, true), first };
  }
  const valueSpan = value && spanFrom(cursor, value.first);
  if (!value && !model) throw missing(cursor, `a ${quantity} or a model`, `write ${name.text} p n value`);
  const parameters = takeParameters(cursor, type, vocabulary);
  const device: Device = {
    kind: "device",
    type,
    name: name.text,
    nodes: nodes.map((node) => node.text),
    ...(model && { model: model.text }),
    ...(value && { value: value.value }),
    parameters: plainParameters(parameters),
  };
  placeDevice(device, cursor, name, nodes, parameters, model);
  if (valueSpan) setPlace(device, valueSpan, "value");
  return device;
}

/** D, Q, M, S: nodes, a model, an area (D, Q), parameters and flags. */
export function parseModelled(
  type: "diode" | "bipolar" | "mosfet" | "switch",
  name: Token,
  cursor: Cursor,
  isModel: IsModel,
): Device {
  const vocabulary = deviceVocabulary[type];
  const count = nodeCount(cursor, vocabulary, isModel);
  const nodes = takeNodes(cursor, count, vocabulary);
  const model = takeModel(cursor, vocabulary);
  const parameters: PlacedParameters = new Map();
  const hasArea = vocabulary.parameters.includes("area");
  if (hasArea && atValue(cursor)) {
    const first = peek(cursor) as Token;
    parameters.set("area", { value: takeValue(cursor, "an area"), span: spanFrom(cursor, first) });
  }
  takeParameters(cursor, type, vocabulary, parameters);
  const device: Device = {
    kind: "device",
    type,
    name: name.text,
    nodes: nodes.map((node) => node.text),
    model: model.text,
    parameters: plainParameters(parameters),
  };
  placeDevice(device, cursor, name, nodes, parameters, model);
  return device;
}

/** W: `W1 p n Vcontrol model on`. */
export function parseCurrentSwitch(name: Token, cursor: Cursor): Device {
  const type = "currentSwitch";
  const vocabulary = deviceVocabulary[type];
  const nodes = takeNodes(cursor, 2, vocabulary);
  const control = takeWord(cursor, "the voltage source whose current controls the switch");
  const model = takeModel(cursor, vocabulary);
  const parameters = takeParameters(cursor, type, vocabulary);
  const device: Device = {
    kind: "device",
    type,
    name: name.text,
    nodes: nodes.map((node) => node.text),
    model: model.text,
    parameters: plainParameters(parameters),
    control: control.text,
  };
  placeDevice(device, cursor, name, nodes, parameters, model);
  setPlace(device, spanOf(cursor, control), "control");
  return device;
}

function takeModel(cursor: Cursor, vocabulary: DeviceVocabulary): Token {
  const help = `write ${vocabulary.letter}... ${vocabulary.terminals} model`;
  if (atAssignment(cursor) || peek(cursor)?.kind !== "word") throw missing(cursor, "the name of a model", help);
  return takeWord(cursor, "the name of a model");
}

/** Takes the words of `count` nodes. */
export function takeNodes(
  cursor: Cursor,
  count: number,
  { letter, terminals }: { letter: string; terminals: string },
): Token[] {
  return Array.from({ length: count }, () => {
    const help = `an element ${letter}... needs the nodes ${terminals}`;
    if (atAssignment(cursor) || peek(cursor)?.kind !== "word") throw missing(cursor, "a node", help);
    return takeWord(cursor, "a node");
  });
}

/**
 * How many of the words are nodes: those before a word that names a model, if only flags and an area follow it; where no
 * model is known, all but the last (leaving out flags and an area).
 */
function nodeCount(
  cursor: Cursor,
  { nodes: [least, most], flags, parameters }: DeviceVocabulary,
  isModel: IsModel,
): number {
  if (least === most) return least;
  const words: string[] = [];
  for (let ahead = 0; peek(cursor, ahead)?.kind === "word" && peek(cursor, ahead + 1)?.kind !== "="; ahead++) {
    words.push(peek(cursor, ahead)?.text ?? "");
  }
  const isFlag = (word: string) => flags.includes(word.toLowerCase());
  const isArea = (word: string) => parameters.includes("area") && "value" in (readSpiceNumber(word) ?? {});
  for (let count = least; count <= most; count++) {
    const rest = words.slice(count + 1).filter((word) => !isFlag(word));
    if (words[count] !== undefined && isModel(words[count]) && rest.every(isArea)) return count;
  }
  const withoutFlags = words.filter((word) => !isFlag(word));
  const hasArea = withoutFlags.length > least + 1 && isArea(withoutFlags[withoutFlags.length - 1]);
  return Math.min(most, Math.max(least, withoutFlags.length - (hasArea ? 2 : 1)));
}

function takeParameters(
  cursor: Cursor,
  type: Device["type"],
  vocabulary: DeviceVocabulary,
  into: PlacedParameters = new Map(),
): PlacedParameters {
  const what = type === "currentSwitch" ? "current switch" : type;
  const { parameters: names, flags, initial } = vocabulary;
  takeInstanceParameters(cursor, { what, names, flags, ...(initial && { initial }) }, into);
  if (into.has("on") && into.has("off")) {
    const span = into.get("off")?.span ?? wholeLine(cursor);
    throw errorAt(span, "duplicate-parameter", "a switch begins either on or off", { help: "keep one of them" });
  }
  return into;
}

function placeDevice(
  device: Device,
  cursor: Cursor,
  name: Token,
  nodes: readonly Token[],
  parameters: PlacedParameters,
  model?: Token,
): void {
  placeElement(device, cursor, name, nodes);
  placeParameters(device, parameters);
  if (model) setPlace(device, spanOf(cursor, model), "model");
}

/** Remembers where an element, its name and its nodes stand. */
export function placeElement(element: object, cursor: Cursor, name: Token, nodes: readonly Token[]): void {
  setPlace(element, wholeLine(cursor));
  setPlace(element, spanOf(cursor, name), "name");
  for (const [index, node] of nodes.entries()) setPlace(element, spanOf(cursor, node), `node ${index}`);
}
