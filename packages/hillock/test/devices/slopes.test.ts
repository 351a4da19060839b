import { describe, expect, test } from "vitest";
import type { UniformStream } from "../../src/base/random/uniform-stream.js";
import * as cards from "../../src/devices/cards/index.js";
import { catalogue } from "../../src/devices/catalogue.js";
import { deviceEquations } from "../../src/devices/device-equations.js";
import { deviceModule } from "../../src/devices/device-module.js";
import { shippedModules } from "../../src/devices/modules.js";
import type { DeviceEquations } from "../../src/veriloga/device-module.js";
import { bipolarBenches, diodeBenches, mosfetBenches, vdmosBenches } from "./benches.js";
import { cardDevices } from "./card-devices.js";
import { chargeBenches } from "./charge-benches.js";
import { compareSlopes, type DevicePoint } from "./difference-quotient.js";
import { drawDevice, drawPoint, streamOf, surroundings } from "./sampled-devices.js";

// Every device of the library is here by itself: its module with drawn parameters at drawn voltages, and its cards and
// benches. A new one needs no line in this file, unless a parameter's size cannot be told from its default or unit.

const relative = 1e-6;

interface Case {
  readonly title: string;
  readonly equations: DeviceEquations;
  readonly point: DevicePoint;
}

/** Sizes of parameters whose defaults follow from others, or at whose defaults there is little to see. */
const sizes: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  ekv26: { TOX: 2e-8, L: 1e-6, IBB: 1.2e8, E0: 1e8 },
  mott_switch: { SOFT: 0.3 },
  rram: { GAPINI: 0.5e-9, EDGE: 0.3e-9 },
  tft: { RD: 1e4, RS: 1e4 },
  vcm: { NMIN: 5, NINIT: 10 },
  vdmos: { BV: 2 },
  vteam: { WON: 0.1e-9, W0: 1.5e-9, WLOFF: 2.7e-9, WLON: 0.4e-9 },
};

/** Parameters that enter no current or charge: thresholds of events, and noise. */
const elsewhere: Readonly<Record<string, readonly string[]>> = {
  switch: ["VT", "VH"],
  currentswitch: ["IT", "IH"],
  ekv26: ["KF", "AF"],
};

/** Modules of devices as their cards and benches use them, by the modules' names. */
const inUse = new Map<string, Case[]>();

function addCase(one: Case): void {
  const { module } = one.equations;
  inUse.set(module, [...(inUse.get(module) ?? []), one]);
}

for (const bench of [
  ...[...diodeBenches, ...bipolarBenches, ...mosfetBenches, ...vdmosBenches],
  ...chargeBenches.flatMap(([, benches]) => benches),
]) {
  const equations = deviceEquations(bench.element, surroundings);
  const { unknowns, parameters, portCount } = equations;
  const ports = unknowns.slice(0, portCount).map(({ name }) => name);
  for (const bias of bench.biases.filter((_, k) => k % 13 === 3)) {
    // Internal nodes a little off the ports, so that all currents flow.
    const unknown = unknowns.map(({ name }, k) =>
      k < portCount ? bias[k] : (bias[ports.findIndex((port) => name.startsWith(port))] ?? 0) - 0.0123,
    );
    const { temperature, gmin } = surroundings;
    const point = { unknown, parameter: parameters.map(({ value }) => value), environment: [temperature, gmin] };
    addCase({ title: `${bench.title} at ${bias}`, equations, point });
  }
}

for (const part of Object.values(cards).filter((each) => typeof each !== "function")) {
  for (const [k, element] of cardDevices(part.card).entries()) {
    const equations = deviceEquations(element, surroundings);
    const random = streamOf(k);
    for (let round = 0; round < 4; round++) {
      addCase({ title: `${part.name} ${round}`, equations, point: drawPoint(equations, random) });
    }
  }
}

const [fewestSets, mostSets] = [6, 60];

/** A module with drawn parameters at four points. */
function drawn(name: string, random: UniformStream): Case[] {
  const equations = drawDevice(deviceModule({ source: shippedModules[name] }), random, sizes[name]);
  return Array.from({ length: 4 }, () => {
    const point = drawPoint(equations, random);
    return { title: JSON.stringify(point), equations, point };
  });
}

describe("derivatives of currents and charges by unknowns and parameters equal difference quotients", () => {
  test.each(Object.keys(shippedModules))(
    "%s",
    (name) => {
      const settable = deviceModule({ source: shippedModules[name] }).parameters.filter((each) => each.settable);
      const named = (type: "real" | "integer"): string[] =>
        settable.filter((each) => each.type === type).map((parameter) => parameter.name);
      // Whole numbers choose among equations: there is nothing in between.
      const choices = new Set(named("integer"));
      const misses: string[] = [];
      const pending = new Set(named("real"));
      const settled = new Set<string>();
      const compare = ({ title, equations, point }: Case): void => {
        for (const { name: slope, by, exact, quotient, uncertainty } of compareSlopes(equations, point, choices)) {
          const allowed = relative * Math.abs(exact);
          if (!(Math.abs(exact - quotient) <= allowed + uncertainty)) {
            misses.push(`${slope} = ${exact}, not ${quotient} +- ${uncertainty}: ${title}`);
          }
          if (exact !== 0 && uncertainty <= allowed) settled.add(by);
          else pending.add(by);
        }
      };
      inUse.get(name)?.forEach(compare);
      const random = streamOf(0);
      const left = (): string[] => [...pending].filter((by) => !settled.has(by) && !elsewhere[name]?.includes(by));
      for (let set = 0; set < fewestSets || (set < mostSets && left().length > 0); set++)
        drawn(name, random).forEach(compare);
      expect(misses).toEqual([]);
      // By each unknown and parameter, a derivative was seen whose quotient is as accurate as the comparison asks for.
      expect(left()).toEqual([]);
    },
    60_000,
  );

  test("every device of a netlist is among them", () => {
    const modules = new Set(Object.values(shippedModules));
    for (const { source } of Object.values(catalogue).flatMap((kinds) => Object.values(kinds))) {
      expect(modules.has(source)).toBe(true);
    }
  });
});
