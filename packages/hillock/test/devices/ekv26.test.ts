import { describe, expect, test } from "vitest";
import { source } from "../../src/devices/ekv26.va";
import { biasedDevice } from "./verilog-a-device.js";

const [drain, gate, sourcePort, bulk] = [0, 1, 2, 3];
const kelvin = 300.15;
const vt = (1.380649e-23 / 1.602176634e-19) * kelvin;
const silicon = 104.5e-12;

/** EPFL's example set for 0.5 um CMOS (1999), intrinsic part, its TNOM put at the temperature here. */
const nmosCard = {
  ...{ COX: 3.45e-3, XJ: 0.15e-6, VTO: 0.6, GAMMA: 0.71, PHI: 0.97, KP: 150e-6, E0: 88e6, UCRIT: 4.5e6 },
  ...{ DL: -0.05e-6, DW: -0.02e-6, LAMBDA: 0.23, LETA: 0.28, WETA: 0.05, Q0: 280e-6, LK: 0.5e-6 },
  ...{ IBN: 1, IBA: 200e6, IBB: 350e6 },
};
const pmosCard = {
  ...{ TYPE: -1, COX: 3.45e-3, XJ: 0.15e-6, VTO: -0.55, GAMMA: 0.69, PHI: 0.87, KP: 35e-6, E0: 51e6, UCRIT: 18e6 },
  ...{ DL: -0.05e-6, DW: -0.03e-6, LAMBDA: 1.1, LETA: 0.45, WETA: 0, Q0: 200e-6, LK: 0.6e-6 },
  ...{ IBN: 1, IBA: 10e6, IBB: 300e6 },
};
type Card = typeof nmosCard & { W: number; L: number };

/** i of 2 y + ln y = v, i = y^2 + y, by bisection. */
function interpolate(v: number): number {
  let [low, high] = [-700, Math.log(Math.abs(v) + 1)];
  for (let k = 0; k < 200; k++) {
    const middle = (low + high) / 2;
    if (2 * Math.exp(middle) + middle > v) high = middle;
    else low = middle;
  }
  const y = Math.exp(low);
  return y * y + y;
}

