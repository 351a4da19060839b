import { HillockError } from "../../base/error.js";
import type { FlatCircuit, FlatElement } from "../../netlist/flat-circuit.js";
import { isGround } from "../../netlist/ground.js";
import { placeOf } from "../../netlist/place.js";
import { key } from "./names.js";

/** Groups of nodes, merged one by one. */
export interface Groups {
  readonly find: (node: string) => string;
  /** Merges the groups of two nodes; false if they were one already. */
  readonly merge: (a: string, b: string) => boolean;
}

/** Every node in a group of its own, all names of ground in one. */
export function createGroups(): Groups {
  const parent = new Map<string, string>();
  const find = (node: string): string => {
    let top = isGround(node) ? "0" : key(node);
    while (parent.has(top)) top = parent.get(top) as string;
    return top;
  };
  const merge = (a: string, b: string): boolean => {
    const [one, other] = [find(a), find(b)];
    if (one === other) return false;
    parent.set(one, other);
    return true;
  };
  return { find, merge };
}

const fixesVoltage = (element: FlatElement): boolean =>
  element.kind !== "device" && "quantity" in element && element.quantity === "voltage";

/**
 * Finds what makes a circuit unsolvable whatever its element values: a loop of elements that each fix a voltage.
 *
 * @throws engine/voltage-loop, naming the element that closes the loop and those that form it
 */
export function checkTopology(circuit: FlatCircuit): void {
  const groups = createGroups();
  const fixing: FlatElement[] = [];
  for (const element of circuit.elements) {
    if (!fixesVoltage(element) || !("nodes" in element)) continue;
    const [positive, negative] = element.nodes;
    if (!groups.merge(positive, negative)) {
      const group = groups.find(positive);
      const members = fixing.filter((other) => "nodes" in other && groups.find(other.nodes[0]) === group);
      throw new HillockError({
        code: "engine/voltage-loop",
        problem: `${element.name} closes a loop of elements that each fix a voltage`,
        place: placeOf(element) ?? element.name,
        details: [
          positive === negative
            ? `Both its ends are node ${positive}.`
            : `The loop lies among ${[...members, element].map(({ name: one }) => one).join(", ")}; no current in it is determined.`,
        ],
        help: "remove one of them, or put a small resistor into the loop",
      });
    }
    fixing.push(element);
  }
}
