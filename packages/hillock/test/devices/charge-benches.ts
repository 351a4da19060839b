import { bipolarBiases, diodeBiases, layout, mirrored, mosfetBiases, vdmosBiases } from "./benches.js";
import type { Bench } from "./native.js";
import { bipolar, device, diode, mosfet, vdmos } from "./netlist-devices.js";

const depletion = { cjo: 4e-12, vj: 0.7, m: 0.4, fc: 0.4 };
const junctions = {
  cje: 2e-12,
  cjc: 1.5e-12,
  cjs: 1e-12,
  vje: 0.8,
  mje: 0.4,
  vjc: 0.6,
  mjc: 0.3,
  vjs: 0.65,
  mjs: 0.45,
};
const transistor = { is: 3e-15, bf: 180, br: 4, vaf: 70, var: 12, ikf: 0.02, ikr: 0.005, tf: 0.4e-9, tr: 20e-9 };
const bulk = { cj: 2e-4, mj: 0.4, cjsw: 3e-10, mjsw: 0.3, pb: 0.75, fc: 0.45 };
const overlap = { cgso: 2e-10, cgdo: 3e-10, cgbo: 4e-10 };
const channel = { vto: 0.8, kp: 1e-4, gamma: 0.5, lambda: 0.02, tox: 2.5e-8 };
const power = { vto: 3, kp: 5, cgs: 1e-9, cgdmax: 2e-9, cgdmin: 2e-11, a: 0.7, cjo: 5e-10, vj: 0.9, m: 0.35, tt: 2e-8 };

const twoTerminal: readonly Bench[] = [
  { title: "capacitor", element: device("capacitor", 2, undefined, { tc1: 1e-3, m: 2, temp: 60 }, 1e-9) },
  {
    title: "capacitor geometry",
    element: device(
      "capacitor",
      2,
      { type: "C", parameters: { cj: 1e-3, cjsw: 1e-9, narrow: 1e-6 } },
      { l: 1e-5, w: 2e-5 },
    ),
  },
].map((bench) => ({ ...bench, biases: [[1, 0.3]] }));

const diodes: readonly Bench[] = [
  { title: "depletion", element: diode({ is: 1e-14, ...depletion }, { area: 2, m: 3 }) },
  { title: "transit time", element: diode({ is: 1e-14, n: 1.2, tt: 5e-9 }) },
  {
    title: "both, high injection",
    element: diode({ is: 1e-14, ...depletion, tt: 5e-9, ikf: 1e-3, bv: 10, ibv: 1e-5 }),
  },
  { title: "large potential", element: diode({ is: 1e-14, cjo: 1e-12, vj: 3 }) },
  { title: "steep grading", element: diode({ is: 1e-14, cjo: 1e-12, m: 0.95 }) },
  { title: "series resistance", element: diode({ is: 1e-14, ...depletion, tt: 5e-9, rs: 10 }) },
  {
    title: "own temperature",
    element: diode({ is: 1e-14, ...depletion, tt: 5e-9, ttt1: 1e-3, tm1: 1e-3, tnom: 20 }, { temp: 70 }),
  },
].map((bench) => ({ ...bench, biases: diodeBiases.slice(4) }));

const bipolars: readonly Bench[] = [
  { title: "depletion", element: bipolar("NPN", { ...junctions, fc: 0.6 }, { area: 2, areab: 3, areac: 5, m: 2 }) },
  { title: "outer base", element: bipolar("NPN", { ...junctions, xcjc: 0.4, rb: 50 }) },
  { title: "transit times", element: bipolar("NPN", { ...transistor, ...junctions }) },
  {
    title: "transit time at high current",
    element: bipolar("NPN", { ...transistor, ...junctions, xtf: 3, vtf: 4, itf: 0.01 }, { area: 2 }),
  },
  { title: "substrate junction", element: bipolar("NPN", { is: 1e-15, iss: 1e-15, cjs: 1e-12, mjs: 0.3 }) },
  { title: "own temperature", element: bipolar("NPN", { ...transistor, ...junctions, tnom: 20 }, { temp: 80 }) },
]
  .map((bench) => ({ ...bench, biases: bipolarBiases }))
  .concat([
    {
      title: "resistances",
      element: bipolar("NPN", { ...transistor, ...junctions, cjs: 0, rb: 120, rc: 7, re: 1.5 }, {}, 3),
      biases: bipolarBiases.map((bias) => bias.slice(0, 3)),
    },
    {
      title: "pnp",
      element: bipolar("PNP", { ...transistor, ...junctions }, { area: 2 }),
      biases: mirrored(bipolarBiases),
    },
  ]);

const mosfets: readonly Bench[] = [
  { title: "bulk", element: mosfet("NMOS", { ...bulk, vto: 0.8 }, { ...layout, m: 2 }) },
  { title: "bulk, stated capacitances", element: mosfet("NMOS", { ...bulk, cbd: 1e-14, cbs: 2e-14 }, layout) },
  { title: "overlap", element: mosfet("NMOS", { ...overlap, vto: 0.8, ld: 2e-7 }, { ...layout, m: 2 }) },
  { title: "Meyer", element: mosfet("NMOS", channel, { ...layout, m: 2 }) },
  { title: "Meyer, all", element: mosfet("NMOS", { ...channel, ...overlap, ...bulk }, layout) },
]
  .map((bench) => ({ ...bench, biases: mosfetBiases }))
  .concat([
    {
      title: "resistances",
      element: mosfet("NMOS", { ...channel, ...overlap, ...bulk, rd: 100, rs: 60 }, layout),
      // With the bulk in reverse, where ngspice's conductances are the slopes of its currents.
      biases: mosfetBiases.filter(([drain, , source, substrate]) => substrate < Math.min(drain, source) - 0.1),
    },
    {
      title: "pmos",
      element: mosfet("PMOS", { ...channel, ...overlap, ...bulk, vto: -0.8 }, layout),
      biases: mirrored(mosfetBiases),
    },
  ]);

const vdmosCards: readonly Bench[] = [
  { title: "capacitances", element: vdmos(power, { m: 2 }) },
  { title: "steep gate-drain capacitance", element: vdmos({ ...power, a: 8 }) },
  { title: "resistances", element: vdmos({ ...power, rd: 0.2, rs: 0.05, rg: 10, rb: 0.3, bv: 60, ibv: 1e-6 }) },
  { title: "own temperature", element: vdmos({ ...power, tnom: 20 }, { temp: 80 }) },
]
  .map((bench) => ({ ...bench, biases: vdmosBiases }))
  .concat([{ title: "p channel", element: vdmos({ ...power, pchan: 1, vto: -3 }), biases: mirrored(vdmosBiases) }]);

/** Devices with charges, by module. */
export const chargeBenches: readonly (readonly [string, readonly Bench[]])[] = [
  ["capacitor", twoTerminal],
  ["diode", diodes],
  ["bipolar", bipolars],
  ["mosfet", mosfets],
  ["vdmos", vdmosCards],
];
