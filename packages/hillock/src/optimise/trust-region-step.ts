import { singularValues } from "./singular-values.js";
import { triangularFactor } from "./triangular-factor.js";

/** The linearised least-squares problem |J z + r| along its singular directions. */
export interface LinearModel {
  /** Singular values of J `[n]`, descending. */
  readonly singular: Float64Array;
  /** Directions `[n, n]`, row-major; column k belongs to the k-th value. */
  readonly directions: Float64Array;
  /** Components of r along the images of the directions `[n]`. */
  readonly components: Float64Array;
  /** Singular values above rounding. */
  readonly rank: number;
}

/** A step within the trust region. */
export interface TrustRegionStep {
  /** z `[n]` */
  readonly step: Float64Array;
  readonly length: number;
  /** Levenberg's parameter: 0 for a step of Gauss and Newton. */
  readonly damping: number;
  /** |r|^2 - |J z + r|^2 */
  readonly reduction: number;
}

/** Singular values below this part of the largest are rounding. */
const rounding = 1e-13;

/** @param jacobian `[rows, n]`, row-major, with columns of similar length */
export function linearModel(jacobian: Float64Array, residuals: Float64Array, n: number): LinearModel {
  const { triangle, projected } = triangularFactor(jacobian, residuals, n);
  const { values, right, image } = singularValues(triangle, n);
  let rank = 0;
  while (rank < n && values[rank] > 0 && values[rank] >= rounding * values[0]) rank++;
  const components = new Float64Array(n);
  for (let k = 0; k < rank; k++) {
    for (let i = 0; i < n; i++) components[k] += image[i * n + k] * projected[i];
    components[k] /= values[k];
  }
  return { singular: values, directions: right, components, rank };
}

/**
 * The z with |z| <= radius for which |J z + r| is least (More 1978): z(d) = -sum_k v_k s_k c_k/(s_k^2 + d) with d = 0 if that
 * is short enough, else the d for which |z(d)| is the radius to 1 in 1000. What does not matter (singular value 0) stays.
 */
export function trustRegionStep(model: LinearModel, radius: number): TrustRegionStep {
  const { singular, directions, components, rank } = model;
  const n = singular.length;
  // In parts of the largest value, so that no square underflows.
  const top = singular[0];
  const parts = singular.map((each) => each / top);
  const within = radius * top;
  const along = (damping: number) => {
    let [square, slope] = [0, 0];
    for (let k = 0; k < rank; k++) {
      const size = parts[k] * parts[k] + damping;
      const part = (parts[k] * components[k]) / size;
      square += part * part;
      slope += (part * part) / size;
    }
    return { length: Math.sqrt(square), slope };
  };
  let damping = 0;
  let { length, slope } = along(0);
  // Newton's method on 1/|z| rises to the solution from below.
  for (let round = 0; round < 100 && length > 1.001 * within; round++) {
    damping += ((length - within) / within) * ((length * length) / slope);
    ({ length, slope } = along(damping));
  }
  const step = new Float64Array(n);
  let reduction = 0;
  for (let k = 0; k < rank; k++) {
    const square = parts[k] * parts[k];
    const kept = damping / (square + damping);
    const part = (parts[k] * components[k]) / (square + damping) / top;
    for (let j = 0; j < n; j++) step[j] -= directions[j * n + k] * part;
    reduction += components[k] * components[k] * (square / (square + damping)) * (1 + kept);
  }
  return { step, length: rank > 0 ? length / top : 0, damping: damping * top * top, reduction };
}
