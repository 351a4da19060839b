import { type NetworkLayout, propagate, propagateBack } from "./layered-network.js";

/** Inputs and what the network should give for them, both in the network's units. */
export interface NetworkData {
  /** `[samples, inputs]` */
  readonly inputs: Float64Array;
  /** `[samples, outputs]` */
  readonly targets: Float64Array;
}

/** The sum of squared errors E = sum |y - t|^2 of a network over data, and its derivatives by the parameters. */
export interface SquaredError {
  /** E */
  readonly value: (weights: Float64Array) => number;
  /**
   * E with its gradient and Gauss and Newton's matrix: for the residuals r = y - t and J = d r/d weights.
   *
   * @param gradient `[parameters]`, receives J'r, half of the gradient
   * @param matrix `[parameters, parameters]`, receives J'J in its lower triangle; above it lies what is of no use
   */
  readonly linearised: (weights: Float64Array, gradient: Float64Array, matrix: Float64Array) => number;
}

/** Samples that are added to the matrix at a time, so that it is read and written once for all of them. */
const together = 4;
/** Samples that are added to the rows of a unit before those of the next, so that the rows stay in the processor's cache. */
const block = 16 * together;

/**
 * The kernels of {@link SquaredError}. J is never formed: with d_ou = d y_o/d (sum of unit u) and the inputs a_u of u's layer (1 for its
 * bias), the rows and columns of J'J for two units are (sum_o d_ou d_ov) a_u a_v', so that all outputs together cost as
 * much as one.
 */
export function squaredError(layout: NetworkLayout, { inputs, targets }: NetworkData): SquaredError {
  const { sizes, parameters, weightsAt, activationsAt, activations: width } = layout;
  const layers = sizes.length - 1;
  const outputs = sizes[layers];
  const outputsAt = activationsAt[layers];
  const samples = targets.length / outputs;
  const activations = new Float64Array(block * width);

  const load = (sample: number, weights: Float64Array, at: number): number => {
    for (let i = 0; i < sizes[0]; i++) activations[at + i] = inputs[sample * sizes[0] + i];
    propagate(layout, weights, activations, at);
    let sum = 0;
    for (let o = 0; o < outputs; o++) {
      const rest = activations[at + outputsAt + o] - targets[sample * outputs + o];
      sum += rest * rest;
    }
    return sum;
  };
  const value = (weights: Float64Array): number => {
    let sum = 0;
    for (let sample = 0; sample < samples; sample++) sum += load(sample, weights, 0);
    return sum;
  };

  // Of each unit with parameters: its place among the activations, its parameters, and the activations that it sees.
  const units = Array.from({ length: layers }, (_, layer) =>
    Array.from({ length: sizes[layer + 1] }, (_, u) => ({
      at: activationsAt[layer + 1] + u,
      weightsAt: weightsAt[layer] + u * (sizes[layer] + 1),
      inputsAt: activationsAt[layer],
      count: sizes[layer] + 1,
    })),
  ).flat();
  /** Derivatives of the outputs `[block, outputs]` by the units `[width]`. */
  const slopes = Array.from({ length: block * outputs }, () => new Float64Array(width));
  const rows = Array.from({ length: together }, () => new Float64Array(parameters));
  const [row0, row1, row2, row3] = rows;

  /** Of the rows of unit u for sample k of the block: what its inputs are multiplied with, over all columns up to u's own. */
  const fillRow = (u: number, k: number): void => {
    const row = rows[k % together];
    const place = units[u].at;
    for (let v = 0; v <= u; v++) {
      const { at, weightsAt, inputsAt, count } = units[v];
      let product = 0;
      for (let o = 0; o < outputs; o++) product += slopes[k * outputs + o][place] * slopes[k * outputs + o][at];
      for (let i = 0; i < count; i++) row[weightsAt + i] = product * activations[k * width + inputsAt + i];
    }
  };

  /** Computes the derivatives for sample k of the block, and adds them to the gradient; gives its squared error. */
  const addGradient = (sample: number, k: number, weights: Float64Array, gradient: Float64Array): number => {
    const at = k * width;
    const error = load(sample, weights, at);
    for (let o = 0; o < outputs; o++) {
      const slope = slopes[k * outputs + o];
      slope[outputsAt + o] = 1;
      propagateBack(layout, weights, activations, at, slope);
    }
    for (const { at: place, weightsAt, inputsAt, count } of units) {
      let product = 0;
      for (let o = 0; o < outputs; o++) {
        const rest = activations[at + outputsAt + o] - targets[sample * outputs + o];
        product += slopes[k * outputs + o][place] * rest;
      }
      for (let i = 0; i < count; i++) gradient[weightsAt + i] += product * activations[at + inputsAt + i];
    }
    return error;
  };

  /** Adds four samples, from number k of the block on, to the rows of a unit. */
  const addRows = (u: number, k: number, matrix: Float64Array): void => {
    for (let j = 0; j < together; j++) fillRow(u, k + j);
    const { weightsAt, inputsAt, count } = units[u];
    const columns = weightsAt + count;
    const at = k * width + inputsAt;
    for (let i = 0; i < count; i++) {
      const a0 = activations[at + i];
      const a1 = activations[at + width + i];
      const a2 = activations[at + 2 * width + i];
      const a3 = activations[at + 3 * width + i];
      for (let q = 0, to = (weightsAt + i) * parameters; q < columns; q++, to++) {
        matrix[to] += a0 * row0[q] + a1 * row1[q] + a2 * row2[q] + a3 * row3[q];
      }
    }
  };

  const linearised = (weights: Float64Array, gradient: Float64Array, matrix: Float64Array): number => {
    gradient.fill(0);
    matrix.fill(0);
    let sum = 0;
    for (let first = 0; first < samples; first += block) {
      for (let k = 0; k < block; k++) {
        for (let o = 0; o < outputs; o++) slopes[k * outputs + o].fill(0);
        // What is missing to the last block counts nothing.
        if (first + k < samples) sum += addGradient(first + k, k, weights, gradient);
      }
      const filled = Math.min(block, samples - first);
      for (let u = 0; u < units.length; u++) {
        for (let k = 0; k < filled; k += together) addRows(u, k, matrix);
      }
    }
    return sum;
  };
  return { value, linearised };
}
