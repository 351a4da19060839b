import { describe, expect, it } from "vitest";
import { crossEntropy, marginLoss } from "../../src/training/loss.js";
import { gentleStart } from "../../src/training/preset.js";
import { printedModel } from "../../src/training/printed-model.js";
import {
  negativeWeightSurrogate,
  type Surrogate,
  singleSurrogateFunction,
  surrogateFunction,
  tanhSurrogate,
} from "../../src/training/surrogate/index.js";
import { surrogateModel } from "../../src/training/tanh-models.js";
import { smallData, smallModel } from "./small-model.js";

describe("surrogates in single precision", () => {
  const given: readonly (readonly [Surrogate, readonly number[]])[] = [
    [tanhSurrogate, gentleStart.activation],
    [negativeWeightSurrogate, gentleStart.negativeWeight],
  ];
  it.each(given)("are those in double precision but for rounding: %#", (surrogate, middle) => {
    const inDouble = surrogateFunction(surrogate);
    // Two groups with nominal values of their own.
    const [counts, lanes] = [[30, 11], 4];
    const nominal = [1, 0.97].map((by) => Float64Array.from(middle, (value) => by * value));
    const circuits = 41;
    const batch = singleSurrogateFunction(surrogate).batch(counts, lanes);
    batch.factors.forEach((_, k) => {
      batch.factors[k] = 0.9 + 0.2 * ((k * 0.618034) % 1);
    });
    batch.byEta.forEach((_, k) => {
      batch.byEta[k] = Math.sin(k);
    });
    /** `[circuits, lanes, columns]` of `[columns, circuits, lanes]`. */
    const rows = (columns: Float32Array): Float64Array => {
      const width = columns.length / (circuits * lanes);
      return Float64Array.from(columns, (_, k) => columns[(k % width) * circuits * lanes + Math.floor(k / width)]);
    };
    const names = middle.length;
    const group = (k: number): number => (k < counts[0] * lanes * names ? 0 : 1);
    const omega = rows(batch.factors).map((factor, k) => factor * nominal[group(k)][k % names]);
    batch.evaluate(nominal);
    const [eta, found] = [inDouble.eta(omega), rows(batch.eta)];
    expect(found.length).toBe(eta.length);
    // The network's outputs of 0 ... 1 are rounded, which is the more of an eta the wider it spans.
    eta.forEach((value, k) => {
      const { least, most } = surrogate.outputs[k % 4];
      expect(Math.abs(found[k] - value), `${k}`).toBeLessThan(2e-6 * (most - least));
    });
    const expected = nominal.map(() => new Float64Array(names));
    /** Of derivatives by logarithms: the terms of a sum may cancel. */
    const sizes = nominal.map(() => new Float64Array(names));
    inDouble.gradient(omega, rows(batch.byEta)).forEach((slope, k) => {
      const factor = omega[k] / nominal[group(k)][k % names];
      expected[group(k)][k % names] += slope * factor;
      sizes[group(k)][k % names] += Math.abs(slope * omega[k]);
    });
    const gradient = nominal.map(() => new Float64Array(names).fill(1));
    batch.addGradient(nominal, gradient);
    expected.forEach((slopes, g) => {
      slopes.forEach((slope, k) => {
        const difference = (gradient[g][k] - 1 - slope) * nominal[g][k];
        expect(Math.abs(difference), `${g}: ${k}`).toBeLessThan(2e-6 * Math.max(...sizes[g]));
      });
    });
  });
});

describe("a model in single precision", () => {
  const model = (precision: "double" | "single") => {
    const surrogate = precision === "single" ? singleSurrogateFunction : surrogateFunction;
    return printedModel({
      ...smallModel().settings,
      activation: surrogateModel("tanh", surrogate(tanhSurrogate)),
      negativeWeight: surrogateModel("negative-weight", surrogate(negativeWeightSurrogate)),
      start: gentleStart,
      precision,
    });
  };
  it("has the loss and the gradient of that in double precision but for rounding", () => {
    for (const seed of [1, 2, 3]) {
      const loss = marginLoss();
      const parameters = model("double").start(seed);
      const factors = model("double").draw(
        { seed, use: "training", epoch: 0, samples: 5 },
        { relative: 0.1, matched: 0.05 },
      );
      const [expected, found] = (["double", "single"] as const).map((precision) => {
        const gradient = new Float64Array(parameters.length);
        const on = model(precision).on(smallData(61));
        const value = on.loss(parameters, factors, loss, gradient);
        expect(on.loss(parameters, factors, loss)).toBe(value);
        return { value, gradient };
      });
      expect(Math.abs(found.value / expected.value - 1)).toBeLessThan(1e-5);
      const scale = expected.gradient.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0);
      expect(scale).toBeGreaterThan(1e-3);
      expected.gradient.forEach((slope, k) => {
        expect(Math.abs(found.gradient[k] - slope), `${seed}: ${k}`).toBeLessThan(2e-4 * scale);
      });
    }
  });

  it("is refused with loading, with another loss, and without surrogates for it", () => {
    const parameters = model("single").start(1);
    const factors = model("single").draw({ seed: 1, use: "training", epoch: 0, samples: 1 }, { relative: 0 });
    const loaded = smallModel({ loading: true, precision: "single" });
    const code = expect.objectContaining({ code: "networks/single-precision" });
    const without = smallModel({ precision: "single" });
    expect(() => without.on(smallData()).loss(without.start(1), factors, marginLoss())).toThrow(code);
    expect(() => model("single").on(smallData()).loss(parameters, factors, crossEntropy())).toThrow(code);
    expect(() => loaded.on(smallData()).loss(loaded.start(1), factors, marginLoss())).toThrow(code);
  });
});
