import type { LeastSquaresModel } from "./least-squares.js";

/**
 * A model without derivatives: its Jacobian by central differences, dr/dp = (r(p + h) - r(p - h))/2h with h = `relativeStep`
 * times the size of the parameter. Twice as many evaluations as parameters for each Jacobian.
 *
 * @param residualsAt may throw a HillockError
 * @param sizes of the parameters, where their values may be 0
 * @param relativeStep cube root of the residuals' own relative error is best; default 1e-5
 */
export function withDifferences(
  residualsAt: (parameters: Float64Array) => Float64Array,
  sizes: Float64Array,
  relativeStep = 1e-5,
): LeastSquaresModel {
  return (parameters) => {
    const residuals = residualsAt(parameters);
    const n = parameters.length;
    const jacobian = () => {
      const result = new Float64Array(residuals.length * n);
      for (let j = 0; j < n; j++) {
        const reach = relativeStep * (Math.abs(parameters[j]) || sizes[j]);
        const moved = (by: number) => parameters.map((value, k) => (k === j ? value + by : value));
        const [above, below] = [moved(reach), moved(-reach)];
        const [high, low] = [residualsAt(above), residualsAt(below)];
        for (let i = 0; i < residuals.length; i++) result[i * n + j] = (high[i] - low[i]) / (above[j] - below[j]);
      }
      return result;
    };
    return { residuals, jacobian };
  };
}
