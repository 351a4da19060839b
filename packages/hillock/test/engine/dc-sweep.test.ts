import { describe, expect, test } from "vitest";
import { compile } from "../../src/engine/compile.js";
import type { AnalysisResult } from "../../src/engine/record.js";
import { dcSweep } from "../../src/engine/static/dc-sweep.js";
import { sweepValues, sweptParameters } from "../../src/engine/static/sweep-axes.js";
import { flatten } from "../../src/netlist/flatten.js";
import { analyse, circuitOf, compiled, errorOf, scaleOf, signalOf } from "./run-netlist.js";

const divider = "V1 a 0 12\nR1 a b 1k\nR2 b 0 2k\n.save v(b)";

test("the points run from the first value in equal steps, the last only if a step leads there", () => {
  const values = (from: number, to: number, step: number) => [...sweepValues({ variable: "V1", from, to, step })];
  expect(values(0, 1, 0.25)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expect(values(1, 0, -0.5)).toEqual([1, 0.5, 0]);
  expect(values(0, 1, 0.4)).toEqual([0, 0.4, 0.8]);
  expect(values(2, 2, 1)).toEqual([2]);
  // 0.3 / 0.1 is 2.9999999999999996: rounding loses no point.
  expect(values(0, 0.3, 0.1)).toHaveLength(4);
});

test("a source is swept, up or down", () => {
  for (const [range, first] of [
    ["-3 6 0.5", -3],
    ["6 -3 -0.5", 6],
  ] as const) {
    const result = analyse(`${divider}\n.dc V1 ${range}`);
    const scale = scaleOf(result);
    expect(scale[0]).toBe(first);
    expect(scale).toHaveLength(19);
    signalOf(result, "v(b)").forEach((value, k) => {
      expect(value).toBeCloseTo((scale[k] * 2) / 3, 12);
    });
    expect(result.waveforms.scales.map(({ name, unit }) => [name, unit])).toEqual([["v1", "V"]]);
  }
});

test("a resistor is swept, its other parameters still acting", () => {
  const result = analyse("V1 a 0 12\nR1 a b 1k tc1=1m\nR2 b 0 2k\n.options temp=77\n.save v(b)\n.dc R1 1k 4k 1k");
  signalOf(result, "v(b)").forEach((value, k) => {
    expect(value).toBeCloseTo((12 * 2000) / (2000 + 1000 * (k + 1) * 1.05), 9);
  });
  expect(result.waveforms.scales[0].unit).toBe("ohm");
});

test("a resistor whose card gives it a size is swept all the same", () => {
  const result = analyse(
    "V1 a 0 12\nR1 a b RM L=10u W=1u\nR2 b 0 2k\n.model RM R(RSH=100)\n.save v(b)\n.dc R1 2k 6k 2k",
  );
  expect([...signalOf(result, "v(b)")].map((value) => value.toFixed(9))).toEqual([
    "6.000000000",
    "4.000000000",
    "3.000000000",
  ]);
});

test("temperature is swept in degrees Celsius, and acts on resistors and junctions alike", () => {
  const lines = (temp: string) => `V1 a 0 1\nR1 a b 1k tc1=4m\nD1 b 0 DM\n.model DM D(IS=1e-14)\n.save v(b)\n${temp}`;
  const sweep = analyse(lines(".dc temp -25 75 50"));
  expect([...scaleOf(sweep)]).toEqual([-25, 25, 75]);
  expect(sweep.waveforms.scales[0].unit).toBe("degC");
  signalOf(sweep, "v(b)").forEach((value, k) => {
    const single = analyse(lines(`.options temp=${[-25, 25, 75][k]}\n.op`));
    expect(value).toBeCloseTo(signalOf(single, "v(b)")[0], 9);
  });
});

test("nested sweeps: the first named runs fastest, and each value has its scale", () => {
  const result = analyse("V1 a 0 0\nI1 0 b 0\nR1 a b 1k\nR2 b 0 1k\n.save v(b)\n.dc V1 0 2 1 I1 0 1m 0.5m");
  expect(result.waveforms.scales.map(({ name }) => name)).toEqual(["v1", "i1"]);
  expect([...scaleOf(result, 0)]).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2]);
  expect([...scaleOf(result, 1)]).toEqual([0, 0, 0, 0.5e-3, 0.5e-3, 0.5e-3, 1e-3, 1e-3, 1e-3]);
  signalOf(result, "v(b)").forEach((value, k) => {
    expect(value).toBeCloseTo(scaleOf(result, 0)[k] / 2 + scaleOf(result, 1)[k] * 500, 12);
  });
});

