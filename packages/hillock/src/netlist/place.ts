import type { SourcePlace } from "../base/error.js";
import { type LogicalLine, placeIn } from "./parse/logical-line.js";

/** A stretch of a logical line: characters `start` up to `end`. */
export interface Span {
  readonly line: LogicalLine;
  readonly start: number;
  readonly end: number;
}

// Beside the objects, not in them: a parsed circuit equals the same circuit built in code.
const places = new WeakMap<object, Map<string, Span>>();

/** Remembers where an object of a circuit (or a named part of it) stands in the netlist. */
export function setPlace(object: object, span: Span, part = ""): void {
  let parts = places.get(object);
  if (!parts) {
    parts = new Map();
    places.set(object, parts);
  }
  parts.set(part, span);
}

/**
 * Where an object of a circuit stands in the netlist it was read from: an element, a model, an analysis, a formula and
 * each of its operands, a flat element.
 *
 * @param part `name`, `model`, `subcircuit`, `value`, `control`, `node 0`, `node 1`, ..., `parameter ic`, ...; the whole
 *   object is the answer where the part has no place of its own
 * @returns undefined for what was built in code
 */
export function placeOf(object: object, part = ""): SourcePlace | undefined {
  const parts = places.get(object);
  const span = parts?.get(part) ?? parts?.get("");
  return span && placeIn(span.line, span.start, span.end);
}

/** Gives `to` the places of `from`: for an object derived from another. Returns `to`. */
export function keepPlaces<T extends object>(from: object, to: T): T {
  const parts = places.get(from);
  if (parts) places.set(to, parts);
  return to;
}
