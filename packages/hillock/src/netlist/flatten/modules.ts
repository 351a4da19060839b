import type { Scope, VerilogASource } from "../circuit.js";
import type { ModuleModel } from "../flat-circuit.js";
import { errorOf } from "../netlist-error.js";
import { append } from "../parse/scope-draft.js";
import { keepPlaces, placeOf } from "../place.js";
import { moduleNames } from "../verilog-a-text.js";
import { modelTypes } from "../vocabulary.js";

/** The sources by the names of their modules in lower case. @throws HillockError netlist/duplicate-name, netlist/no-module */
export function modulesOf(sources: readonly VerilogASource[]): Map<string, VerilogASource> {
  const modules = new Map<string, VerilogASource>();
  for (const source of sources) {
    const names = [source.text, ...Object.values(source.includes)].flatMap(moduleNames);
    if (names.length === 0) {
      throw errorOf(source, "", "no-module", `"${source.file}" defines no module`, {
        help: "name a Verilog-A file with  module name(ports); ... endmodule",
      });
    }
    for (const name of names) {
      const first = modules.get(name.toLowerCase());
      if (first && first !== source) {
        const place = placeOf(first);
        const details = place ? [`The first is in "${first.file}" (${place.file}:${place.line}).`] : [];
        throw errorOf(source, "", "duplicate-name", `a second module is named "${name}"`, {
          details,
          help: "rename one of them, or leave one of the files out",
        });
      }
      modules.set(name.toLowerCase(), source);
    }
  }
  return modules;
}

/** The models of a circuit, and of its subcircuits, whose type is none of SPICE's. */
export function moduleModels(circuit: Scope, modules: ReadonlyMap<string, VerilogASource>): readonly ModuleModel[] {
  const result: ModuleModel[] = [];
  const scopes: Scope[] = [circuit];
  for (const { models, subcircuits } of scopes) {
    for (const model of models) {
      const { name, type } = model;
      const source = modules.get(type.toLowerCase());
      if (!modelTypes.includes(type)) result.push(keepPlaces(model, { name, type, ...(source && { source }) }));
    }
    append(scopes, subcircuits);
  }
  return result;
}
