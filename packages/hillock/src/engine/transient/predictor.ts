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
  predictor.points[predictor.count].set(x);
  predictor.count++;
}

const weights = new Float64Array(most);

/** Writes the polynomial through the newest points (at most four), evaluated at `time`, into `x`. */
export function predict({ times, points, count }: Predictor, time: number, x: Float64Array): void {
  const first = Math.max(0, count - most);
  const used = count - first;
  for (let i = 0; i < used; i++) {
    let weight = 1;
    for (let j = 0; j < used; j++) {
      if (j !== i) weight *= (time - times[first + j]) / (times[first + i] - times[first + j]);
    }
    weights[i] = weight;
  }
  for (let k = 0; k < x.length; k++) {
    let sum = 0;
    for (let i = 0; i < used; i++) sum += weights[i] * points[first + i][k];
    x[k] = sum;
  }
}
