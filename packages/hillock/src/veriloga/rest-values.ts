import { type Expression, operands } from "../expr/graph.js";
import { interpret, type SymbolValue } from "../expr/interpret.js";
import type { DeviceEquations } from "./device-module.js";
import { type Elaboration, parametersOf } from "./elaboration.js";
import { fault } from "./source-text.js";

/** The symbols of a device, given its unknowns and states; at rest unless a time is given. */
export function symbolsOf(
  { request: { environment }, parameterSymbols }: Elaboration,
  unknowns: ArrayLike<number>,
  states: ArrayLike<number>,
): SymbolValue {
  return (kind, index) => {
    if (kind === "unknown") return unknowns[index];
    if (kind === "state") return states[index];
    if (kind === "parameter") return parameterSymbols[index].value;
    return kind === "environment" ? [environment.temperature, environment.gmin][index] : 0;
  };
}

/** The states that held variables start from where all unknowns are 0. */
export function initialStates(e: Elaboration, unknowns: ArrayLike<number>): Float64Array {
  const states = new Float64Array(e.held.length);
  for (const [k, { initial }] of e.held.entries()) {
    states[k] = interpret(e.graph, initial, symbolsOf(e, unknowns, states));
  }
  return states;
}

/**
 * Checks that currents and charges are finite where all unknowns are 0: there every analysis begins.
 *
 * @throws HillockError `veriloga/not-finite` at the operation that has no finite value there
 */
export function checkAtRest(e: Elaboration, { currents, charges, unknowns }: DeviceEquations): void {
  const { graph } = e;
  const still = new Float64Array(unknowns.length);
  const symbols = symbolsOf(e, still, initialStates(e, still));
  const values = new Map<number, number>();
  const hasValue = (node: Expression): boolean => Number.isFinite(values.get(node));
  for (const row of [...currents, ...charges]) {
    interpret(graph, row, symbols, values);
    if (hasValue(row)) continue;
    let node = row;
    let at = e.origins.get(row);
    for (;;) {
      // A branch that is not taken does not matter.
      const [condition, whenTrue, whenFalse] = operands(graph, node);
      const used =
        graph.operations[node] === "select"
          ? [condition, values.get(condition) !== 0 ? whenTrue : whenFalse]
          : operands(graph, node);
      const next = used.find((operand) => !hasValue(operand));
      if (next === undefined) break;
      node = next;
      at = e.origins.get(node) ?? at;
    }
    throw fault("not-finite", "this has no finite value while all voltages are 0", at ?? e.declarations.at, {
      details: [`it is ${values.get(node)}, and every analysis begins there`, ...parametersOf(e, node)],
      help: "guard it:  if (x > 0) ...  or  ln(max(x, 1e-30))",
    });
  }
}
