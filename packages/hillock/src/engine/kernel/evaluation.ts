import type { Assignment } from "../../expr/emit-javascript.js";
import { symbol } from "../../expr/graph.js";
import { type JacobianEntry, jacobian } from "../equations/sparsity.js";
import type { System } from "../equations/system.js";
import { compileKernel, type Kernel } from "./kernel.js";
import { limitingExcess } from "./limiting.js";

/**
 * Evaluates the equations at a point.
 *
 * @param x unknowns; u inputs; d discrete states; p free parameters; t time (s)
 * @param limits states of the limexp functions, one each; changed
 * @param f currents and q charges `[rows]`; g and c their Jacobian values, in the order of `entries`; written
 * @returns by how much junctions were held back by limiting: 0 when none was
 */
export type Evaluate = (
  x: Float64Array,
  u: Float64Array,
  d: Float64Array,
  p: Float64Array,
  t: number,
  limits: Float64Array,
  f: Float64Array,
  q: Float64Array,
  g: Float64Array,
  c: Float64Array,
) => number;

export interface Evaluation {
  readonly kernel: Kernel<Evaluate>;
  /** Pattern of the Jacobian of all rows with respect to the unknowns. */
  readonly entries: readonly JacobianEntry[];
}

/** The kernel for analyses that need residual and Jacobian as numbers: operating point, sweeps, small signal. */
export function createEvaluation(system: System): Evaluation {
  const { graph, currents, charges } = system;
  const variables = system.unknowns.map((_, index) => symbol(graph, "unknown", index));
  const entries = jacobian(graph, currents, charges, variables);
  const assignments: Assignment[] = [
    ...currents.map((value, row) => ({ target: `f[${row}]`, value })),
    ...charges.map((value, row) => ({ target: `q[${row}]`, value })),
  ];
  entries.forEach(({ conductance, capacitance }, k) => {
    assignments.push({ target: `g[${k}]`, value: conductance }, { target: `c[${k}]`, value: capacitance });
  });
  const kernel = compileKernel<Evaluate>({
    parameters: ["x", "u", "d", "p", "t", "limits", "f", "q", "g", "c"],
    graph,
    assignments,
    limiting: true,
    result: limitingExcess,
  });
  return { kernel, entries };
}
