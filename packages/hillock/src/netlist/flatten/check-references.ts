import type { FlatElement } from "../flat-circuit.js";
import { mapOperands } from "../formula/map-formula.js";
import { keepPlaces } from "../place.js";
import type { Formula } from "../value.js";
import type { Registry } from "./flat-names.js";
import { existingElement, existingNode, hasCurrent } from "./references.js";

/** ngspice takes the current of V, E and H elements for F, H and W; of these and L and B in formulas. */
const controls = (element: FlatElement) =>
  (element.kind === "source" || element.kind === "controlled") && element.quantity === "voltage";

const wantedControl = "a voltage source (V, E or H)";

/** An element whose references to nodes and elements exist, spelled as in the flat circuit. */
export function withReferences(element: FlatElement, registry: Registry): FlatElement {
  const source = (name: string, part: string) =>
    existingElement(registry, name, element, part, controls, wantedControl).name;
  switch (element.kind) {
    case "device": {
      const { control, nodes, type } = element;
      if (control !== undefined) return keepPlaces(element, { ...element, control: source(control, "control") });
      if (type !== "switch") return element;
      const checked = nodes.map((node, index) =>
        index < 2 ? node : existingNode(registry, node, element, `node ${index}`),
      );
      return keepPlaces(element, { ...element, nodes: checked });
    }
    case "coupling": {
      const isInductor = (other: FlatElement) => other.kind === "device" && other.type === "inductor";
      const inductors = element.inductors.map(
        (name, index) => existingElement(registry, name, element, `inductor ${index}`, isInductor, "an inductor").name,
      );
      return keepPlaces(element, { ...element, inductors });
    }
    case "controlled": {
      const { control } = element;
      if ("source" in control)
        return keepPlaces(element, { ...element, control: { source: source(control.source, "control") } });
      const [p, n] = control.nodes;
      const nodes: [string, string] = [
        existingNode(registry, p, element, "node 2"),
        existingNode(registry, n, element, "node 3"),
      ];
      return keepPlaces(element, { ...element, control: { nodes } });
    }
    case "behavioural":
      return keepPlaces(element, { ...element, formula: formulaWithReferences(element.formula, registry) });
    case "source":
      return element;
  }
}

function formulaWithReferences(formula: Formula, registry: Registry): Formula {
  switch (formula.kind) {
    case "voltage": {
      const positive = existingNode(registry, formula.positive, formula, "");
      const negative = existingNode(registry, formula.negative, formula, "");
      return keepPlaces(formula, { kind: "voltage", positive, negative });
    }
    case "current": {
      const wanted = "an inductor or a source that has a voltage";
      const { name } = existingElement(registry, formula.source, formula, "", hasCurrent, wanted);
      return keepPlaces(formula, { kind: "current", source: name });
    }
    default:
      return mapOperands(formula, (operand) => formulaWithReferences(operand, registry));
  }
}
