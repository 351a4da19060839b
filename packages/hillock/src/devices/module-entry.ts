import { HillockError } from "../base/error.js";
import { didYouMean } from "../base/suggest.js";
import type { VerilogASource } from "../netlist/circuit.js";
import type { FlatCircuit, ModuleModel } from "../netlist/flat-circuit.js";
import { placeOf } from "../netlist/place.js";
import { foreignModelTypes, modelTypes } from "../netlist/vocabulary.js";
import { type DeviceModule, multiplicity } from "../veriloga/index.js";
import type { CatalogueEntry } from "./catalogue.js";
import { deviceModule } from "./device-module.js";
import { shippedModules } from "./modules.js";

const entries = new WeakMap<DeviceModule, CatalogueEntry>();

/**
 * What the catalogue would have about the module that a model names: its ports and parameters, as it declares them.
 *
 * @throws HillockError `netlist/unknown-model-type` if there is no such module, `veriloga/...` if it cannot be read
 */
export function moduleEntry(model: ModuleModel): CatalogueEntry {
  const source = moduleSource(model);
  const module = deviceModule({ source });
  let entry = entries.get(module);
  if (entry === undefined) {
    entry = readEntry(module, source);
    entries.set(module, entry);
  }
  return entry;
}

/**
 * Refuses models of types that nothing is known of, whether an element uses them or not.
 *
 * @throws HillockError `netlist/unknown-model-type`
 */
export function checkModelTypes({ moduleModels }: FlatCircuit): void {
  for (const model of moduleModels) moduleSource(model);
}

function moduleSource(model: ModuleModel): VerilogASource {
  if (model.source) return model.source;
  const type = model.type.toLowerCase();
  const names = Object.keys(shippedModules);
  const name = names.find((each) => each.toLowerCase() === type);
  if (name !== undefined) return shippedModules[name];
  throw new HillockError({
    code: "netlist/unknown-model-type",
    place: placeOf(model, "type") ?? `model ${model.name}`,
    problem: `"${model.type}" is no model type here`,
    details: [`Types: ${modelTypes.join(", ")}, or the name of a Verilog-A module.`],
    help: Object.hasOwn(foreignModelTypes, type)
      ? foreignModelTypes[type]
      : didYouMean(
          model.type,
          [...modelTypes, ...names],
          `add  .hdl "file.va"  with a module of yours, or use one of ${names.join(", ")}`,
        ),
  });
}

function readEntry(module: DeviceModule, source: VerilogASource): CatalogueEntry {
  const { parameters, declarations, ports } = module;
  const settable = parameters.filter((parameter) => parameter.settable).map(({ name }) => [name, name]);
  const aliases = declarations.aliases.map(({ name, target }) => [name, target.name]);
  const names: Record<string, string> = {};
  const ambiguous = new Set<string>();
  for (const [written, meant] of [...settable, ...aliases]) {
    const key = written.toLowerCase();
    if (Object.hasOwn(names, key)) ambiguous.add(key);
    names[key] = meant;
  }
  for (const key of ambiguous) delete names[key];
  const own = Object.hasOwn(names, "m") || ambiguous.has("m");
  return {
    source,
    fixed: {},
    nodes: [fewestPorts(ports, source), ports.length],
    controlledByCurrent: false,
    levels: [],
    model: names,
    instance: own ? names : { ...names, m: multiplicity },
    flags: {},
    initial: [],
    idle: {},
    absent: {},
    ambiguous,
  };
}

/** How many ports have to be connected: all, but for those at the end whose connection the module asks for. */
function fewestPorts(ports: readonly string[], { text, includes }: VerilogASource): number {
  const texts = [text, ...Object.values(includes)].join("\n");
  const asked = new Set([...texts.matchAll(/\$port_connected\s*\(\s*(\w+)\s*\)/g)].map(([, port]) => port));
  let count = ports.length;
  while (count > 1 && asked.has(ports[count - 1])) count--;
  return count;
}
