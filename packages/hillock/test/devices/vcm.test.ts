import { describe, expect, test } from "vitest";
import { simulate } from "../../src/engine/simulate.js";
import { parseNetlist } from "../../src/netlist/index.js";

const [charge, boltzmann, planck, vacuum] = [1.602176634e-19, 1.380649e-23, 6.62607015e-34, 8.8541878128e-12];
const area = Math.PI * 45e-9 ** 2;

/** The published equations at rest with the published parameters: the contact's current for its voltage and temperature, A. */
function contactCurrent(vs: number, concentration: number, temperature: number): number {
  const n = concentration * 1e26;
  const psi = 0.18 - 0.1 - vs;
  // Rounded over 1 mV, where the published one ends with infinite slope.
  const rounded = 0.5 * (psi + Math.sqrt(psi ** 2 + 4e-6));
  const image = (charge ** 3 * 2 * n * rounded) / (8 * Math.PI ** 2 * (5.5 * vacuum) ** 3);
  const phi = Math.max(0.18 - image ** 0.25, 0);
  const kt = boltzmann * temperature;
  const scale = area * 6.01e5;
  if (vs > 0) return scale * temperature ** 2 * Math.exp((-charge * phi) / kt) * (Math.exp((charge * vs) / kt) - 1);
  const w00 = ((charge * planck) / (4 * Math.PI)) * Math.sqrt((2 * n) / (9.10938e-31 * 17 * vacuum));
  const w0 = w00 / Math.tanh(w00 / kt);
  const xi = w00 / (w00 / kt - Math.tanh(w00 / kt));
  const root = Math.sqrt(Math.PI * w00 * charge * (-vs + phi / Math.cosh(w00 / kt) ** 2));
  return (
    ((-scale * temperature) / boltzmann) * root * Math.exp((-charge * phi) / w0) * (Math.exp((-charge * vs) / xi) - 1)
  );
}

/**
 * The current through the whole memory at rest, A: of the contact's voltages that fit, the one next to 0, to which the
 * memory comes from rest; around a fixed point of the temperature.
 */
function published(v: number, concentration: number): number {
  const conductivity = charge * 2 * 1e26 * 4e-6 * area;
  const inner = 0.4e-9 / (conductivity * concentration) + 2.6e-9 / (conductivity * 20);
  const resistance = 15.72e6 * (v > 0 ? 0.27 : 1);
  let temperature = 293;
  let current = 0;
  for (let round = 0; round < 100; round++) {
    const beyond = (vs: number): boolean => {
      current = contactCurrent(vs, concentration, temperature);
      const series = inner + 650 + 719.2437 * (1 + 719.2437 * 3.92e-3 * current ** 2 * 90471.47);
      return Math.abs(vs + current * series) > Math.abs(v);
    };
    let [inside, outside] = [0, 0];
    for (let k = 1; !beyond(outside); k++) {
      inside = outside;
      outside = (k / 1000) * v;
    }
    for (let k = 0; k < 60; k++) {
      const middle = (inside + outside) / 2;
      if (beyond(middle)) outside = middle;
      else inside = middle;
    }
    temperature += 0.5 * (293 + resistance * current * (inside + current * inner) - temperature);
  }
  return current;
}

function run(lines: string, card: string): { v: Float64Array; i: Float64Array; time: Float64Array } {
  const text = `vcm\n${lines}\nN1 a 0 M\n.model M vcm(T0=293 ${card})\n.save v(a) i(v1)\n`;
  const [{ waveforms }] = simulate(parseNetlist(text, { file: "vcm.cir" }));
  const [v, i] = waveforms.signals.map(({ values }) => values);
  return { v, i: i.map((value) => -value), time: waveforms.scales[0]?.values };
}

const current = (v: number, concentration: number): number => run(`V1 a 0 ${v}\n.op`, `NINIT=${concentration}`).i[0];

