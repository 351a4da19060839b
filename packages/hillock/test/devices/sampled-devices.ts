import { isHillockError } from "../../src/base/error.js";
import { type UniformStream, uniformStream } from "../../src/base/random/uniform-stream.js";
import type { Environment } from "../../src/veriloga/device-module.js";
import {
  type DeviceEquations,
  type DeviceModule,
  instantiate,
  type ParameterDeclaration,
} from "../../src/veriloga/index.js";
import type { DevicePoint } from "./difference-quotient.js";

export const surroundings: Environment = { temperature: 300.15, gmin: 1e-12 };

/** What a parameter without a default other than 0 may be, by its unit. */
const typical: Readonly<Record<string, number>> = {
  ...{ "": 0.2, V: 5, A: 1e-6, ohm: 10, F: 1e-12, s: 1e-9, S: 1e-7, H: 1e-6, degC: 30, K: 10, eV: 1 },
  ...{
    m: 1e-6,
    "m^2": 1e-10,
    "m/s": 1e5,
    "F/m": 1e-10,
    "F/m^2": 1e-4,
    "A/m": 1e-9,
    "A/m^2": 1e-4,
    "1/m": 5e8,
    "V/m": 1e6,
  },
  ...{
    "V m": 1e-8,
    "V^0.5 m": 1e-8,
    "V^0.5": 0.4,
    "1/V": 0.05,
    "A/V^2": 1e-4,
    "1/K": 1e-3,
    "1/K^2": 1e-5,
    "V/K": 1e-3,
  },
  ...{ "C/m^2": 1e-4, "J/K": 1e-15, "K/W": 1e6, "1/cm^3": 1e16, "1/cm^2": 1e10, "cm^2/(V s)": 500 },
};

function typicalOf(units: string): number {
  if (!Object.hasOwn(typical, units))
    throw new Error(`say in sampled-devices.ts what is typical of the unit "${units}"`);
  return typical[units];
}

/** A whole number within a permitted range, near its lower end. */
function wholeNumber(
  [range]: ParameterDeclaration["permitted"],
  otherwise: number | undefined,
  random: UniformStream,
): number {
  const { lower = Number.NEGATIVE_INFINITY, upper = Number.POSITIVE_INFINITY } = range ?? {};
  return Number.isFinite(lower) ? lower + random.integer(Math.min(upper, lower + 2) - lower + 1) : (otherwise ?? 1);
}

/**
 * Values of all parameters: near their defaults, or typical of their unit where that is 0 or follows from others.
 *
 * @param independent leaves out those whose defaults follow from others and whose size is not known
 */
function drawParameters(
  { parameters, source }: DeviceModule,
  random: UniformStream,
  own: Readonly<Record<string, number>>,
  independent: boolean,
): Record<string, number> {
  const drawn: Record<string, number> = {};
  // Those that a module asks whether they are given, and those that others give, are not always given.
  const askedFor = new Set([...source.text.matchAll(/\$param_given\s*\(\s*(\w+)/g)].map(([, name]) => name));
  // In half of the sets, some parameters stay at 0, where other equations may hold.
  const absences = random.integer(2) * 0.3;
  for (const { name, type, units, defaultValue, ...parameter } of parameters.filter(({ settable }) => settable)) {
    const follows = defaultValue === undefined;
    if (follows && independent && own[name] === undefined) continue;
    if ((follows || askedFor.has(name)) && random.integer(2) === 0) continue;
    const centre = own[name] ?? (defaultValue || typicalOf(units));
    const absent = defaultValue === 0 && own[name] === undefined && random.uniform() < absences;
    const spread = 0.8 + 0.4 * random.uniform();
    drawn[name] =
      type === "integer" ? wholeNumber(parameter.permitted, defaultValue, random) : absent ? 0 : centre * spread;
  }
  return drawn;
}

/**
 * A module with drawn parameters. Draws that its ranges do not permit are drawn anew.
 *
 * @param own sizes of some parameters
 */
export function drawDevice(
  module: DeviceModule,
  random: UniformStream,
  own: Readonly<Record<string, number>> = {},
): DeviceEquations {
  for (let attempt = 0; ; attempt++) {
    const parameters = drawParameters(module, random, own, attempt > 20);
    try {
      return instantiate(module, { parameters, connectedPorts: module.ports.length, environment: surroundings });
    } catch (error) {
      if (!isHillockError(error) || attempt > 200) throw error;
    }
  }
}

/**
 * Drawn voltages, currents and states of a device with its own parameters, at rest or in motion. The last port, where
 * many devices have their substrate, often is below or above all others, so that its junctions are off; internal nodes
 * are near the port of which they have the name, or anywhere.
 */
export function drawPoint(
  { unknowns, parameters, states, portCount }: DeviceEquations,
  random: UniformStream,
): DevicePoint {
  const range = [0.5, 1, 3][random.integer(3)];
  const within = (size: number): number => size * (2 * random.uniform() - 1);
  const ports = unknowns.slice(0, portCount).map(() => within(range));
  const side = [0, 1, -1][random.integer(3)];
  if (side !== 0) ports[portCount - 1] = side * (0.1 * random.uniform() + Math.max(...ports.map((v) => side * v)));
  const isNear = random.integer(2) === 0;
  const inner = unknowns.slice(portCount).map(({ name, kind }) => {
    const port = unknowns.slice(0, portCount).findIndex((each) => name.startsWith(each.name));
    if (kind === "current") return within(1e-3);
    return isNear && port >= 0 ? ports[port] + within(0.02) : within(range);
  });
  return {
    unknown: [...ports, ...inner],
    parameter: parameters.map(({ value }) => value),
    environment: [surroundings.temperature, surroundings.gmin],
    state: states.map(() => random.integer(2)),
    time: [random.integer(2) * 1e-3],
  };
}

export const streamOf = (seed: number): UniformStream => uniformStream(20240731, seed);
