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
  /** Sums of conductances at each input and behind its negative-weight circuit. */
  const straightLoad = new Float64Array(ends);
  const turnedLoad = new Float64Array(ends);
  const inputLoad = new Float64Array(ends);
  const conductance = new Float64Array((inputs + 2) * neurons);
  let needed: Uint8Array = new Uint8Array(ends);

  // Of one row of the data.
  const drive = outputStages(inputs);
  const turn = outputStages(ends);
  const a = new Float64Array(ends);
  const e = new Float64Array(ends);
  const b = new Float64Array(ends);
  /** d (current into b from its stage) / d a */
  const passed = new Float64Array(ends);
  const inverseSlope = new Float64Array(ends);
  const z = new Float64Array(neurons);
  const step = new Float64Array(neurons);
  const matrix = new Float64Array(neurons * neurons);
  /** Gate voltages of the driving stages and of the negative-weight circuits that `forward` has found, for `backward` to start from. */
  let gates = new Float64Array(0);

  const prepare = (values: LayerValues): void => {
    needed = invertedInputs(shape);
    total.fill(0);
    straightLoad.fill(0);
    turnedLoad.fill(0);
    for (let k = 0; k < conductance.length; k++) {
      const value = values.conductance[k] * unit;
      const i = Math.floor(k / neurons);
      conductance[k] = value;
      total[k % neurons] += value;
      if (i <= inputs) (negative[k] ? turnedLoad : straightLoad)[i] += value;
    }
    for (let i = 0; i < ends; i++) {
      // A negative-weight circuit that feeds nothing is not printed.
      const at = i * inverseWidth + negativeWeight.width + stageNumbers.inputConductance;
      inputLoad[i] = turnedLoad[i] > 0 ? values.negativeWeight[at] : 0;
    }
  };

  /** What drives the inputs in this row, and their voltages as if nothing loaded them. */
  const prepareRow = (source: Float64Array, row: number, driving: DrivingLayer | undefined): void => {
    for (let i = 0; i < inputs; i++) {
      a[i] = source[row * inputs + i];
      if (previous === undefined || !driving) continue;
      drive.set(i, a[i], driving.values.activation, (i + 1) * previous - stageWidth, drive.gate[i]);
    }
    a[inputs] = supplyVoltage;
  };
  /** What follows does not depend on rows before. */
  const forgetGates = (): void => {
    drive.gate.fill(Number.NaN);
    turn.gate.fill(Number.NaN);
  };

  const invert = (values: LayerValues, i: number): void => {
    const at = i * inverseWidth;
    e[i] = negativeWeight.value(values.negativeWeight, at, a[i]);
    inverseSlope[i] = negativeWeight.slope(values.negativeWeight, at, a[i], e[i]);
    turn.set(i, e[i], values.negativeWeight, at + negativeWeight.width, turn.gate[i]);
  };
  const loadTurned = (i: number): void => {
    turn.load(i, b[i]);
    passed[i] = turn.byOpen[i] * inverseSlope[i];
  };

  /** Column voltages to begin with: those without load. */
  const begin = (values: LayerValues): void => {
    for (let i = 0; i < ends; i++) {
      if (!needed[i]) continue;
      invert(values, i);
      b[i] = e[i];
    }
    for (let j = 0; j < neurons; j++) {
      let sum = 0;
      for (let i = 0, k = j; i < ends; i++, k += neurons) sum += conductance[k] * (negative[k] ? b[i] : a[i]);
      z[j] = total[j] > 0 ? sum / total[j] : 0;
    }
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
        drive.load(i, a[i]);
        let current = drive.current[i] + drive.conductance[i] * a[i] + inputLoad[i] * negativeWeightSupply;
        for (let j = 0; j < neurons; j++) if (!negative[k + j]) current += conductance[k + j] * z[j];
        const next = current / (drive.conductance[i] + straightLoad[i] + inputLoad[i]);
        largest = Math.max(largest, Math.abs(next - a[i]));
        a[i] = next;
      }
      if (!needed[i]) continue;
      if (driven) invert(values, i);
      loadTurned(i);
      let current = turn.current[i] + turn.conductance[i] * b[i];
      for (let j = 0; j < neurons; j++) if (negative[k + j]) current += conductance[k + j] * z[j];
      const next = current / (turn.conductance[i] + turnedLoad[i]);
      largest = Math.max(largest, Math.abs(next - b[i]));
      b[i] = next;
    }
    return largest;
  };

  /** Jacobian of the column equations, or its transpose. */
  const assemble = (ideal: boolean, transposed: boolean): void => {
    matrix.fill(0);
    for (let j = 0; j < neurons; j++) matrix[j * neurons + j] = total[j];
    for (let i = 0; i < ends; i++) {
      const k = i * neurons;
      const fixed = ideal || i === inputs;
      const byStraight = fixed ? 0 : 1 / (drive.conductance[i] + straightLoad[i] + inputLoad[i]);
      const byTurned = needed[i] ? 1 / (turn.conductance[i] + turnedLoad[i]) : 0;
      for (let j = 0; j < neurons; j++) {
        const own = conductance[k + j];
        if (own === 0 || (fixed && !negative[k + j])) continue;
        for (let l = 0; l < neurons; l++) {
          const other = conductance[k + l];
          let slope: number;
          if (!negative[k + j]) slope = negative[k + l] ? 0 : other * byStraight;
          else slope = negative[k + l] ? other * byTurned : other * byStraight * passed[i] * byTurned;
          matrix[transposed ? l * neurons + j : j * neurons + l] -= own * slope;
        }
      }
    }
  };

  return {
    forward(values, source, rows, { column, output, input, inverted, invertedLoaded }, driving) {
      prepare(values);
      const ideal = previous === undefined || !driving;
      const stages = inputs + ends;
      if (gates.length < rows * stages) gates = new Float64Array(rows * stages);
      for (let row = 0; row < rows; row++) {
        forgetGates();
        prepareRow(source, row, driving);
        begin(values);
        for (let iteration = 0; ; iteration++) {
          let largest = follow(values, ideal);
          for (let j = 0; j < neurons; j++) {
            let residual = -total[j] * z[j];
            for (let i = 0, k = j; i < ends; i++, k += neurons)
              residual += conductance[k] * (negative[k] ? b[i] : a[i]);
            step[j] = residual;
          }
          assemble(ideal, false);
          solveDense(matrix, step, neurons);
          for (let j = 0; j < neurons; j++) {
            z[j] += step[j];
            largest = Math.max(largest, Math.abs(step[j]));
          }
          if (largest < tolerance) break;
          if (iteration === mostIterations) throw notConverged(row, largest);
        }
        gates.set(drive.gate, row * stages);
        gates.set(turn.gate, row * stages + inputs);
        for (let i = 0; i < inputs; i++) input[row * inputs + i] = a[i];
        for (let i = 0; i < ends; i++) {
          inverted[row * ends + i] = e[i];
          invertedLoaded[row * ends + i] = b[i];
        }
        for (let j = 0; j < neurons; j++) {
          column[row * neurons + j] = z[j];
          output[row * neurons + j] = activation.value(values.activation, j * curveWidth, z[j]);
        }
      }
    },

    backward(values, source, rows, { column, output, input, invertedLoaded }, weight, gradient, sourceWeight, driving) {
      prepare(values);
      const ideal = previous === undefined || !driving;
      const stages = inputs + ends;
      for (let row = 0; row < rows; row++) {
        for (let i = 0; i < inputs; i++) drive.gate[i] = gates[row * stages + i];
        for (let i = 0; i < ends; i++) turn.gate[i] = gates[row * stages + inputs + i];
        prepareRow(source, row, driving);
        for (let j = 0; j < neurons; j++) z[j] = column[row * neurons + j];
        for (let i = 0; i < inputs; i++) {
          a[i] = input[row * inputs + i];
          if (!ideal) drive.load(i, a[i]);
        }
        for (let i = 0; i < ends; i++) {
          if (!needed[i]) continue;
          invert(values, i);
          b[i] = invertedLoaded[row * ends + i];
          loadTurned(i);
        }
        for (let j = 0; j < neurons; j++) {
          const at = j * curveWidth;
          const [by, value] = [weight[row * neurons + j], output[row * neurons + j]];
          activation.addGradient(values.activation, at, z[j], value, by, gradient.activation, at);
          step[j] = by * activation.slope(values.activation, at, z[j], value);
        }
        assemble(ideal, true);
        solveDense(matrix, step, neurons);
        for (let i = 0; i < ends; i++) {
          const k = i * neurons;
          let straight = 0;
          let turned = 0;
          for (let j = 0; j < neurons; j++)
            if (negative[k + j]) turned += conductance[k + j] * step[j];
            else straight += conductance[k + j] * step[j];
          const fixed = ideal || i === inputs;
          const beta = needed[i] ? turned / (turn.conductance[i] + turnedLoad[i]) : 0;
          const throughInverse = needed[i] ? passed[i] * beta : 0;
          const alpha = fixed
            ? 0
            : (straight + throughInverse) / (drive.conductance[i] + straightLoad[i] + inputLoad[i]);
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
          if (sourceWeight)
            sourceWeight[row * inputs + i] = fixed ? straight + throughInverse : alpha * drive.byOpen[i];
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
