import { HillockError } from "../../base/error.js";
import {
  crossbarResistance,
  negativeWeightCircuit,
  type PrintedLayerDesign,
  type PrintedNetworkDesign,
  printedTanh,
  type SignedResistance,
} from "../../circuits/printed/index.js";
import type { NamedValues } from "../../netlist/constraint.js";
import {
  checkPrintedNetwork,
  negativeWeightValues,
  type PrintedCircuit,
  type PrintedNetwork,
  tanhCircuitValues,
} from "../../networks/printed-network.js";
import { nearestPrintable, nearestPrintableValues } from "./nearest-printable.js";

/**
 * Component values with which a trained network is printed: R = 1/(|theta| G_unit) for each weight, rounded to what can be
 * printed, as are the values of the circuits. Their constraints hold afterwards, too.
 *
 * @throws HillockError networks/wrong-network; fabrication/no-circuit if an activation stands for no circuit;
 *   fabrication/not-printable if a value is beyond what can be printed
 */
export function printableDesign(network: PrintedNetwork): PrintedNetworkDesign {
  checkPrintedNetwork(network);
  const { layers, circuits, unitConductance, loading } = network;
  const designs = layers.map(({ theta, activation, negativeWeight }, index): PrintedLayerDesign => {
    const place = `layer ${index + 1}`;
    const inputs = theta.length - 2;
    const neurons = theta[0].map((_, j) => j);
    const resistor = (i: number, j: number): SignedResistance => {
      const value = theta[i][j];
      if (value === 0) return null;
      const where = `${place}, neuron ${j + 1}, ${i < inputs ? `input ${i + 1}` : i === inputs ? "bias" : "ground"}`;
      const resistance = nearestPrintable(crossbarResistance, 1 / (Math.abs(value) * unitConductance), where);
      return value < 0 && i <= inputs ? -resistance : resistance;
    };
    return {
      weights: neurons.map((j) => Array.from({ length: inputs }, (_, i) => resistor(i, j))),
      bias: neurons.map((j) => resistor(inputs, j)),
      ground: neurons.map((j) => resistor(inputs + 1, j)),
      activation: nearestPrintableValues(
        printedTanh,
        namedValues(circuits[activation], "tanh", place),
        `${place}, activation`,
      ) as PrintedLayerDesign["activation"],
      negativeWeight: nearestPrintableValues(
        negativeWeightCircuit,
        namedValues(circuits[negativeWeight], "negative-weight", place),
        `${place}, negative weights`,
      ),
    };
  });
  return { inputs: layers[0].theta.length - 2, layers: designs, ...(!loading && { buffered: true }) };
}

/** The network that a design is: the same description, with the rounded values. */
export function roundedNetwork(network: PrintedNetwork): PrintedNetwork {
  const { inputs, layers } = printableDesign(network);
  const { unitConductance } = network;
  const weight = (resistance: SignedResistance) => (resistance === null ? 0 : 1 / (resistance * unitConductance));
  const order = (values: NamedValues<string>, names: readonly string[]) => names.map((name) => values[name]);
  const circuits: PrintedCircuit[] = [];
  const rounded = layers.map(({ weights, bias, ground, activation, negativeWeight }, index) => {
    circuits.push(
      { kind: "tanh", values: order(activation, tanhCircuitValues) },
      { kind: "negative-weight", values: order(negativeWeight, negativeWeightValues) },
    );
    const width = index === 0 ? inputs : layers[index - 1].weights.length;
    const rows = Array.from({ length: width }, (_, i) => weights.map((row) => weight(row[i])));
    return {
      theta: [...rows, bias.map(weight), ground.map(weight)],
      activation: 2 * index,
      negativeWeight: 2 * index + 1,
    };
  });
  return { ...network, circuits, layers: rounded };
}

/** @throws HillockError fabrication/no-circuit */
function namedValues(
  { kind, values }: PrintedCircuit,
  expected: "tanh" | "negative-weight",
  place: string,
): Record<string, number> {
  if (kind !== expected)
    throw new HillockError({
      code: "fabrication/no-circuit",
      place,
      problem: `its activation is the curve of a "${kind}", for which there is no circuit`,
      details: [
        "The published models take the curve of the negative-weight circuit, mirrored, for that of the tanh circuit.",
      ],
      help: "train in the default mode, whose activations are circuits",
    });
  const names = kind === "tanh" ? tanhCircuitValues : negativeWeightValues;
  return Object.fromEntries(names.map((name, k) => [name, values[k]]));
}
