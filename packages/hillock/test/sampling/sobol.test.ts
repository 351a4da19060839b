import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/sampling/random-stream.js";
import { mostSobolDimensions, sobolSequence } from "../../src/sampling/sobol.js";

const points = (dimensions: number, count: number, seed?: number, first = 0) => {
  const { point } = sobolSequence(dimensions, seed);
  return Array.from({ length: count }, (_, k) => [...point(first + k)]);
};

describe("Sobol's sequence", () => {
  it("begins as Joe and Kuo's program prints it", () => {
    expect(points(3, 10)).toEqual([
      [0, 0, 0],
      [0.5, 0.5, 0.5],
      [0.75, 0.25, 0.25],
      [0.25, 0.75, 0.75],
      [0.375, 0.375, 0.625],
      [0.875, 0.875, 0.125],
      [0.625, 0.125, 0.875],
      [0.125, 0.625, 0.375],
      [0.1875, 0.3125, 0.9375],
      [0.6875, 0.8125, 0.4375],
    ]);
  });

  it("has the points of SciPy 1.17 in high dimensions", () => {
    const { point } = sobolSequence(mostSobolDimensions);
    const known: readonly (readonly [index: number, dimension: number, value: number])[] = [
      [5, 10, 0.375],
      [5, 100, 0.125],
      [77, 0, 0.8359375],
      [77, 10, 0.1328125],
      [77, 50, 0.2421875],
      [77, 99, 0.8671875],
      [77, 100, 0.8984375],
      [500, 10, 0.654296875],
      [500, 50, 0.552734375],
      [500, 99, 0.861328125],
      [500, 100, 0.599609375],
      [1023, 0, 0.0009765625],
      [1023, 10, 0.6787109375],
      [1023, 50, 0.2587890625],
      [1023, 99, 0.5302734375],
      [1023, 100, 0.2373046875],
      [77, 101, 0.9296875],
      [77, 160, 0.6328125],
      [500, 130, 0.763671875],
      [1023, 160, 0.7021484375],
    ];
    for (const [index, dimension, value] of known) expect(point(index)[dimension]).toBe(value);
  });

  it("has at least 100 dimensions, all different", () => {
    expect(mostSobolDimensions).toBeGreaterThanOrEqual(100);
    const all = points(mostSobolDimensions, 1024, undefined, 0);
    const columns = new Set(Array.from({ length: mostSobolDimensions }, (_, d) => all.map((p) => p[d]).join()));
    expect(columns.size).toBe(mostSobolDimensions);
  });

  it("depends on the index only", () => {
    const backwards = sobolSequence(7, 5);
    const there = [999, 3, 0, 4_294_967_295].map((index) => [...backwards.point(index)]);
    const { point } = sobolSequence(7, 5);
    const here = [4_294_967_295, 0, 3, 999].map((index) => [...point(index)]).reverse();
    expect(there).toEqual(here);
  });

  it("refuses more dimensions than it has, and points that it has not", () => {
    expect(() => sobolSequence(mostSobolDimensions + 1)).toThrow(/sampling\/too-many-dimensions/);
    expect(() => sobolSequence(0)).toThrow(/sampling\/too-many-dimensions/);
    for (const index of [-1, 0.5, 2 ** 32]) expect(() => sobolSequence(2).point(index)).toThrow(/wrong-index/);
  });
});

/** How many of a net's 2^m points each elementary interval of the two dimensions holds; worst over all shapes. */
function worstInterval(net: readonly (readonly number[])[], [a, b]: readonly [number, number], volume: number): number {
  let worst = 0;
  for (let split = 0; split <= volume; split++) {
    const counts = new Map<string, number>();
    for (const point of net) {
      const cell = `${Math.floor(point[a] * 2 ** split)},${Math.floor(point[b] * 2 ** (volume - split))}`;
      counts.set(cell, (counts.get(cell) ?? 0) + 1);
    }
    const expected = net.length / 2 ** volume;
    for (const count of counts.values()) worst = Math.max(worst, Math.abs(count - expected));
    if (counts.size < 2 ** volume) worst = Math.max(worst, expected);
  }
  return worst;
}

