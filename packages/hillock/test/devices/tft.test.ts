import { describe, expect, test } from "vitest";
import { source } from "../../src/devices/tft.va";
import { biasedDevice } from "./verilog-a-device.js";

const [drain, gate, sourcePort] = [0, 1, 2];
const kelvin = 300.15;
const vacuum = 8.8541878128e-12;
const charge = 1.602176634e-19;
const thermal = (temperature: number): number => (1.380649e-23 / charge) * temperature;
const oxide = (7.4 * vacuum) / 100e-9;

/** The published equations with the published defaults, as they stand in the AIM-Spice manual, for VDS >= 0. */
function published(vgs: number, vds: number, temperature = kelvin): number {
  const [vt, nominal] = [thermal(temperature), thermal(kelvin)];
  const [W, L, TOX, EPSI, EPS, GAMMA, V0] = [100e-6, 100e-6, 100e-9, 7.4 * vacuum, 11 * vacuum, 0.4, 0.12];
  const effective = (v: number): number => (0.3 / 2) * (1 + v / 0.3 + Math.sqrt(25 + (v / 0.3 - 1) ** 2));
  const vgte = effective(vgs - -0.036 * (temperature - kelvin));
  const vgfbe = effective(vgs + 3);
  const vaa = 7.5e3 * Math.exp((0.06 / GAMMA) * (1 / vt - 1 / nominal));
  const nsa = ((EPSI * vgte) / (charge * TOX)) * (vgte / vaa) ** GAMMA;
  const tm = Math.sqrt(EPS / (2 * charge * 1e23));
  const ve = (2 * V0 * nominal) / (2 * V0 - vt);
  const nso = 3e25 * tm * (ve / V0) * Math.exp(-0.6 / vt);
  const nsb = nso * ((tm / TOX) * (vgfbe / V0) * (EPSI / EPS)) ** ((2 * V0) / ve);
  const gch = (charge * ((nsa * nsb) / (nsa + nsb)) * W * 1e-3) / L;
  const vsat = (0.6 + 0.006 * (temperature - kelvin)) * vgte;
  const vdse = vds / (1 + (vds / vsat) ** 2.5) ** (1 / 2.5);
  const holes = 3e-14 * (Math.exp(vds / 7) - 1) * Math.exp(-vgs / 7) * Math.exp(0.35 * (1 / nominal - 1 / vt));
  return gch * vdse * (1 + 0.0008 * vds) + holes + 1e-14 * vds;
}

const device = biasedDevice(source);
const current = (vd: number, vg: number, vs: number, of = device): number => of.currents([vd, vg, vs])[drain];

