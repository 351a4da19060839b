import { constantValue, symbol } from "../expr/graph.js";
import type { CompiledCircuit } from "./compile.js";
import { compileExpressions } from "./expression-kernel.js";
import type { Point } from "./point.js";

/**
 * Imbalance of power at a point, relative to the power turned over there. By Tellegen's theorem the powers of all
 * elements add up to sum_n v_n (currents_n + d/dt charges_n) over the nodes, which is zero where the currents balance;
 * the equations are evaluated anew, so that the result shows what Newton's iteration has left.
 *
 * @returns a function of a point and the rates of change of its charges `[rows]`
 */
export function createPowerBalance({ system }: CompiledCircuit): (point: Point, rate: Float64Array) => number {
  const { graph, unknowns, currents } = system;
  const nodes = [...unknowns.keys()].filter((i) => unknowns[i].kind === "voltage");
  const evaluate = compileExpressions(
    system,
    nodes.map((i) => currents[i]),
  );
  const charged = nodes.map((i) => constantValue(graph, system.charges[i]) !== 0);
  const sources = system.inputs.flatMap((source, index) => {
    const current = system.branchCurrents.get(source.name.toLowerCase());
    return current === undefined ? [] : [{ current, index }];
  });
  const sourceCurrents = compileExpressions(system, [
    ...sources.map(({ current }) => current),
    ...sources.map(({ index }) => symbol(graph, "input", index)),
  ]);
  const flow = new Float64Array(nodes.length);
  const supplied = new Float64Array(2 * sources.length);
  return (point, rate) => {
    evaluate(point.x, point.u, point.d, point.p, point.t, rate, flow);
    sourceCurrents(point.x, point.u, point.d, point.p, point.t, rate, supplied);
    let imbalance = 0;
    let turnover = 0;
    nodes.forEach((i, k) => {
      const stored = charged[k] ? rate[i] : 0;
      imbalance += point.x[i] * (flow[k] + stored);
      turnover += Math.abs(point.x[i]) * (Math.abs(flow[k]) + Math.abs(stored));
    });
    for (let k = 0; k < sources.length; k++) turnover += Math.abs(supplied[k] * supplied[sources.length + k]);
    return turnover > 0 ? Math.abs(imbalance) / turnover : 0;
  };
}
