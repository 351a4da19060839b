import type { BehaviouralSource, ControlledSource, Device, Element, IndependentSource, Waveform } from "../circuit.js";
import { deviceVocabulary } from "../vocabulary.js";
import { assignments, formulaText, lineOf, unwritable, valueText, word } from "./words.js";

/** The netlist line of an element. */
export function elementText(element: Element): string {
  checkElementName(element);
  switch (element.kind) {
    case "device":
      return device(element);
    case "coupling":
      return lineOf([element.name, ...element.inductors.map(word), valueText(element.coefficient)]);
    case "source":
      return source(element);
    case "controlled":
      return controlled(element);
    case "behavioural":
      return behavioural(element);
    case "instance": {
      const { name, nodes, subcircuit, parameters } = element;
      return lineOf([name, ...nodes.map(word), word(subcircuit), ...assignments(parameters)]);
    }
  }
}

/** First letters that the name of an element may have. */
export function lettersOf(element: Element): readonly string[] {
  switch (element.kind) {
    case "device":
      return [deviceVocabulary[element.type].letter];
    case "coupling":
      return ["K"];
    case "source":
      return element.quantity === "voltage" ? ["V"] : ["I"];
    case "controlled":
      if ("nodes" in element.control) return element.quantity === "voltage" ? ["E"] : ["G"];
      return element.quantity === "voltage" ? ["H"] : ["F"];
    case "behavioural":
      return element.quantity === "voltage" ? ["B", "E"] : ["B", "G"];
    case "instance":
      return ["X"];
  }
}

/** Refuses a name whose first letter says something else than what the element is. */
export function checkElementName(element: Element): void {
  const letters = lettersOf(element);
  if (letters.includes(word(element.name)[0].toUpperCase())) return;
  throw unwritable(
    `"${element.name}" cannot be the name of this element`,
    `its first letter has to be ${letters.join(" or ")}`,
  );
}

function device({ type, name, nodes, model, value, parameters, control }: Device): string {
  const { flags } = deviceVocabulary[type];
  return lineOf([
    name,
    ...nodes.map(word),
    control === undefined ? "" : word(control),
    value === undefined ? "" : valueText(value),
    model === undefined ? "" : word(model),
    ...assignments(parameters, flags),
  ]);
}

function source({ name, nodes, dc, ac, waveform }: IndependentSource): string {
  return lineOf([
    name,
    ...nodes.map(word),
    ...(dc === undefined ? [] : ["DC", valueText(dc)]),
    ...(ac ? ["AC", valueText(ac.magnitude), valueText(ac.phase)] : []),
    ...(waveform ? waveformPieces(waveform) : []),
  ]);
}

function waveformPieces({ kind, values, repeat, delay }: Waveform): string[] {
  const texts = values.map(valueText);
  const first = `${kind.toUpperCase()}(${texts[0] ?? ""}`;
  const pieces = [first, ...texts.slice(1)];
  pieces[pieces.length - 1] += ")";
  if (repeat !== undefined) pieces.push(`r=${valueText(repeat)}`);
  if (delay !== undefined) pieces.push(`td=${valueText(delay)}`);
  return pieces;
}

function controlled({ name, nodes, control, gain }: ControlledSource): string {
  const controls = "nodes" in control ? control.nodes : [control.source];
  return lineOf([name, ...nodes.map(word), ...controls.map(word), valueText(gain)]);
}

function behavioural({ name, nodes, quantity, formula }: BehaviouralSource): string {
  const text = formulaText(formula);
  const letter = quantity === "voltage" ? "V" : "I";
  const key = quantity === "voltage" ? "vol" : "cur";
  const body = name[0].toUpperCase() === "B" ? `${letter}=${text}` : `${key}='${text}'`;
  return lineOf([name, ...nodes.map(word), body]);
}
