import { extent } from "../../base/crossings.js";
import { HillockError } from "../../base/error.js";
import type { MeasureEvent } from "../../netlist/circuit.js";
import { type Axis, type Curve, ends, extentText, part, quoted, snapped } from "./curve.js";

/** Where a curve meets a level, from one side to the other or from the level away. */
interface Crossing {
  readonly at: number;
  readonly edge: "rise" | "fall";
}

/**
 * All crossings of a level by a curve, in order, at their exact places on the straight lines between points. A signal that
 * comes from below has risen once it reaches the level, and has fallen if it then leaves it downwards again; likewise
 * from above. A signal that begins on the level has risen or fallen where it leaves it.
 */
export function crossings({ scale, values }: Curve, level: number): Crossing[] {
  const found: Crossing[] = [];
  /** The side from which the level was reached last; 0 at the beginning. */
  let cameFrom = 0;
  let side = Math.sign(values[0] - level);
  for (let i = 1; i < values.length; i++) {
    const next = Math.sign(values[i] - level);
    if (next === side) continue;
    if (side !== 0) {
      const fraction = (level - values[i - 1]) / (values[i] - values[i - 1]);
      const at = next === 0 ? scale[i] : scale[i - 1] + fraction * (scale[i] - scale[i - 1]);
      found.push({ at, edge: side < 0 ? "rise" : "fall" });
      cameFrom = side;
    } else if (cameFrom === 0 || next === cameFrom) {
      found.push({ at: scale[i - 1], edge: next > 0 ? "rise" : "fall" });
    }
    side = next;
  }
  return found;
}

/**
 * The place of an event: the `count`-th rise, fall or crossing of either kind, or the last.
 *
 * @returns a position on `curve.scale`
 * @throws engine/measure-no-event if there are not so many; engine/measure-window if its `td=` is not in the run;
 *   engine/measure-delay if it has one and the scale is no time
 */
export function eventPosition(whole: Curve, { level, edge, count, delay }: MeasureEvent<number>): number {
  const curve = delay === undefined ? whole : after(whole, delay);
  const found = crossings(curve, level).filter((crossing) => edge === "cross" || crossing.edge === edge);
  const event = count === "last" ? found.at(-1) : found[count - 1];
  if (event) return event.at;
  const verb = { rise: "rises through", fall: "falls through", cross: "crosses" }[edge];
  const crossed = `${verb} ${quoted(level)} ${curve.unit}`;
  const [low, high] = extent(curve.values);
  throw new HillockError({
    code: "engine/measure-no-event",
    problem:
      found.length === 0
        ? `${curve.name} never ${crossed}`
        : `${curve.name} ${crossed} ${found.length === 1 ? "only once" : `only ${found.length} times`}, not ${count} times`,
    details: [`From ${extentText(curve)} it lies between ${quoted(low)} and ${quoted(high)} ${curve.unit}.`],
    help: found.length === 0 ? "choose a level within its range, or run longer" : `${edge}=last takes the last one`,
  });
}

/** The part of a transient's curve from a time on. */
function after(curve: Curve, delay: number): Curve {
  if (curve.scaleUnit !== "s") {
    throw new HillockError({
      code: "engine/measure-delay",
      problem: "td= is a time, which only a transient has",
      help: "leave it out, and count the event with rise=, fall= or cross=",
    });
  }
  const [first, last] = ends(curve);
  const start = snapped(curve, delay);
  if (start > last) {
    throw new HillockError({
      code: "engine/measure-window",
      problem: `the run is over before td=${quoted(delay)} s`,
      details: [`It goes from ${extentText(curve)}.`],
      help: "run longer, or begin earlier",
    });
  }
  return start <= first ? curve : part(curve, start, last);
}

/**
 * A given place on the run's scale as a position on `axis.scale`.
 * @throws engine/measure-window if it is not in the run
 */
export function givenPosition(axis: Axis, given: number): number {
  const position = snapped(axis, axis.direction * given);
  const [first, last] = ends(axis);
  if (position >= first && position <= last) return position;
  throw new HillockError({
    code: "engine/measure-window",
    problem: `at=${quoted(given)} ${axis.scaleUnit} is not in the run`,
    details: [`The run goes from ${extentText(axis)}.`],
    help: "choose a place within, or run longer",
  });
}
