// The vectors of a circuit are short: loops beat the methods of typed arrays there.

/** to = from. */
export function copy(from: Float64Array, to: Float64Array): void {
  for (let i = 0; i < from.length; i++) to[i] = from[i];
}

/** Most vectors in a weighted sum: the stages of a method. */
const most = 6;
const w = new Float64Array(most);

/**
 * `sum[row]` = sum_j weights[j] vectors[j][row] for the given rows, over the first `count` vectors, at most six.
 * The sum is written out: a loop over the vectors takes thrice as long.
 */
export function weightedSum(
  weights: readonly number[],
  count: number,
  vectors: readonly Float64Array[],
  rows: Int32Array,
  sum: Float64Array,
): void {
  if (count === 0) {
    for (let k = 0; k < rows.length; k++) sum[rows[k]] = 0;
    return;
  }
  for (let j = 0; j < most; j++) w[j] = j < count ? weights[j] : 0;
  const w0 = w[0];
  const w1 = w[1];
  const w2 = w[2];
  const w3 = w[3];
  const w4 = w[4];
  const w5 = w[5];
  // What lies beyond `count` may be left over from a failed iteration, and 0 times NaN is not 0.
  const v0 = vectors[0];
  const v1 = vectors[count > 1 ? 1 : 0];
  const v2 = vectors[count > 2 ? 2 : 0];
  if (count <= 3) {
    for (let k = 0; k < rows.length; k++) {
      const row = rows[k];
      sum[row] = w0 * v0[row] + w1 * v1[row] + w2 * v2[row];
    }
    return;
  }
  const v3 = vectors[3];
  const v4 = vectors[count > 4 ? 4 : 0];
  const v5 = vectors[count > 5 ? 5 : 0];
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k];
    sum[row] = w0 * v0[row] + w1 * v1[row] + w2 * v2[row] + (w3 * v3[row] + w4 * v4[row] + w5 * v5[row]);
  }
}
