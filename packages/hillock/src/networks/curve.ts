import { elementary } from "../expr/elementary.js";

/**
 * A family of transfer curves V_out = f(V_in; parameters) whose members are rows of numbers, so that a network keeps the
 * curves of all its circuits in one array.
 */
export interface CurveFamily {
  readonly name: "tanh" | "table";
  /** How many numbers make a curve. */
  readonly width: number;
  /** V_out, V. The curve's numbers begin at `rows[at]`. */
  readonly value: (rows: Float64Array, at: number, input: number) => number;
  /** d V_out / d V_in where the curve has this value. */
  readonly slope: (rows: Float64Array, at: number, input: number, value: number) => number;
  /** Adds `weight` times d V_out / d (each of its numbers) to `gradient` from `into` on. */
  readonly addGradient: (
    rows: Float64Array,
    at: number,
    input: number,
    value: number,
    weight: number,
    gradient: Float64Array,
    into: number,
  ) => void;
}

/**
 * V_out = s (eta1 + eta2 tanh((V_in - eta3) eta4)) with the numbers eta1, eta2, eta3 (V) and eta4 (1/V); s = 1, or -1 for
 * a circuit that inverts. Source: H. Zhao et al., DATE 2023, eq. 2 and 3.
 */
function tanhCurves(sign: 1 | -1): CurveFamily {
  return {
    name: "tanh",
    width: 4,
    value: (rows, at, input) =>
      sign * (rows[at] + rows[at + 1] * elementary.tanh((input - rows[at + 2]) * rows[at + 3])),
    slope(rows, at, _input, value) {
      const amplitude = rows[at + 1];
      const bent = sign * value - rows[at];
      return amplitude === 0 ? 0 : sign * rows[at + 3] * (amplitude - (bent * bent) / amplitude);
    },
    addGradient(rows, at, input, value, weight, gradient, into) {
      const amplitude = rows[at + 1];
      const factor = sign * weight;
      const bent = amplitude === 0 ? 0 : (sign * value - rows[at]) / amplitude;
      const slope = factor * amplitude * (1 - bent * bent);
      gradient[into] += factor;
      gradient[into + 1] += factor * bent;
      gradient[into + 2] -= slope * rows[at + 3];
      gradient[into + 3] += slope * (input - rows[at + 2]);
    },
  };
}

/** Curves that rise, of the tanh-like circuit. */
export const risingTanh = tanhCurves(1);
/** Curves that fall, of the negative-weight circuit: V_out = -(eta1 + eta2 tanh((V_in - eta3) eta4)). */
export const fallingTanh = tanhCurves(-1);

/**
 * Curves given by their values at `count` even places from `from` to `to`, V: between them the cubic through four
 * neighbours with slopes of central differences (Catmull-Rom), continuous with its slope and linear in the values; beyond
 * the ends a straight line.
 */
export function tableCurves(from: number, to: number, count: number): CurveFamily {
  const step = (to - from) / (count - 1);
  /** Weights of the values number k - 1 ... k + 2, and of their slope. */
  const weights = new Float64Array(4);
  const slopes = new Float64Array(4);
  let first = 0;

  const locate = (input: number): void => {
    const place = (input - from) / step;
    const k = Math.min(count - 3, Math.max(1, Math.floor(place)));
    first = k - 1;
    const t = place - k;
    if (t < 0 && k === 1) endWeights(place, true);
    else if (t > 1 && k === count - 3) endWeights(place - (count - 2), false);
    else cubicWeights(t);
  };
  /** The first and the last interval, where a neighbour is missing, and what lies beyond: straight. */
  const endWeights = (t: number, low: boolean): void => {
    weights.fill(0);
    slopes.fill(0);
    const [a, b] = low ? [0, 1] : [2, 3];
    weights[a] = 1 - t;
    weights[b] = t;
    slopes[a] = -1 / step;
    slopes[b] = 1 / step;
  };
  const cubicWeights = (t: number): void => {
    const [t2, t3] = [t * t, t * t * t];
    weights[0] = (-t3 + 2 * t2 - t) / 2;
    weights[1] = (3 * t3 - 5 * t2 + 2) / 2;
    weights[2] = (-3 * t3 + 4 * t2 + t) / 2;
    weights[3] = (t3 - t2) / 2;
    slopes[0] = (-3 * t2 + 4 * t - 1) / (2 * step);
    slopes[1] = (9 * t2 - 10 * t) / (2 * step);
    slopes[2] = (-9 * t2 + 8 * t + 1) / (2 * step);
    slopes[3] = (3 * t2 - 2 * t) / (2 * step);
  };
  const combine = (rows: Float64Array, at: number, by: Float64Array): number => {
    const k = at + first;
    return rows[k] * by[0] + rows[k + 1] * by[1] + rows[k + 2] * by[2] + rows[k + 3] * by[3];
  };
  return {
    name: "table",
    width: count,
    value(rows, at, input) {
      locate(input);
      return combine(rows, at, weights);
    },
    slope(rows, at, input) {
      locate(input);
      return combine(rows, at, slopes);
    },
    addGradient(_rows, _at, input, _value, weight, gradient, into) {
      locate(input);
      for (let k = 0; k < 4; k++) gradient[into + first + k] += weight * weights[k];
    },
  };
}