describe("Owen's scrambling", () => {
  const pairs: readonly (readonly [number, number])[] = [
    [0, 1],
    [0, 2],
    [1, 2],
    [3, 4],
    [5, 9],
    [20, 21],
    [98, 99],
  ];

  it("keeps the net: a scrambled block of 2^m points fills elementary intervals as evenly as the plain one", () => {
    for (const first of [0, 1024, 7 * 1024]) {
      const plain = points(100, 1024, undefined, first);
      for (const seed of [1, 2]) {
        const scrambled = points(100, 1024, seed, first);
        for (const pair of pairs) {
          for (let volume = 1; volume <= 10; volume++) {
            expect(worstInterval(scrambled, pair, volume)).toBe(worstInterval(plain, pair, volume));
          }
        }
      }
    }
  });

  it("makes a (0,10,2)-net of the first two dimensions: each elementary interval of 1/1024 holds one point", () => {
    const net = points(2, 1024, 3);
    expect(worstInterval(net, [0, 1], 10)).toBe(0);
    const { uniform } = randomStream(3);
    const random = Array.from({ length: 1024 }, () => [uniform(), uniform()]);
    expect(worstInterval(random, [0, 1], 10)).toBeGreaterThan(1);
  });

  it("is Owen's: numbers that agree in k bits still do, and the next bit is flipped in half of the cases", () => {
    const halves = Array.from({ length: 400 }, (_, seed) => {
      const { point } = sobolSequence(1, seed);
      // Points 1 and 2 of van der Corput's sequence, 1/2 and 3/4, agree in the first bit and differ in the second.
      const [a, b] = [point(1)[0], point(2)[0]];
      expect(Math.floor(a * 2)).toBe(Math.floor(b * 2));
      expect(Math.floor(a * 4)).not.toBe(Math.floor(b * 4));
      return [Math.floor(a * 2), Math.floor(a * 4) % 2, Math.floor(a * 8) % 2, Math.floor(b * 8) % 2];
    });
    for (const bit of [0, 1, 2, 3]) {
      const ones = halves.reduce((sum, each) => sum + each[bit], 0) / halves.length;
      expect(Math.abs(ones - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / halves.length));
    }
    // Third bits belong to different branches of the tree, so they are flipped independently of each other.
    const equal = halves.filter(([, , a, b]) => a === b).length / halves.length;
    expect(Math.abs(equal - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / halves.length));
  });

  it("leaves every point uniform over the seeds, in every dimension and within (0, 1)", () => {
    const count = 2000;
    for (const [index, dimension] of [
      [0, 0],
      [1, 3],
      [12_345, 50],
    ]) {
      const cells = new Float64Array(20);
      for (let seed = 0; seed < count; seed++) {
        const value = sobolSequence(dimension + 1, seed).point(index)[dimension];
        expect(value > 0 && value < 1).toBe(true);
        cells[Math.floor(value * 20)]++;
      }
      const chiSquared = cells.reduce((sum, n) => sum + (n - count / 20) ** 2 / (count / 20), 0);
      expect(chiSquared).toBeLessThan(19 + 4 * Math.sqrt(2 * 19));
    }
  });

  it("has a lower discrepancy than random points, and integrates better", () => {
    const count = 512;
    const dimensions = 6;
    for (const seed of [1, 2, 3]) {
      const { uniform } = randomStream(seed);
      const random = Array.from({ length: count }, () => Array.from({ length: dimensions }, uniform));
      const sobol = points(dimensions, count, seed);
      expect(discrepancy(sobol)).toBeLessThan(0.25 * discrepancy(random));
      const integral = (net: readonly (readonly number[])[]) =>
        net.reduce((sum, point) => sum + point.reduce((product, x) => product * (0.5 + x), 1), 0) / net.length;
      expect(Math.abs(integral(sobol) - 1)).toBeLessThan(0.2 * Math.abs(integral(random) - 1) + 1e-3);
    }
  });
});

/** Centred L2 discrepancy (Hickernell 1998), squared. */
function discrepancy(net: readonly (readonly number[])[]): number {
  const dimensions = net[0].length;
  const part = (f: (x: number) => number, point: readonly number[]) =>
    point.reduce((product, x) => product * f(Math.abs(x - 0.5)), 1);
  const single = net.reduce((sum, point) => sum + part((d) => 1 + d / 2 - (d * d) / 2, point), 0);
  let double = 0;
  for (const a of net) {
    for (const b of net) {
      double += a.reduce(
        (product, x, k) => product * (1 + Math.abs(x - 0.5) / 2 + Math.abs(b[k] - 0.5) / 2 - Math.abs(x - b[k]) / 2),
        1,
      );
    }
  }
  return (13 / 12) ** dimensions - (2 / net.length) * single + double / net.length ** 2;
}
