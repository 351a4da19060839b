import { didYouMean } from "../base/suggest.js";
import { literalInteger } from "./constant-value.js";
import { collectDisciplines, type Discipline, type Disciplines, requireDiscipline } from "./disciplines.js";
import { fault, type Location, placeOf } from "./source-text.js";
import type {
  AliasSyntax,
  AnalogSyntax,
  BranchSyntax,
  FileSyntax,
  FunctionSyntax,
  ItemSyntax,
  ModuleSyntax,
  NameSyntax,
  NodesSyntax,
  ParameterSyntax,
  VariableSyntax,
} from "./syntax.js";

export interface NodeDeclaration {
  readonly kind: "node";
  readonly name: string;
  /** Position among the nodes: ports first, in their order. */
  readonly index: number;
  readonly isPort: boolean;
  /** Declared by `ground`: its potential is 0. */
  readonly isGround: boolean;
  /** Absent for a ground without one: it goes with any. */
  readonly discipline?: Discipline;
  readonly at: Location;
}

/** An array of parameters; its elements are parameters named `name[index]`. */
export interface ParameterArray {
  readonly kind: "parameterArray";
  readonly name: string;
  /** Index of each element. */
  readonly indices: readonly number[];
  readonly elements: readonly ParameterSyntax[];
  readonly at: Location;
}

/** What a module declares, sorted by kind. */
export interface Declarations {
  /** Where the module's name stands. */
  readonly at: Location;
  readonly nodes: readonly NodeDeclaration[];
  readonly disciplines: Disciplines;
  /** The elements of arrays among them. */
  readonly parameters: readonly ParameterSyntax[];
  readonly parameterArrays: readonly ParameterArray[];
  readonly aliases: readonly AliasSyntax[];
  readonly branches: readonly BranchSyntax[];
  readonly variables: readonly VariableSyntax[];
  readonly functions: readonly FunctionSyntax[];
  readonly analog: readonly AnalogSyntax[];
}

/**
 * Sorts the items of a file's module and declares its nodes.
 *
 * @throws HillockError on a name declared twice, a port without direction or discipline, an unknown discipline
 */
export function collectDeclarations({ natures, disciplines: declared, modules: [module] }: FileSyntax): Declarations {
  const of = <Kind extends ItemSyntax["kind"]>(kind: Kind): Extract<ItemSyntax, { kind: Kind }>[] =>
    module.items.filter((item): item is Extract<ItemSyntax, { kind: Kind }> => item.kind === kind);
  const disciplines = collectDisciplines({ natures, disciplines: declared });
  const arrays = new Map(of("parameter").flatMap((one) => (one.dimension ? [[one, elementsOf(one)] as const] : [])));
  const declarations: Declarations = {
    at: module.at,
    nodes: collectNodes(module, of("nodes"), disciplines),
    disciplines,
    parameters: of("parameter").flatMap((one) => arrays.get(one)?.elements ?? [one]),
    parameterArrays: [...arrays.values()],
    aliases: of("alias"),
    branches: of("branch"),
    variables: of("variable"),
    functions: of("function"),
    analog: of("analog"),
  };
  const { nodes, parameters, parameterArrays, aliases, branches, variables, functions } = declarations;
  rejectDuplicates([...nodes, ...parameters, ...parameterArrays, ...aliases, ...branches, ...variables, ...functions]);
  return declarations;
}

/** The indices `[first:last]` of an array, which may run either way. */
export function indicesOf(name: string, first: number, last: number, at: Location): number[] {
  const count = Math.abs(last - first) + 1;
  if (count > mostElements) {
    throw fault("bad-dimension", `the array ${name} has more than ${mostElements} elements`, at, {
      help: "compact models have small tables; are the bounds right?",
    });
  }
  return Array.from({ length: count }, (_, k) => first + Math.sign(last - first) * k);
}

const mostElements = 10_000;

function elementsOf(parameter: ParameterSyntax): ParameterArray {
  const { name, dimension, value, at } = parameter;
  const [first, last] = [dimension?.first, dimension?.last].map((bound) => bound && literalInteger(bound));
  if (first === undefined || last === undefined) {
    throw fault("bad-dimension", `the bounds of the parameter array ${name} are not whole numbers`, at, {
      help: `write them out:  parameter real ${name}[0:2] = '{1, 2, 3};`,
    });
  }
  const indices = indicesOf(name, first, last, at);
  const values = value.kind === "array" ? value.elements : undefined;
  if (values?.length !== indices.length) {
    const given = values ? `${values.length} values are given` : "one value is given";
    throw fault("bad-dimension", `${name} has ${indices.length} elements, and ${given}`, value.at, {
      help: `write  '{...}  with ${indices.length} values`,
    });
  }
  const elements = indices.map((index, k) => ({
    ...parameter,
    dimension: undefined,
    name: `${name}[${index}]`,
    value: values[k],
  }));
  return { kind: "parameterArray", name, indices, elements, at };
}

/** @throws HillockError if two of the names are equal */
export function rejectDuplicates(declared: readonly NameSyntax[]): void {
  const first = new Map<string, NameSyntax>();
  for (const item of declared) {
    const earlier = first.get(item.name);
    if (earlier) {
      throw fault("duplicate-name", `"${item.name}" is declared twice`, item.at, {
        details: [`first on line ${placeOf(earlier.at).line}`],
      });
    }
    first.set(item.name, item);
  }
}

function collectNodes(
  module: ModuleSyntax,
  declared: readonly NodesSyntax[],
  disciplines: Disciplines,
): NodeDeclaration[] {
  rejectDuplicates(module.ports);
  const ports = new Map(module.ports.map((port) => [port.name, port]));
  const directed = new Set<string>();
  const disciplined = new Map<string, { readonly at: Location; readonly discipline?: Discipline }>();
  const grounds = new Set<string>();
  for (const { discipline: named, direction, ground, names } of declared) {
    const discipline = named && requireDiscipline(disciplines, named);
    for (const { name, at } of names) {
      if (direction) {
        if (!ports.has(name)) {
          throw fault("unknown-port", `"${name}" is not among the ports of ${module.name}`, at, {
            help: didYouMean(
              name,
              ports.keys(),
              `add it:  module ${module.name}(${[...ports.keys(), name].join(", ")})`,
            ),
          });
        }
        if (directed.has(name)) throw fault("duplicate-name", `"${name}" has a direction already`, at);
        directed.add(name);
      }
      if (discipline) {
        if (disciplined.has(name)) throw fault("duplicate-name", `"${name}" is declared twice`, at);
        disciplined.set(name, { at, discipline });
      }
      if (ground) {
        if (ports.has(name)) throw fault("grounded-port", `the port "${name}" cannot be a ground`, at);
        if (!disciplined.has(name)) disciplined.set(name, { at });
        grounds.add(name);
      }
    }
  }
  for (const { name, at } of module.ports) {
    if (!directed.has(name)) {
      throw fault("port-without-direction", `the port "${name}" has no direction`, at, { help: `add  inout ${name};` });
    }
    if (!disciplined.has(name)) {
      throw fault("port-without-discipline", `the port "${name}" has no discipline`, at, {
        help: `add  electrical ${name};`,
      });
    }
  }
  const internal = [...disciplined].filter(([name]) => !ports.has(name)).map(([name, { at }]) => ({ name, at }));
  return [...module.ports, ...internal].map(({ name, at }, index) => ({
    kind: "node",
    name,
    index,
    isPort: ports.has(name),
    isGround: grounds.has(name),
    discipline: disciplined.get(name)?.discipline,
    at,
  }));
}
