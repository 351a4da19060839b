import { HillockError, type SourcePlace } from "../base/error.js";
import { placeIn } from "./parse/logical-line.js";
import { placeOf, type Span } from "./place.js";

interface More {
  readonly details?: readonly string[];
  readonly help?: string;
}

/** An error at a stretch of a netlist line. `what` is the code without its layer. */
export function errorAt(span: Span, what: string, problem: string, more: More = {}): HillockError {
  const place = placeIn(span.line, span.start, span.end);
  return new HillockError({ code: `netlist/${what}`, problem, place, ...more });
}

/** An error about an object of a circuit: at its place in the netlist, or naming it where it was built in code. */
export function errorOf(
  object: object & { readonly name?: string },
  part: string,
  what: string,
  problem: string,
  more: More = {},
): HillockError {
  const place: SourcePlace | string | undefined =
    placeOf(object, part) ?? (object.name === undefined ? undefined : `in ${object.name}`);
  return new HillockError({ code: `netlist/${what}`, problem, place, ...more });
}
