import { HillockError } from "../base/error.js";
import { availableValue, checkVariation, spanningValue, spreadValue } from "./draw-value.js";
import { placesOf, type SamplingMethod } from "./places.js";
import type { VariedQuantity } from "./variation.js";

export interface SamplingSettings {
  /** How many samples. */
  readonly samples: number;
  /** Whole number from 0 to 2^53 - 1. */
  readonly seed: number;
  /** Default "sobol". */
  readonly method?: SamplingMethod;
  /** Conditions that all values of a sample `[quantities]` have to fulfil together, such as R1 > R2. */
  readonly constraints?: readonly ((values: Float64Array) => boolean)[];
}

/** Drawn samples. */
export interface Samples {
  /** `[samples, quantities]`, SI. */
  readonly values: Float64Array;
  /** `[samples]`: which points of the sequence they are, ascending. */
  readonly indices: Float64Array;
  /** Part of the points looked at that fulfil ranges and constraints. */
  readonly acceptance: number;
}

/** A search for samples is given up after so many points without one that is accepted. */
const mostRejections = 100_000;

/**
 * Draws the quantities `samples` times. Each own spread, each matched group and each spanned range takes one dimension of
 * the sequence, in the order of the quantities. A nominal value is first set to the nearest one that can be bought or
 * printed, then spread: the parts of a lot scatter around the value that is written on them. A value that spans its range
 * is drawn, then set to the nearest one there is. Points that break a range or a constraint are left out and the next ones
 * of the sequence taken, so that the others keep their order.
 *
 * Sample k does not depend on `samples`, but for a Latin hypercube.
 *
 * @throws sampling/wrong-variation, sampling/wrong-count, sampling/wrong-seed, sampling/too-many-dimensions;
 *   sampling/nothing-accepted if the constraints leave nothing; sampling/constrained-hypercube if a point of a Latin
 *   hypercube would have to be left out
 */
export function drawSamples(quantities: readonly VariedQuantity[], settings: SamplingSettings): Samples {
  const { samples, seed, method = "sobol", constraints = [] } = settings;
  if (!(Number.isInteger(samples) && samples >= 1)) {
    throw new HillockError({
      code: "sampling/wrong-count",
      problem: `${samples} is no number of samples`,
      help: "give a whole number from 1",
    });
  }
  quantities.forEach(checkVariation);
  const draw = drawing(quantities);
  const places = placesOf(method, draw.dimensions, samples, seed);
  const values = new Float64Array(samples * quantities.length);
  const indices = new Float64Array(samples);
  let accepted = 0;
  let index = 0;
  for (let rejected = 0; accepted < samples; index++) {
    const row = values.subarray(accepted * quantities.length, (accepted + 1) * quantities.length);
    if (draw.into(row, places(index)) && constraints.every((holds) => holds(row))) {
      indices[accepted++] = index;
      rejected = 0;
    } else if (method === "latin-hypercube") throw constrainedHypercube();
    else if (++rejected >= mostRejections) throw nothingAccepted(accepted, index + 1);
  }
  return { values, indices, acceptance: samples / index };
}

/** The quantities' values as functions of a point in the unit cube; false where one is beyond its range. */
function drawing(quantities: readonly VariedQuantity[]) {
  const groups = new Map<string, number>();
  let dimensions = 0;
  const plans = quantities.map((quantity) => {
    const { tolerance, matched, spanning } = quantity;
    const own = tolerance || spanning ? dimensions++ : -1;
    let shared = -1;
    if (matched) {
      shared = groups.get(matched.group) ?? dimensions++;
      groups.set(matched.group, shared);
    }
    return { quantity, own, shared, nominal: availableValue(quantity.nominal, quantity) };
  });
  const into = (row: Float64Array, place: Float64Array): boolean =>
    plans.every(({ quantity, own, shared, nominal }, k) => {
      const { tolerance, matched, spanning, range, beyondRange = "reject" } = quantity;
      let value = nominal;
      if (spanning && range) value = availableValue(spanningValue(range, spanning, place[own]), quantity);
      if (matched) value = spreadValue(value, matched, place[shared]);
      if (tolerance) value = spreadValue(value, tolerance, place[own]);
      if (range && beyondRange === "clamp") value = Math.min(Math.max(value, range[0]), range[1]);
      row[k] = value;
      return !range || (value >= range[0] && value <= range[1]);
    });
  return { dimensions, into };
}

function nothingAccepted(accepted: number, examined: number): HillockError {
  return new HillockError({
    code: "sampling/nothing-accepted",
    problem: `of ${examined} points ${accepted} fulfil the ranges and constraints, none of the last ${mostRejections}`,
    help: "loosen the constraints, or vary less",
  });
}

function constrainedHypercube(): HillockError {
  return new HillockError({
    code: "sampling/constrained-hypercube",
    problem: "a point of the Latin hypercube breaks a range or a constraint, and without it it is none",
    help: "use Sobol's sequence, which may leave out points, or clamp to the range",
  });
}
