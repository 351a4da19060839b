import { describe, expect, it } from "vitest";
import { logisticUnit } from "../../src/networks/single/single-logistic.js";
import { places, vectorMachine, vectorProgram } from "../../src/networks/single/vector-machine.js";

/** Runs one operation on numbers; gives the columns that it wrote. */
function run(operation: "log" | "bend", inputs: Float32Array, outputs: number): Float32Array[] {
  const memory = places();
  const vectors = inputs.length / 4;
  const [given, scale] = [memory.vectors(vectors), memory.vectors(2)];
  const results = Array.from({ length: outputs }, () => memory.vectors(vectors));
  const program = vectorProgram();
  program.add(operation, given, ...(operation === "bend" ? [scale] : []), ...results);
  const at = memory.vectors(program.words.length);
  const machine = vectorMachine(memory.end());
  machine.numbers.set(inputs, given >> 2);
  machine.numbers.fill(1, scale >> 2, (scale >> 2) + 4);
  machine.load(program, at)(16 * vectors);
  return results.map((from) => machine.numbers.slice(from >> 2, (from >> 2) + inputs.length));
}

describe("functions in single precision", () => {
  it("the logistic function and its slope are within 4e-7 of themselves, however small", () => {
    const inputs = Float32Array.from({ length: 40_000 }, (_, k) => (k - 20_000) / 160);
    const [values, slopes] = run("bend", inputs, 2);
    let largest = 0;
    inputs.forEach((v, k) => {
      const y = v / logisticUnit;
      const [value, slope] = [1 / (1 + Math.exp(-2 * y)), 1 / (4 * Math.cosh(y) ** 2)];
      largest = Math.max(largest, Math.abs(values[k] / value - 1), Math.abs(slopes[k] / slope - 1));
    });
    expect(largest).toBeGreaterThan(1e-8);
    expect(largest).toBeLessThan(4e-7);
  });

  it("the logistic function stays where it is beyond, and no number stays none", () => {
    const [values, slopes] = run("bend", Float32Array.of(1e4, -1e4, Number.POSITIVE_INFINITY, Number.NaN), 2);
    expect(Array.from(values)).toEqual([2 ** -126, 1, 2 ** -126, Number.NaN]);
    expect(Array.from(slopes.subarray(0, 3))).toEqual([2 ** -126, 2 ** -126, 2 ** -126]);
    expect(slopes[3]).toBeNaN();
  });

  it("the logarithm is within 2e-7 of the larger of 1 and its size", () => {
    const inputs = Float32Array.from({ length: 40_000 }, (_, k) => Math.exp((k - 20_000) / 230));
    inputs.set(Float32Array.from({ length: 4000 }, (_, k) => 0.9 + k / 20_000));
    const [logs] = run("log", inputs, 1);
    let largest = 0;
    inputs.forEach((x, k) => {
      const expected = Math.log(x);
      largest = Math.max(largest, Math.abs(logs[k] - expected) / Math.max(1, Math.abs(expected)));
    });
    expect(largest).toBeGreaterThan(1e-8);
    expect(largest).toBeLessThan(2e-7);
  });
});
