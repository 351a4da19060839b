import { HillockError } from "../base/error.js";
import { solveDense } from "./dense-solve.js";
import {
  type DrivingLayer,
  invertedInputs,
  type LayerKernel,
  type LayerShape,
  type LayerValues,
  recordWidth,
  stageNumbers,
  stageWidth,
} from "./layer.js";
import { outputStages } from "./output-stage.js";
import { negativeWeightSupply, supplyVoltage } from "./printed-network.js";

const mostIterations = 30;
/** Newton's iteration ends at a step of this size, V: what it leaves is about the square of it over the 10 mV in which curves bend. */
const tolerance = 1e-6;

/**
 * A layer whose inputs come from stages with an output resistance, see {@link outputStages}, and so do the voltages behind the
 * negative-weight circuits, whose own inputs load what drives them by g_in. With a_i the voltages of the inputs, b_i behind the
 * negative-weight circuits, z_j of the columns (G in S), and J the currents that the stages drive:
 *
 *     J_i(a_i) = g_in,i (a_i - V_SS) + sum_j G+_ij (a_i - z_j)
 *     J_inv,i(b_i; a_i) = sum_j G-_ij (b_i - z_j)
 *     0 = sum_i G+_ij (z_j - a_i) + G-_ij (z_j - b_i) + G_ground,j z_j
 *
 * By Newton's method, whose linear systems are reduced to those in z. The way back solves the transposed system of the same size.
 *
 * @param unit conductance of 1 in `LayerValues.conductance`, S
 * @param previous width of a record of the circuits that drive the inputs, their stage numbers last; absent if they are ideal
 */
