import { HillockError } from "../base/error.js";
import { invertedInputs, type LayerKernel, type LayerShape, recordWidth } from "./layer.js";
import { supplyVoltage } from "./printed-network.js";

/**
 * A layer whose inputs are ideal voltage sources, as the published models have it:
 *
 *     V_z,j = sum_i G_ij V'_ij / sum_i G_ij,   V'_ij = V_i, or V_inv(V_i) for a negative weight
 *     V_a,j = f_j(V_z,j)
 *
 * over the inputs, the bias (1 V) and the conductance to ground (0 V), in volts; G in any unit.
 *
 * @throws (the kernel) networks/empty-column
 */
export function idealLayer(shape: LayerShape): LayerKernel {
  const { inputs, neurons, activation, negativeWeight, negative } = shape;
  const curveWidth = recordWidth(activation);
  const inverseWidth = recordWidth(negativeWeight);
  const total = new Float64Array(neurons);
  const share = new Float64Array((inputs + 2) * neurons);
  const columnWeight = new Float64Array(neurons);

  /** G_ij / sum_i G_ij */
  const prepare = (conductance: Float64Array): void => {
    total.fill(0);
    for (let k = 0; k < conductance.length; k++) total[k % neurons] += conductance[k];
    const empty = total.findIndex((sum) => !(sum > 0));
    if (empty >= 0) throw emptyColumn(empty);
    for (let k = 0; k < conductance.length; k++) share[k] = conductance[k] / total[k % neurons];
  };

  return {
    forward(values, source, rows, { column, output, input, inverted, invertedLoaded }) {
      prepare(values.conductance);
      const needed = invertedInputs(shape);
      input.set(rows * inputs === source.length ? source : source.subarray(0, rows * inputs));
      for (let row = 0; row < rows; row++) {
        const first = row * neurons;
        for (let j = 0; j < neurons; j++) column[first + j] = 0;
        for (let i = 0; i <= inputs; i++) {
          const straight = i === inputs ? supplyVoltage : input[row * inputs + i];
          let turned = 0;
          if (needed[i]) {
            turned = negativeWeight.value(values.negativeWeight, i * inverseWidth, straight);
            inverted[row * (inputs + 1) + i] = turned;
            invertedLoaded[row * (inputs + 1) + i] = turned;
          }
          const k = i * neurons;
          for (let j = 0; j < neurons; j++) column[first + j] += share[k + j] * (negative[k + j] ? turned : straight);
        }
        for (let j = 0; j < neurons; j++)
          output[first + j] = activation.value(values.activation, j * curveWidth, column[first + j]);
      }
    },

    backward(values, _source, rows, { column, output, input, inverted }, weight, gradient, sourceWeight) {
      prepare(values.conductance);
      const needed = invertedInputs(shape);
      for (let row = 0; row < rows; row++) {
        const first = row * neurons;
        for (let j = 0; j < neurons; j++) {
          const [z, a, at] = [column[first + j], output[first + j], j * curveWidth];
          const by = weight[first + j];
          activation.addGradient(values.activation, at, z, a, by, gradient.activation, at);
          columnWeight[j] = (by * activation.slope(values.activation, at, z, a)) / total[j];
          gradient.conductance[(inputs + 1) * neurons + j] -= columnWeight[j] * z;
        }
        for (let i = 0; i <= inputs; i++) {
          const straight = i === inputs ? supplyVoltage : input[row * inputs + i];
          const turned = inverted[row * (inputs + 1) + i];
          const k = i * neurons;
          let straightWeight = 0;
          let turnedWeight = 0;
          for (let j = 0; j < neurons; j++) {
            const by = columnWeight[j];
            if (negative[k + j]) {
              gradient.conductance[k + j] += by * (turned - column[first + j]);
              turnedWeight += by * values.conductance[k + j];
            } else {
              gradient.conductance[k + j] += by * (straight - column[first + j]);
              straightWeight += by * values.conductance[k + j];
            }
          }
          if (needed[i]) {
            const at = i * inverseWidth;
            negativeWeight.addGradient(
              values.negativeWeight,
              at,
              straight,
              turned,
              turnedWeight,
              gradient.negativeWeight,
              at,
            );
            straightWeight += turnedWeight * negativeWeight.slope(values.negativeWeight, at, straight, turned);
          }
          if (sourceWeight && i < inputs) sourceWeight[row * inputs + i] = straightWeight;
        }
      }
    },
  };
}

/** The error of a column without a resistor. */
export function emptyColumn(neuron: number): HillockError {
  return new HillockError({
    code: "networks/empty-column",
    place: `neuron ${neuron}`,
    problem: "its column has no resistor, so that its voltage is undefined",
    help: "give it a conductance to ground; train with a smaller rate",
  });
}
