import { copy } from "./vectors.js";

/** The most points that carry a prediction. */
const most = 4;
/** Room for the points kept from the last step and the stages of the present one. */
const capacity = 12;

/** Recent solutions, from which the next one is extrapolated. */
export interface Predictor {
  /** Times of the points, s, in the order they became known. */
  readonly times: Float64Array;
  /** Solutions at these times `[point][unknown]`. */
  readonly points: readonly Float64Array[];
  count: number;
}

/** A predictor that knows nothing yet. */
export function createPredictor(size: number): Predictor {
  return {
    times: new Float64Array(capacity),
    points: Array.from({ length: capacity }, () => new Float64Array(size)),
    count: 0,
  };
}

/** Adds a point. */
export function learn(predictor: Predictor, time: number, x: Float64Array): void {
  predictor.times[predictor.count] = time;
  copy(x, predictor.points[predictor.count]);
  predictor.count++;
}

const weights = new Float64Array(most);

/** Writes the polynomial through the newest points (at most four), evaluated at `time`, into `x`. */
export function predict({ times, points, count }: Predictor, time: number, x: Float64Array): void {
  const first = Math.max(0, count - most);
  const used = count - first;
  for (let i = 0; i < used; i++) {
    let numerator = 1;
    let denominator = 1;
    for (let j = 0; j < used; j++) {
      if (j === i) continue;
      numerator *= time - times[first + j];
      denominator *= times[first + i] - times[first + j];
    }
    weights[i] = numerator / denominator;
  }
  if (used === most) {
    const w0 = weights[0];
    const w1 = weights[1];
    const w2 = weights[2];
    const w3 = weights[3];
    const p0 = points[first];
    const p1 = points[first + 1];
    const p2 = points[first + 2];
    const p3 = points[first + 3];
    for (let k = 0; k < x.length; k++) x[k] = w0 * p0[k] + w1 * p1[k] + w2 * p2[k] + w3 * p3[k];
    return;
  }
  x.fill(0);
  for (let i = 0; i < used; i++) {
    const point = points[first + i];
    for (let k = 0; k < x.length; k++) x[k] += weights[i] * point[k];
  }
}
