import { describe, expect, test } from "vitest";
import type { AnalysisResult } from "../../src/engine/record.js";
import { frequencies } from "../../src/engine/static/small-signal.js";
import { analyse, errorOf, scaleOf, signalOf, theValue } from "./run-netlist.js";

type Complex = readonly [re: number, im: number];
const times = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c];
const over = (a: Complex, [c, d]: Complex): Complex => times(a, [c / (c * c + d * d), -d / (c * c + d * d)]);
const plus = ([a, b]: Complex, [c, d]: Complex): Complex => [a + c, b + d];

const phasor = ({ waveforms }: AnalysisResult, signal: string, k: number): Complex => {
  const found = waveforms.signals.find(({ name }) => name === signal);
  if (!found?.imaginary) throw new Error(`no phasor ${signal}`);
  return [found.values[k], found.imaginary[k]];
};

function expectPhasors(result: AnalysisResult, signal: string, exact: (omega: number) => Complex, digits = 9): void {
  scaleOf(result).forEach((frequency, k) => {
    const [re, im] = phasor(result, signal, k);
    const [exactRe, exactIm] = exact(2 * Math.PI * frequency);
    const size = Math.hypot(exactRe, exactIm);
    expect(Math.hypot(re - exactRe, im - exactIm) / size).toBeLessThan(10 ** -digits);
  });
}

describe("linear circuits", () => {
  const [r, l, c] = [30, 2e-3, 5e-7];
  const series = `V1 in 0 DC 3 AC 2 40
R1 in a ${r}
L1 a b ${l}
C1 b 0 ${c}
.save v(b) i(V1) i(L1)
.ac dec 7 10 1meg`;
  const drive: Complex = [2 * Math.cos((40 * Math.PI) / 180), 2 * Math.sin((40 * Math.PI) / 180)];
  const impedance = (omega: number): Complex => [r, omega * l - 1 / (omega * c)];

  test("RLC in series, with the source's magnitude and phase", () => {
    const result = analyse(series);
    expectPhasors(result, "i(l1)", (omega) => over(drive, impedance(omega)));
    expectPhasors(result, "v(b)", (omega) => over(over(drive, impedance(omega)), [0, omega * c]));
    // Into the source's plus terminal flows what it delivers, negative.
    expectPhasors(result, "i(v1)", (omega) => over(times([-1, 0], drive), impedance(omega)));
  });

  test("a source's current is the same whether its node is eliminated or not", () => {
    const plain = analyse(`${series}`.replace("C1 b 0", "C2 in 0 1n\nC3 in b 2n\nC1 b 0"));
    const sensed = analyse(`${series}\nF1 0 x V1 0\nRX x 0 1`.replace("C1 b 0", "C2 in 0 1n\nC3 in b 2n\nC1 b 0"));
    for (const signal of ["i(v1)", "v(b)", "i(l1)"]) {
      expectPhasors(plain, signal, (omega) => {
        const k = scaleOf(sensed).findIndex((f) => Math.abs(2 * Math.PI * f - omega) < 1e-6 * omega);
        return phasor(sensed, signal, k);
      });
    }
  });

  test("coupled inductors: the transformer's transfer", () => {
    const [l1, l2, k, load] = [1e-3, 4e-3, 0.9, 50];
    const m = k * Math.sqrt(l1 * l2);
    const result = analyse(
      `I1 0 a AC 1\nL1 a 0 ${l1}\nL2 b 0 ${l2}\nK1 L1 L2 ${k}\nR2 b 0 ${load}\n.ac dec 5 100 1meg`,
    );
    // v2 = j w (M i1 + L2 i2), v2 = -R i2
    expectPhasors(result, "v(b)", (omega) => over([0, omega * m], [1, (omega * l2) / load]));
  });

  test("controlled sources and sources without AC, which are at rest", () => {
    const result = analyse("V1 a 0 AC 1\nV2 b 0 5\nE1 c 0 a b 3\nR1 c d 1k\nC1 d 0 1u\n.ac lin 5 10 1k");
    expectPhasors(result, "v(d)", (omega) => over([3, 0], [1, omega * 1e-3]));
    expect(phasor(result, "v(b)", 2)).toEqual([0, 0]);
  });
});

