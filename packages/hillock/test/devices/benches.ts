import type { Bench } from "./native.js";
import { bipolar, diode, mosfet, vdmos } from "./netlist-devices.js";

const product = (...axes: readonly (readonly number[])[]): number[][] =>
  axes.reduce<number[][]>((all, axis) => all.flatMap((one) => axis.map((value) => [...one, value])), [[]]);

export const mirrored = (biases: readonly (readonly number[])[]): number[][] =>
  biases.map((bias) => bias.map((v) => -v));

// Values that lie on no corner of a piecewise formula: there ngspice may round to the other side.
const diodeVoltages = [
  ...[-12.3, -10.06, -10.003, -9.97, -7.1, -2.3, -0.71, -0.23, -0.0951, -0.0709, -0.031, -0.003],
  ...[0.002, 0.013, 0.052, 0.11, 0.19, 0.26, 0.33, 0.41, 0.47, 0.52, 0.57, 0.61, 0.66, 0.71, 0.76, 0.83],
];
export const diodeBiases = diodeVoltages.map((v) => [v + 0.3, 0.3]);

export const diodeBenches: readonly Bench[] = [
  { title: "default card", element: diode({}) },
  { title: "emission coefficient", element: diode({ is: 2.52e-9, n: 1.752, tt: 20e-9 }) },
  { title: "area and multiplicity", element: diode({ is: 1e-12, bv: 10, ibv: 1e-4 }, { area: 2.5, m: 3 }) },
  { title: "breakdown", element: diode({ is: 1e-13, bv: 10, ibv: 1e-5, n: 1.2 }) },
  { title: "soft breakdown", element: diode({ is: 1e-9, bv: 10, ibv: 2e-6, nbv: 1.5 }) },
  { title: "breakdown below its own leakage", element: diode({ is: 1e-6, bv: 10, ibv: 1e-6 }) },
  { title: "recombination", element: diode({ is: 1e-14, isr: 1e-10, nr: 2, m: 0.4, vj: 0.7 }) },
  { title: "knees", element: diode({ is: 1e-12, ikf: 1e-3, ikr: 1e-8, n: 1.1 }) },
  {
    title: "series resistance",
    element: diode({ is: 1e-12, rs: 12, bv: 10, ibv: 1e-5 }, { area: 1.5 }),
    resistance: 8,
  },
  { title: "50 degC", element: diode({ is: 1e-14, n: 1.3, xti: 2.5, eg: 1.2, isr: 1e-12 }), temperature: 50 },
  {
    title: "own temperature",
    element: diode({ is: 1e-14, tnom: 20, rs: 3, trs1: 2e-3, trs2: 1e-5, bv: 10, tcv: 1e-3 }, { temp: 80 }),
    resistance: 3,
  },
  { title: "above the circuit", element: diode({ is: 1e-14, eg: 0.69, xti: 2 }, { dtemp: 30 }), temperature: -10 },
].map((bench) => ({ ...bench, biases: diodeBiases }));

// collector, base, emitter, substrate
export const bipolarBiases = [
  ...product([-0.3, 0.07, 0.6, 5.1], [-1.3, 0.2, 0.55, 0.71, 0.8], [0.011], [-2.3, 0.4]),
  ...product([0.011], [0.66], [0.3, 2.3, -0.05], [-1.1, 0.02]),
  [7.3, 7.9, 7.2, 0.3],
];

const gummelPoon = {
  ...{ is: 3e-15, bf: 180, br: 4, nf: 1.01, nr: 1.03, vaf: 70, var: 12, ikf: 0.02, ikr: 0.005 },
  ...{ ise: 1e-13, ne: 1.6, isc: 3e-13, nc: 1.9 },
};

