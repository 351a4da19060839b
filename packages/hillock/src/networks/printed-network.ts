import { HillockError } from "../base/error.js";

/** Names and order of the component values of the tanh-like circuit ("ptanh"): ohm and m. */
export const tanhCircuitValues = ["R1", "W1", "L1", "R2", "W2", "L2"] as const;
/** Names and order of the component values of the negative-weight circuit ("inv"): ohm and m. */
export const negativeWeightValues = ["R1", "R2", "R3", "R4", "R5", "W", "L"] as const;

/**
 * A circuit that bends a voltage: its kind, component values, and, where it was trained as a tanh, the numbers of its curve.
 * "mirrored-negative-weight" is no circuit that can be built: the published models take the negative-weight circuit's curve
 * with the opposite sign for the tanh-like circuit's.
 */
export interface PrintedCircuit {
  readonly kind: "tanh" | "negative-weight" | "mirrored-negative-weight";
  /** {@link tanhCircuitValues}, or {@link negativeWeightValues} of the other two; SI. */
  readonly values: readonly number[];
  /** eta1 ... eta4 of the curve the network was trained with, where it was a tanh. */
  readonly eta?: readonly number[];
}

/** One layer: a crossbar, and behind each of its columns a tanh-like circuit. */
export interface PrintedLayer {
  /**
   * Signed weights `[inputs + 2][neurons]`: a row for each input, one for the bias (a source of 1 V), one for the
   * conductance to ground, whose sign means nothing. The conductance is |theta| times the network's unit; 0 is no resistor;
   * a negative weight sees its input through the negative-weight circuit of that input.
   */
  readonly theta: readonly (readonly number[])[];
  /** The circuit behind each column, and the one for negative weights: places in the network's list. */
  readonly activation: number;
  readonly negativeWeight: number;
}

/** A network of printed neurons, as plain data. */
export interface PrintedNetwork {
  readonly kind: "printed-network";
  /** Conductance of a weight of 1, S. */
  readonly unitConductance: number;
  readonly circuits: readonly PrintedCircuit[];
  readonly layers: readonly PrintedLayer[];
  /** Whether a stage drives the next through its own output resistance, or through an ideal buffer. */
  readonly loading: boolean;
}

/** Voltage of the bias and of the supply of all circuits, V. */
export const supplyVoltage = 1;
/** Negative supply of the negative-weight circuit, V (DATE 2023 data). */
export const negativeWeightSupply = -2.2;
/** Negative supply of the tanh-like circuit, V. */
export const tanhCircuitSupply = -1;

/** Inputs of each layer and neurons of the last: `[inputs, hidden, ..., outputs]`. */
export function topology({ layers }: PrintedNetwork): number[] {
  return [layers[0].theta.length - 2, ...layers.map(({ theta }) => theta[0].length)];
}

/**
 * Checks that a description is a network: layers that fit, finite weights, circuits that exist and have their values.
 *
 * @throws networks/wrong-network
 */
export function checkPrintedNetwork(network: PrintedNetwork): void {
  const wrong = (place: string, problem: string): never => {
    throw new HillockError({
      code: "networks/wrong-network",
      place,
      problem,
      help: "take a network as `trainPrinted` gives it; hand-written ones need all of its parts",
    });
  };
  const { layers, circuits, unitConductance } = network;
  if (!(unitConductance > 0 && Number.isFinite(unitConductance)))
    wrong("unitConductance", `${unitConductance} S is no conductance`);
  if (!layers.length) wrong("layers", "a network has at least one layer");
  circuits.forEach(({ kind, values }, index) => {
    const names = kind === "tanh" ? tanhCircuitValues : negativeWeightValues;
    if (values.length !== names.length || !values.every((value) => value > 0 && Number.isFinite(value)))
      wrong(`circuit ${index}`, `a ${kind} circuit has the values ${names.join(", ")}, all above zero`);
  });
  layers.forEach(({ theta, activation, negativeWeight }, index) => {
    const place = `layer ${index}`;
    const before = index === 0 ? theta.length - 2 : layers[index - 1].theta[0].length;
    if (before < 1 || theta.length !== before + 2)
      wrong(place, `${theta.length} rows of weights for ${before} inputs, a bias and a conductance to ground`);
    const neurons = theta[0].length;
    if (!neurons || !theta.every((row) => row.length === neurons && row.every(Number.isFinite)))
      wrong(place, "the weights are no table of finite numbers");
    for (let j = 0; j < neurons; j++)
      if (!theta.some((row) => row[j] !== 0)) wrong(place, `neuron ${j} has no resistor at all`);
    const kind = circuits[activation]?.kind;
    if (kind !== "tanh" && kind !== "mirrored-negative-weight")
      wrong(place, `circuit ${activation} is no tanh-like circuit`);
    if (circuits[negativeWeight]?.kind !== "negative-weight")
      wrong(place, `circuit ${negativeWeight} is no negative-weight circuit`);
  });
}
