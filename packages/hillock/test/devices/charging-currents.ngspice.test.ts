import { describe, expect } from "vitest";
import { deviceEquations } from "../../src/devices/device-equations.js";
import type { FlatDevice } from "../../src/netlist/flat-circuit.js";
import { ngspiceTest } from "../requirements.js";
import { admittances } from "./admittance.js";
import { runNative } from "./native.js";
import { bipolar, diode, mosfet, netlistLines, vdmos } from "./netlist-devices.js";
import { driven, solve } from "./solve-device.js";

const environment = { temperature: 300.15, gmin: 1e-12 };
const duration = 1e-6;

interface Ramp {
  readonly title: string;
  readonly element: FlatDevice;
  /** Voltages of the terminals before and after. */
  readonly from: readonly number[];
  readonly to: readonly number[];
}

const gateOxide = { vto: 0.8, kp: 1e-5, gamma: 0.5, tox: 2.5e-8, cgso: 2e-10, cgdo: 3e-10, cgbo: 4e-10 };
const area = { w: 20e-6, l: 4e-6 };

const ramps: readonly Ramp[] = [
  { title: "diode", element: diode({ is: 1e-15, cjo: 1e-11, tt: 1e-8, m: 0.4 }), from: [-3, 0], to: [0.65, 0] },
  {
    title: "bipolar",
    element: bipolar("NPN", { tf: 1e-9, tr: 1e-8, cje: 1e-12, cjc: 1e-12 }, {}, 3),
    from: [1, -1, 0],
    to: [0.2, 0.7, 0],
  },
  { title: "gate, saturation", element: mosfet("NMOS", gateOxide, area), from: [4, -1.5, 0, 0], to: [4, 3.1, 0, 0] },
  {
    title: "gate, triode region",
    element: mosfet("NMOS", gateOxide, area),
    from: [0.1, -1.5, 0, 0],
    to: [0.1, 3.1, 0, 0],
  },
  { title: "drain", element: mosfet("NMOS", gateOxide, area), from: [-1.9, 2.5, 0, -2], to: [4.1, 2.5, 0, -2] },
  {
    title: "all terminals",
    element: mosfet("PMOS", { ...gateOxide, vto: -0.8 }, area),
    from: [0, 1, 0.1, 0.2],
    to: [-3, -2.5, -0.2, 0.3],
  },
  {
    title: "power gate",
    element: vdmos({ vto: 20, cgs: 1e-9, cgdmax: 1e-9, cgdmin: 1e-11, a: 0.6 }),
    from: [5, -2, 0],
    to: [5, 14, 0],
  },
  {
    title: "power drain",
    element: vdmos({ vto: 20, cgdmax: 1e-9, cgdmin: 1e-11, cjo: 1e-10 }),
    from: [15, 3, 0],
    to: [0.5, 3, 0],
  },
];

/** Currents into the terminals at the moments 0.1, 0.2, ... of the ramp, A, of ngspice with short steps. */
function nativeCurrents({ element, from, to }: Ramp): number[][] {
  const sources = from.map((v, t) => `V${t} n${t} 0 pwl(0 ${v} ${duration} ${to[t]})`);
  const nodes = from.map((_, t) => `n${t}`);
  const lines = [
    "ramp",
    ...netlistLines(element, "1", nodes),
    ...sources,
    ".options reltol=1e-6 trtol=1 method=gear maxord=2",
  ];
  const [plot] = runNative([...lines, `.tran 1n ${duration} 0 0.1n`, ".end", ""].join("\n"));
  const vectors = new Map(plot.vectors.map(({ name, real }) => [name, real]));
  const time = vectors.get("time") as Float64Array;
  return moments.map((moment) => {
    const after = time.findIndex((t) => t >= moment * duration);
    const weight = (moment * duration - time[after - 1]) / (time[after] - time[after - 1]);
    return from.map((_, t) => {
      const current = vectors.get(`i(v${t})`) as Float64Array;
      return -(current[after - 1] * (1 - weight) + current[after] * weight);
    });
  });
}

const moments = [0.13, 0.27, 0.41, 0.55, 0.69, 0.83, 0.97];

/** The same from the device's static currents and its capacitances, times the slopes of the voltages. */
function ownCurrents({ element, from, to }: Ramp): number[][] {
  const held = driven(deviceEquations(element, environment), environment);
  return moments.map((moment) => {
    const ports = from.map((v, t) => v + moment * (to[t] - v));
    const unknowns = solve(held, ports);
    const capacitances = admittances(held, ports, 1).map((row) => row.map(({ imaginary }) => imaginary));
    return from.map((_, t) => {
      const charging = capacitances[t].reduce((sum, c, u) => sum + (c * (to[u] - from[u])) / duration, 0);
      return held.value(held.equations.currents[t], unknowns) + charging;
    });
  });
}

describe("currents on a ramp equal those that ngspice integrates with short steps", () => {
  for (const ramp of ramps) {
    ngspiceTest(ramp.title, () => {
      const native = nativeCurrents(ramp);
      const own = ownCurrents(ramp);
      const largest = Math.max(...native.flat().map(Math.abs));
      const worst = Math.max(
        ...own.flatMap((row, k) => row.map((value, t) => Math.abs(value - native[k][t]) / largest)),
      );
      expect(worst).toBeLessThan(1e-4);
    });
  }
});
