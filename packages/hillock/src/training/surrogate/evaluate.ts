import { HillockError } from "../../base/error.js";
import { surrogateFeatures } from "./features.js";
import { networkLayout, propagate, propagateBack } from "./layered-network.js";
import { checkSurrogate, type Surrogate, surrogateSizes } from "./surrogate.js";

/** A surrogate that is ready to be evaluated, as often as wanted. */
export interface SurrogateFunction {
  /**
   * eta of circuits with component values omega `[samples, names]`, SI: `[samples, outputs]`, eta1 ... eta3 in V, eta4 in 1/V.
   * @throws training/surrogate-input
   */
  readonly eta: (omega: Float64Array) => Float64Array;
  /**
   * Vector-Jacobian product of `eta`: d loss / d omega `[samples, names]` from d loss / d eta `[samples, outputs]`. Exact.
   * @throws training/surrogate-input
   */
  readonly gradient: (omega: Float64Array, byEta: Float64Array) => Float64Array;
}

/**
 * Makes a surrogate ready to be evaluated.
 *
 * @throws training/wrong-surrogate
 */
export function surrogateFunction(surrogate: Surrogate): SurrogateFunction {
  checkSurrogate(surrogate);
  const { names, features, outputs } = surrogate;
  const layout = networkLayout(surrogateSizes(surrogate));
  const weights = Float64Array.from(surrogate.weights);
  const outputsAt = layout.activationsAt[layout.sizes.length - 1];
  const activations = new Float64Array(layout.activations);
  const slopes = new Float64Array(layout.activations);
  /** d x_f / d ln omega_k `[features, names]` */
  const byLogarithm = Float64Array.from(
    features.flatMap(({ powers, least, most }) => powers.map((power) => (2 * power) / (most - least))),
  );
  const load = (inputs: Float64Array, sample: number): void => {
    for (let f = 0; f < features.length; f++) activations[f] = inputs[sample * features.length + f];
    propagate(layout, weights, activations, 0);
  };
  return {
    eta(omega) {
      const inputs = surrogateFeatures(surrogate, omega);
      const samples = omega.length / names.length;
      const eta = new Float64Array(samples * outputs.length);
      for (let sample = 0, at = 0; sample < samples; sample++) {
        load(inputs, sample);
        for (let o = 0; o < outputs.length; o++, at++) {
          const { least, most } = outputs[o];
          eta[at] = least + (most - least) * activations[outputsAt + o];
        }
      }
      return eta;
    },
    gradient(omega, byEta) {
      const inputs = surrogateFeatures(surrogate, omega);
      const samples = omega.length / names.length;
      if (byEta.length !== samples * outputs.length) throw wrongDerivatives(byEta.length, samples, outputs.length);
      const result = new Float64Array(omega.length);
      for (let sample = 0, at = 0; sample < samples; sample++) {
        load(inputs, sample);
        for (let o = 0; o < outputs.length; o++) {
          const { least, most } = outputs[o];
          slopes[outputsAt + o] = (most - least) * byEta[sample * outputs.length + o];
        }
        propagateBack(layout, weights, activations, 0, slopes);
        for (let k = 0; k < names.length; k++, at++) {
          let sum = 0;
          for (let f = 0; f < features.length; f++) sum += byLogarithm[f * names.length + k] * slopes[f];
          result[at] = sum / omega[at];
        }
      }
      return result;
    },
  };
}

/** {@link SurrogateFunction.eta} of a surrogate that is evaluated once. */
export function surrogateEta(surrogate: Surrogate, omega: Float64Array): Float64Array {
  return surrogateFunction(surrogate).eta(omega);
}

/** {@link SurrogateFunction.gradient} of a surrogate that is evaluated once. */
export function surrogateEtaGradient(surrogate: Surrogate, omega: Float64Array, byEta: Float64Array): Float64Array {
  return surrogateFunction(surrogate).gradient(omega, byEta);
}

function wrongDerivatives(given: number, samples: number, outputs: number): HillockError {
  return new HillockError({
    code: "training/surrogate-input",
    problem: `${given} derivatives by eta for ${samples} samples`,
    help: `give ${outputs} of each sample`,
  });
}
