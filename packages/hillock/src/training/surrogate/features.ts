import { HillockError } from "../../base/error.js";
import { elementary } from "../../expr/elementary.js";
import type { Surrogate } from "./surrogate.js";

/**
 * The network's inputs of some samples, -1 ... 1 where it was trained.
 *
 * @param omega component values `[samples, names]`, SI
 * @returns `[samples, features]`
 * @throws training/surrogate-input
 */
export function surrogateFeatures(
  { names, features }: Pick<Surrogate, "names" | "features">,
  omega: Float64Array,
): Float64Array {
  const n = names.length;
  const samples = omega.length / n;
  if (!Number.isInteger(samples)) {
    throw new HillockError({
      code: "training/surrogate-input",
      problem: `${omega.length} numbers are no rows of ${n} component values`,
      help: `give ${names.join(", ")} of each sample`,
    });
  }
  const logarithms = new Float64Array(n);
  const result = new Float64Array(samples * features.length);
  for (let sample = 0, at = 0; sample < samples; sample++) {
    for (let k = 0; k < n; k++) {
      const value = omega[sample * n + k];
      if (!(value > 0 && value < Number.POSITIVE_INFINITY)) throw wrongValue(names[k], value, sample);
      logarithms[k] = elementary.log(value);
    }
    for (const { powers, least, most } of features) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += powers[k] * logarithms[k];
      result[at++] = (2 * (sum - least)) / (most - least) - 1;
    }
  }
  return result;
}

/**
 * How far the samples leave the values that a surrogate was trained on: 0 within, else what is missing to the farthest, as a part
 * of half of what its input spans. Beyond them a surrogate goes on smoothly, but nothing says how wrong it is.
 *
 * @param omega `[samples, names]`
 * @throws training/surrogate-input
 */
export function surrogateExtrapolation(surrogate: Pick<Surrogate, "names" | "features">, omega: Float64Array): number {
  return surrogateFeatures(surrogate, omega).reduce((most, x) => Math.max(most, Math.abs(x) - 1), 0);
}

function wrongValue(name: string, value: number, sample: number): HillockError {
  return new HillockError({
    code: "training/surrogate-input",
    place: `sample ${sample}, ${name}`,
    problem: `${value} is no component value`,
    help: "give finite values above zero, in SI units",
  });
}
