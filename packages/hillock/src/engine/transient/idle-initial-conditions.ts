import { quantityText } from "../../base/units.js";
import type { FlatSource } from "../../netlist/flat-circuit.js";
import { isGround } from "../../netlist/ground.js";
import { key } from "../equations/names.js";
import type { System } from "../equations/system.js";
import { sourcesHolding } from "../equations/topology.js";

/**
 * A sentence for each `.ic` that has no effect because sources hold its node at another voltage. ngspice lets the sources
 * win as well, and says nothing.
 *
 * @param initialValue of a source, V
 */
export function idleInitialConditions(
  { circuit }: System,
  initialValue: (source: FlatSource) => number,
): readonly string[] {
  return circuit.initialConditions.flatMap(({ node, value }) => {
    const sources = sourcesHolding(circuit, node);
    if (sources.length === 0) return [];
    let voltage: number | undefined = 0;
    let at = "0";
    for (const source of sources) {
      if (!("nodes" in source)) return [];
      const [positive, negative] = source.nodes;
      const upwards = sameNode(negative, at);
      at = upwards ? positive : negative;
      const own = source.kind === "source" ? initialValue(source) : undefined;
      voltage = voltage === undefined || own === undefined ? undefined : voltage + (upwards ? own : -own);
    }
    if (voltage !== undefined && Math.abs(voltage - value) <= 1e-9 + 1e-6 * Math.abs(value)) return [];
    const held = voltage === undefined ? "" : ` at ${quantityText(voltage, "V")}`;
    const names = sources.map(({ name }) => name).join(", ");
    const verb = sources.length === 1 ? "holds" : "hold";
    return [`.ic v(${node}) = ${quantityText(value, "V")} has no effect: ${names} ${verb} the node${held}`];
  });
}

const sameNode = (one: string, other: string): boolean =>
  isGround(one) ? isGround(other) : !isGround(other) && key(one) === key(other);
