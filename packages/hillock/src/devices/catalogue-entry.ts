import { HillockError } from "../base/error.js";
import { listing } from "../base/suggest.js";
import type { FlatDevice } from "../netlist/flat-circuit.js";
import { placeOf } from "../netlist/place.js";
import { type CatalogueEntry, catalogue } from "./catalogue.js";
import { deviceModule } from "./device-module.js";
import { moduleEntry } from "./module-entry.js";

/**
 * What the catalogue has about an element.
 *
 * @throws HillockError `devices/wrong-model` if the element has no model or one of another kind,
 *   `devices/unknown-level` if the model's level is not supported, `devices/wrong-terminals` on too few or many nodes,
 *   `netlist/unknown-model-type` and `veriloga/...` if a model's module does not exist or cannot be read
 */
export function catalogueEntry(element: FlatDevice): CatalogueEntry {
  const { name, type, model } = element;
  if (type === "verilogA" && model) return withNodes(element, moduleEntry(model));
  const kinds = type === "verilogA" ? {} : catalogue[type];
  const entry = kinds[model === undefined ? "" : model.type.toUpperCase()];
  if (entry === undefined) {
    throw new HillockError({
      code: "devices/wrong-model",
      place: placeOf(element, "model") ?? `device ${name}`,
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
      place: placeOf(model as object, "parameter level") ?? `device ${name}, model ${model?.name}`,
      problem: `level ${level} of ${model?.type} is not supported`,
      help: `use level ${listing(entry.levels.map(String))}`,
    });
  }
  return withNodes(element, entry);
}

/** The entry, if the element has as many nodes as that has. */
function withNodes(element: FlatDevice, entry: CatalogueEntry): CatalogueEntry {
  const { name, type, nodes, model } = element;
  const [least, most] = entry.nodes;
  if (nodes.length >= least && nodes.length <= most) return entry;
  const isModule = type === "verilogA";
  const { ports } = deviceModule(entry);
  throw new HillockError({
    code: "devices/wrong-terminals",
    place: placeOf(element, nodes.length > most ? `node ${most}` : "") ?? `device ${name}`,
    problem: `a ${isModule ? model?.type : type} has ${least === most ? least : `${least} to ${most}`} nodes, not ${nodes.length}`,
    ...(isModule && { details: [`Its ports are ${ports.join(" ")}.`] }),
    help: "give each port one node",
  });
}