export const bipolarBenches: readonly Bench[] = [
  { title: "default npn", element: bipolar("NPN", {}) },
  { title: "Ebers-Moll", element: bipolar("NPN", { is: 1e-15, bf: 8.7, br: 1 }) },
  { title: "Early voltages", element: bipolar("NPN", { is: 1e-15, vaf: 30, var: 8 }) },
  { title: "knee currents", element: bipolar("NPN", { is: 1e-15, ikf: 1e-3, ikr: 2e-4 }) },
  { title: "roll-off exponent", element: bipolar("NPN", { is: 1e-15, ikf: 1e-3, nkf: 0.7, vaf: 50 }) },
  { title: "leakage", element: bipolar("NPN", { is: 1e-16, ise: 1e-13, isc: 1e-12 }) },
  { title: "leakage in units of IS", element: bipolar("NPN", { is: 1e-16, c2: 500, c4: 30 }) },
  { title: "Gummel-Poon", element: bipolar("NPN", gummelPoon) },
  { title: "area", element: bipolar("NPN", gummelPoon, { area: 2, m: 3 }) },
  { title: "areas", element: bipolar("NPN", { ...gummelPoon, iss: 1e-15 }, { area: 2, areab: 3, areac: 5 }) },
  { title: "substrate junction", element: bipolar("NPN", { is: 1e-15, iss: 1e-14, ns: 1.2 }) },
  {
    title: "separate saturation currents",
    element: bipolar("NPN", { ibe: 1e-15, ibc: 3e-15, iss: 1e-15 }, { area: 2 }),
  },
  {
    title: "resistances",
    element: bipolar("NPN", { ...gummelPoon, rb: 120, rbm: 20, rc: 7, re: 1.5 }, { area: 1.5, m: 2 }),
    resistance: 0.5,
  },
  {
    title: "spreading resistance",
    element: bipolar("NPN", { ...gummelPoon, rb: 120, rbm: 20, irb: 1e-4 }),
    resistance: 20,
  },
  {
    title: "60 degC",
    element: bipolar("NPN", { ...gummelPoon, xtb: 1.5, eg: 1.12, xti: 3.5, iss: 1e-15 }),
    temperature: 60,
  },
  {
    title: "own temperature",
    element: bipolar("NPN", { ...gummelPoon, tnom: 20, rb: 100 }, { temp: -20 }),
    resistance: 100,
  },
]
  .map((bench) => ({ ...bench, biases: bipolarBiases }))
  .concat(
    [
      { title: "default pnp", element: bipolar("PNP", {}) },
      {
        title: "Gummel-Poon pnp",
        element: bipolar("PNP", { ...gummelPoon, iss: 1e-15, rb: 50 }, { area: 2 }),
        resistance: 25,
      },
      { title: "vertical pnp", element: bipolar("PNP", { ...gummelPoon, iss: 1e-15, subs: 1 }, { area: 2 }) },
    ].map((bench) => ({ ...bench, biases: mirrored(bipolarBiases) })),
  )
  .concat(
    [
      { title: "npn without substrate", element: bipolar("NPN", gummelPoon, {}, 3), sign: 1 },
      { title: "pnp without substrate", element: bipolar("PNP", gummelPoon, {}, 3), sign: -1 },
    ].map(({ sign, ...bench }) => ({
      ...bench,
      biases: bipolarBiases.map((bias) => bias.slice(0, 3).map((v) => sign * v)),
    })),
  );

// drain, gate, source, bulk
export const mosfetBiases = [
  ...product([-1.1, 0.06, 0.83, 4.7], [-0.6, 0.93, 1.61, 4.9], [0.02], [-3.1, -0.07, 0.31]),
  ...product([0.013], [2.9], [0.47, 3.3], [-0.6, 0.2]),
];

export const layout = { w: 20e-6, l: 4e-6, ad: 1e-10, as: 1.4e-10, pd: 5e-5, ps: 6e-5 };

