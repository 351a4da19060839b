import fc from "fast-check";
import { expect, test } from "vitest";
import { edgeLevels, extent, findEdges } from "../../src/base/crossings.js";

const levels = edgeLevels(0, 1);

test("an edge is timed where the line between two points crosses the middle", () => {
  const { rises, falls } = findEdges([0, 1, 2, 3, 5], [0, 0, 1, 1, 0], levels);
  expect([...rises]).toEqual([1.5]);
  expect([...falls]).toEqual([4]);
});

test("ripple inside the hysteresis is no edge, and the last crossing on the way up counts", () => {
  const { rises, falls } = findEdges([0, 1, 2, 3, 4], [0, 0.55, 0.45, 1, 1], levels);
  expect(rises).toHaveLength(1);
  expect(rises[0]).toBeCloseTo(2 + 0.05 / 0.55, 12);
  expect(falls).toHaveLength(0);
});

test("a run that starts high has no rise there", () => {
  expect(findEdges([0, 1, 2, 3], [1, 1, 0, 0], levels)).toEqual({
    rises: new Float64Array(0),
    falls: Float64Array.of(1.5),
  });
});

test("a step across the whole band within one pair of points is one edge", () => {
  expect([...findEdges([0, 1, 1, 2], [0, 0, 1, 1], levels).rises]).toEqual([1]);
});

test("explicit thresholds keep their outer levels inside the range", () => {
  const { low, middle, high } = edgeLevels(0, 1, 0.95);
  expect(middle).toBe(0.95);
  expect(low).toBeCloseTo(0.85, 12);
  expect(high).toBeCloseTo(0.975, 12);
});

test("rises and falls alternate, and their number does not change with points added on the lines", () => {
  const wave = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 60 });
  fc.assert(
    fc.property(wave, (values) => {
      const times = values.map((_, i) => i);
      const { rises, falls } = findEdges(times, values, levels);
      const edges = [...[...rises].map((t) => [t, 1]), ...[...falls].map((t) => [t, -1])].sort((a, b) => a[0] - b[0]);
      for (let i = 1; i < edges.length; i++) expect(edges[i][1]).toBe(-edges[i - 1][1]);

      const fineTimes = times.flatMap((t, i) => (i === 0 ? [t] : [t - 0.5, t]));
      const fineValues = values.flatMap((v, i) => (i === 0 ? [v] : [0.5 * (v + values[i - 1]), v]));
      const fine = findEdges(fineTimes, fineValues, levels);
      expect(fine.rises).toHaveLength(rises.length);
      for (const [i, rise] of rises.entries()) expect(fine.rises[i]).toBeCloseTo(rise, 9);
    }),
  );
});

test("extent of nothing is nothing", () => {
  expect(extent([])).toEqual([0, 0]);
  expect(extent([3, -1, 2])).toEqual([-1, 3]);
});
