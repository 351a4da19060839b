import { elementary } from "../expr/elementary.js";
import { negativeWeightValues, tanhCircuitValues } from "../networks/printed-network.js";

/** A bound of ln(value): a number, plus `by` times logarithms of values before it. */
interface Bound {
  readonly constant: number;
  readonly by?: readonly (readonly [index: number, factor: number])[];
}

/** A value between the largest of some lower bounds and the least of some upper ones. */
interface BoundedValue {
  readonly low: readonly Bound[];
  readonly high: readonly Bound[];
}

/**
 * Component values of a circuit as functions of free numbers: in the order given here each logarithm lies between bounds that
 * may depend on those before it,
 *
 *     ln x_k = low_k + (high_k - low_k) / (1 + exp(-rho_k)),
 *
 * so that whatever the free numbers are, the values are printable and meet the circuit's inequalities.
 */
export interface ValueTransformation {
  readonly count: number;
  /** Values `[count]`, SI, of free numbers `[count]`. */
  readonly values: (free: Float64Array, at: number, into: Float64Array) => void;
  /** Adds d loss / d free to `into`, from d loss / d value. */
  readonly addGradient: (
    free: Float64Array,
    at: number,
    byValue: Float64Array,
    into: Float64Array,
    intoAt: number,
  ) => void;
  /** Free numbers of values within the bounds; values on a bound or beyond come near it. */
  readonly free: (values: ArrayLike<number>) => Float64Array;
}

/** @param order which value each step of the chain gives, e.g. R1, R3, R4, R2: bounds refer to steps */
function boundedValues(steps: readonly BoundedValue[], order: readonly number[]): ValueTransformation {
  const count = steps.length;
  const logs = new Float64Array(count);
  const places = new Float64Array(count);
  const lows: Bound[] = [];
  const highs: Bound[] = [];
  const spans = new Float64Array(count);
  const slopes = new Float64Array(count);
  const at = ({ constant, by = [] }: Bound): number =>
    by.reduce((sum, [index, factor]) => sum + factor * logs[index], constant);
  const extreme = (bounds: readonly Bound[], sign: number): Bound =>
    bounds.reduce((best, bound) => (sign * at(bound) > sign * at(best) ? bound : best));
  const bound = (k: number): number => {
    lows[k] = extreme(steps[k].low, 1);
    highs[k] = extreme(steps[k].high, -1);
    spans[k] = at(highs[k]) - at(lows[k]);
    return at(lows[k]);
  };
  const run = (free: Float64Array, from: number): void => {
    for (let k = 0; k < count; k++) {
      const low = bound(k);
      places[k] = 1 / (1 + elementary.exp(-free[from + k]));
      logs[k] = low + spans[k] * places[k];
    }
  };
  return {
    count,
    values(free, from, into) {
      run(free, from);
      for (let k = 0; k < count; k++) into[order[k]] = elementary.exp(logs[k]);
    },
    addGradient(free, from, byValue, into, intoAt) {
      run(free, from);
      for (let k = 0; k < count; k++) slopes[k] = byValue[order[k]] * elementary.exp(logs[k]);
      for (let k = count - 1; k >= 0; k--) {
        const slope = slopes[k];
        into[intoAt + k] += slope * spans[k] * places[k] * (1 - places[k]);
        for (const [index, factor] of lows[k].by ?? []) slopes[index] += slope * factor * (1 - places[k]);
        for (const [index, factor] of highs[k].by ?? []) slopes[index] += slope * factor * places[k];
      }
    },
    free(values) {
      return Float64Array.from(steps, (_, k) => {
        const low = bound(k);
        logs[k] = elementary.log(values[order[k]]);
        const place = Math.min(1 - nearest, Math.max(nearest, (logs[k] - low) / spans[k]));
        logs[k] = low + spans[k] * place;
        return elementary.log(place / (1 - place));
      });
    },
  };
}

/** How near to a bound, as a part of the span, a value can begin. */
const nearest = 1e-3;

const ln = (value: number): Bound => ({ constant: elementary.log(value) });
const between = (low: number, high: number): BoundedValue => ({ low: [ln(low)], high: [ln(high)] });
/** Inequalities are kept with this distance, relative. */
const distance = elementary.log(0.99);

/**
 * The negative-weight circuit: R1 10 ... 500 ohm, R2 5 ... 250 ohm, R3 10 ... 500 kohm, R4 8 ... 400 kohm, R5 10 ... 500 kohm,
 * W 200 ... 800 um, L 10 ... 70 um; R1 > R2, R3 > R4, W > L and, if asked for, R1/R2 > R3/R4.
 * Source: sampling constraints of the published data (DATE 2023); its training code leaves the last one out.
 */
function negativeWeightValuesWith(orderedRatios: boolean): ValueTransformation {
  const belowR1: Bound = { constant: distance, by: [[0, 1]] };
  const belowRatio: Bound = {
    constant: distance,
    by: [
      [0, 1],
      [2, 1],
      [1, -1],
    ],
  };
  const aboveLeastRatio: Bound = {
    constant: elementary.log(5) - 2 * distance,
    by: [
      [1, 1],
      [0, -1],
    ],
  };
  return boundedValues(
    [
      between(10, 500),
      between(10e3, 500e3),
      // R4: below R3, and so far above R3 times the least R2/R1 that a printable R2 remains.
      {
        low: [ln(8e3), ...(orderedRatios ? [aboveLeastRatio] : [])],
        high: [ln(400e3), { constant: distance, by: [[1, 1]] }],
      },
      // R2: below R1 R4/R3, which is below R1.
      { low: [ln(5)], high: [ln(250), orderedRatios ? belowRatio : belowR1] },
      between(10e3, 500e3),
      between(200e-6, 800e-6),
      between(10e-6, 70e-6),
    ],
    (["R1", "R3", "R4", "R2", "R5", "W", "L"] as const).map((name) => negativeWeightValues.indexOf(name)),
  );
}

/** With all inequalities, and as in the published training code. */
export const negativeWeightTransformation = negativeWeightValuesWith(true);
export const unorderedNegativeWeightTransformation = negativeWeightValuesWith(false);

/**
 * The tanh-like circuit: R1 0.25 ... 2.05 Mohm, R2 6 ... 32 kohm, W1 80 ... 100 um, L1 40 ... 80 um, W2 480 ... 500 um,
 * L2 30 ... 40 um. Source: ranges of the published circuit simulations.
 */
export const tanhTransformation = boundedValues(
  [
    between(0.25e6, 2.05e6),
    between(80e-6, 100e-6),
    between(40e-6, 79.5e-6),
    between(6e3, 32e3),
    between(480e-6, 500e-6),
    between(30e-6, 40e-6),
  ],
  tanhCircuitValues.map((_, index) => index),
);