/** The report's equations (33) to (78), as they stand there, for VD >= VS. Currents in A, charges in C. */
function report(card: Card, eta: number, vg: number, vd: number, vs: number) {
  const { COX, XJ, VTO, GAMMA, PHI, KP, E0, UCRIT, LAMBDA, LETA, WETA, Q0, LK, IBA, IBB, IBN } = card;
  const [leff, weff] = [card.L + card.DL, card.W + card.DW];
  const xi = 0.028 * ((10 * leff) / LK - 1);
  const shortening = (2 * Q0) / COX / (1 + 0.5 * (xi + Math.sqrt(xi ** 2 + 4 * 22e-3 ** 2))) ** 2;
  const effective = vg - VTO - shortening + PHI + GAMMA * Math.sqrt(PHI);
  const pinch = (gamma: number): number =>
    effective > 0 ? effective - PHI - gamma * (Math.sqrt(effective + (gamma / 2) ** 2) - gamma / 2) : -PHI;
  const smooth = (v: number): number => 0.5 * (v + PHI + Math.sqrt((v + PHI) ** 2 + (4 * vt) ** 2));
  const sharing = (LETA / leff) * (Math.sqrt(smooth(vs)) + Math.sqrt(smooth(vd)));
  const gammaZero = GAMMA - (silicon / COX) * (sharing - ((3 * WETA) / weff) * Math.sqrt(pinch(GAMMA) + PHI));
  const vp = pinch(0.5 * (gammaZero + Math.sqrt(gammaZero ** 2 + 0.1 * vt)));
  const n = 1 + GAMMA / (2 * Math.sqrt(vp + PHI + 4 * vt));
  const forward = interpolate((vp - vs) / vt);
  const vc = UCRIT * leff;
  const vdss = vc * (Math.sqrt(1 / 4 + (vt / vc) * Math.sqrt(forward)) - 1 / 2);
  const inner = Math.sqrt(forward) - (3 / 4) * Math.log(forward);
  const saturation = vc * (Math.sqrt(1 / 4 + (vt / vc) * inner) - 1 / 2) + vt * (Math.log(vc / (2 * vt)) - 0.6);
  const dv = 4 * vt * Math.sqrt(LAMBDA * (Math.sqrt(forward) - vdss / vt) + 1 / 64);
  const vds = (vd - vs) / 2;
  const vip = Math.sqrt(vdss ** 2 + dv ** 2) - Math.sqrt((vds - vdss) ** 2 + dv ** 2);
  const lc = Math.sqrt((silicon / COX) * XJ);
  const dl = LAMBDA * lc * Math.log(1 + (vds - vip) / (lc * UCRIT));
  const length = leff - dl + (vds + vip) / UCRIT;
  const leq = 0.5 * (length + Math.sqrt(length ** 2 + (leff / 10) ** 2));
  const limited = vp - vds - vs - Math.sqrt(saturation ** 2 + dv ** 2) + Math.sqrt((vds - saturation) ** 2 + dv ** 2);
  const reverse = interpolate((vp - vd) / vt);
  const nq = 1 + GAMMA / (2 * Math.sqrt(vp + PHI + 1e-6));
  const [f, r] = [Math.sqrt(1 / 4 + forward), Math.sqrt(1 / 4 + reverse)];
  const share = (x: number, y: number): number =>
    -nq * ((4 / 15) * ((3 * x ** 3 + 6 * x ** 2 * y + 4 * x * y ** 2 + 2 * y ** 3) / (x + y) ** 2) - 1 / 2);
  const [qd, qs] = [share(r, f), share(f, r)];
  const qi = -nq * ((4 / 3) * ((f ** 2 + f * r + r ** 2) / (f + r)) - 1);
  // In accumulation the module adds a constant, so that the charge does not jump at flat band.
  const accumulation = -(effective + GAMMA * 1e-3) / vt;
  const bulkCharge = effective > 0 ? (-GAMMA * Math.sqrt(vp + PHI + 1e-6)) / vt - ((nq - 1) / nq) * qi : accumulation;
  const field = COX / (E0 * silicon);
  const beta =
    (((KP * weff) / leq) * (1 + field * GAMMA * Math.sqrt(PHI))) / (1 + field * vt * Math.abs(bulkCharge + eta * qi));
  const current = 2 * n * beta * vt ** 2 * (forward - interpolate(limited / vt));
  const vib = vd - vs - 2 * IBN * vdss;
  const impact = vib > 0 ? current * (IBA / IBB) * vib * Math.exp((-IBB * lc) / vib) : 0;
  const unit = COX * weff * leff * vt;
  return { current, impact, qd: unit * qd, qs: unit * qs, qg: -unit * (qi + bulkCharge), qb: unit * bulkCharge };
}

const biases = [
  [0.2, 0.1, 0],
  [0.5, 3, 0.3],
  [0.9, 1.2, 0],
  [1.5, 0.05, 0],
  [2.4, 3.3, 0.5],
  [3.3, 3.3, 0],
  [-2.5, 1, 0.2],
] as const;
const sizes = [
  { W: 10e-6, L: 0.5e-6 },
  { W: 0.8e-6, L: 10e-6 },
  { W: 10e-6, L: 10e-6 },
];
/** So small that junctions and impact ionization do not blur what is compared. */
const relative = (value: number, expected: number, floor: number): number =>
  Math.abs(value - expected) / (Math.abs(expected) + floor);

