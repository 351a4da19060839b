import { elementary } from "../../expr/elementary.js";

/**
 * A network of layers of tanh with a linear last one: a_0 = x, a_{l+1} = tanh(W_l a_l + b_l), y = W_L a_L + b_L.
 * Its parameters are one array, unit by unit: the weights of a unit, then its bias.
 */
export interface NetworkLayout {
  /** Units of each layer `[inputs, hidden ..., outputs]`. */
  readonly sizes: readonly number[];
  readonly parameters: number;
  /** Where the parameters of each layer begin. */
  readonly weightsAt: readonly number[];
  /** Where the activations of each layer begin, among those of a sample. Each layer is followed by a 1, the input of the biases. */
  readonly activationsAt: readonly number[];
  /** Numbers that hold the activations of a sample, with the ones. */
  readonly activations: number;
}

/** The layout of a network with these layers. */
export function networkLayout(sizes: readonly number[]): NetworkLayout {
  const weightsAt: number[] = [];
  const activationsAt: number[] = [];
  let [parameters, activations] = [0, 0];
  sizes.forEach((size, layer) => {
    activationsAt.push(activations);
    activations += size + 1;
    if (layer + 1 === sizes.length) return;
    weightsAt.push(parameters);
    parameters += sizes[layer + 1] * (size + 1);
  });
  return { sizes, parameters, weightsAt, activationsAt, activations };
}

/**
 * Computes a sample's activations, up to the outputs, from its inputs.
 *
 * @param weights `[parameters]`
 * @param activations `[activations]` from `at` on; the inputs are set
 */
export function propagate(layout: NetworkLayout, weights: Float64Array, activations: Float64Array, at: number): void {
  const { sizes, weightsAt, activationsAt } = layout;
  const last = sizes.length - 1;
  for (let layer = 0; layer < last; layer++) {
    const inputs = sizes[layer];
    const from = at + activationsAt[layer];
    const to = at + activationsAt[layer + 1];
    activations[from + inputs] = 1;
    let w = weightsAt[layer];
    for (let unit = 0; unit < sizes[layer + 1]; unit++) {
      let sum = 0;
      for (let i = 0; i <= inputs; i++) sum += weights[w++] * activations[from + i];
      activations[to + unit] = layer + 1 === last ? sum : elementary.tanh(sum);
    }
  }
}

/**
 * Takes derivatives by a sample's outputs back to its units and inputs.
 *
 * @param activations as {@link propagate} leaves them from `at` on
 * @param slopes `[activations]`, from 0 on: the derivatives by the outputs are set; receives those by the sums of the hidden units
 * (before their tanh) and by the inputs
 */
export function propagateBack(
  layout: NetworkLayout,
  weights: Float64Array,
  activations: Float64Array,
  at: number,
  slopes: Float64Array,
): void {
  const { sizes, weightsAt, activationsAt } = layout;
  for (let layer = sizes.length - 2; layer >= 0; layer--) {
    const inputs = sizes[layer];
    const to = activationsAt[layer];
    const from = activationsAt[layer + 1];
    for (let i = 0; i < inputs; i++) {
      let sum = 0;
      for (let unit = 0, w = weightsAt[layer] + i; unit < sizes[layer + 1]; unit++, w += inputs + 1) {
        sum += weights[w] * slopes[from + unit];
      }
      const value = activations[at + to + i];
      slopes[to + i] = layer === 0 ? sum : sum * (1 - value * value);
    }
  }
}
