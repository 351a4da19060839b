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
    const start = isGround(node) ? "0" : key(node);
    let top = start;
    for (let next = parent.get(top); next !== undefined; next = parent.get(top)) top = next;
    // All that was passed now leads straight to the top: a chain is walked once.
    for (let at = start; at !== top; ) {
      const next = parent.get(at) as string;
      parent.set(at, top);
      at = next;
    }
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

/** Is it a source that fixes the voltage between its nodes? */
export const fixesVoltage = (element: FlatElement): boolean =>
  element.kind !== "device" && "quantity" in element && element.quantity === "voltage";

/** The sources that hold a node at a voltage against ground, from there on; none if they do not reach it. */
export function sourcesHolding({ elements }: FlatCircuit, node: string): readonly FlatElement[] {
  return isGround(node) ? [] : pathBetween(elements.filter(fixesVoltage), "0", node);
}

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
      const members = pathBetween(fixing, positive, negative);
      throw new HillockError({
        code: "engine/voltage-loop",
        problem: `${element.name} closes a loop of elements that each fix a voltage`,
        place: placeOf(element) ?? element.name,
        details: [
          positive === negative
            ? `Both its ends are node ${positive}.`
            : `The loop is ${[...members, element].map(({ name: one }) => one).join(", ")}; no current in it is determined.`,
        ],
        help: "remove one of them, or put a small resistor into the loop",
      });
    }
    fixing.push(element);
  }
}

/** The fewest of `elements` that lead from one node to another, in this order; none if they do not. */
export function pathBetween(elements: readonly FlatElement[], from: string, to: string): readonly FlatElement[] {
  const name = (node: string): string => (isGround(node) ? "0" : key(node));
  const edges = new Map<string, { element: FlatElement; node: string }[]>();
  const edgesAt = (node: string) => {
    const known = edges.get(node) ?? [];
    if (known.length === 0) edges.set(node, known);
    return known;
  };
  for (const element of elements) {
    if (!("nodes" in element)) continue;
    const [one, other] = element.nodes.map(name);
    edgesAt(one).push({ element, node: other });
    edgesAt(other).push({ element, node: one });
  }
  const paths = new Map<string, readonly FlatElement[]>([[name(from), []]]);
  for (const [node, path] of paths) {
    if (node === name(to)) return path;
    for (const edge of edgesAt(node)) {
      if (!paths.has(edge.node)) paths.set(edge.node, [...path, edge.element]);
    }
  }
  return [];
}
