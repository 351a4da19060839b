import { HillockError } from "../base/error.js";
import type { FlatDevice } from "../netlist/flat-circuit.js";
import { listing } from "../netlist/suggest.js";
import { type CatalogueEntry, catalogue } from "./catalogue.js";

/**
 * What the catalogue has about an element.
 *
 * @throws HillockError `devices/wrong-model` if the element has no model or one of another kind,
 *   `devices/unknown-level` if the model's level is not supported, `devices/wrong-terminals` on too few or many nodes
 */
export function catalogueEntry(element: FlatDevice): CatalogueEntry {
  const { name, type, model, nodes } = element;
  const kinds = catalogue[type];
  const entry = kinds[model === undefined ? "" : model.type.toUpperCase()];
  if (entry === undefined) {
    throw new HillockError({
      code: "devices/wrong-model",
      place: `device ${name}`,
      problem: model
        ? `the model "${model.name}" is of type ${model.type}, which is no model of a ${type}`
        : `a ${type} needs a model`,
      help: `use a model of type ${listing(Object.keys(kinds).filter(Boolean))}`,
    });
  }
  const level = model?.parameters.level;
  if (level !== undefined && !entry.levels.includes(level)) {
    throw new HillockError({
      code: "devices/unknown-level",
      place: `device ${name}, model ${model?.name}`,
      problem: `level ${level} of ${model?.type} is not supported`,
      help: `use level ${listing(entry.levels.map(String))}`,
    });
  }
  const [least, most] = entry.nodes;
  if (nodes.length < least || nodes.length > most) {
    throw new HillockError({
      code: "devices/wrong-terminals",
      place: `device ${name}`,
      problem: `a ${type} has ${least === most ? least : `${least} to ${most}`} nodes, not ${nodes.length}`,
    });
  }
  return entry;
}
