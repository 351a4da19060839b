import { describe, expect, it } from "vitest";
import { recordWidth } from "../../src/networks/layer.js";
import { solvedModel } from "../../src/training/solved-model.js";

const nominal = {
  tanh: [1.15e6, 90e-6, 60e-6, 19e3, 490e-6, 35e-6],
  "negative-weight": [255, 100, 255e3, 190e3, 30e3, 200e-6, 70e-6],
};

describe.each(["tanh", "negative-weight"] as const)("curves of the %s circuit that the engine solves", (kind) => {
  const model = solvedModel(kind, { from: -1, to: 1, points: 21 });
  const width = recordWidth(model.curves);
  const given = [1, 1.04].flatMap((factor) => nominal[kind].map((value, k) => (k % 2 ? value * factor : value)));

  it("have the gradient of differences, in every component value", () => {
    const values = Float64Array.from(given);
    const records = new Float64Array(2 * width);
    const weight = Float64Array.from(records, (_, k) => Math.sin(3 * k + 1) * (k % width < 21 ? 1 : 1e-5));
    const loss = (at: Float64Array) => {
      model.evaluate(at, 2, records);
      return records.reduce((sum, value, k) => sum + weight[k] * value, 0);
    };
    loss(values);
    const gradient = new Float64Array(values.length);
    model.addGradient(values, 2, weight, gradient);
    values.forEach((value, k) => {
      const h = 2e-4 * value;
      const at = (by: number) => {
        const changed = values.slice();
        changed[k] += by;
        return loss(changed);
      };
      const difference = (at(-2 * h) - 8 * at(-h) + 8 * at(h) - at(2 * h)) / (12 * h);
      expect(Math.abs(gradient[k] - difference) * value, `value ${k}`).toBeLessThan(
        1e-5 * Math.abs(difference * value) + 2e-6,
      );
    });
  });
});
