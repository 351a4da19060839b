import { type DerivativeMemory, differentiate } from "../../expr/differentiate.js";
import { constantValue, type Expression, type Graph } from "../../expr/graph.js";
import { reachable } from "../../expr/substitute.js";

/** An entry of the Jacobian: d row / d unknown, of the currents (G) and of the charges (C). */
export interface JacobianEntry {
  readonly row: number;
  readonly column: number;
  readonly conductance: Expression;
  readonly capacitance: Expression;
}

/** All entries that are not identically zero, row by row. `variables[j]` is the symbol of column j. */
export function jacobian(
  graph: Graph,
  currents: readonly Expression[],
  charges: readonly Expression[],
  variables: readonly Expression[],
): JacobianEntry[] {
  const columnOf = new Map(variables.map((variable, column) => [variable, column]));
  const memories: DerivativeMemory[] = variables.map(() => new Map());
  const entries: JacobianEntry[] = [];
  currents.forEach((current, row) => {
    const charge = charges[row];
    const columns = reachable(graph, [current, charge])
      .map((node) => columnOf.get(node))
      .filter((column): column is number => column !== undefined)
      .sort((a, b) => a - b);
    for (const column of columns) {
      const conductance = differentiate(graph, current, variables[column], memories[column]);
      const capacitance = differentiate(graph, charge, variables[column], memories[column]);
      if (constantValue(graph, conductance) === 0 && constantValue(graph, capacitance) === 0) continue;
      entries.push({ row, column, conductance, capacitance });
    }
  });
  return entries;
}