test("a common-emitter stage: its gain from its currents, with charges at the operating point", () => {
  const lines = `V1 in 0 DC 0.68 AC 1
V2 vcc 0 5
RB in b 1k
RC vcc c 1k
Q1 c b 0 QN
.model QN NPN(IS=1e-15 BF=120 TF=1n)
.options gmin=0
.save v(b) v(c) i(V2)
`;
  const rest = analyse(`${lines}.op`);
  const collector = -theValue(rest, "i(v2)");
  const thermal = (1.38064852e-23 / 1.6021766208e-19) * 300.15;
  const gm = collector / thermal;
  const input = (omega: number): Complex => [gm / 120, omega * 1e-9 * gm];
  const base = (omega: number): Complex => over([1, 0], plus([1, 0], times([1e3, 0], input(omega))));
  const result = analyse(`${lines}.ac dec 4 1k 1g`);
  expectPhasors(result, "v(b)", base, 5);
  expectPhasors(result, "v(c)", (omega) => times([-gm * 1e3, 0], base(omega)), 5);
});

test("at low frequency, the response is the slope of the operating points", () => {
  const lines = (bias: number): string => `V1 in 0 DC ${bias} AC 1
R1 in a 2k
D1 a b DM
Q1 c b 0 QN
M1 d c 0 0 NM
RC v c 4.7k
RD v d 1k
VD v 0 5
.model DM D(IS=1e-14 RS=3)
.model QN NPN(IS=1e-15 BF=80 VAF=40 RE=2)
.model NM NMOS(VTO=0.9 KP=200u LAMBDA=0.02)
.save v(a) v(b) v(c) v(d) i(V1) i(VD)
`;
  const bias = 1.15;
  const step = 1e-4;
  const [above, below] = [bias + step, bias - step].map((value) => analyse(`${lines(value)}.op`));
  const result = analyse(`${lines(bias)}.ac lin 1 1 1`);
  for (const { name } of result.waveforms.signals) {
    const slope = (theValue(above, name) - theValue(below, name)) / (2 * step);
    const [re, im] = phasor(result, name, 0);
    expect(Math.abs(slope)).toBeGreaterThan(1e-5);
    expect(re / slope).toBeCloseTo(1, 4);
    expect(Math.abs(im / re)).toBeLessThan(1e-6);
  }
});

describe("frequencies", () => {
  test("by decade, octave and in equal steps, ends included", () => {
    const decade = frequencies({ spacing: "decade", points: 10, from: 10, to: 1e5 });
    expect(decade).toHaveLength(41);
    expect(decade[0]).toBe(10);
    expect(decade[40] / 1e5).toBeCloseTo(1, 13);
    expect(decade[11] / decade[1]).toBeCloseTo(10, 12);
    const octave = frequencies({ spacing: "octave", points: 3, from: 100, to: 800 });
    expect(octave).toHaveLength(10);
    expect(octave[3]).toBeCloseTo(200, 10);
    expect([...frequencies({ spacing: "linear", points: 5, from: 0, to: 8 })]).toEqual([0, 2, 4, 6, 8]);
    expect([...frequencies({ spacing: "linear", points: 1, from: 3, to: 8 })]).toEqual([3]);
  });

  test.each([
    ["decade", 0, 0, 10],
    ["decade", 5, 0, 10],
    ["octave", 5, 20, 10],
    ["linear", 5, -1, 10],
    ["linear", Number.NaN, 1, 10],
  ] as const)("%s with %d points from %d to %d Hz is none", (spacing, points, from, to) => {
    expect(errorOf(() => frequencies({ spacing, points, from, to })).code).toBe("engine/setting");
  });
});

test("a resonance without loss has no response at its frequency", () => {
  const omega = 1 / Math.sqrt(1e-3 * 1e-6);
  const at = (frequency: number) => () =>
    analyse(`I1 0 a AC 1\nL1 a 0 1m\nC1 a 0 1u\n.ac lin 1 ${frequency} ${frequency}`);
  const off = at(500)();
  const w = 2 * Math.PI * 500;
  expect(signalOf(off, "v(a)")[0]).toBeCloseTo(0, 12);
  expect(phasor(off, "v(a)", 0)[1]).toBeCloseTo((w * 1e-3) / (1 - w * w * 1e-9), 10);
  expect(Math.abs(phasor(at((omega / (2 * Math.PI)) * 0.999)(), "v(a)", 0)[1])).toBeGreaterThan(1e4);
});
