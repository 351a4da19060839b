import { describe, expect } from "vitest";
import { deviceEquations } from "../../src/devices/device-equations.js";
import { ngspiceTest } from "../requirements.js";
import { bipolarBenches, diodeBenches, mosfetBenches, vdmosBenches } from "./benches.js";
import { type Bench, nativeCurrents } from "./native.js";
import { device } from "./netlist-devices.js";
import { driven, solve } from "./solve-device.js";

/** Currents into the terminals, A, `[biases][terminals]`, of the device's equations. */
function ownCurrents({ element, biases, temperature = 27 }: Bench): number[][] {
  const environment = { temperature: temperature + 273.15, gmin: 1e-12 };
  const held = driven(deviceEquations(element, environment), environment);
  return biases.map((bias) => {
    const unknowns = solve(held, bias);
    return bias.map((_, t) => held.value(held.equations.currents[t], unknowns));
  });
}

/** The greatest |own - native| in units of relative |native| + absolute, and where it is. */
function worst(own: number[][], native: number[][], bench: Bench, relative: number, absolute: number) {
  let greatest = { ratio: 0, at: "" };
  native.forEach((currents, i) => {
    // The nodes of a device balance: ngspice solves for each current to rounding of the largest one.
    const scale = Math.max(...currents.map(Math.abs));
    const rounding = (4 * Number.EPSILON * Math.max(...bench.biases[i].map(Math.abs))) / (bench.resistance ?? Infinity);
    currents.forEach((reference, t) => {
      const ratio =
        Math.abs(own[i][t] - reference) / (relative * Math.abs(reference) + 1e-14 * scale + rounding + absolute);
      if (!(ratio <= greatest.ratio)) {
        greatest = { ratio, at: `bias ${bench.biases[i]}, terminal ${t}: ${own[i][t]}, ngspice ${reference}` };
      }
    });
  });
  return greatest;
}

const resistors: readonly Bench[] = [
  { title: "plain", element: device("resistor", 2, undefined, {}, 4700) },
  {
    title: "temperature coefficients",
    element: device("resistor", 2, undefined, { tc1: 2e-3, tc2: 1e-5, m: 2 }, 4700),
    temperature: 60,
  },
  {
    title: "model",
    element: device("resistor", 2, { type: "R", parameters: { tc1: 1e-3, tnom: 20 } }, { temp: 80 }, 100),
  },
  {
    title: "sheet",
    element: device(
      "resistor",
      2,
      { type: "R", parameters: { rsh: 50, narrow: 1e-7, short: 2e-7 } },
      { l: 4e-5, w: 2e-6 },
    ),
  },
  {
    title: "exponential",
    element: device("resistor", 2, { type: "R", parameters: { tce: 3 } }, { dtemp: 12, scale: 1.5 }, 100),
  },
  { title: "zero", element: device("resistor", 2, undefined, {}, 0) },
].map((bench) => ({
  ...bench,
  biases: [
    [1.3, 0.2],
    [-0.7, 4.1],
  ],
}));

const groups: readonly [string, readonly Bench[]][] = [
  ["resistor", resistors],
  ["diode", diodeBenches],
  ["bipolar", bipolarBenches],
  ["mosfet", mosfetBenches],
  ["vdmos", vdmosBenches],
];

// ngspice stops matching IBV at BV when it is met to reltol, 1e-9 here; all else agrees to 1e-10.
const tolerance = 1e-9;

describe("static currents equal ngspice's", () => {
  for (const [name, benches] of groups) {
    ngspiceTest(name, () => {
      const native = nativeCurrents(benches);
      const misses = benches.map((bench, b) => {
        const { ratio, at } = worst(ownCurrents(bench), native[b], bench, tolerance, 1e-22);
        return `${bench.title}: ${ratio <= 1 ? "agrees" : `${(ratio * tolerance).toExponential(1)} at ${at}`}`;
      });
      expect(misses).toEqual(benches.map(({ title }) => `${title}: agrees`));
    });
  }
});
