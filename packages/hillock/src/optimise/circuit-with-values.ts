import { findQuantity, type Meaning } from "../engine/quantities/find-quantity.js";
import { compileAdjustable } from "../engine/quantities/index.js";
import { openScopes } from "../engine/quantities/open-scopes.js";
import { zeroCelsius } from "../engine/settings.js";
import type { Circuit, Element, Model } from "../netlist/circuit.js";
import type { FlatCircuit, FlatModel } from "../netlist/flat-circuit.js";
import { flatten } from "../netlist/flatten.js";

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/**
 * The circuit with other values of some of its quantities, to be written as a netlist. Where all of them stand in the circuit
 * itself, in its model cards or at its instances of subcircuits, it is the circuit as it was written, but for these numbers; else,
 * as one instance may differ from another, it is the circuit without hierarchy.
 *
 * @param names quantities, as `compileAdjustable` names them
 * @param values `[quantities]`, SI
 * @throws what `compileAdjustable` and setting the values throw
 */
export function circuitWithValues(circuit: Circuit, names: readonly string[], values: Float64Array): Circuit {
  const flat = flatten(circuit);
  const { scopes } = openScopes(circuit, flat);
  let changed: Circuit | undefined = circuit;
  names.forEach((name, k) => {
    changed = changed && changedAt(changed, findQuantity({ circuit: flat, scopes }, name), values[k]);
  });
  return changed ?? withoutHierarchy(circuit, compileAdjustable(circuit, names).circuitAt(values));
}

/** The circuit with one number changed; nothing if that does not stand in the circuit itself. */
function changedAt(circuit: Circuit, meaning: Meaning, value: number): Circuit | undefined {
  switch (meaning.kind) {
    case "temperature":
      return { ...circuit, options: { ...circuit.options, temp: value - zeroCelsius } };
    case "parameter": {
      const [name, ...path] = meaning.parameter.site.split(".").reverse();
      if (path.length === 0) {
        const parameters = circuit.parameters.map((each) => (same(each.name, name) ? { ...each, value } : each));
        return { ...circuit, parameters };
      }
      const isSettable = meaning.parameter.isDefault || meaning.parameter.part !== "value";
      if (!isSettable || path.length > 1) return undefined;
      return withElement(circuit, path[0], (element) =>
        element.kind === "instance"
          ? { ...element, parameters: { ...element.parameters, [name.toLowerCase()]: value } }
          : element,
      );
    }
    case "card": {
      if (!circuit.models.some((each) => same(each.name, meaning.model.name))) return undefined;
      const models = circuit.models.map((each) =>
        same(each.name, meaning.model.name)
          ? { ...each, parameters: { ...each.parameters, [meaning.name]: value } }
          : each,
      );
      return { ...circuit, models };
    }
    case "element":
      return withElement(circuit, meaning.element.name, (element) =>
        ["value", "dc", "gain", "coefficient"].includes(meaning.name) || !("parameters" in element)
          ? ({ ...element, [meaning.name]: value } as Element)
          : ({ ...element, parameters: { ...element.parameters, [meaning.name]: value } } as Element),
      );
    case "own":
      return undefined;
  }
}

function withElement(circuit: Circuit, name: string, change: (element: Element) => Element): Circuit | undefined {
  if (!circuit.elements.some((each) => same(each.name, name))) return undefined;
  return { ...circuit, elements: circuit.elements.map((each) => (same(each.name, name) ? change(each) : each)) };
}

/** The flat circuit as one that can be written; models of one name that differ get names of their own. */
function withoutHierarchy({ verilogA }: Circuit, flat: FlatCircuit): Circuit {
  const names = new Map<FlatModel, string>();
  const models: Model[] = [];
  for (const element of flat.elements) {
    if (element.kind !== "device" || !element.model || names.has(element.model)) continue;
    const { name, type, parameters } = element.model;
    // Colons of models within subcircuits are no part of a SPICE name.
    const plain = name.replaceAll(":", ".");
    const taken = (candidate: string) => models.some((each) => same(each.name, candidate));
    let free = plain;
    for (let copy = 2; taken(free); copy++) free = `${plain}_${copy}`;
    names.set(element.model, free);
    models.push({ name: free, type, parameters });
  }
  const elements = flat.elements.map((element): Element => {
    if (element.kind !== "device") return element;
    const { model, ...rest } = element;
    return { ...rest, ...(model && { model: names.get(model) }) };
  });
  const { title, initialConditions, nodesets, options, saves, analyses, measures } = flat;
  return {
    ...{ title, verilogA, globals: [], initialConditions, nodesets, options, saves, analyses, measures },
    ...{ parameters: [], functions: [], models, subcircuits: [], elements },
  };
}
