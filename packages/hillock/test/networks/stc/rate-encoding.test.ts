import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deterministicEncoder, poissonEncoder, thesisEncoding } from "../../../src/networks/stc/rate-encoding.js";

const levels = Uint8Array.from({ length: 256 }, (_, level) => level);

describe("deterministic encoding", () => {
  const { trains, trainOf } = deterministicEncoder(thesisEncoding)(levels, 0);
  const times = (level: number) => Array.from(trains[trainOf[level]], (time) => Math.round(time * 1e3));

  it("gives whole numbers of spikes, rounded down, at equal intervals from 0", () => {
    expect(times(0)).toEqual([]);
    expect(times(42)).toEqual([]);
    expect(times(43)).toEqual([0]);
    expect(times(85)).toEqual([0, 75]);
    expect(times(170)).toEqual([0, 37, 74, 111]);
    expect(times(254)).toEqual([0, 30, 60, 90, 120]);
    expect(times(255)).toEqual([0, 25, 50, 75, 100, 125]);
  });

  it("has one train for each number of spikes", () => {
    expect(trains.map(({ length }) => length)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it("has at most one spike in a step", () => {
    const fast = deterministicEncoder({ largestFrequency: 1e4, duration: 0.01, timeStep: 1e-3 })(levels, 0);
    expect(fast.trains[fast.trainOf[255]]).toHaveLength(10);
  });
});

describe("Poisson encoding", () => {
  const encode = poissonEncoder(thesisEncoding, 5);

  it("gives a sample the same spikes whoever encodes it, and whenever", () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.nat(1e6), (index, other) => {
        const first = encode(levels, index);
        encode(levels, other);
        expect(poissonEncoder(thesisEncoding, 5)(levels, index)).toEqual(first);
        if (other !== index) expect(encode(levels, other)).not.toEqual(first);
      }),
      { numRuns: 20 },
    );
    expect(poissonEncoder(thesisEncoding, 6)(levels, 0)).not.toEqual(encode(levels, 0));
  });

  it("has ascending spikes within the duration, with mean and variance f T", () => {
    const white = new Uint8Array(20_000).fill(200);
    const { trains, trainOf } = encode(white, 3);
    const counts = Array.from(trainOf, (train) => trains[train].length);
    for (const times of trains) {
      expect([...times]).toEqual([...times].sort((a, b) => a - b));
      expect(times.every((time) => time > 0 && time < 0.15)).toBe(true);
    }
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length;
    const expected = (200 / 255) * 40 * 0.15;
    // Four standard errors: of the mean sqrt(m/n), of the variance about sqrt((2 m^2 + m)/n).
    expect(Math.abs(mean - expected)).toBeLessThan(4 * Math.sqrt(expected / counts.length));
    expect(Math.abs(variance - expected)).toBeLessThan(4 * Math.sqrt((2 * expected ** 2 + expected) / counts.length));
  });

  it("gives black pixels none", () => {
    const { trains, trainOf } = encode(new Uint8Array(100), 1);
    expect([...trainOf].every((train) => trains[train].length === 0)).toBe(true);
  });
});

it.each([
  { largestFrequency: 0, duration: 0.15, timeStep: 1e-3 },
  { largestFrequency: 40, duration: Number.NaN, timeStep: 1e-3 },
  { largestFrequency: 40, duration: 1e-3, timeStep: 2e-3 },
])("an encoding without meaning is refused: %o", (encoding) => {
  expect(() => deterministicEncoder(encoding)).toThrow(/networks\/encoding/);
  expect(() => poissonEncoder(encoding, 1)).toThrow(/networks\/encoding/);
});
