import { describe, expect, test } from "vitest";
import { source } from "../../src/devices/rram.va";
import { simulate } from "../../src/engine/simulate.js";
import { parseNetlist } from "../../src/netlist/index.js";
import { driven } from "./solve-device.js";
import { biasedDevice } from "./verilog-a-device.js";

const kelvin = 300.15;
const thermal = 1.380649e-23 / 1.602176634e-19;

/** Chen and Yu's set, which are the module's defaults. */
const chen = {
  ...{ L: 5e-9, GAPMIN: 0.1e-9, GAPMAX: 1.7e-9, A0: 0.25e-9, I0: 61.4e-6, G0: 0.27505e-9, V0: 0.43 },
  ...{ EAG: 1.501, EAR: 1.5, VEL0: 150, GAMMA0: 16.5, BETA: 1.25, rth: 2.3e-10 / 3.1825e-16 },
};
/** Guan's set, as the first release of Stanford's model has it: 10 m/s sinh. */
const guan = {
  ...{ L: 12e-9, GAPMIN: 0.2e-9, GAPMAX: 1.9e-9, A0: 0.25e-9, I0: 1e-3, G0: 0.25e-9, V0: 0.25 },
  ...{ EAG: 0.6, EAR: 0.6, VEL0: 5, GAMMA0: 16, BETA: 0.8, rth: 2100 },
};
type Set = typeof chen;

const conduct = (set: Set, gap: number, v: number): number => set.I0 * Math.exp(-gap / set.G0) * Math.sinh(v / set.V0);

/** dg/dt of the publications with the temperature at rest, m/s. */
function speed(set: Set, gap: number, v: number): number {
  const kt = thermal * (kelvin + set.rth * Math.abs(v * conduct(set, gap, v)));
  const field = ((set.GAMMA0 - set.BETA * (gap / 1e-9) ** 3) * set.A0 * v) / set.L;
  return -set.VEL0 * (Math.exp((field - set.EAG) / kt) - Math.exp((-field - set.EAR) / kt));
}

/** The voltage of a ramp (V/s) from 0 where the gap has moved half its way, V: Heun's method in small steps of gap and voltage. */
function switchingVoltage(set: Set, start: number, slope: number): number {
  let [gap, v] = [start, 0];
  const middle = (set.GAPMIN + set.GAPMAX) / 2;
  const side = Math.sign(start - middle);
  for (let k = 0; k < 1e6; k++) {
    const before = speed(set, gap, v);
    const step = Math.min(1e-4 / Math.abs(slope), 2e-13 / Math.max(Math.abs(before), 1e-30));
    const after = speed(set, gap + step * before, v + step * slope);
    gap = Math.min(set.GAPMAX, Math.max(set.GAPMIN, gap + (step * (before + after)) / 2));
    v += step * slope;
    if (Math.sign(gap - middle) !== side) return v;
  }
  throw new Error("the gap did not move");
}

const cardOf = ({ rth, ...set }: Set): string =>
  [...Object.entries(set), ["CTH", 2.3e-10 / rth]].map(([name, value]) => `${name}=${value}`).join(" ");

/** Currents through the memory (A), and voltages, in a run. */
function run(lines: string, model: string, end: number): { v: Float64Array; i: Float64Array; time: Float64Array } {
  const text = `rram\n${lines}\nN1 a 0 M\n.model M rram(${model})\n.tran ${end / 100} ${end}\n.save v(a) i(v1)\n`;
  const [{ waveforms }] = simulate(parseNetlist(text, { file: "rram.cir" }));
  const [v, i] = waveforms.signals.map(({ values }) => values);
  return { v, i: i.map((value) => -value), time: waveforms.scales[0].values };
}

const ramp = (to: number, time: number): string => `V1 a 0 PWL(0 0 ${time} ${to} ${2 * time} 0)`;

/** Voltage at which the gap, told from the current, passes the middle of its range on the way up. */
function switchingOf({ v, i }: { v: Float64Array; i: Float64Array }, set: Set): number {
  const middle = (set.GAPMIN + set.GAPMAX) / 2;
  const gaps = Array.from(v, (value, k) => -set.G0 * Math.log(i[k] / (set.I0 * Math.sinh(value / set.V0))));
  const at = gaps.findIndex((gap, k) => k > 5 && (gap - middle) * (gaps[k - 1] - middle) <= 0);
  return v[at];
}

const lastWhere = (values: Float64Array, holds: (value: number) => boolean): number =>
  values.reduce((last, value, k) => (holds(value) ? k : last), -1);

