/** What a linear least-squares problem |A z + b| depends on: A = Q R, and b in the columns of Q. */
export interface TriangularFactor {
  /** R `[columns, columns]`, row-major, zero below the diagonal. */
  readonly triangle: Float64Array;
  /** Q' b `[columns]` */
  readonly projected: Float64Array;
}

/**
 * Householder's reduction of `[rows, columns]` numbers to a triangle (Golub and Van Loan, Matrix Computations, 5.2): a
 * tall problem becomes a square one of the same singular values, without A'A, which would lose half of the digits.
 *
 * @param matrix A, row-major; not changed
 * @param right b `[rows]`; not changed
 */
export function triangularFactor(matrix: Float64Array, right: Float64Array, columns: number): TriangularFactor {
  const rows = right.length;
  const width = columns + 1;
  const a = new Float64Array(rows * width);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) a[i * width + j] = matrix[i * columns + j];
    a[i * width + columns] = right[i];
  }
  for (let k = 0; k < Math.min(columns, rows - 1); k++) reflect(a, k, rows, width);
  const triangle = new Float64Array(columns * columns);
  const projected = new Float64Array(columns);
  for (let i = 0; i < Math.min(columns, rows); i++) {
    for (let j = i; j < columns; j++) triangle[i * columns + j] = a[i * width + j];
    projected[i] = a[i * width + columns];
  }
  return { triangle, projected };
}

/** Mirrors the rows from k on so that column k is zero below its diagonal. */
function reflect(a: Float64Array, k: number, rows: number, width: number): void {
  let largest = 0;
  for (let i = k; i < rows; i++) largest = Math.max(largest, Math.abs(a[i * width + k]));
  // Among subnormal numbers no reflection is orthogonal; they count as zero.
  if (largest < 1e-290) return;
  let sum = 0;
  for (let i = k; i < rows; i++) sum += (a[i * width + k] / largest) * (a[i * width + k] / largest);
  const diagonal = a[k * width + k];
  const image = diagonal > 0 ? -largest * Math.sqrt(sum) : largest * Math.sqrt(sum);
  const head = diagonal - image;
  // v = (1, a_below / head); H = I - tau v v'.
  const tau = -head / image;
  for (let i = k + 1; i < rows; i++) a[i * width + k] /= head;
  for (let j = k + 1; j < width; j++) {
    let product = a[k * width + j];
    for (let i = k + 1; i < rows; i++) product += a[i * width + k] * a[i * width + j];
    product *= tau;
    a[k * width + j] -= product;
    for (let i = k + 1; i < rows; i++) a[i * width + j] -= product * a[i * width + k];
  }
  a[k * width + k] = image;
}
