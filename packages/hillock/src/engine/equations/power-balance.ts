import { multiply, subtract } from "../../expr/build.js";
import { constantValue, type Expression } from "../../expr/graph.js";
import { isGround } from "../../netlist/ground.js";
import type { CompiledCircuit } from "../compile.js";
import { compileExpressions } from "../kernel/expression-kernel.js";
import type { Point } from "../point.js";
import { key } from "./names.js";

/** Power below this is not told from rounding, W. */
const powerFloor = 1e-15;

/**
 * Imbalance of power at a point, relative to the power turned over there. By Tellegen's theorem the powers of all
 * elements add up to sum_n v_n (currents_n + d/dt charges_n) over the nodes, which is zero where the currents balance;
 * the equations are evaluated anew, so that the result shows what Newton's iteration has left. What is turned over is
 * the power of sources and inductors, and that which goes into and out of charges.
 *
 * @returns a function of a point and the rates of change of its charges `[rows]`
 */
export function createPowerBalance({ system }: CompiledCircuit): (point: Point, rate: Float64Array) => number {
  const { graph, unknowns, currents, charges, circuit, branchCurrents, voltages } = system;
  const nodes = [...unknowns.keys()].filter((i) => unknowns[i].kind === "voltage");
  const charged = nodes.map((i) => constantValue(graph, charges[i]) !== 0);
  const voltage = (node: string): Expression => voltages.get(isGround(node) ? "0" : key(node)) as Expression;
  const powers = circuit.elements.flatMap((element) => {
    const current = branchCurrents.get(key(element.name));
    if (current === undefined || !("nodes" in element)) return [];
    const [positive, negative] = element.nodes;
    return [multiply(graph, subtract(graph, voltage(positive), voltage(negative)), current)];
  });
  const evaluateFlows = compileExpressions(
    system,
    nodes.map((i) => currents[i]),
  );
  const evaluatePowers = compileExpressions(system, powers);
  const flow = new Float64Array(nodes.length);
  const power = new Float64Array(powers.length);
  return (point, rate) => {
    evaluateFlows(point.x, point.u, point.d, point.p, point.t, rate, flow);
    evaluatePowers(point.x, point.u, point.d, point.p, point.t, rate, power);
    let imbalance = 0;
    let turnover = powerFloor;
    nodes.forEach((i, k) => {
      const stored = charged[k] ? rate[i] : 0;
      imbalance += point.x[i] * (flow[k] + stored);
      turnover += Math.abs(point.x[i] * stored);
    });
    for (const one of power) turnover += Math.abs(one);
    return Math.abs(imbalance) / turnover;
  };
}
