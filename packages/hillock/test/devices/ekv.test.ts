import { describe, expect, test } from "vitest";
import { source } from "../../src/devices/ekv.va";
import { biasedDevice } from "./verilog-a-device.js";

const [drain, gate, sourcePort, bulk] = [0, 1, 2, 3];
const vt = (1.380649e-23 / 1.602176634e-19) * 300.15;
const card = { VTO: 0.5, GAMMA: 0.7, PHI: 0.75, KP: 120e-6, W: 20e-6, L: 2e-6, BEX: 0 };
const beta = (card.KP * card.W) / card.L;

/** The paper's pinch-off voltage and slope factor. */
function pinchOff(vg: number): { vp: number; n: number } {
  const { VTO, GAMMA, PHI } = card;
  const effective = vg - VTO + PHI + GAMMA * Math.sqrt(PHI);
  const vp = effective - PHI - GAMMA * (Math.sqrt(effective + GAMMA ** 2 / 4) - GAMMA / 2);
  return { vp, n: 1 + GAMMA / (2 * Math.sqrt(vp + PHI + 4 * vt)) };
}

const nmos = biasedDevice(source, card);
const current = (vd: number, vg: number, vs: number, device = nmos): number => device.currents([vd, vg, vs, 0])[drain];

describe("ekv", () => {
  test("weak inversion: exponential in gate and source with slopes 1/(n vt) and 1/vt", () => {
    for (const vg of [-0.2, -0.1, 0.05]) {
      const { vp, n } = pinchOff(vg);
      const expected = 2 * n * beta * vt ** 2 * Math.exp(vp / vt) * (1 - Math.exp(-0.1 / vt));
      expect(current(0.1, vg, 0) / expected).toBeCloseTo(1, 2);
      const ratio = current(1, vg, 0.1) / current(1, vg, 0.2);
      expect(Math.log(ratio) / (0.1 / vt)).toBeCloseTo(1, 2);
    }
    // Millivolts per decade, over 100 mV: n vt ln 10 between the slope factors of both ends.
    const swing = 0.1 / Math.log10(current(1, 0, 0) / current(1, -0.1, 0));
    const [low, high] = [-0.1, 0].map((vg) => 1 + card.GAMMA / (2 * Math.sqrt(pinchOff(vg).vp + card.PHI)));
    expect(swing).toBeLessThan(1.02 * low * vt * Math.LN10);
    expect(swing).toBeGreaterThan(high * vt * Math.LN10);
  });

  test("strong inversion: square law in saturation, conductance where VDS is small", () => {
    const { vp, n } = pinchOff(3);
    expect(current(3, 3, 0) / ((n * beta * vp ** 2) / 2)).toBeCloseTo(1, 2);
    expect(current(3, 3, 0.7) / ((n * beta * (vp - 0.7) ** 2) / 2)).toBeCloseTo(1, 2);
    expect(nmos.conductance(drain, drain, [0, 3, 0, 0]) / (n * beta * vp)).toBeCloseTo(1, 2);
  });

  test("transconductances over current are the paper's function of the inversion alone", () => {
    for (const [vg, vs] of [
      [0.2, 0],
      [0.5, 0],
      [0.8, 0.1],
      [1.5, 0.4],
      [3, 0],
    ]) {
      const { n } = pinchOff(vg);
      const ports = [vs + 4, vg, vs, 0];
      const inversion = current(ports[drain], vg, vs) / (2 * n * beta * vt ** 2);
      // gms vt/ID = (1 - exp(-sqrt(i)))/sqrt(i): from i = ln(1 + exp(v/2))^2.
      const root = Math.sqrt(inversion);
      const expected = (1 - Math.exp(-root)) / root;
      const gms = -nmos.conductance(drain, sourcePort, ports);
      expect((gms * vt) / current(ports[drain], vg, vs) / expected).toBeCloseTo(1, 9);
      // The gate's is that over n, exactly dVP/dVG; IS moves a little too, with its n.
      const { GAMMA, PHI } = card;
      const { vp } = pinchOff(vg);
      const pinchSlope = 1 / (1 + GAMMA / (2 * Math.sqrt(vp + PHI)));
      const slopeFactorSlope = (-GAMMA / 4) * (vp + PHI + 4 * vt) ** -1.5;
      const gm = nmos.conductance(drain, gate, ports);
      const ofGate = pinchSlope * (expected + (vt * slopeFactorSlope) / n);
      expect((gm * vt) / current(ports[drain], vg, vs) / ofGate).toBeCloseTo(1, 9);
    }
  });

  test("the same with drain and source exchanged", () => {
    const device = biasedDevice(source, { ...card, LAMBDA: 0.05, THETA: 0.1 });
    for (const [vd, vg, vs] of [
      [0.3, 0.2, 0],
      [1, 0.6, 0.2],
      [2, 2.5, 1.9],
    ]) {
      expect(current(vd, vg, vs, device)).toBe(-current(vs, vg, vd, device));
      const [there, back] = [device.charges([vd, vg, vs, 0]), device.charges([vs, vg, vd, 0])];
      expect(there).toEqual([back[sourcePort], back[gate], back[drain], back[bulk]]);
    }
    expect(current(0.4, 1, 0.4, device)).toBe(0);
    const [near, nearer] = [1e-7, 1e-8].map((v) => current(v, 1, 0, device) / v);
    expect(near / nearer).toBeCloseTo(1, 5);
  });

  test("pmos mirrors nmos", () => {
    const pmos = biasedDevice(source, { ...card, VTO: -card.VTO, TYPE: -1 });
    for (const [vd, vg, vs] of [
      [1.2, 0.3, 0],
      [0.4, 1.4, 0.1],
    ]) {
      expect(pmos.currents([-vd, -vg, -vs, 0])[drain]).toBe(-current(vd, vg, vs));
      expect(pmos.charges([-vd, -vg, -vs, 0])[gate]).toBe(-nmos.charges([vd, vg, vs, 0])[gate]);
    }
  });

  test("precise where exponentials are small, finite where voltages are not sensible", () => {
    const slope = nmos.conductance(drain, sourcePort, [3, 0, 1, 0]) / current(3, 0, 1);
    expect(-slope * vt).toBeCloseTo(1, 7);
    for (const vg of [-400, -1, 400]) {
      for (const vd of [-300, 0.1, 300]) {
        for (const value of [...nmos.currents([vd, vg, 0, 0]), ...nmos.charges([vd, vg, 0, 0])]) {
          expect(value).not.toBeNaN();
          expect(Math.abs(value)).toBeLessThan(1e3);
        }
      }
    }
    expect(current(1, -2, 0)).toBeGreaterThanOrEqual(0);
  });

  test("gate capacitance: all of the oxide in strong inversion, two thirds in saturation, series in between", () => {
    const oxide = 0.7e-3 * card.W * card.L;
    const capacitance = (of: number, to: number, ports: readonly number[]): number =>
      nmos.capacitance(of, to, ports) / oxide;
    expect(-capacitance(gate, sourcePort, [0, 4, 0, 0]) - capacitance(gate, drain, [0, 4, 0, 0])).toBeCloseTo(0.98, 1);
    expect(-capacitance(gate, sourcePort, [6, 4, 0, 0])).toBeCloseTo(2 / 3, 1);
    expect(capacitance(drain, drain, [6, 4, 0, 0])).toBeCloseTo(0, 6);
    expect(capacitance(gate, gate, [0, -3, 0, 0])).toBeCloseTo(1, 12);
    const { vp } = pinchOff(0);
    const depletion = 1 - 1 / (1 + card.GAMMA / (2 * Math.sqrt(vp + card.PHI)));
    expect(capacitance(gate, gate, [0, 0, 0, 0])).toBeCloseTo(depletion, 2);
  });

  test("charges sum to zero, and their columns and rows too", () => {
    for (const ports of [
      [0.2, 0.4, 0, 0],
      [2, 1.5, 0.3, 0.1],
      [0.1, -1, 0, 0],
    ]) {
      const charges = nmos.charges(ports);
      const total = charges.reduce((sum, charge) => sum + charge, 0);
      expect(Math.abs(total)).toBeLessThan(1e-13 * Math.max(...charges.map(Math.abs)));
      for (const row of [drain, gate, sourcePort, bulk]) {
        const sum = [drain, gate, sourcePort, bulk].reduce((s, to) => s + nmos.capacitance(row, to, ports), 0);
        expect(Math.abs(sum)).toBeLessThan(1e-13 * 0.7e-3 * card.W * card.L);
      }
    }
  });
});
