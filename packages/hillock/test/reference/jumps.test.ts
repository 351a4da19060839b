import { expect, test } from "vitest";
import { mergeIntervals, stepsAcrossJumps } from "../../src/reference/jumps.js";

test("a step of the other engine is left out from the instant of a jump on", () => {
  const times = Float64Array.of(0, 0, 1, 2, 2, 3);
  const values = Float64Array.of(5, 4, 4, 3, 1, 1);
  const others = Float64Array.of(5, 4.1, 3.6, 1.1, 1);
  expect(stepsAcrossJumps(times, values, Float64Array.of(0, 0.25, 1.5, 2.5, 3), others)).toEqual([0, 0.25, 2, 2.5]);
});

test("a step in which the other engine's signal does not jump is compared", () => {
  const flat = stepsAcrossJumps(
    Float64Array.of(0, 1, 1, 2),
    Float64Array.of(0, 0, 1, 1),
    Float64Array.of(0, 1.1, 1.1, 2),
    Float64Array.of(0, 0, 1, 1),
  );
  expect(flat).toEqual([]);
});

test("two equal values at one time are no jump", () => {
  expect(
    stepsAcrossJumps(Float64Array.of(0, 1, 1), Float64Array.of(1, 2, 2), Float64Array.of(0, 2), Float64Array.of(1, 2)),
  ).toEqual([]);
});

test("overlapping intervals become one", () => {
  expect(mergeIntervals([4, 6, 0, 1, 5, 8, 1, 2])).toEqual([0, 2, 4, 8]);
});
