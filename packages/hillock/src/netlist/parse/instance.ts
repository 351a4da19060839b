import type { Instance } from "../circuit.js";
import { errorAt } from "../netlist-error.js";
import { setPlace } from "../place.js";
import {
  type PlacedAssignment,
  type PlacedParameters,
  placeParameters,
  plainParameters,
  takeAssignments,
} from "./assignments.js";
import { atAssignment, atWord, type Cursor, expectEnd, missing, peek, spanOf, takeWord } from "./cursor.js";
import { placeElement } from "./device.js";
import type { Token } from "./token.js";

/** X: nodes, the subcircuit, then `name=value` pairs, with or without `params:`. */
export function parseInstance(name: Token, cursor: Cursor): Instance {
  const { nodes, definition: subcircuit, parameters } = takeConnection(name, cursor, "subcircuit");
  const instance: Instance = {
    kind: "instance",
    name: name.text,
    nodes: nodes.map(({ text }) => text),
    subcircuit: subcircuit.text,
    parameters: plainParameters(parameters),
  };
  placeElement(instance, cursor, name, nodes);
  setPlace(instance, spanOf(cursor, subcircuit), "subcircuit");
  placeParameters(instance, parameters);
  return instance;
}

/** Any number of nodes, the name of what they are connected to, and `name=value` pairs up to the end of the line. */
export function takeConnection(
  name: Token,
  cursor: Cursor,
  what: "subcircuit" | "model",
): { readonly nodes: readonly Token[]; readonly definition: Token; readonly parameters: PlacedParameters } {
  const nodes: Token[] = [];
  while (peek(cursor)?.kind === "word" && !atAssignment(cursor) && !atParams(cursor)) {
    nodes.push(takeWord(cursor, "a node"));
  }
  const definition = nodes.pop();
  if (!definition) throw missing(cursor, `nodes and a ${what}`, `write ${name.text} nodes ${what} name=value`);
  skipParams(cursor);
  const assignments = takeAssignments(cursor);
  expectEnd(cursor, `after the ${what} stand name=value pairs; a formula goes in braces`);
  return { nodes, definition, parameters: placed(assignments) };
}

/** The assignments by lower-case name, each once. */
function placed(assignments: readonly PlacedAssignment[]): PlacedParameters {
  const parameters: PlacedParameters = new Map();
  for (const { name, value, span } of assignments) {
    const key = name.toLowerCase();
    if (parameters.has(key)) {
      throw errorAt(span, "duplicate-parameter", `"${name}" is given twice`, { help: "keep one of them" });
    }
    parameters.set(key, { value, span });
  }
  return parameters;
}

function atParams(cursor: Cursor): boolean {
  return atWord(cursor, "params:") || atWord(cursor, "param:");
}

/** Takes `params:` if it stands here. */
export function skipParams(cursor: Cursor): void {
  if (atParams(cursor)) cursor.index++;
}
