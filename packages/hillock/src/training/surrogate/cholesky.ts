/**
 * Solves (A + damping I) x = b for a symmetric, positive definite A, by A = L L' (Golub and Van Loan, Matrix Computations, 4.2).
 *
 * @param matrix A `[n, n]`, row-major, of which only the lower triangle is read; not changed
 * @param right b `[n]`; not changed
 * @param factor `[n, n]`, receives L in its lower triangle
 * @returns x `[n]`, or nothing if the matrix is not positive definite to rounding
 */
export function solvePositive(
  matrix: Float64Array,
  damping: number,
  right: Float64Array,
  factor: Float64Array,
): Float64Array | undefined {
  const n = right.length;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j] + (i === j ? damping : 0);
      for (let k = 0, a = i * n, b = j * n; k < j; k++, a++, b++) sum -= factor[a] * factor[b];
      if (i > j) factor[i * n + j] = sum / factor[j * n + j];
      else if (sum > 0) factor[i * n + i] = Math.sqrt(sum);
      else return undefined;
    }
  }
  const x = right.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] -= factor[i * n + k] * x[k];
    x[i] /= factor[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    x[i] /= factor[i * n + i];
    for (let k = 0; k < i; k++) x[k] -= factor[i * n + k] * x[i];
  }
  return x;
}