describe("ekv26", () => {
  test("currents and charges of the report's equations, nmos and pmos of EPFL's 0.5 um set", () => {
    const mirrored = { ...pmosCard, VTO: 0.55 };
    for (const [card, sign, eta, plain] of [
      [nmosCard, 1, 1 / 2, nmosCard],
      [pmosCard, -1, 1 / 3, mirrored],
    ] as const) {
      for (const size of sizes) {
        const device = biasedDevice(source, { ...card, ...size });
        for (const [vg, vd, vs] of biases) {
          const expected = report({ ...plain, ...size }, eta, vg, vd, vs);
          const ports = [vd, vg, vs, 0].map((v) => sign * v);
          const currents = device.currents(ports).map((i) => sign * i);
          // The junctions' gmin: 1e-12 S.
          const junctions = [1e-12 * vd, 1e-12 * vs];
          expect(relative(currents[drain], expected.current + expected.impact + junctions[0], 1e-20)).toBeLessThan(
            1e-9,
          );
          expect(relative(-currents[sourcePort], expected.current - junctions[1], 1e-20)).toBeLessThan(1e-9);
          expect(relative(-currents[bulk], expected.impact + junctions[0] + junctions[1], 1e-24)).toBeLessThan(1e-7);
          const charges = device.charges(ports).map((q) => sign * q);
          const all = [expected.qd, expected.qg, expected.qs, expected.qb];
          const floor = 1e-4 * 3.45e-3 * size.W * size.L;
          for (const [k, q] of charges.entries()) expect(relative(q, all[k], floor)).toBeLessThan(1e-9);
        }
      }
    }
  });

  test("a saturated long channel has gms/ID = 1/(vt (1/2 + sqrt(1/4 + i))) in all inversion", () => {
    const plain = { LETA: 0, WETA: 0, LAMBDA: 0, UCRIT: 1e14, GAMMA: 0.7, W: 10e-6, L: 10e-6, BEX: 0 };
    const device = biasedDevice(source, plain);
    for (const vg of [0.1, 0.4, 0.6, 1, 2, 4]) {
      const effective = vg - 0.5 + 0.7 + 0.7 * Math.sqrt(0.7);
      const gamma = 0.5 * (0.7 + Math.sqrt(0.7 ** 2 + 0.1 * vt));
      const vp = effective - 0.7 - gamma * (Math.sqrt(effective + gamma ** 2 / 4) - gamma / 2);
      const root = 0.5 + Math.sqrt(0.25 + interpolate(vp / vt));
      const ports = [8, vg, 0, 0];
      const gms = -device.conductance(drain, sourcePort, ports);
      // E0 = 1e12 V/m, the default, takes 1e-5 of the mobility.
      expect(((gms * vt) / -device.currents(ports)[sourcePort]) * root).toBeCloseTo(1, 4);
    }
  });

  test("weak inversion: slopes of source and gate; no current at VDS = 0, the mirrored one beyond", () => {
    const device = biasedDevice(source, { ...nmosCard, W: 10e-6, L: 10e-6 });
    const ports = [1.5, 0.35, 0, 0];
    const current = device.currents(ports)[drain];
    expect((-device.conductance(drain, sourcePort, ports) * vt) / current).toBeCloseTo(1, 1);
    const swing = (Math.LN10 * current) / device.conductance(drain, gate, ports);
    expect(swing * 1e3).toBeGreaterThan(78);
    expect(swing * 1e3).toBeLessThan(92);
    expect(device.currents([0.3, 1, 0.3, 0])[drain]).toBeCloseTo(0.3e-12, 20);
    const [there, back] = [device.currents([0.7, 1.3, 0.1, 0]), device.currents([0.1, 1.3, 0.7, 0])];
    expect([back[sourcePort], back[gate], back[drain], back[bulk]]).toEqual(there);
    const [one, other] = [device.charges([0.7, 1.3, 0.1, 0]), device.charges([0.1, 1.3, 0.7, 0])];
    expect([other[sourcePort], other[gate], other[drain], other[bulk]]).toEqual(one);
  });

  test("what the effects do: body, channel length, mobility, velocity, impact ionization", () => {
    const at = (parameters: Record<string, number>, ports: readonly number[], port = drain): number =>
      biasedDevice(source, { ...nmosCard, W: 10e-6, L: 0.5e-6, ...parameters }).currents(ports)[port];
    const strong = [3.3, 3.3, 0, 0];
    expect(at({}, [3.3, 3.3, 0, -1])).toBeLessThan(at({}, strong));
    expect(at({ E0: 1e12 }, strong)).toBeGreaterThan(1.05 * at({}, strong));
    expect(at({ UCRIT: 1e9 }, strong)).toBeGreaterThan(1.2 * at({}, strong));
    expect(at({ LAMBDA: 0 }, strong)).toBeLessThan(at({}, strong));
    // The threshold falls by LETA and rises by Q0 in a short channel.
    const weak = [1.5, 0.4, 0, 0];
    expect(at({ LETA: 0 }, weak)).toBeLessThan(at({}, weak));
    expect(at({ Q0: 0 }, weak)).toBeGreaterThan(at({}, weak));
    // The bulk current has its maximum over the gate voltage about where VG is half of VD.
    const substrate = [0.6, 1, 1.4, 1.8, 2.4, 3.3].map((vg) => -at({}, [3.3, vg, 0, 0], bulk));
    const most = substrate.indexOf(Math.max(...substrate));
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(5);
  });

  test("temperature: threshold, mobility and surface potential move as the report says", () => {
    const [cold, hot] = [kelvin, kelvin + 100].map((temperature) =>
      biasedDevice(source, { ...nmosCard, W: 10e-6, L: 10e-6, TCV: 1.5e-3, BEX: -1.5 }, temperature),
    );
    const slope = (device: typeof cold): number => device.conductance(drain, gate, [0.05, 2.5, 0, 0]);
    expect(slope(hot) / slope(cold)).toBeGreaterThan(0.95 * (400.15 / 300.15) ** -1.5);
    expect(slope(hot) / slope(cold)).toBeLessThan(1.05 * (400.15 / 300.15) ** -1.5);
    const off = (device: typeof cold): number => -device.currents([1, 0, 0, 0])[sourcePort];
    expect(off(hot)).toBeGreaterThan(100 * off(cold));
  });

  test("physical parameters give the basic ones; the simple mobility acts where only THETA is given", () => {
    const physical = { TOX: 10e-9, NSUB: 1e17, VFB: -0.9, UO: 450, VMAX: 90e3 };
    const cox = 34.5e-12 / 10e-9;
    const gamma = Math.sqrt(2 * 1.6021766208e-19 * silicon * 1e23) / cox;
    const phi = 2 * vt * Math.log(1e17 / 1.45e10);
    const basic = {
      ...{ COX: cox, GAMMA: gamma, PHI: phi, VTO: -0.9 + phi + gamma * Math.sqrt(phi) },
      ...{ KP: 450e-4 * cox, UCRIT: 90e3 / 450e-4 },
    };
    for (const ports of [
      [1, 0.5, 0, 0],
      [2, 2, 0.2, 0],
    ]) {
      const [one, other] = [physical, basic].map((card) => biasedDevice(source, card).currents(ports)[drain]);
      expect(one / other).toBeCloseTo(1, 9);
    }
    const [none, simple] = [0, 0.2].map((THETA) => biasedDevice(source, { GAMMA: 0, THETA }));
    const ports = [0.01, 3, 0, 0];
    // (63), (64): VP is 2.5 V.
    expect(none.currents(ports)[drain] / simple.currents(ports)[drain]).toBeCloseTo(1 + 0.2 * 2.5, 1);
  });

  test("EPFL's whole set with its extrinsic part is accepted; series resistance takes current", () => {
    const extrinsic = {
      ...{ HDIF: 0.9e-6, RSH: 510, JS: 8e-6, JSW: 1.5e-10, XTI: 0, N: 1.5, CJ: 8e-4, CJSW: 3e-10, MJ: 0.5, MJSW: 0.3 },
      ...{ PB: 0.9, PBSW: 0.5, CGSO: 1.5e-10, CGDO: 1.5e-10, CGBO: 4e-10, TCV: 1.5e-3, UCEX: 1.7, IBBT: 0 },
      ...{ KF: 1e-27, AF: 1 },
    };
    const whole = biasedDevice(source, { ...nmosCard, ...extrinsic, W: 10e-6, L: 0.5e-6 });
    const intrinsic = biasedDevice(source, { ...nmosCard, W: 10e-6, L: 0.5e-6 });
    const ratio = whole.currents([3.3, 3.3, 0, 0])[drain] / intrinsic.currents([3.3, 3.3, 0, 0])[drain];
    // 46 ohm at the source at a transconductance of about 2 mS.
    expect(ratio).toBeGreaterThan(0.8);
    expect(ratio).toBeLessThan(0.97);
    // A forward junction of 18 um^2 and 23.5 um.
    const saturation = 2 * 0.9e-6 * 9.98e-6 * 8e-6 + (4 * 0.9e-6 + 2 * 9.98e-6) * 1.5e-10;
    const current = whole.currents([0, 0, 0, 0.5])[bulk];
    expect(current / (2 * saturation * Math.exp(0.5 / (1.5 * vt)))).toBeCloseTo(1, 1);
    expect(whole.equations.notes.join()).toMatch(/white_noise.*flicker_noise/s);
  });

  test("finite at any voltages", () => {
    const device = biasedDevice(source, { ...nmosCard, W: 10e-6, L: 0.5e-6 });
    for (const vg of [-100, 0, 100]) {
      for (const vd of [-90, 0, 1e-9, 80]) {
        for (const port of [drain, gate, sourcePort]) {
          for (const value of [
            ...device.currents([vd, vg, 0.1, 0]),
            device.conductance(drain, port, [vd, vg, 0.1, 0]),
            device.capacitance(gate, port, [vd, vg, 0.1, 0]),
          ]) {
            expect(Number.isFinite(value)).toBe(true);
          }
        }
      }
    }
  });
});
