import { describe, expect, it } from "vitest";
import { philox4x32 } from "../../../src/base/random/philox.js";
import { uniformStream } from "../../../src/base/random/uniform-stream.js";

/** Known answers that come with Random123: counter, key, result. */
const known = `
00000000 00000000 00000000 00000000 00000000 00000000 6627e8d5 e169c58d bc57ac4c 9b00dbd8
ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff 408f276d 41c83b0e a20bc7c6 6d5451fd
243f6a88 85a308d3 13198a2e 03707344 a4093822 299f31d0 d16cfe09 94fdcceb 5001e420 24126ea1`;

describe("philox4x32", () => {
  for (const line of known.trim().split("\n")) {
    it(`gives the known answer to ${line.slice(0, 8)}...`, () => {
      const [c0, c1, c2, c3, k0, k1, ...answer] = line.split(" ").map((word) => Number.parseInt(word, 16));
      const into = new Uint32Array(4);
      philox4x32(c0, c1, c2, c3, k0, k1, into);
      expect([...into]).toEqual(answer);
    });
  }
});

describe("uniformStream", () => {
  it("counts blocks in the lower counter words, the stream in the upper ones, with the seed as the key", () => {
    const seed = 0x1_2345_6789_abcd;
    const stream = 5 * 2 ** 32 + 7;
    const { word } = uniformStream(seed, stream);
    const words = Array.from({ length: 12 }, word);
    const into = new Uint32Array(4);
    const [low, high] = [seed % 2 ** 32, Math.floor(seed / 2 ** 32)];
    for (const block of [0, 1, 2]) {
      philox4x32(block, 0, 7, 5, low, high, into);
      expect(words.slice(4 * block, 4 * block + 4)).toEqual([...into]);
    }
  });

  it("is uniform in (0, 1)", () => {
    const { uniform } = uniformStream(3, 1);
    const count = 100_000;
    const cells = new Float64Array(100);
    let [sum, squares] = [0, 0];
    for (let k = 0; k < count; k++) {
      const u = uniform();
      expect(u > 0 && u < 1).toBe(true);
      cells[Math.floor(u * 100)]++;
      sum += u;
      squares += u * u;
    }
    // Four standard deviations of each statistic.
    expect(Math.abs(sum / count - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / count));
    expect(Math.abs(squares / count - 1 / 3)).toBeLessThan(4 * Math.sqrt(4 / 45 / count));
    const chiSquared = cells.reduce((total, n) => total + (n - count / 100) ** 2 / (count / 100), 0);
    expect(chiSquared).toBeGreaterThan(99 - 4 * Math.sqrt(2 * 99));
    expect(chiSquared).toBeLessThan(99 + 4 * Math.sqrt(2 * 99));
  });

  it("gives streams and seeds that do not resemble each other", () => {
    const draws = (seed: number, stream: number) => {
      const { uniform } = uniformStream(seed, stream);
      return Array.from({ length: 20_000 }, uniform);
    };
    const correlation = (a: number[], b: number[]) =>
      a.reduce((sum, value, k) => sum + (value - 0.5) * (b[k] - 0.5), 0) / (a.length / 12);
    for (const other of [draws(1, 1), draws(2, 0), draws(1, 2 ** 32)]) {
      expect(Math.abs(correlation(draws(1, 0), other))).toBeLessThan(4 / Math.sqrt(20_000));
    }
  });

  it("chooses whole numbers evenly, whatever their count", () => {
    for (const count of [1, 2, 6, 100, 3 * 2 ** 30]) {
      const { integer } = uniformStream(9, count);
      const draws = Array.from({ length: 6000 }, () => integer(count));
      expect(draws.every((value) => Number.isInteger(value) && value >= 0 && value < count)).toBe(true);
      // With 3 2^30, a plain remainder would make the lower third twice as likely.
      const lower = draws.filter((value) => value < count / 3).length / draws.length;
      const expected = Math.ceil(count / 3) / count;
      expect(Math.abs(lower - expected)).toBeLessThanOrEqual(4 * Math.sqrt((expected * (1 - expected)) / 6000));
    }
  });

  it("refuses what is no seed, stream or count", () => {
    for (const seed of [-1, 0.5, Number.NaN, 2 ** 53]) {
      expect(() => uniformStream(seed, 0)).toThrow(/sampling\/wrong-seed/);
      expect(() => uniformStream(0, seed)).toThrow(/sampling\/wrong-seed/);
    }
    expect(() => uniformStream(0, 0).integer(0)).toThrow(/sampling\/wrong-count/);
    expect(() => uniformStream(0, 0).integer(2 ** 32 + 1)).toThrow(/sampling\/wrong-count/);
  });
});
