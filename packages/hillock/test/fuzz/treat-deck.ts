import { isHillockError } from "../../src/base/error.js";
import { compile } from "../../src/engine/compile.js";
import { operatingPoint } from "../../src/engine/static/operating-point.js";
import { transient } from "../../src/engine/transient/transient.js";
import type { Circuit } from "../../src/netlist/circuit.js";
import type { FlatCircuit } from "../../src/netlist/flat-circuit.js";
import { flatten } from "../../src/netlist/flatten.js";
import { parseNetlist } from "../../src/netlist/parse.js";
import { writeNetlist } from "../../src/netlist/write.js";
import { heldIn, statedIn } from "./accounting.js";
import type { Deck } from "./decks.js";

/** What became of a deck: `compiled`, `simulated`, or the code of the error. Everything else throws. */
export type Outcome = string;

const steps = 200;

/**
 * Reads, flattens and compiles a deck; `simulating` also looks for its operating point and takes the first steps of its
 * transient.
 *
 * @throws Error where a deck does anything but work or be refused with a coded error that helps
 */
export function treatDeck(deck: Deck, simulating: boolean): Outcome {
  let circuit: Circuit;
  try {
    circuit = parseDeck(deck);
  } catch (error) {
    return checkedCode(error);
  }
  checkNothingDropped(deck, circuit);
  try {
    const flat = flatten(circuit);
    checkAllExpanded(circuit, flat);
    const compiled = compile(flat);
    if (!simulating) return "compiled";
    const { point } = operatingPoint(compiled);
    checkFinite("operating point", point.x);
    const run = flat.analyses.find(({ kind }) => kind === "transient");
    const settings = run?.kind === "transient" ? run : { stop: 1e-5 };
    const { stop, useInitialConditions } = { useInitialConditions: false, ...settings };
    const going = transient(compiled, { stop, useInitialConditions });
    going.advance(steps);
    const { scales, signals } = going.result().waveforms;
    for (const { name, values } of [...scales, ...signals]) checkFinite(name, values);
    return "simulated";
  } catch (error) {
    return checkedCode(error);
  }
}

function parseDeck({ text, files }: Pick<Deck, "text" | "files">): Circuit {
  const include = (name: string, from: string): string => {
    const path = new URL(name, `file:///${from}`).pathname.slice(1).toLowerCase();
    if (!Object.hasOwn(files, path)) throw new Error(`no file ${path}`);
    return files[path];
  };
  return parseNetlist(text, { file: "deck.cir", include });
}

const layers = /^(?:netlist|devices|veriloga|engine)\/[a-z-]+$/;

function checkedCode(error: unknown): string {
  if (!isHillockError(error)) throw error;
  const { code, problem, place } = error.parts;
  if (!layers.test(code) || problem === "" || (place === undefined && code !== "netlist/unwritable"))
    throw new Error(`not a good error: ${error.message}`);
  return code;
}

/** Every line is in the circuit, and the circuit can be written and read again. */
function checkNothingDropped(deck: Deck, circuit: Circuit): void {
  const stated = statedIn(deck).join("\n");
  const held = heldIn(circuit).join("\n");
  if (stated !== held) throw new Error(`stated:\n${stated}\n\nheld:\n${held}`);
  let written: string;
  try {
    written = writeNetlist(circuit);
  } catch (error) {
    // A node may be called `+`, but not every place of a netlist takes such a word.
    if (checkedCode(error) === "netlist/unwritable") return;
    throw error;
  }
  const again = heldIn(parseDeck({ text: written, files: deck.files })).join("\n");
  if (again !== held) throw new Error(`written:\n${again}\n\nheld:\n${held}`);
}

/** Every element is in the flat circuit. */
function checkAllExpanded({ elements }: Circuit, flat: FlatCircuit): void {
  const names = new Set(flat.elements.map(({ name }) => name.toLowerCase()));
  for (const { kind, name } of elements) {
    if (kind !== "instance" && !names.has(name.toLowerCase())) throw new Error(`${name} is lost`);
  }
}

function checkFinite(name: string, values: Float64Array): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) throw new Error(`${name} is ${values[at]} at point ${at}`);
}