export const mosfetBenches: readonly Bench[] = [
  { title: "default nmos", element: mosfet("NMOS", {}) },
  { title: "threshold and gain", element: mosfet("NMOS", { vto: 0.7, kp: 9e-4, lambda: 0.02 }) },
  {
    title: "body effect",
    element: mosfet("NMOS", { vto: 0.8, kp: 1e-4, gamma: 0.6, phi: 0.65, lambda: 0.03 }, layout),
  },
  { title: "depletion type", element: mosfet("NMOS", { vto: -1.3, kp: 1e-4, gamma: 0.3 }, { ...layout, m: 3 }) },
  { title: "lateral diffusion", element: mosfet("NMOS", { vto: 0.8, kp: 1e-4, ld: 0.4e-6 }, layout) },
  { title: "saturation current density", element: mosfet("NMOS", { vto: 0.8, js: 1e-4 }, { ...layout, m: 2 }) },
  { title: "saturation current", element: mosfet("NMOS", { vto: 0.8, is: 1e-12 }, { m: 2 }) },
  { title: "mobility and oxide", element: mosfet("NMOS", { vto: 0.8, tox: 2.5e-8, uo: 550 }, layout) },
  { title: "doping", element: mosfet("NMOS", { tox: 2.5e-8, nsub: 4e15, nss: 1e10 }, layout) },
  { title: "doping, aluminium gate", element: mosfet("NMOS", { tox: 5e-8, nsub: 1e16, tpg: 0 }, layout) },
  {
    title: "resistances",
    element: mosfet("NMOS", { vto: 0.8, kp: 1e-4, gamma: 0.5, rd: 150, rs: 70 }, { ...layout, m: 2 }),
    resistance: 35,
  },
  {
    title: "sheet resistance",
    element: mosfet("NMOS", { vto: 0.8, kp: 1e-4, rsh: 30 }, { ...layout, nrd: 2.5, nrs: 1.5 }),
    resistance: 45,
  },
  { title: "70 degC", element: mosfet("NMOS", { vto: 0.8, kp: 1e-4, gamma: 0.5, is: 1e-12 }, layout), temperature: 70 },
  {
    title: "own temperature",
    element: mosfet("NMOS", { vto: 0.8, kp: 1e-4, gamma: 0.5, tnom: 20 }, { ...layout, temp: 90 }),
  },
]
  .map((bench) => ({ ...bench, biases: mosfetBiases }))
  .concat(
    [
      { title: "default pmos", element: mosfet("PMOS", {}) },
      { title: "pmos", element: mosfet("PMOS", { vto: -0.7, kp: 2.8e-4, lambda: 0.017, gamma: 0.4 }, layout) },
      { title: "pmos by doping", element: mosfet("PMOS", { tox: 2.5e-8, nsub: 4e15, tpg: -1 }, layout) },
    ].map((bench) => ({ ...bench, biases: mirrored(mosfetBiases) })),
  );

// drain, gate, source
export const vdmosBiases = [
  ...product([-0.71, -0.31, 0.06, 0.8, 11.3, 37], [-2.1, 0.7, 2.1, 2.93, 4.2, 9.7], [0.03]),
  ...product([0.02], [5.1], [-1.3, 0.4, 0.9]),
  [61.7, 0.1, 0.4],
];

const power = { vto: 3, kp: 5, lambda: 0.01, ksubthres: 0.08 };

export const vdmosBenches: readonly Bench[] = [
  { title: "default card", element: vdmos({}) },
  { title: "threshold and gain", element: vdmos({ vto: 2.2, kp: 0.5 }) },
  {
    title: "mobility, triode factor, shift",
    element: vdmos({ ...power, theta: 0.15, mtriode: 1.6, subshift: 0.11 }, { m: 2 }),
  },
  { title: "body diode", element: vdmos({ ...power, is: 1e-12, n: 1.1, bv: 60, ibv: 1e-6, nbv: 2 }) },
  { title: "shunt", element: vdmos({ ...power, rds: 1e6 }, { m: 3 }) },
  {
    title: "resistances",
    element: vdmos({ ...power, rd: 0.2, rs: 0.05, rg: 10, rb: 0.3, bv: 60, ibv: 1e-6 }, { m: 2 }),
    resistance: 0.025,
  },
  {
    title: "quasi-saturation",
    element: vdmos({ ...power, rd: 0.2, rs: 0.05, rq: 0.5, vq: 20 }, { m: 2 }),
    resistance: 0.025,
  },
  {
    title: "75 degC",
    element: vdmos({ ...power, tcvth: 4e-3, mu: -1.2, rd: 0.1, trd1: 5e-3, texp1: 0.4 }),
    temperature: 75,
    resistance: 0.1,
  },
  {
    title: "own temperature",
    element: vdmos(
      { ...power, rd: 0.1, texp0: 1.7, rs: 0.1, trs1: 1e-3, rb: 0.2, trb1: 2e-3, tksubthres1: 1e-3 },
      { temp: 5 },
    ),
    resistance: 0.1,
  },
]
  .map((bench) => ({ ...bench, biases: vdmosBiases }))
  .concat(
    [
      {
        title: "p channel",
        element: vdmos({ pchan: 1, vto: -2.5, kp: 0.08, lambda: 0.02, theta: 0.05, rb: 1, rd: 2 }),
        resistance: 1,
      },
    ].map((bench) => ({ ...bench, biases: mirrored(vdmosBiases) })),
  );
