import { norm } from "./norm.js";
import { singularValues } from "./singular-values.js";
import { triangularFactor } from "./triangular-factor.js";

/** A combination of parameters that the data say little or nothing about. */
export interface WeakCombination {
  /** How far each parameter moves, relative to its size `[parameters]`; the largest is 1 or -1. */
  readonly direction: Float64Array;
  /** The index of the parameters that take part noticeably, the largest first. */
  readonly parameters: readonly number[];
  /**
   * Standard deviation of the step along the direction, as the data leave it, in parts of the sizes: 0.1 means that the first
   * parameter may move by 10 % while the others follow. Infinite if the data do not depend on the combination at all.
   */
  readonly deviation: number;
}

/** Below this part of the largest, a singular value of the normalised Jacobian is zero: rounding of the model's derivatives. */
const negligible = 1e-9;

/** Parts of the largest move that are worth a name. */
const noticeable = 0.01;

/**
 * The combinations of parameters that a least-squares fit leaves open, by the singular values of its Jacobian with parameters in
 * parts of their sizes: those along which nothing changes, and those that the residuals' scatter hides, so that the combination
 * is known no better than to `limit` of its size.
 *
 * @param jacobian d residuals / d parameters `[residuals, parameters]`, row-major
 * @param sizes what is a large move of each parameter, > 0
 * @param deviation standard deviation of the residuals
 * @param limit default 1: not even the order of magnitude is known
 */
export function weakCombinations(
  jacobian: Float64Array,
  sizes: Float64Array,
  deviation: number,
  limit = 1,
): WeakCombination[] {
  const n = sizes.length;
  const rows = jacobian.length / n;
  const sized = jacobian.map((each, i) => each * sizes[i % n]);
  const lengths = sizes.map((_, j) => norm(Float64Array.from({ length: rows }, (_, i) => sized[i * n + j])));
  const strongest = lengths.reduce((most, each) => Math.max(most, each), 0);
  const found: WeakCombination[] = [];
  // Columns that vanish, first: they have no direction.
  const active = [...sizes.keys()].filter((j) => lengths[j] > negligible * 1e-6 * strongest);
  for (let j = 0; j < n; j++) {
    if (active.includes(j)) continue;
    found.push(
      weak(
        sizes.map((_, k) => (k === j ? 1 : 0)),
        Number.POSITIVE_INFINITY,
      ),
    );
  }
  const count = active.length;
  if (count === 0) return found;
  // Rank is judged on columns of unit length, uncertainty on columns by the parameters' sizes.
  const unit = Float64Array.from({ length: rows * count }, (_, at) => {
    const [i, j] = [Math.floor(at / count), active[at % count]];
    return sized[i * n + j] / lengths[j];
  });
  const { triangle } = triangularFactor(unit, new Float64Array(rows), count);
  const { values, right } = singularValues(triangle, count);
  const spread = (direction: Float64Array, by: number) => {
    const result = new Float64Array(n);
    active.forEach((j, k) => {
      result[j] = direction[k] / by;
    });
    return result;
  };
  let rank = count;
  while (rank > 1 && values[rank - 1] <= negligible * values[0]) {
    rank--;
    const direction = active.map((j, k) => right[k * count + rank] / lengths[j]);
    found.push(weak(spread(Float64Array.from(direction), norm(direction)), Number.POSITIVE_INFINITY));
  }
  if (rank < count) return found;
  const wide = triangle.map((each, at) => each * lengths[active[at % count]]);
  const relative = singularValues(wide, count);
  for (let k = count - 1; k >= 0; k--) {
    const direction = Float64Array.from({ length: count }, (_, i) => relative.right[i * count + k]);
    const largest = direction.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
    const moves = (deviation / relative.values[k]) * largest;
    if (!(moves > limit)) break;
    found.push(weak(spread(direction, 1), moves));
  }
  return found;
}

function weak(direction: Float64Array, deviation: number): WeakCombination {
  const order = [...direction.keys()].sort((a, b) => Math.abs(direction[b]) - Math.abs(direction[a]) || a - b);
  const scaled = direction.map((each) => each / direction[order[0]]);
  return { direction: scaled, parameters: order.filter((j) => Math.abs(scaled[j]) >= noticeable), deviation };
}
