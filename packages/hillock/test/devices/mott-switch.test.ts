import { describe, expect, test } from "vitest";
import { findEdges } from "../../src/base/crossings.js";
import { deviceModule } from "../../src/devices/device-module.js";
import { shippedModules } from "../../src/devices/modules.js";
import { instantiate } from "../../src/veriloga/index.js";
import { analyse, runTransient, scaleOf, signalOf } from "../engine/run-netlist.js";
import { surroundings } from "./sampled-devices.js";
import { driven } from "./solve-device.js";

const [RINS, RMET, VTH, VHOLD] = [100e3, 1e3, 2, 1];
const card = (tau: number, soft: number): string =>
  `.model VO2 mott_switch(rins=${RINS} rmet=${RMET} vth=${VTH} vhold=${VHOLD} tau=${tau} soft=${soft})`;

describe("mott_switch", () => {
  test("a slow sweep turns at both thresholds, and the phases have their resistances", () => {
    for (const sign of [1, -1]) {
      const there = sweep(0, sign * 2.5);
      const back = sweep(sign * 2.5, 0);
      const jump = (points: readonly Point[]): number =>
        points.findIndex(({ current }, k) => k > 1 && Math.abs(Math.log(current / points[k - 1].current)) > 1);
      expect(Math.abs(there[jump(there)].voltage - sign * VTH)).toBeLessThan(0.006);
      expect(Math.abs(back[jump(back)].voltage - sign * VHOLD)).toBeLessThan(0.006);
      const resistance = ({ voltage, current }: Point): number => voltage / current;
      expect(resistance(there[100]) / RINS).toBeCloseTo(1, 4);
      expect(resistance(back[0]) / RMET).toBeCloseTo(1, 4);
    }
  });

  test("the folds of the state are at the thresholds exactly, however soft the loop is", () => {
    for (const SOFT of [0.01, 0.1, 0.35]) {
      const equations = instantiate(deviceModule({ source: shippedModules.mott_switch }), {
        parameters: { RINS, RMET, VTH, VHOLD, SOFT },
        connectedPorts: 2,
        environment: surroundings,
      });
      const { value, slope } = driven(equations, surroundings);
      // At a fold the row of the state and its slope by the state vanish, at x (1 - x) = SOFT/2.
      const distance = Math.sqrt(1 - 2 * SOFT) / 2;
      for (const [voltage, x] of [
        [VTH, 0.5 - distance],
        [VHOLD, 0.5 + distance],
      ]) {
        const row = equations.currents[2];
        expect(Math.abs(value(row, [voltage, 0, x]))).toBeLessThan(1e-6 * 1e-12);
        expect(Math.abs(value(slope(row, 2), [voltage, 0, x]))).toBeLessThan(1e-6 * 1e-10);
      }
    }
  });

  test("its relaxation oscillation has the period of the closed form, the nearer the sharper and quicker it is", () => {
    const [VDD, RS, C] = [5, 20e3, 1e-9];
    const phase = (resistance: number, from: number, to: number): number => {
      const r = 1 / (1 / RS + 1 / resistance);
      const rest = (VDD * r) / RS;
      return C * r * Math.log((rest - from) / (rest - to));
    };
    const period = phase(RINS, VHOLD, VTH) + phase(RMET, VTH, VHOLD);
    const error = (tau: number, soft: number): number => {
      const result = runTransient(
        `V1 s 0 PULSE(0 ${VDD} 1u 1n 1n 1 2)\nRS s a ${RS}\nC1 a 0 ${C}\nN1 a 0 VO2\n${card(tau, soft)}\n.save v(a)\n.tran 1u 200u`,
      );
      const { rises } = findEdges(scaleOf(result), signalOf(result, "v(a)"), { low: 1.4, middle: 1.5, high: 1.6 });
      expect(rises.length).toBeGreaterThan(20);
      return (rises[rises.length - 1] - rises[2]) / (rises.length - 3) / period - 1;
    };
    const errors = [error(10e-9, 0.02), error(1e-9, 0.01), error(0.1e-9, 0.005), error(0.01e-9, 0.0025)];
    for (const [k, one] of errors.entries()) if (k > 0) expect(Math.abs(one)).toBeLessThan(Math.abs(errors[k - 1]));
    expect(Math.abs(errors[0])).toBeLessThan(0.1);
    expect(Math.abs(errors[3])).toBeLessThan(5e-4);
  });
});

interface Point {
  readonly voltage: number;
  readonly current: number;
}

/** A DC sweep in steps of 5 mV; each point starts from the one before. */
function sweep(from: number, to: number): Point[] {
  const result = analyse(
    `V1 a 0 0\nN1 a 0 VO2\n${card(1e-9, 0.01)}\n.save i(v1)\n.dc V1 ${from} ${to} ${Math.sign(to - from) * 0.005}`,
  );
  const currents = signalOf(result, "i(v1)");
  return [...scaleOf(result)].map((voltage, k) => ({ voltage, current: -currents[k] }));
}
