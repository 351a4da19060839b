import type { NodeDeclaration } from "./declarations.js";

/** The reference node, whose potential is 0. */
export const ground = -1;

/**
 * Which unknown each node of a module is, after node collapse. It is found by executing the module: a first run tells
 * what collapses and what is never used, the next runs with that.
 */
export interface Topology {
  /** Nodes joined by `V(a,b) <+ 0`: each points to another of its group, a group's root to itself or to ground. */
  readonly parent: readonly number[];
  /** Nodes that no equation uses; they have no unknown. */
  readonly unused: ReadonlySet<number>;
  /** Nodes that stay by themselves: the connected ports. */
  readonly fixedCount: number;
  /** The unknown of each root node, by node. */
  readonly unknownOf: ReadonlyMap<number, number>;
  /** The names of the node unknowns. */
  readonly names: readonly string[];
}

/** The topology with these nodes joined and these unused. */
export function createTopology(
  nodes: readonly NodeDeclaration[],
  connectedPorts: number,
  parent: readonly number[] = nodes.map(({ isGround, index }) => (isGround ? ground : index)),
  unused: ReadonlySet<number> = new Set(),
): Topology {
  const roots = nodes.filter(({ index }) => parent[index] === index && !unused.has(index));
  return {
    parent,
    unused,
    fixedCount: connectedPorts,
    unknownOf: new Map(roots.map(({ index }, unknown) => [index, unknown])),
    names: roots.map(({ name }) => name),
  };
}

/** The node that stands for `node`'s group, or {@link ground}. */
export function rootOf({ parent }: Topology, node: number): number {
  let root = node;
  while (root !== ground && parent[root] !== root) root = parent[root];
  return root;
}

/**
 * The parents after joining two nodes, or undefined if they have to stay apart because both are connected ports (or a
 * port and the reference). The group is named after its port, or its first node.
 */
export function join(topology: Topology, a: number, b: number): readonly number[] | undefined {
  const first = Math.min(rootOf(topology, a), rootOf(topology, b));
  const second = Math.max(rootOf(topology, a), rootOf(topology, b));
  if (first === second || second < topology.fixedCount) return undefined;
  return topology.parent.map((parent, node) => (node === second ? first : parent));
}
