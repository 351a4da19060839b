import { multiply, subtract } from "../../expr/build.js";
import type { Expression } from "../../expr/graph.js";
import { isGround } from "../../netlist/ground.js";
import { key } from "../equations/names.js";
import { signalNamed, systemSignal } from "../equations/signals.js";
import type { System } from "../equations/system.js";

/**
 * A signal by its name as an expression of a system: `v(a)` and `v(a,b)` in V, `i(v1)` in A, and `p(v1)` in W, the power
 * that an element with a reported current takes up. Within X1: `v(x1.n)`, `i(v.x1.v1)`.
 *
 * @throws HillockError engine/unknown-signal
 */
export function outputSignal(system: System, name: string): Expression {
  const [, element] = /^\s*p\s*\(\s*([^\s(),]+)\s*\)\s*$/i.exec(name) ?? [];
  if (element === undefined) return systemSignal(system, signalNamed(name)).value;
  const { value: current } = systemSignal(system, { kind: "current", element });
  return multiply(system.graph, voltageAcross(system, element), current);
}

function voltageAcross(system: System, name: string): Expression {
  const element = system.circuit.elements.find((one) => key(one.name) === key(name));
  const [positive, negative] = element && "nodes" in element ? element.nodes : ["0", "0"];
  const voltage = (node: string) => system.voltages.get(isGround(node) ? "0" : key(node)) as Expression;
  return subtract(system.graph, voltage(positive), voltage(negative));
}
