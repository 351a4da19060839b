import { didYouMean } from "../base/suggest.js";
import { fault } from "./source-text.js";
import type { DisciplineSyntax, FileSyntax, NameSyntax, NatureSyntax } from "./syntax.js";
import { unsupportedWords } from "./unsupported-words.js";

/** A kind of quantity: the function that gives access to it, and its unit. */
export interface Nature {
  readonly access: string;
  readonly units: string;
}

/** What a node is: the natures of its potential and of what flows into it. */
export interface Discipline {
  readonly name: string;
  readonly potential?: Nature;
  readonly flow?: Nature;
}

const nature = (access: string, units: string): Nature => ({ access, units });
const voltage = nature("V", "V");
const current = nature("I", "A");
const force = nature("F", "N");
const torque = nature("Tau", "N*m");

/** The natures of the Verilog-AMS standard. */
const standardNatures: Readonly<Record<string, Nature>> = {
  Voltage: voltage,
  Current: current,
  Charge: nature("Q", "C"),
  Flux: nature("Phi", "Wb"),
  Magneto_Motive_Force: nature("MMF", "A*turn"),
  Temperature: nature("Temp", "K"),
  Power: nature("Pwr", "W"),
  Position: nature("Pos", "m"),
  Velocity: nature("Vel", "m/s"),
  Acceleration: nature("Acc", "m/s^2"),
  Force: force,
  Angle: nature("Theta", "rad"),
  Angular_Velocity: nature("Omega", "rad/s"),
  Angular_Acceleration: nature("Alpha", "rad/s^2"),
  Angular_Force: torque,
};

const discipline = (name: string, potential?: string, flow?: string): Discipline => ({
  name,
  potential: potential === undefined ? undefined : standardNatures[potential],
  flow: flow === undefined ? undefined : standardNatures[flow],
});

/** The continuous disciplines of the Verilog-AMS standard: what `` `include "disciplines.vams" `` brings. */
const standardDisciplines: readonly Discipline[] = [
  discipline("electrical", "Voltage", "Current"),
  discipline("voltage", "Voltage"),
  discipline("current", undefined, "Current"),
  discipline("magnetic", "Magneto_Motive_Force", "Flux"),
  discipline("thermal", "Temperature", "Power"),
  discipline("kinematic", "Position", "Force"),
  discipline("kinematic_v", "Velocity", "Force"),
  discipline("rotational", "Angle", "Angular_Force"),
  discipline("rotational_omega", "Angular_Velocity", "Angular_Force"),
];

/** Disciplines of digital signals, the standard ones among them. */
const standardDiscrete: readonly string[] = ["logic", "ddiscrete"];

/** The disciplines that a file knows. */
export interface Disciplines {
  readonly known: ReadonlyMap<string, Discipline>;
  readonly discrete: ReadonlySet<string>;
  /** Names of the functions that give access to a potential or flow. */
  readonly access: ReadonlySet<string>;
}

/**
 * The disciplines of the standard, and those that the file declares.
 *
 * @throws HillockError on natures that are not known or give no access
 */
export function collectDisciplines({ natures, disciplines }: Pick<FileSyntax, "natures" | "disciplines">): Disciplines {
  const natureOf = new Map(Object.entries(standardNatures));
  for (const declared of natures) natureOf.set(declared.name, declaredNature(natureOf, declared));
  const known = new Map(standardDisciplines.map((one) => [one.name, one]));
  const discrete = new Set(standardDiscrete);
  for (const declared of disciplines) {
    if (declared.domain !== "continuous") discrete.add(declared.name);
    else known.set(declared.name, declaredDiscipline(natureOf, declared));
  }
  const access = [...known.values()].flatMap(({ potential, flow }) => [potential?.access ?? [], flow?.access ?? []]);
  return { known, discrete, access: new Set([...access.flat(), "potential", "flow"]) };
}

function declaredNature(known: ReadonlyMap<string, Nature>, { name, parent, access, units, at }: NatureSyntax): Nature {
  const base = parent && (known.get(parent.name) ?? unknownNature(known, parent));
  const accessName = access?.name ?? base?.access;
  if (accessName !== undefined) return nature(accessName, units || (base?.units ?? ""));
  throw fault("bad-nature", `the nature ${name} has no access function`, at, {
    help: 'write  access = Name;  in it, and  units = "unit";',
  });
}

function declaredDiscipline(
  known: ReadonlyMap<string, Nature>,
  { name, potential, flow }: DisciplineSyntax,
): Discipline {
  const natureOf = (of: NameSyntax | undefined): Nature | undefined =>
    of && (known.get(of.name) ?? unknownNature(known, of));
  return { name, potential: natureOf(potential), flow: natureOf(flow) };
}

function unknownNature(known: ReadonlyMap<string, Nature>, { name, at }: NameSyntax): never {
  throw fault("bad-nature", `there is no nature "${name}"`, at, {
    help: didYouMean(name, known.keys(), "declare it further up:  nature ... endnature"),
  });
}

/**
 * The discipline of that name.
 *
 * @throws HillockError if there is none, or it is digital
 */
export function requireDiscipline({ known, discrete }: Disciplines, { name, at }: NameSyntax): Discipline {
  const found = known.get(name);
  if (found) return found;
  if (discrete.has(name)) {
    throw fault("unsupported-discipline", `the discipline ${name} is digital`, at, {
      help: "only continuous disciplines can be simulated; use  electrical",
    });
  }
  if (Object.hasOwn(unsupportedWords, name)) {
    throw fault("unsupported", `\`${name}\` is not supported`, at, { help: unsupportedWords[name] });
  }
  throw fault("unknown-discipline", `there is no discipline "${name}"`, at, {
    help: didYouMean(name, known.keys(), "write  electrical"),
  });
}

/** Whether a branch may join nodes of these disciplines. */
export function areCompatible(a: Discipline, b: Discipline): boolean {
  const agree = (one: Nature | undefined, other: Nature | undefined): boolean =>
    one === undefined || other === undefined || one.access === other.access;
  return agree(a.potential, b.potential) && agree(a.flow, b.flow);
}
