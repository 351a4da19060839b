import { describe, expect, test } from "vitest";
import type { Waveforms } from "../../src/base/waveforms.js";
import { compareTransients, transientSelfRatio } from "../../src/reference/compare-transients.js";
import { syntheticNeuron, transientOf } from "./synthetic.js";

const spikes = Array.from({ length: 50 }, (_, i) => 100e-6 * (i + 1));
const stop = 5.05e-3;
const neuron = (change: (time: number, index: number) => number = (t) => t, disturb?: (t: number) => number) =>
  syntheticNeuron({ spikes: spikes.map(change), stop, disturb });
/** An engine without any error of its own. */
const exact = (run: Waveforms) => ({ run, repeat: run });
const truth = neuron();

function spikesOf(report: ReturnType<typeof compareTransients>, signal: string) {
  return report.spikes.find((train) => train.signal === signal);
}

describe("spikes", () => {
  test("equal runs pass, and the membrane and the output are trains, the supply is none", () => {
    const report = compareTransients(exact(truth), exact(truth));
    expect(report.verdict).toBe("pass");
    expect(report.reasons).toEqual([]);
    expect(report.spikes.map(({ signal }) => signal)).toEqual(["v(vm)", "v(out)"]);
    expect(spikesOf(report, "v(out)")).toEqual({ signal: "v(out)", count: 50, reference: 50, worst: 0, selfError: 0 });
    expect(report.signals.map(({ name, maxAbs, range }) => [name, maxAbs, range])).toEqual([
      ["v(vm)", 0, 1.998],
      ["v(out)", 0, 5],
      ["v(vcc)", 0, 0],
    ]);
  });

  test("1 us per 100 ms of run is allowed, more is not", () => {
    const allowed = 1e-5 * stop;
    const passing = compareTransients(exact(neuron((t) => t + 0.9 * allowed)), exact(truth));
    expect(passing.verdict).toBe("pass");
    expect(spikesOf(passing, "v(out)")?.worst).toBeCloseTo(0.9 * allowed, 12);
    const failing = compareTransients(exact(neuron((t) => t + 1.1 * allowed)), exact(truth));
    expect(failing.verdict).toBe("fail");
    expect(failing.reasons.join()).toMatch(/v\(out\): spike \d+ at .* s is off by 5\.555e-8 s, allowed are 5\.05e-8 s/);
  });

  test("both engines' own errors are granted twice", () => {
    const shift = 0.3e-6;
    const ours = { run: neuron((t) => t + shift), repeat: neuron((t) => t + 0.1e-6) };
    expect(compareTransients(ours, exact(truth)).verdict).toBe("pass");
    const reference = { run: truth, repeat: neuron((t) => t + 0.2e-6) };
    expect(compareTransients(exact(neuron((t) => t + shift)), reference).verdict).toBe("pass");
    expect(compareTransients(exact(neuron((t) => t + shift)), exact(truth)).verdict).toBe("fail");
  });

  test("no own error excuses more than 0.5 % of the interval: ours fails, ngspice's leaves the question open", () => {
    const shift = (by: number) => neuron((t) => t + by);
    const ours = { run: shift(0.6e-6), repeat: shift(0.1e-6) };
    const failing = compareTransients(ours, exact(truth));
    expect(failing.verdict).toBe("fail");
    expect(failing.reasons[0]).toContain("allowed are 5e-7 s");
    const vague = compareTransients(exact(shift(0.6e-6)), { run: truth, repeat: shift(0.5e-6) });
    expect(vague.verdict).toBe("reference-unconverged");
    expect(vague.reasons[0]).toContain("ngspice's own error is 5e-7 s");
  });

  test("a missing spike fails", () => {
    const ours = syntheticNeuron({ spikes: spikes.filter((_, i) => i !== 20), stop });
    const report = compareTransients(exact(ours), exact(truth));
    expect(report.verdict).toBe("fail");
    expect(report.reasons).toContain("v(out): 49 spikes, ngspice has 50");
    expect(spikesOf(report, "v(out)")).toMatchObject({ count: 49, reference: 50, worst: null, selfError: 0 });
  });

  test("a reference whose spike number changes with its tolerance is unconverged, whatever we say", () => {
    const chatter = syntheticNeuron({ spikes: [...spikes, 5.02e-3], stop });
    const report = compareTransients(exact(truth), { run: chatter, repeat: truth });
    expect(report.verdict).toBe("reference-unconverged");
    expect(report.reasons[0]).toBe("v(vm): ngspice's number of spikes changes with its tolerance");
    expect(spikesOf(report, "v(out)")?.selfError).toBeNull();
  });

  test("a number of ours that changes with the tolerance is a failure that says so", () => {
    const other = syntheticNeuron({ spikes: spikes.slice(1), stop });
    const report = compareTransients({ run: other, repeat: truth }, exact(truth));
    expect(report.verdict).toBe("fail");
    expect(report.reasons.join()).toContain(
      "v(out): 49 spikes (a number that changes with the tolerance), ngspice has 50",
    );
  });

  test("a threshold makes a train of a signal that spikes too seldom, and replaces the middle of the range", () => {
    const twice = (shift: number) => syntheticNeuron({ spikes: [1e-4, 3e-4 + shift], stop: 3.3e-4 });
    const without = compareTransients(exact(twice(0)), exact(twice(0)));
    expect(without.spikes).toEqual([]);
    const report = compareTransients(exact(twice(1e-9)), exact(twice(0)), new Map([["v(out)", 1]]));
    expect(report.verdict).toBe("pass");
    expect(report.spikes).toHaveLength(1);
    expect(report.spikes[0]).toMatchObject({ signal: "v(out)", count: 2, reference: 2 });
    expect(report.spikes[0].worst).toBeCloseTo(1e-9, 14);
  });
});

