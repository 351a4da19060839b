import { differentiate } from "../../src/expr/differentiate.js";
import { type Expression, symbol } from "../../src/expr/graph.js";
import { interpret } from "../../src/expr/interpret.js";
import { type DeviceEquations, type Environment, environmentQuantities } from "../../src/veriloga/device-module.js";

/** A device's equations with voltages held at its ports. */
export interface DrivenDevice {
  readonly equations: DeviceEquations;
  /** Value of a root at a solution. */
  readonly value: (root: Expression, unknowns: readonly number[]) => number;
  /** d root / d unknown. */
  readonly slope: (root: Expression, unknown: number) => Expression;
}

/** @param states values of the device's discrete states */
export function driven(
  equations: DeviceEquations,
  environment: Environment,
  states: readonly number[] = [],
): DrivenDevice {
  const slopes = new Map<string, Expression>();
  return {
    equations,
    value: (root, unknowns) =>
      interpret(equations.graph, root, (kind, index) => {
        if (kind === "unknown") return unknowns[index];
        if (kind === "parameter") return equations.parameters[index].value;
        if (kind === "environment") return environment[environmentQuantities[index]];
        if (kind === "state") return states[index];
        // An operating point.
        if (kind === "time") return 0;
        throw new Error(`a device does not depend on ${kind}`);
      }),
    slope: (root, unknown) => {
      const key = `${root},${unknown}`;
      const known = slopes.get(key);
      if (known !== undefined) return known;
      const made = differentiate(equations.graph, root, symbol(equations.graph, "unknown", unknown));
      slopes.set(key, made);
      return made;
    },
  };
}

/** All unknowns with the ports at these voltages, by a damped Newton iteration on the rest. */
export function solve({ equations, value, slope }: DrivenDevice, ports: readonly number[]): number[] {
  const inner = equations.unknowns.map((_, index) => index).slice(equations.portCount);
  const x = [...ports, ...inner.map((index) => nearestPort(equations, index, ports))];
  for (let iteration = 0; inner.length > 0; iteration++) {
    if (iteration > 3000) throw new Error("the test's Newton iteration did not converge");
    const matrix = inner.map((row) => [
      ...inner.map((column) => value(slope(equations.currents[row], column), x)),
      -value(equations.currents[row], x),
    ]);
    const step = eliminate(matrix);
    const largest = Math.max(...step.map(Math.abs));
    const damping = Math.min(1, 0.05 / largest);
    inner.forEach((index, k) => {
      x[index] += damping * step[k];
    });
    if (largest < 1e-15 * Math.max(1, ...x.map(Math.abs)) || (iteration > 2000 && largest < 1e-12)) break;
  }
  return x;
}

/** An internal node di, ai, ... starts at the port whose name it begins with. */
function nearestPort({ unknowns, portCount }: DeviceEquations, index: number, ports: readonly number[]): number {
  const port = unknowns.slice(0, portCount).findIndex(({ name }) => unknowns[index].name.startsWith(name));
  return ports[port] ?? 0;
}

/** Solves the rows [a b ... | right-hand side] by Gaussian elimination with row pivoting. */
export function eliminate(rows: number[][]): number[] {
  const n = rows.length;
  for (let k = 0; k < n; k++) {
    const pivot = rows
      .slice(k)
      .reduce((best, row, i) => (Math.abs(row[k]) > Math.abs(rows[best][k]) ? k + i : best), k);
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= n; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let k = n - 1; k >= 0; k--) {
    x[k] = (rows[k][n] - x.reduce((sum, value, j) => (j > k ? sum + rows[k][j] * value : sum), 0)) / rows[k][k];
  }
  return x;
}
