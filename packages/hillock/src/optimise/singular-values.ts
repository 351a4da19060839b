/** A = U S V' of a square matrix. */
export interface SingularValues {
  /** Diagonal of S `[n]`, descending. */
  readonly values: Float64Array;
  /** V `[n, n]`, row-major: column k belongs to the k-th value. */
  readonly right: Float64Array;
  /** U S `[n, n]`, row-major: column k has the length of the k-th value. */
  readonly image: Float64Array;
}

const mostSweeps = 60;

/**
 * Singular values by Hestenes' one-sided Jacobi rotations: columns are turned against each other until all are
 * orthogonal. Small values are exact to many digits even beside large ones, if the columns were of similar length
 * (Demmel and Veselic 1992); that is what tells a parameter that is hard to find from one that cannot be found.
 *
 * @param matrix A `[n, n]`, row-major; not changed
 */
export function singularValues(matrix: Float64Array, n: number): SingularValues {
  const image = matrix.slice();
  const right = new Float64Array(n * n);
  for (let i = 0; i < n; i++) right[i * n + i] = 1;
  for (let sweep = 0; sweep < mostSweeps && rotateAll(image, right, n); sweep++);
  const lengths = Float64Array.from({ length: n }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += image[i * n + j] * image[i * n + j];
    return Math.sqrt(sum);
  });
  const order = [...lengths.keys()].sort((a, b) => lengths[b] - lengths[a] || a - b);
  const sorted = (of: Float64Array) => Float64Array.from(of, (_, at) => of[at - (at % n) + order[at % n]]);
  return { values: Float64Array.from(order, (j) => lengths[j]), right: sorted(right), image: sorted(image) };
}

/** Turns every pair of columns once; whether any of them was not orthogonal yet. */
function rotateAll(image: Float64Array, right: Float64Array, n: number): boolean {
  let turned = false;
  for (let p = 0; p < n - 1; p++) {
    for (let q = p + 1; q < n; q++) {
      let [alpha, beta, gamma] = [0, 0, 0];
      for (let i = 0; i < n; i++) {
        alpha += image[i * n + p] * image[i * n + p];
        beta += image[i * n + q] * image[i * n + q];
        gamma += image[i * n + p] * image[i * n + q];
      }
      if (gamma === 0 || Math.abs(gamma) <= 1e-16 * Math.sqrt(alpha * beta)) continue;
      turned = true;
      const zeta = (beta - alpha) / (2 * gamma);
      const tangent = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
      const cosine = 1 / Math.sqrt(1 + tangent * tangent);
      rotate(image, p, q, n, cosine, cosine * tangent);
      rotate(right, p, q, n, cosine, cosine * tangent);
    }
  }
  return turned;
}

function rotate(a: Float64Array, p: number, q: number, n: number, cosine: number, sine: number): void {
  for (let i = 0; i < n; i++) {
    const [x, y] = [a[i * n + p], a[i * n + q]];
    a[i * n + p] = cosine * x - sine * y;
    a[i * n + q] = sine * x + cosine * y;
  }
}
