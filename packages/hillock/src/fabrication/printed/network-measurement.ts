import { HillockError } from "../../base/error.js";
import {
  negativeWeightSupplies,
  type PrintedNetworkCircuit,
  printedTanhSupplies,
} from "../../circuits/printed/index.js";
import { createBatch } from "../../engine/batch/index.js";
import { compileAdjustable } from "../../engine/quantities/index.js";

/** Operating points of a printed network's circuit, one for each row of a data set. */
export interface NetworkMeasurement {
  readonly rows: number;
  /** `[layers]` of `[rows, neurons]`, V: where the crossbar's currents meet, and behind the activations. */
  readonly sums: readonly Float64Array[];
  readonly outputs: readonly Float64Array[];
  /**
   * `[layers]` of `[rows, inputs + 1]`, V, bias last: behind the negative-weight circuits; NaN where there is none.
   */
  readonly inverted: readonly Float64Array[];
  /** What each supply and all inputs together deliver, W `[rows]`, by name: VDD, VSS, perhaps VNEG, inputs. */
  readonly power: Readonly<Record<string, Float64Array>>;
}

/**
 * Measures a printed network's circuit on our engine.
 *
 * @param data input voltages `[rows, inputs]`, V
 * @throws HillockError fabrication/no-operating-point, with what the engine says of the first row it cannot solve
 */
export function measureNetwork(network: PrintedNetworkCircuit, data: Float64Array): NetworkMeasurement {
  const { circuit, sources, sums, outputs, inverted } = network;
  const width = sources.length;
  const rows = data.length / width;
  const supplies = suppliesOf(network);
  const voltages = [...sums, ...outputs, ...inverted].flatMap((nodes) => nodes.filter((node) => node !== undefined));
  const names = [
    ...voltages.map((node) => `v(${node})`),
    ...[...supplies.map(({ name }) => name), ...sources].map((name) => `i(${name})`),
  ];
  const batch = createBatch(compileAdjustable(circuit, sources), { outputs: names });
  const solved = batch.run(data);
  const failure = solved.failures.at(0);
  if (failure)
    throw new HillockError({
      code: "fabrication/no-operating-point",
      place: `row ${failure.sample + 1} of the data`,
      problem: "the circuit of the network has no operating point there that can be found",
      details: [failure.error.message],
      help: "check the input voltages and the component values",
    });
  const count = names.length;
  const columnOf = new Map(names.map((name, k) => [name, k]));
  const values = (name: string) => {
    const k = columnOf.get(name) as number;
    return Float64Array.from({ length: rows }, (_, row) => solved.outputs[row * count + k]);
  };
  const table = (nodes: readonly (string | undefined)[]) => {
    const made = new Float64Array(rows * nodes.length).fill(Number.NaN);
    nodes.forEach((node, k) => {
      if (node === undefined) return;
      values(`v(${node})`).forEach((value, row) => {
        made[row * nodes.length + k] = value;
      });
    });
    return made;
  };
  const power: Record<string, Float64Array> = {};
  // A source's current flows into its first node: what it delivers is negative.
  for (const { name, voltage } of supplies) power[name] = values(`i(${name})`).map((current) => -voltage * current);
  const delivered = new Float64Array(rows);
  sources.forEach((name, i) => {
    values(`i(${name})`).forEach((current, row) => {
      delivered[row] -= data[row * width + i] * current;
    });
  });
  power.inputs = delivered;
  return { rows, sums: sums.map(table), outputs: outputs.map(table), inverted: inverted.map(table), power };
}

/** The supplies of a printed network, V. */
function suppliesOf({ circuit }: PrintedNetworkCircuit): { name: string; voltage: number }[] {
  const supplies = [
    { name: "VDD", voltage: printedTanhSupplies.vdd },
    { name: "VSS", voltage: printedTanhSupplies.vss },
    { name: "VNEG", voltage: negativeWeightSupplies.vss },
  ];
  return supplies.filter(({ name }) => circuit.elements.some((element) => element.name === name));
}
