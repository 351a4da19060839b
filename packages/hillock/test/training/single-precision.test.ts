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
    const [inDouble, inSingle] = [surrogateFunction(surrogate), singleSurrogateFunction(surrogate)];
    // More circuits than are computed at once, and no multiple of the lanes.
    const count = 531;
    const omega = Float64Array.from(
      { length: count * middle.length },
      (_, k) => middle[k % middle.length] * (0.9 + 0.2 * ((k * 0.618034) % 1)),
    );
    const byEta = Float64Array.from({ length: 4 * count }, (_, k) => Math.sin(k));
    // The network's outputs of 0 ... 1 are rounded, which is the more of an eta the wider it spans.
    const [eta, found] = [inDouble.eta(omega), inSingle.eta(omega)];
    expect(found.length).toBe(4 * count);
    eta.forEach((value, k) => {
      const { least, most } = surrogate.outputs[k % 4];
      expect(Math.abs(found[k] - value), `${k}`).toBeLessThan(2e-6 * (most - least));
    });
    const [expected, gradient] = [inDouble.gradient(omega, byEta), inSingle.gradient(omega, byEta)];
    expect(gradient.length).toBe(expected.length);
    const largest = middle.map((_, n) =>
      expected.reduce((most, value, k) => (k % middle.length === n ? Math.max(most, Math.abs(value)) : most), 0),
    );
    expected.forEach((value, k) => {
      expect(Math.abs(gradient[k] - value), `${k}`).toBeLessThan(2e-5 * largest[k % middle.length]);
    });
    expect(inSingle.eta(new Float64Array())).toHaveLength(0);
  });

  it("refuse what is no component value", () => {
    const { eta, gradient } = singleSurrogateFunction(tanhSurrogate);
    const values = Float64Array.from(gentleStart.activation);
    expect(() => eta(values.map((value, k) => (k === 1 ? -value : value)))).toThrow(/sample 0, W1/);
    expect(() => eta(values.subarray(1))).toThrow(/no rows of 6/);
    expect(() => gradient(values, new Float64Array(3))).toThrow(/3 derivatives/);
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

  it("is refused with loading, and with another loss", () => {
    const parameters = model("single").start(1);
    const factors = model("single").draw({ seed: 1, use: "training", epoch: 0, samples: 1 }, { relative: 0 });
    const loaded = smallModel({ loading: true, precision: "single" });
    const code = expect.objectContaining({ code: "networks/single-precision" });
    expect(() => model("single").on(smallData()).loss(parameters, factors, crossEntropy())).toThrow(code);
    expect(() => loaded.on(smallData()).loss(loaded.start(1), factors, marginLoss())).toThrow(code);
  });
});