/** A triangle to the first voltage, to the second and back to 0, each slope of 1 V taking `second` s. */
const triangle = (first: number, second: number, perVolt: number): string => {
  const corners = [0, first, second, 0];
  let time = 0;
  const points = corners.map((v, k) => {
    time += k === 0 ? 0 : Math.abs(v - corners[k - 1]) * perVolt;
    return `${time} ${v}`;
  });
  return `V1 a 0 PWL(${points.join(" ")})\n.tran ${time / 100} ${time}`;
};

describe("vcm", () => {
  test("currents of the published equations, in both directions and states, heated by themselves", () => {
    for (const concentration of [0.008, 0.06, 0.5, 2, 20]) {
      for (const v of [-0.5, -0.2, 0.02, 0.2, 0.7, 1.2]) {
        expect(current(v, concentration) / published(v, concentration)).toBeCloseTo(1, 4);
      }
    }
  });

  test("read currents near the closed form that others fitted to the authors' own implementation", () => {
    // V. Ntinas et al., IEEE Trans. Circuits Syst. II 69, 2473 (2022), for V > 0: I of V and of N/NMIN.
    const fitted = (v: number, concentration: number): number =>
      (4.84e-3 * (1 - Math.exp(-0.1353 * v))) /
      (1 + (5.548 + 6.8648 * v + 51.586 * Math.exp(-0.36 * v)) * (concentration / 0.008) ** -1.054) ** (1 / 1.0526);
    for (const concentration of [0.008, 0.06, 0.3, 1, 2, 10]) {
      for (const v of [0.1, 0.2, 0.4]) {
        const ratio = current(v, concentration) / fitted(v, concentration);
        expect(ratio).toBeGreaterThan(0.93);
        expect(ratio).toBeLessThan(1.1);
      }
    }
  });

  test("a slow triangle sets abruptly at a negative voltage and resets gradually at a positive one", () => {
    const { v, i } = run(triangle(-1.3, 1.5, 1), "");
    const half = v.indexOf(Math.min(...v));
    const jump = i.findIndex((value, k) => k < half && value < -1e-4);
    const before = i.findIndex((value) => value < -1.5e-5);
    expect(v[jump]).toBeGreaterThan(-0.7);
    expect(v[jump]).toBeLessThan(-0.5);
    expect(Math.abs(v[jump] - v[before])).toBeLessThan(5e-3);
    const top = i.indexOf(Math.max(...i));
    expect(v[top]).toBeGreaterThan(0.8);
    expect(v[top]).toBeLessThan(1.2);
    // From on to off by more than a factor of 10 within the sweep.
    const back = v.reduce((last, value, k) => (value > 0.3 ? k : last), 0);
    expect(i[top] / v[top] / (i[back] / v[back])).toBeGreaterThan(10);
  });

  test("the voltage-time dilemma: a tenth of a volt shortens the set by orders of magnitude", () => {
    const timeToSet = (v: number): number => {
      const { time, i } = run(`V1 a 0 PWL(0 0 1n ${v})\n.tran 1m 10`, "");
      return time[i.findIndex((value) => value < -1e-4)];
    };
    const times = [-0.6, -0.7, -0.8, -1].map(timeToSet);
    for (let k = 1; k < times.length; k++) expect(times[k - 1] / times[k]).toBeGreaterThan(20);
  });

  test("the concentration stays within its bounds: pulses in one direction saturate", () => {
    const long = run("V1 a 0 PWL(0 0 1u -1.5 1 -1.5 1.000001 0.2 2 0.2)\n.tran 10m 2", "");
    const last = long.i[long.i.length - 1];
    expect(last).toBeLessThanOrEqual(1.001 * published(0.2, 20));
    expect(last).toBeGreaterThan(published(0.2, 5));
    const off = run("V1 a 0 PWL(0 0 1u 2.5 1 2.5 1.000001 0.2 2 0.2)\n.tran 10m 2", "NINIT=2");
    expect(off.i[off.i.length - 1]).toBeGreaterThanOrEqual(0.999 * published(0.2, 0.008));
    expect(off.i[off.i.length - 1]).toBeLessThan(2 * published(0.2, 0.008));
  });
});