describe("waveforms of a spiking circuit", () => {
  test("are compared at aligned spikes: steep edges that move with them do not count", () => {
    const report = compareTransients(exact(neuron((t) => t + 0.04e-6)), exact(truth));
    expect(report.verdict).toBe("pass");
    for (const { maxAbs, range } of report.signals) expect(maxAbs).toBeLessThanOrEqual(1e-3 * range);
  });

  test("a glitch between spikes fails and is located", () => {
    const glitch = (t: number) => (Math.abs(t - 2.53e-3) < 2e-6 ? 4e-3 : 0);
    const report = compareTransients(exact(neuron((t) => t + 0.04e-6, glitch)), exact(truth));
    expect(report.verdict).toBe("fail");
    expect(report.reasons).toHaveLength(1);
    expect(report.reasons[0]).toMatch(/^v\(vm\): off by 0\.00\d+ at 0\.00252\d s, allowed are 0\.001998$/);
  });

  test("a glitch below 1e-3 of the range, or within 1 % of the interval around an edge, passes", () => {
    const small = (t: number) => (Math.abs(t - 2.53e-3) < 2e-6 ? 1.5e-3 : 0);
    expect(compareTransients(exact(neuron(undefined, small)), exact(truth)).verdict).toBe("pass");
    const atEdge = (t: number) => (Math.abs(t - 2.5e-3) < 0.5e-6 ? 1e-2 : 0);
    expect(compareTransients(exact(neuron(undefined, atEdge)), exact(truth)).verdict).toBe("pass");
  });

  test("a signal that is no train may be aligned at another's spikes", () => {
    const withCurrent = (change: (t: number) => number) => {
      const run = neuron(change);
      const vm = run.signals[0].values;
      // Most of its range is in the beginning, so it never rises through the middle again.
      const values = vm.map((v, i) => 4e-6 * Math.exp(-run.scales[0].values[i] / 20e-6) + 0.5e-6 * v);
      return { ...run, signals: [...run.signals.slice(1), { name: "i(v1)", unit: "A" as const, values }] };
    };
    const reference = withCurrent((t) => t);
    const report = compareTransients(exact(withCurrent((t) => t + 0.04e-6)), exact(reference));
    expect(report.spikes.map(({ signal }) => signal)).toEqual(["v(out)"]);
    expect(report.verdict).toBe("pass");
  });
});

