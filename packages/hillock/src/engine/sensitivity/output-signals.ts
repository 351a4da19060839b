import { HillockError } from "../../base/error.js";
import { multiply, subtract } from "../../expr/build.js";
import type { Expression } from "../../expr/graph.js";
import { isGround } from "../../netlist/ground.js";
import { key } from "../equations/names.js";
import { systemSignal } from "../equations/signals.js";
import type { System } from "../equations/system.js";

const pattern = /^\s*([vip])\s*\(\s*([^\s,()]+)\s*(?:,\s*([^\s,()]+)\s*)?\)\s*$/i;

/**
 * A signal by its name as an expression of a system: `v(a)` and `v(a,b)` in V, `i(v1)` in A, and `p(v1)` in W, the power
 * that an element with a reported current takes up. Within X1: `v(x1.n)`, `i(v.x1.v1)`.
 *
 * @throws HillockError engine/unknown-signal
 */
export function outputSignal(system: System, name: string): Expression {
  const match = pattern.exec(name);
  const [, letter = "", first = "", second] = match ?? [];
  const kind = letter.toLowerCase();
  if (!match || (kind !== "v" && second !== undefined)) {
    throw new HillockError({
      code: "engine/unknown-signal",
      problem: `"${name}" names no signal`,
      help: "write v(node), v(node,node), i(source) or p(source)",
    });
  }
  if (kind === "v") return systemSignal(system, { kind: "voltage", positive: first, negative: second ?? "0" }).value;
  const current = systemSignal(system, { kind: "current", element: first }).value;
  return kind === "i" ? current : multiply(system.graph, voltageAcross(system, first), current);
}

function voltageAcross(system: System, name: string): Expression {
  const element = system.circuit.elements.find((one) => key(one.name) === key(name));
  const [positive, negative] = element && "nodes" in element ? element.nodes : ["0", "0"];
  const voltage = (node: string) => system.voltages.get(isGround(node) ? "0" : key(node)) as Expression;
  return subtract(system.graph, voltage(positive), voltage(negative));
}
