import type { Assignment, FunctionDefinition, Model, Parameters } from "../circuit.js";
import { formula } from "../formula/parse-formula.js";
import type { Formula, Value } from "../value.js";
import { modelType } from "../vocabulary.js";

/** The ground node. */
export const ground = "0";

/** The value of a parameter, to stand where a number may: `resistor("R1", "a", "b", parameterReference("r"))`. */
export function parameterReference(name: string): Formula {
  return { kind: "name", name };
}

/** Parameter settings in a list, as `.param` and `.subckt` have them: `{ r: 1e3, c: formula("1/r") }`. */
export function assignments(values: Parameters): Assignment[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

/** A `.func`: `functionDefinition("parallel", ["a", "b"], "a*b/(a + b)")`. */
export function functionDefinition(name: string, names: readonly string[], body: string | Formula): FunctionDefinition {
  return { name, arguments: [...names], body: typeof body === "string" ? formula(body) : body };
}

/** A `.model`; `type` (or the name of a Verilog-A module) and the names of the parameters in any case. */
export function model(name: string, type: string, parameters: Parameters = {}): Model {
  return { name, type: modelType(type), parameters: lowerCaseKeys(parameters) };
}

/** A record with its keys in lower case, without entries that are undefined. */
export function lowerCaseKeys(parameters: Readonly<Record<string, Value | undefined>>): Record<string, Value> {
  const entries = Object.entries(parameters).filter((entry): entry is [string, Value] => entry[1] !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]));
}