describe("signals without spikes", () => {
  const wave = (error: (t: number) => number) =>
    transientOf(1e-3, 2001, { "v(a)": (t) => Math.exp(-t / 2e-4) + error(t), "v(vcc)": () => 5 });

  test("agree within 1e-3 of the range on plain time", () => {
    const report = compareTransients(exact(wave(() => 0.9e-3)), exact(wave(() => 0)));
    expect(report.verdict).toBe("pass");
    expect(report.signals[0].maxAbs).toBeCloseTo(0.9e-3, 9);
    expect(report.signals[0].rms).toBeCloseTo(0.9e-3, 8);
    expect(compareTransients(exact(wave(() => 1.1e-3)), exact(wave(() => 0))).verdict).toBe("fail");
  });

  test("a constant signal is held to the static accuracy", () => {
    const vcc = (volt: number) => transientOf(1e-3, 11, { "v(vcc)": () => volt });
    expect(compareTransients(exact(vcc(5 + 4e-6)), exact(vcc(5))).verdict).toBe("pass");
    expect(compareTransients(exact(vcc(5 + 8e-6)), exact(vcc(5))).verdict).toBe("fail");
  });

  test("different time points of the same lines do not matter", () => {
    const line = (points: number) => transientOf(1, points, { "v(a)": (t) => Math.abs(t - 0.5) });
    expect(compareTransients(exact(line(3)), exact(line(101))).signals[0].maxAbs).toBeLessThan(1e-9);
  });

  test("a jump may be put on either side of its instant, but not elsewhere", () => {
    const jump = (at: number, width: number): Waveforms => ({
      analysis: "transient",
      scales: [{ name: "time", unit: "s", values: Float64Array.of(0, at, at + width, 1) }],
      signals: [{ name: "v(a)", unit: "V", values: Float64Array.of(0, 0, 1, 1) }],
    });
    expect(compareTransients(exact(jump(0.5, 0)), exact(jump(0.5, 1e-10))).verdict).toBe("pass");
    expect(compareTransients(exact(jump(0.5, 0)), exact(jump(0.50001, 0))).verdict).toBe("fail");
  });

  test("a reference that knows a signal only to a few percent does not judge it", () => {
    const report = compareTransients(exact(wave(() => 0.1)), { run: wave(() => 0), repeat: wave(() => 0.06) });
    expect(report.verdict).toBe("reference-unconverged");
  });

  test("an own error of ours of more than 1 % of the range is noted", () => {
    const report = compareTransients({ run: wave(() => 0.02), repeat: wave(() => 0) }, exact(wave(() => 0)));
    expect(report.verdict).toBe("pass");
    expect(report.notes).toEqual(["v(a): our own error is 0.02; a smaller tolerance would compare better"]);
    expect(compareTransients(exact(wave(() => 0)), exact(wave(() => 0))).notes).toEqual([]);
  });

  test("a value that is no number fails", () => {
    const report = compareTransients(exact(wave((t) => (t === 5e-4 ? Number.NaN : 0))), exact(wave(() => 0)));
    expect(report.verdict).toBe("fail");
    expect(report.reasons[0]).toBe("v(a) is not a number somewhere");
  });
});

test("the ratio of an engine's own error to what is allowed", () => {
  expect(transientSelfRatio(exact(truth))).toBe(0);
  expect(transientSelfRatio({ run: truth, repeat: neuron((t) => t + 0.5e-5 * stop) })).toBeCloseTo(0.5, 2);
  const fewer = syntheticNeuron({ spikes: spikes.slice(1), stop });
  expect(transientSelfRatio({ run: truth, repeat: fewer })).toBe(Number.POSITIVE_INFINITY);
});
