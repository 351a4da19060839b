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
} from "./layer.js";
import { type OutputConductance, outputConductance } from "./output-stage.js";
import { negativeWeightSupply, supplyVoltage } from "./printed-network.js";

const mostIterations = 30;
/** Newton's iteration ends at a step of this size, V. */
const tolerance = 1e-10;

/**
 * A layer whose inputs come from stages with an output resistance: each is an open voltage E behind a conductance g(E), see
 * {@link outputConductance}, and so are the negative-weight circuits, whose own inputs load what drives them by g_in. With a_i
 * the voltages of the inputs, b_i behind the negative-weight circuits and z_j of the columns (G in S):
 *
 *     g_i (a_i - E_i) + g_in,i (a_i - V_SS) + sum_j G+_ij (a_i - z_j) = 0
 *     g(inv(a_i)) (b_i - inv(a_i)) + sum_j G-_ij (b_i - z_j) = 0
 *     sum_i G+_ij (z_j - a_i) + G-_ij (z_j - b_i) + G_ground,j z_j = 0
 *
 * a and b are eliminated; Newton's iteration is in z. The way back solves the transposed system of the same size.
 *
 * @param unit conductance of 1 in `LayerValues.conductance`, S
 * @param previous width of a record of the circuits that drive the inputs, their three stage numbers last; absent if they are ideal
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
  const drive = stageArrays(ends);
  const turn = stageArrays(ends);
  const open = new Float64Array(ends);
  const a = new Float64Array(ends);
  const e = new Float64Array(ends);
  const b = new Float64Array(ends);
  /** d (current into b from its stage) / d a */
  const passed = new Float64Array(ends);
  const inverseSlope = new Float64Array(ends);
  const z = new Float64Array(neurons);
  const step = new Float64Array(neurons);
  const matrix = new Float64Array(neurons * neurons);
  const stage: OutputConductance = { g: 0, byVoltage: 0, byResistance: 0, bySource: 0 };

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

  /** Conductances of what drives the inputs in this row. */
  const prepareRow = (source: Float64Array, row: number, driving: DrivingLayer | undefined): void => {
    for (let i = 0; i < inputs; i++) {
      open[i] = source[row * inputs + i];
      a[i] = open[i];
      if (previous === undefined || !driving) continue;
      const at = (i + 1) * previous - 3;
      const numbers = driving.values.activation;
      outputConductance(
        open[i],
        numbers[at + stageNumbers.loadResistance],
        numbers[at + stageNumbers.sourceVoltage],
        stage,
      );
      keep(drive, i, stage);
    }
    open[inputs] = supplyVoltage;
    a[inputs] = supplyVoltage;
  };

  const invert = (values: LayerValues, i: number): void => {
    const at = i * inverseWidth;
    e[i] = negativeWeight.value(values.negativeWeight, at, a[i]);
    inverseSlope[i] = negativeWeight.slope(values.negativeWeight, at, a[i], e[i]);
    const numbers = at + negativeWeight.width;
    outputConductance(
      e[i],
      values.negativeWeight[numbers + stageNumbers.loadResistance],
      values.negativeWeight[numbers + stageNumbers.sourceVoltage],
      stage,
    );
    keep(turn, i, stage);
  };

  /** Voltages of the inputs and behind the negative-weight circuits for column voltages z. */
  const follow = (values: LayerValues, ideal: boolean, first: boolean): void => {
    for (let i = 0; i < ends; i++) {
      const k = i * neurons;
      if (!ideal && i < inputs) {
        let current = drive.g[i] * open[i] + inputLoad[i] * negativeWeightSupply;
        for (let j = 0; j < neurons; j++) if (!negative[k + j]) current += conductance[k + j] * z[j];
        a[i] = current / (drive.g[i] + straightLoad[i] + inputLoad[i]);
      }
      if (!needed[i]) continue;
      if (first || (!ideal && i < inputs)) invert(values, i);
      let current = turn.g[i] * e[i];
      for (let j = 0; j < neurons; j++) if (negative[k + j]) current += conductance[k + j] * z[j];
      b[i] = current / (turn.g[i] + turnedLoad[i]);
      passed[i] = (turn.g[i] + turn.byVoltage[i] * (e[i] - b[i])) * inverseSlope[i];
    }
  };

  /** Jacobian of the column equations, or its transpose. */
  const assemble = (ideal: boolean, transposed: boolean): void => {
    matrix.fill(0);
    for (let j = 0; j < neurons; j++) matrix[j * neurons + j] = total[j];
    for (let i = 0; i < ends; i++) {
      const k = i * neurons;
      const fixed = ideal || i === inputs;
      const byStraight = fixed ? 0 : 1 / (drive.g[i] + straightLoad[i] + inputLoad[i]);
      const byTurned = needed[i] ? 1 / (turn.g[i] + turnedLoad[i]) : 0;
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
      for (let row = 0; row < rows; row++) {
        prepareRow(source, row, driving);
        z.fill(0);
        for (let iteration = 0; ; iteration++) {
          follow(values, ideal, iteration === 0);
          let largest = 0;
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
        follow(values, ideal, false);
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

    backward(values, source, rows, { column, output, input }, weight, gradient, sourceWeight, driving) {
      prepare(values);
      const ideal = previous === undefined || !driving;
      for (let row = 0; row < rows; row++) {
        prepareRow(source, row, driving);
        for (let j = 0; j < neurons; j++) z[j] = column[row * neurons + j];
        for (let i = 0; i < inputs; i++) a[i] = input[row * inputs + i];
        for (let i = 0; i < ends; i++) if (needed[i]) invert(values, i);
        follow(values, ideal, false);
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
          const beta = needed[i] ? turned / (turn.g[i] + turnedLoad[i]) : 0;
          const throughInverse = needed[i] ? passed[i] * beta : 0;
          const alpha = fixed ? 0 : (straight + throughInverse) / (drive.g[i] + straightLoad[i] + inputLoad[i]);
          for (let j = 0; j < neurons; j++) {
            gradient.conductance[k + j] +=
              unit * (negative[k + j] ? (step[j] - beta) * (b[i] - z[j]) : (step[j] - alpha) * (a[i] - z[j]));
          }
          if (needed[i]) {
            const at = i * inverseWidth;
            const numbers = at + negativeWeight.width;
            const onConductance = beta * (e[i] - b[i]);
            const onCurve = beta * turn.g[i] + onConductance * turn.byVoltage[i];
            const into = gradient.negativeWeight;
            negativeWeight.addGradient(values.negativeWeight, at, a[i], e[i], onCurve, into, at);
            into[numbers + stageNumbers.loadResistance] += onConductance * turn.byResistance[i];
            into[numbers + stageNumbers.sourceVoltage] += onConductance * turn.bySource[i];
            if (inputLoad[i] > 0)
              into[numbers + stageNumbers.inputConductance] += alpha * (negativeWeightSupply - a[i]);
          }
          if (i === inputs) continue;
          const onConductance = alpha * (open[i] - a[i]);
          if (sourceWeight)
            sourceWeight[row * inputs + i] = fixed
              ? straight + throughInverse
              : alpha * drive.g[i] + onConductance * drive.byVoltage[i];
          if (!fixed && driving?.gradient && previous !== undefined) {
            const at = (i + 1) * previous - 3;
            driving.gradient.activation[at + stageNumbers.loadResistance] += onConductance * drive.byResistance[i];
            driving.gradient.activation[at + stageNumbers.sourceVoltage] += onConductance * drive.bySource[i];
          }
        }
        for (let j = 0; j < neurons; j++) gradient.conductance[(inputs + 1) * neurons + j] -= unit * step[j] * z[j];
      }
    },
  };
}

interface StageArrays {
  readonly g: Float64Array;
  readonly byVoltage: Float64Array;
  readonly byResistance: Float64Array;
  readonly bySource: Float64Array;
}

function stageArrays(count: number): StageArrays {
  const zeros = () => new Float64Array(count);
  return { g: zeros(), byVoltage: zeros(), byResistance: zeros(), bySource: zeros() };
}

function keep(arrays: StageArrays, i: number, { g, byVoltage, byResistance, bySource }: OutputConductance): void {
  arrays.g[i] = g;
  arrays.byVoltage[i] = byVoltage;
  arrays.byResistance[i] = byResistance;
  arrays.bySource[i] = bySource;
}

function notConverged(row: number, step: number): HillockError {
  return new HillockError({
    code: "networks/no-convergence",
    place: `row ${row} of the data`,
    problem: `the loaded voltages of a layer still move by ${step.toExponential(1)} V after ${mostIterations} iterations`,
    help: "look for component values beyond their range; smaller conductances load the circuits less",
  });
}
