import { describe, expect } from "vitest";
import { deviceEquations } from "../../src/devices/device-equations.js";
import type { FlatDevice } from "../../src/netlist/flat-circuit.js";
import { ngspiceTest } from "../requirements.js";
import { runNative } from "./native.js";
import { device } from "./netlist-devices.js";
import { driven } from "./solve-device.js";

const environment = { temperature: 300.15, gmin: 1e-12 };

interface Kind {
  readonly title: string;
  readonly make: (hysteresis: number, own: Record<string, number>) => FlatDevice;
  /** Netlist lines of a switch between node p and ground whose control has this source description. */
  readonly lines: (label: string, control: string, hysteresis: number, own: Record<string, number>) => string[];
  /** The unknowns with 1 V across the switch and this control. */
  readonly unknowns: (control: number) => number[];
}

const flag = (own: Record<string, number>): string => Object.keys(own).join(" ");

const kinds: readonly Kind[] = [
  {
    title: "switch",
    make: (vh, own) => device("switch", 4, { type: "SW", parameters: { vt: 1, vh, ron: 2, roff: 1e5 } }, own),
    lines: (label, control, vh, own) => [
      `.model m${label} sw(vt=1 vh=${vh} ron=2 roff=1e5)`,
      `Vp${label} p${label} 0 1`,
      `Vc${label} c${label} 0 ${control}`,
      `S${label} p${label} 0 c${label} 0 m${label} ${flag(own)}`,
    ],
    unknowns: (control) => [1, 0, control, 0],
  },
  {
    title: "current-controlled switch",
    make: (ih, own) => device("currentSwitch", 2, { type: "CSW", parameters: { it: 1, ih, ron: 2, roff: 1e5 } }, own),
    lines: (label, control, ih, own) => [
      `.model m${label} csw(it=1 ih=${ih} ron=2 roff=1e5)`,
      `Vp${label} p${label} 0 1`,
      `Vc${label} c${label} 0 0`,
      `Ic${label} 0 c${label} ${control}`,
      `W${label} p${label} 0 Vc${label} m${label} ${flag(own)}`,
    ],
    unknowns: (control) => [1, 0, control],
  },
];

const flagSets: readonly Record<string, number>[] = [{}, { on: 1 }, { off: 1 }];
const hystereses = [0.5, 0, -0.5];

/** The switch's current while its control goes through these values, as its events make it. */
function ownCurrents(kind: Kind, element: FlatDevice, controls: readonly number[]): number[] {
  const { equations } = driven(deviceEquations(element, environment), environment);
  const { states, events, currents } = equations;
  const at = (control: number, held: readonly number[]) => {
    const { value } = driven(equations, environment, held);
    return (root: (typeof currents)[number]): number => value(root, kind.unknowns(control));
  };
  let held = states.map(({ initial }) => at(controls[0], [])(initial));
  return controls.map((control, k) => {
    for (const { expression, direction, assignments } of k > 0 ? events : []) {
      const [before, after] = [at(controls[k - 1], held)(expression), at(control, held)(expression)];
      const crosses = direction >= 0 ? before < 0 && after >= 0 : before > 0 && after <= 0;
      if (!crosses) continue;
      const next = [...held];
      for (const { state, value } of assignments) next[state] = at(control, held)(value);
      held = next;
    }
    return at(control, held)(currents[0]);
  });
}

for (const kind of kinds) {
  describe(kind.title, () => {
    ngspiceTest("starts as in ngspice", () => {
      const controls = [0.2, 0.7, 1.02, 1.3, 1.7];
      const cases = hystereses.flatMap((h) =>
        flagSets.flatMap((own) => controls.map((control) => ({ h, own, control }))),
      );
      const lines = cases.flatMap(({ h, own, control }, k) => kind.lines(`${k}`, `dc ${control}`, h, own));
      const [plot] = runNative(["switches", ...lines, ".op", ".end", ""].join("\n"));
      const native = new Map(plot.vectors.map(({ name, real }) => [name, real[0]]));
      for (const [k, { h, own, control }] of cases.entries()) {
        const [current] = ownCurrents(kind, kind.make(h, own), [control]);
        expect({ h, own, control, current }).toEqual({
          h,
          own,
          control,
          current: -(native.get(`i(vp${k})`) as number),
        });
      }
    });

    ngspiceTest("follows its control as in ngspice", () => {
      // Full swings, half swings that turn inside the hysteresis, and a start inside it.
      const points = [0.8, 0.3, 1.2, 0.4, 2.1, 0.9, 1.9, -0.2, 1.1, 0.2, 1.8, 0.7, 1.45, 0.1, 0.95];
      const waveform = `pwl(${points.map((value, k) => `${k}m ${value}`).join(" ")})`;
      const lines = hystereses.flatMap((h, k) => kind.lines(`${k}`, waveform, h, {}));
      const text = ["switches", ...lines, ".options trtol=1", `.tran 1u ${points.length - 1}m 0 1u`, ".end", ""].join(
        "\n",
      );
      const [plot] = runNative(text);
      const vectors = new Map(plot.vectors.map(({ name, real }) => [name, real]));
      const time = vectors.get("time") as Float64Array;
      const controlAt = (t: number): number => {
        const k = Math.min(points.length - 2, Math.floor(t / 1e-3));
        return points[k] + (points[k + 1] - points[k]) * (t / 1e-3 - k);
      };
      const controls = Array.from(time, controlAt);
      for (const [k, h] of hystereses.entries()) {
        const native = vectors.get(`i(vp${k})`) as Float64Array;
        const own = ownCurrents(kind, kind.make(h, {}), controls);
        // ngspice switches at a time step, so a step or two may differ around a crossing.
        const different = own.filter((current, i) => Math.abs(current + native[i]) > 1e-9).length;
        const changes = own.filter((current, i) => i > 0 && current !== own[i - 1]).length;
        expect({ h, different: different <= 2 * changes, changes: changes >= 4 }).toEqual({
          h,
          different: true,
          changes: true,
        });
      }
    });
  });
}
