import { expect, test } from "vitest";
import { simulate } from "../../src/engine/simulate.js";
import { example } from "../examples.js";

const vt = (1.380649e-23 / 1.602176634e-19) * 300.15;

/** The first run of an example, its scale and signals by name. */
function run(name: string): { axis: Float64Array; signal: (name: string) => Float64Array } {
  const [{ waveforms }] = simulate(example(`verilog-a/${name}`));
  const signals = new Map(waveforms.signals.map(({ name, values }) => [name, values]));
  return {
    axis: waveforms.scales[0].values,
    signal: (name) => {
      const found = signals.get(name);
      if (found === undefined) throw new Error(`${name} is not among ${[...signals.keys()]}`);
      return found;
    },
  };
}

test("a differential pair in weak inversion shares the tail current by a logistic function", () => {
  const { axis, signal } = run("subthreshold-differential-pair");
  const [gamma, phi, tail] = [0.6, 0.8, 10e-9];
  const pinchOff = (vg: number): number => {
    const effective = vg - 0.5 + phi + gamma * Math.sqrt(phi);
    return (Math.sqrt(effective + gamma ** 2 / 4) - gamma / 2) ** 2 - phi;
  };
  for (const [k, vp] of axis.entries()) {
    const share = signal("i(va)")[k] / tail;
    const expected = 1 / (1 + Math.exp((pinchOff(vp) - pinchOff(0.9)) / vt));
    expect(Math.abs(share - expected)).toBeLessThan(0.01);
  }
  expect(signal("i(va)")[axis.findIndex((v) => v > 0.8999)] / tail).toBeCloseTo(0.5, 2);
});

test("Mead's axon hillock fires with the period of its charge: C2 Vdd at 1 nA, and the time of the pulse", () => {
  const { axis, signal } = run("axon-hillock");
  const out = signal("v(out)");
  const crossings = (rising: boolean): number[] =>
    Array.from(axis).filter((_, k) => k > 0 && out[k] >= 0.9 === rising && out[k - 1] >= 0.9 !== rising);
  const [up, down] = [crossings(true), crossings(false)];
  expect(up).toHaveLength(5);
  const pulse = down[1] - up[1];
  const interval = up[2] - up[1];
  // The transistors' own capacitances take part in C1, not in the charge C2 Vdd.
  expect((interval - pulse) / ((0.5e-12 * 1.8) / 1e-9)).toBeCloseTo(1, 1);
  expect(pulse).toBeLessThan(0.2 * interval);
  for (const k of [2, 3]) expect((up[k + 1] - up[k]) / interval).toBeCloseTo(1, 3);
});
