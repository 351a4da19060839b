import fc from "fast-check";
import { expect, test } from "vitest";
import {
  adaptationIndex,
  instantaneousRate,
  interSpikeIntervals,
  meanRate,
  spikeTimes,
} from "../../../src/base/spikes/index.js";
import type { Waveforms } from "../../../src/base/waveforms.js";

function transient(times: readonly number[], values: readonly number[]): Waveforms {
  return {
    analysis: "transient",
    scales: [{ name: "time", unit: "s", values: Float64Array.from(times) }],
    signals: [{ name: "v(out)", unit: "V", values: Float64Array.from(values) }],
  };
}

/** Triangles of 1 s around the given times, 0 to 5 V. */
function triangles(spikes: readonly number[]): Waveforms {
  const points = spikes.flatMap((at) => [
    [at - 0.5, 0],
    [at + 0.5, 5],
    [at + 1, 0],
  ]);
  return transient(
    points.map(([time]) => time),
    points.map(([, value]) => value),
  );
}

const intervals = fc.array(fc.double({ min: 2, max: 100, noNaN: true }), { minLength: 2, maxLength: 40 });
const trainOf = (gaps: readonly number[]): number[] => {
  const times = [1];
  for (const gap of gaps) times.push(times[times.length - 1] + gap);
  return times;
};

test("spikes are the rises through the threshold", () => {
  expect([...spikeTimes(triangles([1, 4, 6]), "v(out)", 2.5)]).toEqual([1, 4, 6]);
  expect([...spikeTimes(triangles([1, 4, 6]), "v(out)", 1.25)]).toEqual([0.75, 3.75, 5.75]);
});

test("ripple around the threshold is no spike; a signal that stays on one side of it has none", () => {
  const ripple = transient([0, 1, 2, 3, 4, 5, 6], [0, 2.6, 2.4, 2.6, 2.4, 5, 0]);
  expect([...spikeTimes(ripple, "v(out)", 2.5)]).toHaveLength(1);
  expect(spikeTimes(triangles([1, 4]), "v(out)", 5.1)).toHaveLength(0);
  expect(spikeTimes(triangles([1, 4]), "v(out)", -0.1)).toHaveLength(0);
  expect(spikeTimes(transient([0, 1], [1, 1]), "v(out)", 1)).toHaveLength(0);
});

test("what spikes cannot be sought in is an error", () => {
  const run = triangles([1, 4]);
  const code = (body: () => unknown) => {
    try {
      body();
    } catch (error) {
      return (error as { code?: string }).code;
    }
    return "none";
  };
  expect(code(() => spikeTimes(run, "v(vm)", 2.5))).toBe("spikes/unknown-signal");
  expect(code(() => spikeTimes({ ...run, analysis: "dc" }, "v(out)", 2.5))).toBe("spikes/no-time-axis");
  expect(code(() => spikeTimes(run, "v(out)", Number.NaN))).toBe("spikes/threshold");
  expect(code(() => interSpikeIntervals([1, 1]))).toBe("spikes/order");
  expect(code(() => meanRate([1], 2, 2))).toBe("spikes/window");
  expect(code(() => adaptationIndex([1, 2]))).toBe("spikes/too-few");
});

test("intervals and rates of a train", () => {
  expect([...interSpikeIntervals([1, 1.5, 2.5])]).toEqual([0.5, 1]);
  expect(interSpikeIntervals([1])).toHaveLength(0);
  const { times, rates } = instantaneousRate([1, 1.5, 2.5]);
  expect([...times]).toEqual([1.25, 2]);
  expect([...rates]).toEqual([2, 1]);
  expect(meanRate([0, 1, 2, 3], 1, 3)).toBe(1);
});

test("intervals add up to the train's length, rates are their inverses, whatever the train", () => {
  fc.assert(
    fc.property(intervals, (gaps) => {
      const train = trainOf(gaps);
      const found = interSpikeIntervals(train);
      expect(found.reduce((sum, gap) => sum + gap, 0)).toBeCloseTo(train[train.length - 1] - train[0], 6);
      const { times, rates } = instantaneousRate(train);
      rates.forEach((rate, k) => {
        expect(rate * found[k]).toBeCloseTo(1, 9);
        expect(times[k]).toBeGreaterThan(train[k]);
        expect(times[k]).toBeLessThan(train[k + 1]);
      });
    }),
  );
});

test("spikes that are put into a waveform are found in it", () => {
  fc.assert(
    fc.property(intervals, (gaps) => {
      const train = trainOf(gaps);
      const found = spikeTimes(triangles(train), "v(out)", 2.5);
      expect(found).toHaveLength(train.length);
      found.forEach((time, k) => {
        expect(time).toBeCloseTo(train[k], 9);
      });
    }),
  );
});

test("the mean rate of a whole is that of its halves, weighted", () => {
  fc.assert(
    fc.property(intervals, fc.double({ min: 0.1, max: 0.9, noNaN: true }), (gaps, part) => {
      const train = trainOf(gaps);
      const [from, to] = [0, train[train.length - 1] + 1];
      const middle = from + part * (to - from);
      const sum = meanRate(train, from, middle) * (middle - from) + meanRate(train, middle, to) * (to - middle);
      expect(sum).toBeCloseTo(train.length, 6);
      expect(meanRate(train, from, to)).toBeCloseTo(train.length / (to - from), 9);
    }),
  );
});

test("the adaptation index is the mean relative change of the interval", () => {
  expect(adaptationIndex([0, 1, 4])).toBe(0.5);
  expect(adaptationIndex([0, 1, 2, 3])).toBe(0);
  expect(adaptationIndex([0, 1, 4, 5])).toBe(0);
});

test("the adaptation index: bounded, without a unit, of the opposite sign when time runs backwards", () => {
  fc.assert(
    fc.property(intervals, fc.double({ min: 1e-6, max: 1e3, noNaN: true }), (gaps, unit) => {
      const train = trainOf(gaps);
      const index = adaptationIndex(train);
      expect(Math.abs(index)).toBeLessThan(1);
      expect(adaptationIndex(train.map((time) => time * unit))).toBeCloseTo(index, 6);
      expect(adaptationIndex(train.map((time) => -time).reverse())).toBeCloseTo(-index, 9);
    }),
  );
});
