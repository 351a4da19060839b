import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/sampling/random-stream.js";
import { fillUniform, plainPhilox } from "../../src/sampling/uniform-numbers.js";

/** The numbers one by one. */
function oneByOne(seed: number, stream: number, count: number): Float64Array {
  const { uniform } = randomStream(seed, stream);
  return Float64Array.from({ length: count }, uniform);
}

describe("many uniform numbers at once", () => {
  it.each([
    [0, 0],
    [1, 3],
    [2 ** 53 - 1, 2 ** 53 - 1],
    [123456789, 65536 * 3 + 1],
    [2 ** 32, 2 ** 31],
  ])("are those of stream %i of seed %i, bit by bit, compiled and not", (stream, seed) => {
    const count = 1001;
    const expected = oneByOne(seed, stream, count);
    const [compiled, plain] = [new Float64Array(count), new Float64Array(count)];
    fillUniform(compiled, seed, stream);
    fillUniform(plain, seed, stream, 0, plainPhilox());
    expect(compiled).toEqual(expected);
    expect(plain).toEqual(expected);
  });

  it("go on from any even number, and over the end of the memory", () => {
    const expected = oneByOne(5, 6, 20_000);
    const rest = new Float64Array(20_000 - 1234);
    fillUniform(rest, 5, 6, 1234);
    expect(rest).toEqual(expected.subarray(1234));
    fillUniform(rest, 5, 6, 1234, plainPhilox());
    expect(rest).toEqual(expected.subarray(1234));
  });

  it("refuse what is no seed", () => {
    expect(() => fillUniform(new Float64Array(2), -1, 0)).toThrow(/no seed/);
    expect(() => fillUniform(new Float64Array(2), 1, 0.5)).toThrow(/no stream/);
  });
});
