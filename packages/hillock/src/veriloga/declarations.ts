import { electricalDisciplines, otherDisciplines } from "./disciplines.js";
import { didYouMean } from "./nearest-name.js";
import { fault, type Location, placeOf } from "./source-text.js";
import type {
  AliasSyntax,
  AnalogSyntax,
  BranchSyntax,
  FunctionSyntax,
  ItemSyntax,
  ModuleSyntax,
  NameSyntax,
  NodesSyntax,
  ParameterSyntax,
  VariableSyntax,
} from "./syntax.js";
import { unsupportedWords } from "./unsupported-words.js";

export interface NodeDeclaration {
  readonly kind: "node";
  readonly name: string;
  /** Position among the nodes: ports first, in their order. */
  readonly index: number;
  readonly isPort: boolean;
  /** Declared by `ground`: its potential is 0. */
  readonly isGround: boolean;
  readonly at: Location;
}

/** What a module declares, sorted by kind. */
export interface Declarations {
  readonly nodes: readonly NodeDeclaration[];
  readonly parameters: readonly ParameterSyntax[];
  readonly aliases: readonly AliasSyntax[];
  readonly branches: readonly BranchSyntax[];
  readonly variables: readonly VariableSyntax[];
  readonly functions: readonly FunctionSyntax[];
  readonly analog: readonly AnalogSyntax[];
}

/**
 * Sorts the items of a module and declares its nodes.
 *
 * @throws HillockError on a name declared twice, a port without direction or discipline, a discipline that is not electrical
 */
export function collectDeclarations(module: ModuleSyntax): Declarations {
  const of = <Kind extends ItemSyntax["kind"]>(kind: Kind): Extract<ItemSyntax, { kind: Kind }>[] =>
    module.items.filter((item): item is Extract<ItemSyntax, { kind: Kind }> => item.kind === kind);
  const declarations: Declarations = {
    nodes: collectNodes(module, of("nodes")),
    parameters: of("parameter"),
    aliases: of("alias"),
    branches: of("branch"),
    variables: of("variable"),
    functions: of("function"),
    analog: of("analog"),
  };
  const { nodes, parameters, aliases, branches, variables, functions } = declarations;
  rejectDuplicates([...nodes, ...parameters, ...aliases, ...branches, ...variables, ...functions]);
  return declarations;
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

function collectNodes(module: ModuleSyntax, declared: readonly NodesSyntax[]): NodeDeclaration[] {
  rejectDuplicates(module.ports);
  const ports = new Map(module.ports.map((port) => [port.name, port]));
  const directed = new Set<string>();
  const disciplined = new Map<string, Location>();
  const grounds = new Set<string>();
  for (const { discipline, direction, ground, names } of declared) {
    if (discipline) requireElectrical(discipline);
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
        disciplined.set(name, at);
      }
      if (ground) {
        if (ports.has(name)) throw fault("grounded-port", `the port "${name}" cannot be a ground`, at);
        if (!disciplined.has(name)) disciplined.set(name, at);
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
  const internal = [...disciplined].filter(([name]) => !ports.has(name)).map(([name, at]) => ({ name, at }));
  return [...module.ports, ...internal].map(({ name, at }, index) => ({
    kind: "node",
    name,
    index,
    isPort: ports.has(name),
    isGround: grounds.has(name),
    at,
  }));
}

function requireElectrical({ name, at }: NameSyntax): void {
  if (electricalDisciplines.has(name)) return;
  if (otherDisciplines.has(name)) {
    throw fault("unsupported-discipline", `the discipline ${name} is not supported`, at, {
      help: "use `electrical`; a temperature, for example, can be a voltage with 1 V for 1 K",
    });
  }
  if (Object.hasOwn(unsupportedWords, name)) {
    throw fault("unsupported", `\`${name}\` is not supported`, at, { help: unsupportedWords[name] });
  }
  throw fault("unknown-discipline", `there is no discipline "${name}"`, at, {
    help: didYouMean(name, electricalDisciplines, "write  electrical"),
  });
}