test("a switch with hysteresis closes and opens where its thresholds are, up and down", () => {
  const lines = (range: string) => `V1 c 0 0
V2 s 0 1
R1 s o 1k
S1 o 0 c 0 SW
.model SW SW(VT=2 VH=0.5 RON=1 ROFF=1meg)
.save v(o)
.dc V1 ${range}`;
  const closedAt = (result: AnalysisResult) => [...scaleOf(result)].filter((_, k) => signalOf(result, "v(o)")[k] < 0.5);
  expect(Math.min(...closedAt(analyse(lines("0 4 0.25"))))).toBe(2.5);
  expect(Math.min(...closedAt(analyse(lines("4 0 -0.25"))))).toBe(1.75);
});

test("a Schmitt trigger's branches differ between up and down: each point starts from its neighbour", () => {
  const lines = (range: string) => `V1 in 0 0
B1 o 0 V=2.5+2.5*tanh(20*(v(p)-2.5))
R1 in p 10k
R2 p o 20k
.save v(o)
.dc V1 ${range}`;
  const up = analyse(lines("0 5 0.05"));
  const down = analyse(lines("5 0 -0.05"));
  const flip = (result: AnalysisResult) => {
    const o = signalOf(result, "v(o)");
    return scaleOf(result)[o.findIndex((value, k) => k > 0 && value > 2.5 !== o[0] > 2.5)];
  };
  // v(p) = (2 in + out) / 3 passes the middle at in = 3.75 from below, at 1.25 from above; the steepness takes off a little.
  expect(flip(up)).toBeGreaterThan(3.3);
  expect(flip(up)).toBeLessThanOrEqual(3.8);
  expect(flip(down)).toBeGreaterThanOrEqual(1.2);
  expect(flip(down)).toBeLessThan(1.7);
});

describe("sweeps that make no sense", () => {
  test.each([
    ["no points", { variable: "V1", from: 0, to: 1, step: -1 }],
    ["no end", { variable: "V1", from: 0, to: 1, step: 0 }],
    ["not a number", { variable: "V1", from: 0, to: 1, step: Number.NaN }],
    ["unknown quantity", { variable: "V7", from: 0, to: 1, step: 1 }],
  ])("%s", (_, sweep) => {
    expect(errorOf(() => dcSweep(compiled(divider), [sweep])).code).toBe("engine/sweep");
  });

  test("a resistance of zero on the way", () => {
    const { code, message } = errorOf(() => analyse(`${divider}\n.dc R1 0 1k 100`));
    expect(code).toBe("engine/sweep");
    expect(message).toContain("R1");
  });

  test("a resistor that was not left free when the circuit was compiled", () => {
    const sweep = { variable: "R1", from: 1, to: 2, step: 1 };
    const flat = flatten(circuitOf(divider));
    expect(errorOf(() => dcSweep(compile(flat), [sweep])).code).toBe("engine/sweep");
    const free = sweptParameters(flat, [sweep]);
    expect(dcSweep(compile(flat, { free }), [sweep]).record.steps).toBe(2);
  });
});

test("where a point fails, the error names the values and keeps the points before", () => {
  const error = errorOf(() =>
    analyse("I1 0 a 0\nB1 a 0 I=0.5*tanh(v(a))\nV2 b 0 0\nR2 b 0 1\n.save v(a)\n.dc I1 0 1 0.2 V2 0 1 1"),
  );
  expect(error.code).toBe("engine/no-operating-point");
  expect(error.parts.place).toMatch(/^I1 = 0\.6\d*, V2 = 0$/);
  const partial = error.parts.partial as AnalysisResult;
  expect(scaleOf(partial)).toHaveLength(3);
  signalOf(partial, "v(a)").forEach((value, k) => {
    expect(value).toBeCloseTo(Math.atanh(0.4 * k), 7);
  });
});
