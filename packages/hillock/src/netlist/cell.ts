import { HillockError } from "../base/error.js";
import { instance, type ScopeParts, subcircuit } from "./build/structure.js";
import { parameterReference } from "./build/values.js";
import type { Element, FunctionDefinition, Instance, Model, Parameters, Subcircuit } from "./circuit.js";
import type { Constraint, NamedValues } from "./constraint.js";
import type { Quantity } from "./quantity.js";
import type { Formula } from "./value.js";

/** What a cell is made of besides its elements. */
export interface CellParts<Port extends string, Name extends string> {
  /** Name of the subcircuit. */
  readonly name: string;
  readonly ports: readonly Port[];
  /** Parameters with their physics; their defaults are those of the subcircuit. */
  readonly parameters: Readonly<Record<Name, Quantity>>;
  /** What the parameters have to fulfil together. */
  readonly constraints?: readonly Constraint<NoInfer<Name>>[];
  /** Parameters computed from these, functions, models and subcircuits of the cell's own. */
  readonly locals?: Parameters;
  readonly functions?: readonly FunctionDefinition[];
  readonly models?: readonly Model[];
  readonly subcircuits?: readonly Subcircuit[];
}

/** A circuit to be used as a part of others, whose parameters know their physics. */
export interface Cell<Port extends string, Name extends string> {
  readonly ports: readonly Port[];
  readonly parameters: Readonly<Record<Name, Quantity>>;
  readonly constraints: readonly Constraint<Name>[];
  readonly subcircuit: Subcircuit;
  /** An X element of this cell: a node for each port, and the parameters that differ from their defaults. */
  readonly instance: (
    name: string,
    nodes: Readonly<Record<Port, string>>,
    parameters?: Partial<Readonly<Record<Name, Instance["parameters"][string]>>>,
  ) => Instance;
}

/**
 * Makes a cell from its ports, its parameters and a function that lists its elements:
 * `cell({ name: "RC", ports: ["in", "out"], parameters: { R: ohm(1e3) } }, ({ in: a, out }, { R }) => [...])`.
 * The function is given the names of the ports and references to the parameters.
 *
 * @throws HillockError netlist/outside-range if a default is beyond its range, netlist/broken-constraint if the defaults
 *   break a constraint
 */
export function cell<const Port extends string, Name extends string>(
  { name, ports, parameters, constraints = [], locals = {}, ...parts }: CellParts<Port, Name>,
  body: (ports: Readonly<Record<Port, string>>, parameters: Readonly<Record<Name, Formula>>) => readonly Element[],
): Cell<Port, Name> {
  const names = Object.keys(parameters) as Name[];
  for (const key of names) checkRange(name, key, parameters[key]);
  const portNames = Object.fromEntries(ports.map((port) => [port, port as string])) as Record<Port, string>;
  const references = Object.fromEntries(names.map((key) => [key, parameterReference(key)])) as Record<Name, Formula>;
  const defaults = Object.fromEntries(names.map((key) => [key, parameters[key].default])) as Record<Name, number>;
  checkConstraints(name, constraints, defaults);
  const scope: ScopeParts = { ...parts, parameters: locals, elements: body(portNames, references) };
  return {
    ports,
    parameters,
    constraints,
    subcircuit: subcircuit(name, ports, { defaults, ...scope }),
    instance: (instanceName, nodes, values = {}) =>
      instance(
        instanceName,
        ports.map((port) => nodes[port]),
        name,
        values as Parameters,
      ),
  };
}

function checkRange(cellName: string, name: string, { default: value, range, unit }: Quantity): void {
  if (!range || (value >= range[0] && value <= range[1])) return;
  throw new HillockError({
    code: "netlist/outside-range",
    place: `parameter ${name} of the cell ${cellName}`,
    problem: `the default ${value} ${unit} lies outside of ${range[0]} ... ${range[1]} ${unit}`,
    help: "choose another default or range",
  });
}

function checkConstraints<Name extends string>(
  cellName: string,
  constraints: readonly Constraint<Name>[],
  defaults: NamedValues<Name>,
): void {
  const broken = constraints.find((each) => !each.holds(defaults));
  if (!broken) return;
  throw new HillockError({
    code: "netlist/broken-constraint",
    place: `cell ${cellName}`,
    problem: `the defaults do not fulfil ${broken.text}`,
    help: "choose other defaults or constraints",
  });
}
