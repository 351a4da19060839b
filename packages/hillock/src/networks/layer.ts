import type { CurveFamily } from "./curve.js";

/** What a layer is, whatever its component values. */
export interface LayerShape {
  readonly inputs: number;
  readonly neurons: number;
  /** Curves of the circuits behind the columns, and of those for negative weights. */
  readonly activation: CurveFamily;
  readonly negativeWeight: CurveFamily;
  /** `[inputs + 2, neurons]`: 1 where an input passes the negative-weight circuit. The last row is not read. */
  readonly negative: Uint8Array;
}

/**
 * The values of a layer in one sample of a variation, or the gradient of a loss by them. A circuit's record is the numbers of
 * its curve, then those of {@link stageNumbers}.
 */
export interface LayerValues {
  /** `[inputs + 2, neurons]`, in the unit of the network; the rows are those of `PrintedLayer.theta`. */
  readonly conductance: Float64Array;
  /** `[neurons]` records. */
  readonly activation: Float64Array;
  /** `[inputs + 1]` records: one for each input and the bias. */
  readonly negativeWeight: Float64Array;
}

/** Numbers of a circuit's record after those of its curve. */
export const stageNumbers = {
  /** Resistor from the supply to the output, ohm. */
  loadResistance: 0,
  /** Behind the source of the output transistor, V. */
  sourceVoltage: 1,
  /** From the input to the negative supply, S. */
  inputConductance: 2,
  /** W/L of the output transistor. */
  aspect: 3,
  /** Between the source voltage and the transistor's source, ohm. */
  sourceResistance: 4,
} as const;
export const stageWidth = 5;

/** Numbers in a record of a circuit with these curves. */
export function recordWidth(curves: CurveFamily): number {
  return curves.width + stageWidth;
}

/** Voltages of a layer for some rows of a data set, kept for the way back. */
export interface LayerVoltages {
  /** Of the neurons' crossbar columns, `[rows, neurons]`. */
  readonly column: Float64Array;
  /** Of the circuits behind them with nothing connected, `[rows, neurons]`. */
  readonly output: Float64Array;
  /** Of the inputs as they are under load, `[rows, inputs]`. */
  readonly input: Float64Array;
  /** Of the negative-weight circuits with nothing connected, `[rows, inputs + 1]`. */
  readonly inverted: Float64Array;
  /** And under load. */
  readonly invertedLoaded: Float64Array;
}

/** Zeros for the voltages of `rows` rows. */
export function layerVoltages({ inputs, neurons }: LayerShape, rows: number): LayerVoltages {
  return {
    column: new Float64Array(rows * neurons),
    output: new Float64Array(rows * neurons),
    input: new Float64Array(rows * inputs),
    inverted: new Float64Array(rows * (inputs + 1)),
    invertedLoaded: new Float64Array(rows * (inputs + 1)),
  };
}

/** Zeros for the values of a layer, or a gradient by them. */
export function layerValues({ inputs, neurons, activation, negativeWeight }: LayerShape): LayerValues {
  return {
    conductance: new Float64Array((inputs + 2) * neurons),
    activation: new Float64Array(neurons * recordWidth(activation)),
    negativeWeight: new Float64Array((inputs + 1) * recordWidth(negativeWeight)),
  };
}

/** The layer that drives one's inputs, whose circuits are loaded by it. */
export interface DrivingLayer {
  readonly values: LayerValues;
  /** d loss / d values, added to on the way back. */
  readonly gradient?: LayerValues;
}

/**
 * A layer's two directions. Both work on whole data sets, one sample of the variation at a time, and keep nothing but what is
 * in `voltages`.
 */
export interface LayerKernel {
  /**
   * @param source voltages of the inputs with nothing connected `[rows, inputs]`
   * @param drive the circuits behind these voltages; ideal sources if absent
   */
  readonly forward: (
    values: LayerValues,
    source: Float64Array,
    rows: number,
    voltages: LayerVoltages,
    drive?: DrivingLayer,
  ) => void;
  /**
   * @param weight d loss / d (open output) `[rows, neurons]`
   * @param gradient d loss / d values, added to
   * @param sourceWeight receives d loss / d source `[rows, inputs]`, if given
   */
  readonly backward: (
    values: LayerValues,
    source: Float64Array,
    rows: number,
    voltages: LayerVoltages,
    weight: Float64Array,
    gradient: LayerValues,
    sourceWeight?: Float64Array,
    drive?: DrivingLayer,
  ) => void;
}

/**
 * 1 for each input, and at last for the bias, that has a negative weight, be it of conductance 0: `[inputs + 1]`. That
 * voltage is needed for the gradient by a resistor that is not there yet.
 */
export function invertedInputs({ inputs, neurons, negative }: LayerShape): Uint8Array {
  const needed = new Uint8Array(inputs + 1);
  for (let k = 0; k < (inputs + 1) * neurons; k++) if (negative[k]) needed[Math.floor(k / neurons)] = 1;
  return needed;
}
