import type { Circuit, Instance, Parameters, Scope, Subcircuit } from "../circuit.js";
import { named } from "./devices.js";
import { assignments, lowerCaseKeys } from "./values.js";

/** The parts of a scope that are not empty; parameters as a record. */
export type ScopeParts = Partial<Omit<Scope, "parameters">> & { readonly parameters?: Parameters };

function scope({ parameters = {}, functions = [], models = [], subcircuits = [], elements = [] }: ScopeParts): Scope {
  return { parameters: assignments(parameters), functions, models, subcircuits, elements };
}

/** A circuit of its parts; what is left out is empty. `circuit({ title: "RC", elements: [...], analyses: [...] })` */
export function circuit(parts: ScopeParts & Partial<Omit<Circuit, keyof Scope>> & { readonly title: string }): Circuit {
  const { title, globals = [], initialConditions = [], nodesets = [], options = {}, saves = [] } = parts;
  const { verilogA = [], analyses = [], measures = [] } = parts;
  return { title, verilogA, globals, initialConditions, nodesets, options, saves, analyses, measures, ...scope(parts) };
}

/** A subcircuit; `defaults` are the parameters that an instance may set. */
export function subcircuit(
  name: string,
  ports: readonly string[],
  { defaults = {}, ...parts }: ScopeParts & { readonly defaults?: Parameters },
): Subcircuit {
  return { name, ports: [...ports], defaults: assignments(defaults), ...scope(parts) };
}

/** X element. */
export function instance(
  name: string,
  nodes: readonly string[],
  subcircuitName: string,
  parameters: Parameters = {},
): Instance {
  const values = lowerCaseKeys(parameters);
  return named({ kind: "instance", name, nodes: [...nodes], subcircuit: subcircuitName, parameters: values });
}
