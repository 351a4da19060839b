import { add, subtract } from "../../expr/build.js";
import { constant, type Expression, type Graph } from "../../expr/graph.js";
import type { FlatCircuit, FlatElement, FlatSource } from "../../netlist/flat-circuit.js";
import { isGround } from "../../netlist/ground.js";
import type { Formula } from "../../netlist/value.js";
import { key } from "./names.js";

/** Nodes whose voltage is a known function of the inputs, because a chain of voltage sources ties them to ground. */
export interface KnownNodes {
  /** Voltage by lower-case node name; ground is not listed. */
  readonly voltages: ReadonlyMap<string, Expression>;
  /** Which source makes which node known, from ground outwards. */
  readonly definedBy: readonly { readonly source: FlatSource; readonly node: string }[];
}

/**
 * Finds the nodes that need not be unknowns. A source whose current controls something keeps its current as an
 * unknown, and so does not make a node known. Loops of voltage sources are excluded before (see `checkTopology`).
 */
export function knownNodes(
  circuit: FlatCircuit,
  inputOf: (source: FlatSource) => Expression,
  graph: Graph,
): KnownNodes {
  const sensed = sensedSources(circuit.elements);
  const voltages = new Map<string, Expression>();
  const definedBy: { source: FlatSource; node: string }[] = [];
  const voltageOf = (node: string): Expression | undefined =>
    isGround(node) ? constant(graph, 0) : voltages.get(key(node));

  let waiting = circuit.elements.filter(
    (element): element is FlatSource => element.kind === "source" && element.quantity === "voltage",
  );
  for (let progress = true; progress; ) {
    progress = false;
    const later: FlatSource[] = [];
    for (const source of waiting) {
      const [positive, negative] = source.nodes;
      const above = voltageOf(positive);
      const below = voltageOf(negative);
      if (sensed.has(key(source.name)) || (above === undefined && below === undefined)) {
        later.push(source);
        continue;
      }
      const input = inputOf(source);
      const node = above === undefined ? positive : negative;
      voltages.set(
        key(node),
        above === undefined ? add(graph, below as Expression, input) : subtract(graph, above, input),
      );
      definedBy.push({ source, node });
      progress = true;
    }
    waiting = later;
  }
  return { voltages, definedBy };
}

/** Names of the sources whose current controls an element. */
function sensedSources(elements: readonly FlatElement[]): Set<string> {
  const sensed = new Set<string>();
  const scan = (formula: Formula): void => {
    if (formula.kind === "current") sensed.add(key(formula.source));
    else if (formula.kind === "unary") scan(formula.operand);
    else if (formula.kind === "binary") [formula.left, formula.right].forEach(scan);
    else if (formula.kind === "conditional") [formula.condition, formula.whenTrue, formula.whenFalse].forEach(scan);
    else if (formula.kind === "call") formula.operands.forEach(scan);
  };
  for (const element of elements) {
    if (element.kind === "controlled" && "source" in element.control) sensed.add(key(element.control.source));
    else if (element.kind === "behavioural") scan(element.formula);
    else if (element.kind === "device" && element.control !== undefined) sensed.add(key(element.control));
  }
  return sensed;
}
