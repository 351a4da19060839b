import type { Complex } from "./native.js";
import { type DrivenDevice, solve } from "./solve-device.js";

/**
 * Small-signal admittances of a device, `[t][u]`: the current (A) into port t for 1 V at port u at angular frequency
 * omega (1/s), from the derivatives of its currents and charges.
 */
export function admittances(device: DrivenDevice, ports: readonly number[], omega: number): Complex[][] {
  const { equations, value, slope } = device;
  const unknowns = solve(device, ports);
  const all = unknowns.map((_, index) => index);
  const matrix = all.map((row) =>
    all.map(
      (column): Complex => ({
        real: value(slope(equations.currents[row], column), unknowns),
        imaginary: omega * value(slope(equations.charges[row], column), unknowns),
      }),
    ),
  );
  // Eliminates the inner unknowns from the last to the first; what is left belongs to the ports.
  for (let k = unknowns.length - 1; k >= ports.length; k--) {
    for (let row = 0; row < k; row++) {
      const factor = divide(matrix[row][k], matrix[k][k]);
      for (let column = 0; column < k; column++) {
        matrix[row][column] = subtract(matrix[row][column], multiply(factor, matrix[k][column]));
      }
    }
  }
  return matrix.slice(0, ports.length).map((row) => row.slice(0, ports.length));
}

const subtract = (a: Complex, b: Complex): Complex => ({ real: a.real - b.real, imaginary: a.imaginary - b.imaginary });

const multiply = (a: Complex, b: Complex): Complex => ({
  real: a.real * b.real - a.imaginary * b.imaginary,
  imaginary: a.real * b.imaginary + a.imaginary * b.real,
});

const divide = (a: Complex, b: Complex): Complex => {
  const norm = b.real * b.real + b.imaginary * b.imaginary;
  return multiply(a, { real: b.real / norm, imaginary: -b.imaginary / norm });
};
