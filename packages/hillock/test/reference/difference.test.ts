import fc from "fast-check";
import { expect, test } from "vitest";
import { differenceTrace, measureTrace } from "../../src/reference/difference.js";

const none: number[] = [];

test("the largest difference of two piecewise linear signals is found between their own points", () => {
  const trace = differenceTrace(
    Float64Array.of(0, 1),
    Float64Array.of(0, 0),
    Float64Array.of(0, 0.4, 1),
    Float64Array.of(0, 1, 0),
    none,
    0,
  );
  expect(measureTrace(trace)).toMatchObject({ maxAbs: 1, at: 0.4 });
});

test("rms is over time, not over points", () => {
  const times = Float64Array.of(0, 0.001, 0.002, 1);
  const trace = differenceTrace(times, Float64Array.of(1, 1, 1, 1), times, Float64Array.of(0, 0, 0, 0), none, 0);
  expect(measureTrace(trace).rms).toBeCloseTo(1, 12);
});

test("what is excluded is not compared, and is a gap in the trace", () => {
  const times = Float64Array.of(0, 1, 2, 3);
  const trace = differenceTrace(times, Float64Array.of(0, 5, 0, 0), times, Float64Array.of(0, 0, 0, 1), [0.9, 1.1], 0);
  expect(measureTrace(trace)).toMatchObject({ maxAbs: 1, at: 3 });
  expect(trace.values[2]).toBeNaN();
});

test("only the common time is compared", () => {
  const trace = differenceTrace(
    Float64Array.of(0, 2),
    Float64Array.of(0, 0),
    Float64Array.of(1, 3),
    Float64Array.of(0, 9),
    none,
    0,
  );
  expect([...trace.times]).toEqual([1, 2]);
  expect(measureTrace(trace).maxAbs).toBe(4.5);
});

test("equals the brute-force difference on random signals, and is antisymmetric", () => {
  const signal = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: -9, max: 9 })), { minLength: 2, maxLength: 20 })
    .map((points) => {
      let time = 0;
      const times = points.map(([step]) => (time += step));
      return {
        times: Float64Array.from([0, ...times, 2000]),
        values: Float64Array.from([0, ...points.map(([, v]) => v), 0]),
      };
    });
  const valueAt = ({ times, values }: { times: Float64Array; values: Float64Array }, time: number) => {
    const next = times.findIndex((t) => t >= time);
    if (times[next] === time) return values[next];
    return (
      values[next - 1] +
      ((time - times[next - 1]) / (times[next] - times[next - 1])) * (values[next] - values[next - 1])
    );
  };
  fc.assert(
    fc.property(signal, signal, (a, b) => {
      const forth = differenceTrace(a.times, a.values, b.times, b.values, none, 0);
      const back = differenceTrace(b.times, b.values, a.times, a.values, none, 0);
      for (const [i, time] of forth.times.entries())
        expect(forth.values[i]).toBeCloseTo(valueAt(a, time) - valueAt(b, time), 9);
      expect(measureTrace(forth).maxAbs).toBeCloseTo(measureTrace(back).maxAbs, 9);
    }),
  );
});
