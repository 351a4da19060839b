import { expect, test } from "vitest";
import type { SignalValues, Waveforms } from "../../src/base/waveforms.js";
import { compareSweeps, sweepSelfRatio } from "../../src/reference/compare-sweeps.js";

const exact = (run: Waveforms) => ({ run, repeat: run });
const bias = Float64Array.of(0, 1, 2, 3);

function sweep(f: (volt: number) => number, name = "v(a)", scale = bias): Waveforms {
  const unit: SignalValues["unit"] = name.startsWith("i") ? "A" : "V";
  return {
    analysis: "dc",
    scales: [{ name: "v1", unit: "V", values: scale }],
    signals: [{ name, unit, values: scale.map(f) }],
  };
}

test("direct voltages agree within 1e-6 of the value + 1 uV", () => {
  const truth = exact(sweep((v) => 10 * v));
  const passing = compareSweeps(exact(sweep((v) => 10 * v * (1 + 0.9e-6) + 0.9e-6)), truth);
  expect(passing.verdict).toBe("pass");
  expect(passing.signals[0]).toMatchObject({ name: "v(a)", range: 30, selfError: 0 });
  expect(passing.signals[0].maxAbs).toBeCloseTo(30 * 0.9e-6 + 0.9e-6, 12);
  const failing = compareSweeps(exact(sweep((v) => (v === 1 ? 10 + 12e-6 : 10 * v))), truth);
  expect(failing.verdict).toBe("fail");
  expect(failing.reasons).toEqual(["v(a): off by 1.2e-5 at v1 = 1 V, 1.091 times what is allowed"]);
});

test("direct currents agree within 1e-6 of the value + 1 pA", () => {
  const truth = exact(sweep((v) => 1e-6 * v, "i(v1)"));
  expect(compareSweeps(exact(sweep((v) => 1e-6 * v + 0.9e-12, "i(v1)")), truth).verdict).toBe("pass");
  expect(compareSweeps(exact(sweep((v) => 1e-6 * v + 1.1e-12, "i(v1)")), truth).verdict).toBe("fail");
});

test("own errors excuse nothing in a DC sweep", () => {
  const truth = sweep((v) => v);
  const off = sweep((v) => v + 1e-4);
  expect(compareSweeps({ run: off, repeat: truth }, exact(truth)).verdict).toBe("fail");
});

test("other points, or fewer, fail with the first that differs", () => {
  const truth = exact(sweep((v) => v));
  const shifted = compareSweeps(exact(sweep((v) => v, "v(a)", Float64Array.of(0, 1, 2.5, 3))), truth);
  expect(shifted.reasons).toEqual(["point 3: v1 is 2.5, in ngspice 2"]);
  const fewer = compareSweeps(exact(sweep((v) => v, "v(a)", Float64Array.of(0, 1, 2))), truth);
  expect(fewer.reasons).toEqual(["3 points, ngspice has 4"]);
  expect(fewer.verdict).toBe("fail");
});

test("a value that is no number fails", () => {
  const report = compareSweeps(exact(sweep((v) => (v === 2 ? Number.NaN : v))), exact(sweep((v) => v)));
  expect(report.verdict).toBe("fail");
});

test("an operating point has one point and no scale", () => {
  const point = (volt: number): Waveforms => ({
    analysis: "operatingPoint",
    scales: [],
    signals: [{ name: "v(a)", unit: "V", values: Float64Array.of(volt) }],
  });
  expect(compareSweeps(exact(point(1 + 1.5e-6)), exact(point(1))).verdict).toBe("pass");
  expect(compareSweeps(exact(point(1.1)), exact(point(1))).reasons[0]).toMatch(/^v\(a\): off by 0\.1, /);
});

/** RC low-pass, 1 / (1 + j f / 1 kHz), changed by a complex factor. */
function lowPass(real = 1, imaginary = 0): Waveforms {
  const frequencies = Float64Array.of(10, 1e3, 1e6);
  const at = (f: number) => {
    const denominator = 1 + (f / 1e3) ** 2;
    const [re, im] = [1 / denominator, -(f / 1e3) / denominator];
    return [re * real - im * imaginary, re * imaginary + im * real];
  };
  return {
    analysis: "ac",
    scales: [{ name: "frequency", unit: "Hz", values: frequencies }],
    signals: [
      {
        name: "v(b)",
        unit: "V",
        values: frequencies.map((f) => at(f)[0]),
        imaginary: frequencies.map((f) => at(f)[1]),
      },
    ],
  };
}

test("small-signal values are compared as real and imaginary part, against the magnitude at each frequency", () => {
  const report = compareSweeps(exact(lowPass(1, 0.5e-3)), exact(lowPass()));
  expect(report.verdict).toBe("pass");
  expect(report.signals.map(({ name }) => name)).toEqual(["re(v(b))", "im(v(b))"]);
  expect(report.signals[0].range).toBeCloseTo(1, 3);

  const phase = compareSweeps(exact(lowPass(1, 2e-3)), exact(lowPass()));
  expect(phase.verdict).toBe("fail");
  expect(phase.reasons[0]).toMatch(/^re\(v\(b\)\): off by .* at frequency = 1000 Hz/);
});

test("own errors are granted twice in small-signal analysis", () => {
  const ours = { run: lowPass(1, 2e-3), repeat: lowPass(1, 1e-3) };
  expect(compareSweeps(ours, exact(lowPass())).verdict).toBe("pass");
});

test("the ratio of an engine's own error to what is allowed", () => {
  expect(sweepSelfRatio({ run: sweep(() => 0), repeat: sweep(() => 0.5e-6) })).toBeCloseTo(0.5, 9);
});