describe("rram", () => {
  test("both states of the published set: current and on/off ratio exp((GAPMAX - GAPMIN)/G0)", () => {
    const [on, off] = [chen.GAPMIN, chen.GAPMAX].map((gap) => {
      const { equations } = biasedDevice(source, { GAPINI: gap });
      const { value } = driven(equations, { temperature: kelvin, gmin: 1e-12 });
      const current = (v: number): number => value(equations.currents[0], [v, 0, 0, 0]);
      for (const v of [-1.5, -0.1, 0.02, 0.1, 1]) {
        expect(current(v) / conduct(chen, gap, v)).toBeCloseTo(1, 12);
        expect(value(equations.currents[1], [v, 0, 0, 0])).toBe(-current(v));
      }
      return 0.1 / current(0.1);
    });
    // About 10 kohm and 3 Mohm at 0.1 V.
    expect(on).toBeGreaterThan(5e3);
    expect(on).toBeLessThan(20e3);
    expect(off / on).toBeCloseTo(Math.exp(1.6 / 0.27505), 6);
  });

  test("sets and resets where the published equations do, at any speed of the sweep", () => {
    for (const [start, to, time] of [
      [chen.GAPMAX, 3, 4e-3],
      [chen.GAPMAX, 3, 4e-6],
      [chen.GAPMIN, -2.5, 4e-3],
    ]) {
      const measured = switchingOf(run(ramp(to, time), `GAPINI=${start}`, 2 * time), chen);
      expect(measured / switchingVoltage(chen, start, to / time)).toBeCloseTo(1, 2);
    }
    // A decade of speed costs kT ln 10/h; h at the whole gap, where the jump begins.
    const field = ((16.5 - 1.25 * 1.7 ** 3) * 0.25) / 5;
    const shift = switchingVoltage(chen, chen.GAPMAX, 7.5e5) - switchingVoltage(chen, chen.GAPMAX, 7.5e2);
    const cold = (3 * thermal * kelvin * Math.LN10) / field;
    // Where it heats before, faster sweeps lose a little less.
    expect(shift / cold).toBeGreaterThan(0.9);
    expect(shift / cold).toBeLessThan(1.02);
  });

  test("Guan's set switches within his model's benchmark sweeps, 2 V and back in 8 ms", () => {
    for (const [start, to] of [
      [guan.GAPMAX, 2],
      [guan.GAPMIN, -2],
    ]) {
      const expected = switchingVoltage(guan, start, to / 4e-3);
      expect(Math.abs(expected)).toBeGreaterThan(0.5);
      expect(Math.abs(expected)).toBeLessThan(1.5);
      const result = run(ramp(to, 4e-3), `${cardOf(guan)} GAPINI=${start}`, 8e-3);
      expect(switchingOf(result, guan) / expected).toBeCloseTo(1, 2);
    }
  });

  test("set is abrupt, reset gradual: the resistance left grows with the voltage reached", () => {
    const left = [-1.1, -1.3, -1.6, -2].map((to) => {
      const { v, i } = run(ramp(to, 1e-3), `GAPINI=${chen.GAPMIN}`, 2e-3);
      const at = lastWhere(v, (value) => value < -0.1);
      return v[at] / i[at];
    });
    for (const [k, resistance] of left.entries())
      expect(resistance).toBeGreaterThan(k === 0 ? 20e3 : 1.5 * left[k - 1]);
    const { v, i } = run(ramp(3, 4e-3), `GAPINI=${chen.GAPMAX}`, 8e-3);
    const [before, after] = [10e-6, 1e-3].map((level) => v[i.findIndex((value) => value > level)]);
    expect(after - before).toBeLessThan(1e-3);
    // Down again along the on state.
    const back = lastWhere(v, (value) => value > 0.5);
    expect(i[back] / conduct(chen, chen.GAPMIN, v[back])).toBeCloseTo(1, 1);
  });

  test("a voltage for longer or a higher one: the time to set falls by h/kT per volt", () => {
    const timeToSet = (v: number): number => {
      const { time, i } = run(`V1 a 0 PWL(0 0 1n ${v})`, `GAPINI=${chen.GAPMAX} T0=300.15`, 1e-3);
      return time[i.findIndex((value) => value > 3 * conduct(chen, chen.GAPMAX, v))];
    };
    const slope = Math.log(timeToSet(2) / timeToSet(2.1)) / 0.1;
    const field = ((16.5 - 1.25 * 1.7 ** 3) * 0.25) / 5;
    // Heating adds to it.
    expect(slope).toBeGreaterThan(field / (thermal * kelvin));
    expect(slope).toBeLessThan(1.5 * (field / (thermal * kelvin)));
  });

  test("heats to T0 + |V I| Rth, with the heat capacity CTH", () => {
    const { equations } = biasedDevice(source, { T0: 350 });
    const { value, slope } = driven(equations, { temperature: kelvin, gmin: 1e-12 });
    const heat = equations.unknowns.findIndex(({ name }) => name === "heat");
    const power = 0.9 * conduct(chen, chen.GAPMIN, 0.9);
    const at = [-0.9, 0, 0, 0].map((x, k) => (k === heat ? power * chen.rth : x));
    expect(heat).toBe(3);
    expect(value(equations.currents[heat], at) / power).toBeCloseTo(0, 12);
    expect(value(slope(equations.charges[heat], heat), at)).toBeCloseTo(3.1825e-16, 25);
  });

  test("the series resistance, the leak and the capacitance of the cell", () => {
    const device = biasedDevice(source, { GAPINI: 1e-9, RS: 40, RP: 2e9, CP: 1e-15, EAG: 3, EAR: 3 });
    const current = device.currents([1, 0])[0];
    const across = 1 - 40 * current;
    expect(current / (conduct(chen, 1e-9, across) + across / 2e9)).toBeCloseTo(1, 9);
    expect(device.capacitance(0, 0, [0, 0])).toBeCloseTo(1e-15, 18);
  });
});
