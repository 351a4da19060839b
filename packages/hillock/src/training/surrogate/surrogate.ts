import { HillockError } from "../../base/error.js";
import { networkLayout } from "./layered-network.js";

/** An input of the network: the logarithm of a product of powers of component values, such as ln(R5 W/L). */
export interface SurrogateFeature {
  /** A power for each component value. */
  readonly powers: readonly number[];
  /** Values of the logarithm that become -1 and 1. */
  readonly least: number;
  readonly most: number;
}

/** A number that the network gives, and its values at outputs of 0 and 1. */
export interface SurrogateOutput {
  readonly name: string;
  readonly least: number;
  readonly most: number;
}

/** What a surrogate was made of. */
export interface SurrogateProvenance {
  /** What was learnt from. */
  readonly data: string;
  readonly command: string;
  readonly samples: { readonly train: number; readonly valid: number; readonly test: number };
  /** Mean squared errors of the outputs in 0...1; the network was chosen by that of `valid` alone. */
  readonly error: { readonly train: number; readonly valid: number; readonly test: number };
}

/**
 * A small network that stands for a circuit: component values omega -> eta1 ... eta4 of its transfer curve, as plain data.
 *
 *     x_f = 2 (sum_k powers_fk ln omega_k - least_f)/(most_f - least_f) - 1
 *     y   = linear(tanh(... tanh(x)))
 *     eta_o = least_o + (most_o - least_o) y_o
 */
export interface Surrogate {
  readonly kind: "surrogate";
  readonly circuit: string;
  /** Component values omega, in their order; SI. */
  readonly names: readonly string[];
  readonly features: readonly SurrogateFeature[];
  readonly outputs: readonly SurrogateOutput[];
  /** Units of the hidden layers. */
  readonly hidden: readonly number[];
  /** Of each unit its weights, then its bias; layer after layer. */
  readonly weights: readonly number[];
  readonly provenance: SurrogateProvenance;
}

/** Units of each layer of a surrogate's network. */
export function surrogateSizes({
  features,
  hidden,
  outputs,
}: Pick<Surrogate, "features" | "hidden" | "outputs">): number[] {
  return [features.length, ...hidden, outputs.length];
}

/**
 * Checks that a description, such as one read from a file, is a surrogate whose parts fit.
 *
 * @throws training/wrong-surrogate
 */
export function checkSurrogate(surrogate: Surrogate): void {
  const wrong = (problem: string): never => {
    throw new HillockError({
      code: "training/wrong-surrogate",
      problem,
      help: "take a surrogate as `trainSurrogate` gives it",
    });
  };
  const { kind, names, features, outputs, hidden, weights } = surrogate;
  if (kind !== "surrogate") wrong(`a description of the kind "${kind}" is no surrogate`);
  if (!names?.length || !features?.length || !outputs?.length || !hidden || !weights) wrong("a part is missing");
  if (!hidden.every((size) => Number.isInteger(size) && size > 0)) wrong(`hidden layers of ${hidden.join(", ")} units`);
  features.forEach(({ powers, least, most }, f) => {
    if (powers.length !== names.length || !powers.every(Number.isFinite))
      wrong(`input ${f} has ${powers.length} powers for ${names.length} component values`);
    checkSpan(`input ${f}`, least, most);
  });
  for (const { name, least, most } of outputs) checkSpan(name, least, most);
  const { parameters } = networkLayout(surrogateSizes(surrogate));
  if (weights.length !== parameters || !weights.every(Number.isFinite))
    wrong(`${weights.length} weights, some of them perhaps no finite numbers, for a network of ${parameters}`);

  function checkSpan(place: string, least: number, most: number): void {
    if (!(Number.isFinite(least) && Number.isFinite(most) && most > least)) wrong(`${place} spans ${least} to ${most}`);
  }
}
