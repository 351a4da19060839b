import { HillockError } from "../base/error.js";

/**
 * Solves A x = b by elimination with row exchanges, for the few unknowns of a layer.
 *
 * @param matrix `[size, size]`, row by row; destroyed
 * @param right `[size]`; becomes x
 * @throws networks/singular
 */
export function solveDense(matrix: Float64Array, right: Float64Array, size: number): void {
  for (let k = 0; k < size; k++) {
    let pivot = k;
    for (let i = k + 1; i < size; i++)
      if (Math.abs(matrix[i * size + k]) > Math.abs(matrix[pivot * size + k])) pivot = i;
    const value = matrix[pivot * size + k];
    if (!(Math.abs(value) > 0 && Number.isFinite(value))) throw singular();
    if (pivot !== k) {
      for (let j = k; j < size; j++) {
        const held = matrix[k * size + j];
        matrix[k * size + j] = matrix[pivot * size + j];
        matrix[pivot * size + j] = held;
      }
      const held = right[k];
      right[k] = right[pivot];
      right[pivot] = held;
    }
    for (let i = k + 1; i < size; i++) {
      const factor = matrix[i * size + k] / value;
      if (factor === 0) continue;
      for (let j = k + 1; j < size; j++) matrix[i * size + j] -= factor * matrix[k * size + j];
      right[i] -= factor * right[k];
    }
  }
  for (let k = size - 1; k >= 0; k--) {
    let sum = right[k];
    for (let j = k + 1; j < size; j++) sum -= matrix[k * size + j] * right[j];
    right[k] = sum / matrix[k * size + k];
  }
}

function singular(): HillockError {
  return new HillockError({
    code: "networks/singular",
    problem:
      "the voltages of a layer have no single solution: a column without any conductance, or values that are no numbers",
    help: "every neuron needs a resistor; look for values beyond their range",
  });
}
