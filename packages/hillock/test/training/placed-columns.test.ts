import { describe, expect, it } from "vitest";
import { networkVoltages } from "../../src/training/network-voltages.js";
import { placeColumns, placedWidth } from "../../src/training/placed-columns.js";
import { smallData, smallModel } from "./small-model.js";

const data = smallData(60);

/** Quartiles of each column's voltage over the data, layer by layer. */
function quartiles(model: ReturnType<typeof smallModel>, parameters: Float64Array): [number, number][] {
  const { activation, negativeWeight, topology } = model.settings;
  const { layers } = networkVoltages(model.network(parameters), { activation, negativeWeight }, data.inputs);
  return layers.flatMap(({ column }, l) =>
    Array.from({ length: topology[l + 1] }, (_, j): [number, number] => {
      const sorted = column.filter((__, k) => k % topology[l + 1] === j).sort();
      return [sorted[sorted.length >> 2], sorted[(3 * sorted.length) >> 2]];
    }),
  );
}

describe("placed columns", () => {
  it.each([true, false])("have the middle half of the data where their circuits switch (loading: %s)", (loading) => {
    const model = smallModel({ loading });
    const parameters = model.start(3);
    const before = parameters.slice();
    placeColumns(model, parameters, data.inputs);
    // Where half of the rise from -1 V to 1 V is done: the curves here are tanhs.
    const network = model.network(parameters);
    network.layers.forEach(({ activation }, l) => {
      const [eta1, eta2, eta3, eta4] = network.circuits[activation].eta as number[];
      const at = (input: number) => eta1 + eta2 * Math.tanh((input - eta3) * eta4);
      const half = (at(-1) + at(1)) / 2;
      const count = model.settings.topology[l + 1];
      const first = l === 0 ? 0 : model.settings.topology[1];
      for (const [low, high] of quartiles(model, parameters).slice(first, first + count)) {
        expect(at((low + high) / 2)).toBeCloseTo(half, 1);
        expect(Math.abs(at((low + high) / 2) - half)).toBeLessThan(0.02);
        expect(high - low).toBeLessThan(1.3 * placedWidth);
      }
    });
    // Weights of inputs are left as they were drawn.
    expect(parameters.slice(0, 6)).toEqual(before.slice(0, 6));
    expect(parameters.slice(model.weights)).toEqual(before.slice(model.weights));
  });
});
