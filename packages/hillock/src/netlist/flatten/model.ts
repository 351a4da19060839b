import { didYouMean, listing } from "../../base/suggest.js";
import type { Device, Model, VerilogASource } from "../circuit.js";
import type { FlatModel } from "../flat-circuit.js";
import { errorOf } from "../netlist-error.js";
import { keepPlaces, placeOf } from "../place.js";
import { deviceVocabulary, modelTypes as spiceTypes } from "../vocabulary.js";
import { findParameter, numbersOf } from "./resolve.js";
import { findLexically, type ScopeInstance, visible } from "./scope-instance.js";

/** The model that a device names, with its numbers; computed once per scope instance. */
export function modelOf(
  element: Device,
  name: string,
  scope: ScopeInstance,
  modules: ReadonlyMap<string, VerilogASource>,
): FlatModel {
  const found = findLexically(scope, (at) => at.models, name);
  if (!found) throw unknownModel(element, name, scope);
  const { item: model, scope: owner } = found;
  const { modelTypes, letter, anyModule } = deviceVocabulary[element.type];
  if (!anyModule && !modelTypes.includes(model.type)) {
    const place = placeOf(model, "type");
    const fitting = `an element ${letter}... takes a model of type ${modelTypes.join(" or ")}`;
    throw errorOf(element, "model", "wrong-model-type", `the model "${model.name}" is of type ${model.type}`, {
      details: place ? [`It is defined at ${place.file}:${place.line}.`] : [],
      help: spiceTypes.includes(model.type)
        ? fitting
        : didYouMean(model.type, modelTypes, `${fitting}; a device of a Verilog-A module is an element N...`),
    });
  }
  let flat = owner.flatModels.get(model);
  if (!flat) {
    const qualified = owner.path ? `${owner.path}:${model.name}` : model.name;
    const source = modules.get(model.type.toLowerCase());
    const parameters = numbersOf(model.parameters, owner, qualified);
    flat = keepPlaces(model, { name: qualified, type: model.type, parameters, ...(source && { source }) });
    owner.flatModels.set(model, flat);
  }
  return flat;
}

function unknownModel(element: Device, name: string, scope: ScopeInstance): Error {
  const { modelTypes, anyModule } = deviceVocabulary[element.type];
  const models: Model[] = visible(scope, (at) => at.models);
  const fitting = models.filter(({ type }) => (anyModule ? !spiceTypes.includes(type) : modelTypes.includes(type)));
  const described = fitting.map((model) => {
    const place = placeOf(model);
    return place ? `${model.name} (${place.file}:${place.line})` : model.name;
  });
  const types = anyModule ? "of a Verilog-A module" : `of type ${modelTypes.join(" or ")}`;
  const details = [
    described.length > 0 ? `Models ${types}: ${listing(described)}.` : `No model ${types} is visible here.`,
  ];
  const best = didYouMean(
    name,
    fitting.map((model) => model.name),
    "",
  );
  const add = `.model ${name} ${anyModule ? "module" : modelTypes[0]}(...)`;
  const help = best ? `${best} Or add  ${add}` : `add  ${add}`;
  const parameter = deviceVocabulary[element.type].value && findParameter(scope, name);
  if (parameter) {
    return errorOf(element, "model", "unknown-model", `no .model is named "${name}"`, {
      help: `the value of the parameter ${parameter.name} is written {${parameter.name}}`,
    });
  }
  return errorOf(element, "model", "unknown-model", `no .model is named "${name}"`, {
    details,
    help,
  });
}
