import { type PrintedNetworkCircuit, withBehaviouralTransistors } from "../../circuits/printed/index.js";
import { voltage } from "../../netlist/build.js";
import { runReference } from "../../reference/run-reference.js";
import type { NgspiceRunner } from "../../reference/runner.js";
import type { NetworkMeasurement } from "./network-measurement.js";
import { withInputVoltages } from "./spice-netlist.js";

/** How far ngspice is from our engine. */
export interface NgspiceAgreement {
  readonly runner: string;
  readonly samples: number;
  /** Largest difference of a node voltage, V. */
  readonly worst: number;
  /** Where it is: a node, and a row of the data from 0. */
  readonly node: string;
  readonly row: number;
}

/**
 * Runs some rows of a data set on ngspice, with the netlist that is exported, and compares all voltages that were measured.
 *
 * @param data input voltages `[rows, inputs]`, V
 * @param rows which of them
 * @throws HillockError reference/failed
 */
export async function compareWithNgspice(
  network: PrintedNetworkCircuit,
  measured: NetworkMeasurement,
  data: Float64Array,
  rows: readonly number[],
  runner: NgspiceRunner,
  progress?: (done: number) => void,
): Promise<NgspiceAgreement> {
  const tables = [
    ...network.sums.map((nodes, l) => ({ nodes, values: measured.sums[l] })),
    ...network.outputs.map((nodes, l) => ({ nodes, values: measured.outputs[l] })),
    ...network.inverted.map((nodes, l) => ({ nodes, values: measured.inverted[l] })),
  ];
  const nodes = tables.flatMap((table) => table.nodes.filter((node) => node !== undefined));
  let [worst, worstNode, worstRow] = [0, nodes[0], rows[0] ?? 0];
  for (const [index, row] of rows.entries()) {
    const width = network.sources.length;
    const driven = withInputVoltages(network, data.subarray(row * width, (row + 1) * width));
    const circuit = { ...withBehaviouralTransistors(driven), saves: nodes.map((node) => voltage(node)) };
    const { signals } = await runReference(circuit, 0, runner, { reltol: 1e-6, method: "gear" });
    const theirs = new Map(nodes.map((node, k) => [node, signals[k].values[0]]));
    for (const { nodes: ofTable, values } of tables)
      ofTable.forEach((node, k) => {
        if (node === undefined) return;
        const difference = Math.abs((theirs.get(node) as number) - values[row * ofTable.length + k]);
        if (difference > worst) [worst, worstNode, worstRow] = [difference, node, row];
      });
    progress?.((index + 1) / rows.length);
  }
  return { runner: runner.name, samples: rows.length, worst, node: worstNode, row: worstRow };
}