describe("tft", () => {
  test("transfer and output curves of the published equations at the published defaults", () => {
    for (const temperature of [kelvin, 350]) {
      const warm = biasedDevice(source, {}, temperature);
      for (let vgs = -15; vgs <= 20; vgs += 2.5) {
        for (const vds of [0.1, 1, 5, 20]) {
          expect(current(vds, vgs, 0, warm) / published(vgs, vds, temperature)).toBeCloseTo(1, 9);
        }
      }
    }
  });

  test("above threshold: field-effect mobility MUBAND (VGT/VAA)^GAMMA, and a quadratic law with ALPHASAT", () => {
    // Far above threshold VGTE is VGT, and deep states hold little.
    const vgs = 30;
    const mobility = 1e-3 * (vgs / 7.5e3) ** 0.4;
    expect(device.conductance(drain, drain, [0, vgs, 0]) / (mobility * oxide * vgs)).toBeCloseTo(1, 1);
    const saturated = current(60, vgs, 0) / (1 + 0.0008 * 60);
    expect(saturated / (mobility * oxide * 0.6 * vgs ** 2)).toBeCloseTo(1, 0);
    const slope = Math.log(current(60, 30, 0) / current(60, 25, 0)) / Math.log(30 / 25);
    expect(slope).toBeGreaterThan(2.35);
    expect(slope).toBeLessThan(2.5);
  });

  test("below threshold: power 2 V0/Ve of the voltage above flat band, activated by DEF0", () => {
    // A tiny VAA makes the induced charge free, so that the deep states alone bound the current.
    const deep = { IOL: 0, SIGMA0: 0, VAA: 1e-6, LAMBDA: 0 };
    const free = biasedDevice(source, deep);
    const [vt, V0] = [thermal(kelvin), 0.12];
    const ve = (2 * V0 * vt) / (2 * V0 - vt);
    const effective = (v: number): number => 0.15 * (1 + v / 0.3 + Math.sqrt(25 + (v / 0.3 - 1) ** 2));
    const [low, high] = [-2, -1];
    const slope =
      Math.log(current(1e-3, high, 0, free) / current(1e-3, low, 0, free)) /
      Math.log(effective(high + 3) / effective(low + 3));
    expect(slope / ((2 * V0) / ve)).toBeCloseTo(1, 3);
    const deeper = biasedDevice(source, { ...deep, DEF0: 0.7 });
    const activation = Math.log(current(1e-3, low, 0, free) / current(1e-3, low, 0, deeper)) * vt;
    expect(activation).toBeCloseTo(0.1, 5);
  });

  test("leakage: exponential in drain and gate voltage, activated by EL, a conductance at least", () => {
    const leak = (vgs: number, vds: number, temperature = kelvin): number =>
      current(vds, vgs, 0, biasedDevice(source, { SIGMA0: 0, MUBAND: 1e-20 }, temperature));
    expect(leak(-10, 20) / leak(-10, 10)).toBeCloseTo((Math.exp(20 / 7) - 1) / (Math.exp(10 / 7) - 1), 6);
    expect(leak(-20, 10) / leak(-10, 10)).toBeCloseTo(Math.exp(10 / 7), 6);
    const activation = Math.log(leak(-10, 10, 350) / leak(-10, 10)) / (1 / thermal(kelvin) - 1 / thermal(350));
    expect(activation).toBeCloseTo(0.35, 6);
    expect(current(5, 0, 0, biasedDevice(source, { IOL: 0, MUBAND: 1e-20 }))).toBeCloseTo(5e-14, 20);
  });

  test("the on/off ratio and subthreshold swing of a typical a-Si:H transistor", () => {
    const currents = Array.from({ length: 71 }, (_, k) => current(10, -15 + k / 2, 0));
    const ratio = Math.max(...currents) / Math.min(...currents);
    expect(ratio).toBeGreaterThan(1e6);
    expect(ratio).toBeLessThan(1e9);
    const steepest = Math.max(...currents.slice(1).map((i, k) => Math.log10(i / currents[k]) / 0.5));
    expect(1 / steepest).toBeGreaterThan(0.2);
    expect(1 / steepest).toBeLessThan(1);
  });

  test("series resistance bounds the conductance", () => {
    const resistive = biasedDevice(source, { RD: 3e6, RS: 2e6 });
    const [plain, with5] = [device, resistive].map((one) => one.conductance(drain, drain, [0, 15, 0]));
    expect(1 / with5 - 1 / plain).toBeCloseTo(5e6, -1);
  });

  test("the same with drain and source exchanged; p-channel mirrors n-channel", () => {
    for (const [vd, vg, vs] of [
      [3, 5, 1],
      [10, -4, 0],
    ]) {
      expect(current(vs, vg, vd)).toBe(-current(vd, vg, vs));
      const mirrored = biasedDevice(source, { TYPE: -1, VFB: 3 });
      expect(current(-vd, -vg, -vs, mirrored)).toBe(-current(vd, vg, vs));
    }
    expect(current(2, 8, 2)).toBe(0);
  });

  test("capacitances: half the oxide at each end without drain voltage, two thirds and none in saturation", () => {
    const gateCapacitances = (ports: readonly number[]): number[] =>
      [sourcePort, drain].map((end) => -device.capacitance(gate, end, ports));
    const fringe = (0.5 * 11 * vacuum * 100e-6) / (oxide * 1e-8);
    for (const [vd, share, other] of [
      [0, 1 / 2, 1 / 2],
      [100, 2 / 3, 0],
    ]) {
      const [source_, drain_] = gateCapacitances([vd, 25, 0]);
      expect(source_ / (oxide * 1e-8) - fringe).toBeCloseTo(share, 1);
      expect(drain_ / (oxide * 1e-8) - fringe).toBeCloseTo(other, 1);
    }
    const [off] = gateCapacitances([0, -20, 0]);
    expect(off / (oxide * 1e-8)).toBeLessThan(0.02 + fringe);
  });
});