export function loadedLayer(shape: LayerShape, unit: number, previous?: number): LayerKernel {
  const { inputs, neurons, activation, negativeWeight, negative } = shape;
  const curveWidth = recordWidth(activation);
  const inverseWidth = recordWidth(negativeWeight);
  const ends = inputs + 1;
  const total = new Float64Array(neurons);
  /** Conductances of the inputs and behind their negative-weight circuits, `[ends, neurons]`: each weight is in one of them. */
  const straight = new Float64Array(ends * neurons);
  const turned = new Float64Array(ends * neurons);
  const straightLoad = new Float64Array(ends);
  const turnedLoad = new Float64Array(ends);
  const inputLoad = new Float64Array(ends);
  let needed: Uint8Array = new Uint8Array(ends);

  // Of one row of the data.
  const drive = outputStages(inputs);
  const turn = outputStages(ends);
  const source = new Float64Array(inputs);
  const a = new Float64Array(ends);
  const e = new Float64Array(ends);
  const b = new Float64Array(ends);
  /** d (current into b from its stage) / d a */
  const passed = new Float64Array(ends);
  const inverseSlope = new Float64Array(ends);
  const z = new Float64Array(neurons);
  const step = new Float64Array(neurons);
  const matrix = new Float64Array(neurons * neurons);
  /** d a / d (current into it), 0 for ideal inputs; d b / d (current into it), 0 where there is no such circuit. */
  const byStraight = new Float64Array(ends);
  const byTurned = new Float64Array(ends);
  /** Gate voltages of the driving stages and of the negative-weight circuits that `forward` has found, for `backward`. */
  let gates = new Float64Array(0);

  const prepare = (values: LayerValues, driving: DrivingLayer | undefined): void => {
    needed = invertedInputs(shape);
    total.fill(0);
    straightLoad.fill(0);
    turnedLoad.fill(0);
    for (let i = 0; i <= ends; i++)
      for (let j = 0, k = i * neurons; j < neurons; j++, k++) {
        const value = values.conductance[k] * unit;
        total[j] += value;
        if (i === ends) continue;
        straight[k] = negative[k] ? 0 : value;
        turned[k] = negative[k] ? value : 0;
        straightLoad[i] += straight[k];
        turnedLoad[i] += turned[k];
      }
    for (let i = 0; i < ends; i++) {
      const numbers = i * inverseWidth + negativeWeight.width;
      turn.describe(i, values.negativeWeight, numbers);
      // A negative-weight circuit that feeds nothing is not printed.
      inputLoad[i] = turnedLoad[i] > 0 ? values.negativeWeight[numbers + stageNumbers.inputConductance] : 0;
    }
    byStraight.fill(0);
    byTurned.fill(0);
    if (previous === undefined || !driving) return;
    for (let i = 0; i < inputs; i++) drive.describe(i, driving.values.activation, (i + 1) * previous - stageWidth);
  };

  const invert = (values: LayerValues, i: number): void => {
    const at = i * inverseWidth;
    e[i] = negativeWeight.value(values.negativeWeight, at, a[i]);
    inverseSlope[i] = negativeWeight.slope(values.negativeWeight, at, a[i], e[i]);
    turn.set(i, e);
  };
  const loadInput = (i: number): void => {
    drive.load(i, a);
    byStraight[i] = 1 / (drive.conductance[i] + straightLoad[i] + inputLoad[i]);
  };
  const loadTurned = (i: number): void => {
    turn.load(i, b);
    passed[i] = turn.byOpen[i] * inverseSlope[i];
    byTurned[i] = 1 / (turn.conductance[i] + turnedLoad[i]);
  };

  /** Voltages to begin with: those without load. */
  const begin = (values: LayerValues, ideal: boolean): void => {
    for (let i = 0; i < inputs; i++) {
      a[i] = source[i];
      if (!ideal) drive.set(i, source);
    }
    a[inputs] = supplyVoltage;
    for (let j = 0; j < neurons; j++) step[j] = 0;
    for (let i = 0, k = 0; i < ends; i++) {
      if (needed[i]) {
        invert(values, i);
        b[i] = e[i];
      }
      for (let j = 0; j < neurons; j++, k++) step[j] += straight[k] * a[i] + turned[k] * b[i];
    }
    for (let j = 0; j < neurons; j++) z[j] = total[j] > 0 ? step[j] / total[j] : 0;
  };

  /**
   * One step of Newton's for the inputs, and behind the negative-weight circuits, at column voltages z.
   * @returns the largest change, V
   */
  const follow = (values: LayerValues, ideal: boolean): number => {
    let largest = 0;
    for (let i = 0; i < ends; i++) {
      const k = i * neurons;
      const driven = !ideal && i < inputs;
      if (driven) {
        loadInput(i);
        let current = drive.current[i] + drive.conductance[i] * a[i] + inputLoad[i] * negativeWeightSupply;
        for (let j = 0; j < neurons; j++) current += straight[k + j] * z[j];
        const next = current * byStraight[i];
        largest = Math.max(largest, Math.abs(next - a[i]));
        a[i] = next;
      }
      if (!needed[i]) continue;
      if (driven) invert(values, i);
      loadTurned(i);
      let current = turn.current[i] + turn.conductance[i] * b[i];
      for (let j = 0; j < neurons; j++) current += turned[k + j] * z[j];
      const next = current * byTurned[i];
      largest = Math.max(largest, Math.abs(next - b[i]));
      b[i] = next;
    }
    return largest;
  };

  /** Jacobian of the column equations. */
  const assemble = (): void => {
    for (let j = 0, at = 0; j < neurons; j++)
      for (let l = 0; l < neurons; l++, at++) matrix[at] = j === l ? total[j] : 0;
    for (let i = 0; i < ends; i++) {
      if (byStraight[i] === 0 && byTurned[i] === 0) continue;
      const k = i * neurons;
      for (let j = 0; j < neurons; j++) {
        const alongTurned = turned[k + j] * byTurned[i];
        const alongStraight = (straight[k + j] + alongTurned * passed[i]) * byStraight[i];
        const row = j * neurons;
        for (let l = 0; l < neurons; l++)
          matrix[row + l] -= alongStraight * straight[k + l] + alongTurned * turned[k + l];
      }
    }
  };
  const transpose = (): void => {
    for (let j = 0; j < neurons; j++)
      for (let l = 0; l < j; l++) {
        const held = matrix[j * neurons + l];
        matrix[j * neurons + l] = matrix[l * neurons + j];
        matrix[l * neurons + j] = held;
      }
  };

  return {
    forward(values, data, rows, { column, output, input, inverted, invertedLoaded }, driving) {
      prepare(values, driving);
      const ideal = previous === undefined || !driving;
      const stages = inputs + ends;
      if (gates.length < rows * stages) gates = new Float64Array(rows * stages);
      for (let row = 0; row < rows; row++) {
        for (let i = 0; i < inputs; i++) source[i] = data[row * inputs + i];
        begin(values, ideal);
        for (let iteration = 0; ; iteration++) {
          let largest = follow(values, ideal);
          for (let j = 0; j < neurons; j++) step[j] = -total[j] * z[j];
          for (let i = 0, k = 0; i < ends; i++)
            for (let j = 0; j < neurons; j++, k++) step[j] += straight[k] * a[i] + turned[k] * b[i];
          assemble();
          solveDense(matrix, step, neurons);
          for (let j = 0; j < neurons; j++) {
            z[j] += step[j];
            largest = Math.max(largest, Math.abs(step[j]));
          }
          if (largest < tolerance) break;
          if (iteration === mostIterations || Number.isNaN(largest)) throw notConverged(row, largest);
        }
        for (let i = 0; i < inputs; i++) {
          gates[row * stages + i] = drive.gate[i];
          input[row * inputs + i] = a[i];
        }
        for (let i = 0; i < ends; i++) {
          gates[row * stages + inputs + i] = turn.gate[i];
          inverted[row * ends + i] = e[i];
          invertedLoaded[row * ends + i] = b[i];
        }
        for (let j = 0; j < neurons; j++) {
          column[row * neurons + j] = z[j];
          output[row * neurons + j] = activation.value(values.activation, j * curveWidth, z[j]);
        }
      }
    },

    backward(values, data, rows, voltages, weight, gradient, sourceWeight, driving) {
      const { column, output, input, inverted, invertedLoaded } = voltages;
      prepare(values, driving);
      const ideal = previous === undefined || !driving;
      const stages = inputs + ends;
      a[inputs] = supplyVoltage;
      for (let row = 0; row < rows; row++) {
        for (let j = 0; j < neurons; j++) z[j] = column[row * neurons + j];
        for (let i = 0; i < inputs; i++) {
          a[i] = input[row * inputs + i];
          if (ideal) continue;
          source[i] = data[row * inputs + i];
          drive.restore(i, source, gates[row * stages + i]);
          loadInput(i);
        }
        for (let i = 0; i < ends; i++) {
          if (!needed[i]) continue;
          e[i] = inverted[row * ends + i];
          b[i] = invertedLoaded[row * ends + i];
          inverseSlope[i] = negativeWeight.slope(values.negativeWeight, i * inverseWidth, a[i], e[i]);
          turn.restore(i, e, gates[row * stages + inputs + i]);
          loadTurned(i);
        }
        for (let j = 0; j < neurons; j++) {
          const at = j * curveWidth;
          const [by, value] = [weight[row * neurons + j], output[row * neurons + j]];
          activation.addGradient(values.activation, at, z[j], value, by, gradient.activation, at);
          step[j] = by * activation.slope(values.activation, at, z[j], value);
        }
        assemble();
        transpose();
        solveDense(matrix, step, neurons);
        for (let i = 0; i < ends; i++) {
          const k = i * neurons;
          let onStraight = 0;
          let onTurned = 0;
          for (let j = 0; j < neurons; j++) {
            onStraight += straight[k + j] * step[j];
            onTurned += turned[k + j] * step[j];
          }
          const fixed = ideal || i === inputs;
          const beta = onTurned * byTurned[i];
          if (needed[i]) onStraight += passed[i] * beta;
          const alpha = onStraight * byStraight[i];
          for (let j = 0; j < neurons; j++) {
            gradient.conductance[k + j] +=
              unit * (negative[k + j] ? (step[j] - beta) * (b[i] - z[j]) : (step[j] - alpha) * (a[i] - z[j]));
          }
          if (needed[i]) {
            const at = i * inverseWidth;
            const numbers = at + negativeWeight.width;
            const into = gradient.negativeWeight;
            negativeWeight.addGradient(values.negativeWeight, at, a[i], e[i], beta * turn.byOpen[i], into, at);
            turn.addGradient(i, beta, into, numbers);
            if (inputLoad[i] > 0)
              into[numbers + stageNumbers.inputConductance] += alpha * (negativeWeightSupply - a[i]);
          }
          if (i === inputs) continue;
          if (sourceWeight) sourceWeight[row * inputs + i] = fixed ? onStraight : alpha * drive.byOpen[i];
          if (!fixed && driving?.gradient && previous !== undefined)
            drive.addGradient(i, alpha, driving.gradient.activation, (i + 1) * previous - stageWidth);
        }
        for (let j = 0; j < neurons; j++) gradient.conductance[(inputs + 1) * neurons + j] -= unit * step[j] * z[j];
      }
    },
  };
}

function notConverged(row: number, step: number): HillockError {
  return new HillockError({
    code: "networks/no-convergence",
    place: `row ${row} of the data`,
    problem: `the loaded voltages of a layer still move by ${step.toExponential(1)} V after ${mostIterations} iterations`,
    help: "look for component values beyond their range; smaller conductances load the circuits less",
  });
}
