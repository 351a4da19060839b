import { describe, expect, it } from "vitest";
import { fallingTanh, risingTanh, tableCurves } from "../../src/networks/curve.js";
import { type LayerShape, type LayerValues, layerValues, recordWidth } from "../../src/networks/layer.js";
import { networkKernel } from "../../src/networks/network-kernel.js";
import { marginLossKernel } from "../../src/networks/single/margin-loss-kernel.js";
import { randomStream } from "../../src/sampling/random-stream.js";
import { marginLoss } from "../../src/training/loss.js";

const [margin, threshold] = [0.3, 0.1];

/** A network with random values, of which some weights are negative and some resistors are missing, and rows for it. */
function problem(topology: readonly number[], rows: number) {
  const { uniform, integer } = randomStream(7, rows);
  const shapes: LayerShape[] = topology.slice(1).map((neurons, l) => ({
    inputs: topology[l],
    neurons,
    activation: risingTanh,
    negativeWeight: fallingTanh,
    negative: Uint8Array.from({ length: (topology[l] + 2) * neurons }, () => integer(2)),
  }));
  const values: LayerValues[] = shapes.map((shape) => {
    const { conductance, activation, negativeWeight } = layerValues(shape);
    for (let k = 0; k < conductance.length; k++) conductance[k] = integer(8) === 0 ? 0 : 0.05 + uniform();
    for (const [records, steepest] of [
      [activation, 12],
      [negativeWeight, 4],
    ] as const)
      for (let at = 0; at < records.length; at += recordWidth(risingTanh))
        records.set([0.2 * uniform() - 0.1, 0.3 + 0.6 * uniform(), 0.6 * uniform() - 0.2, steepest * uniform()], at);
    return { conductance, activation, negativeWeight };
  });
  const inputs = Float64Array.from({ length: rows * topology[0] }, uniform);
  const labels = Uint8Array.from({ length: rows }, () => integer(topology[topology.length - 1]));
  return { shapes, values, inputs, labels };
}

function inDouble({ shapes, values, inputs, labels }: ReturnType<typeof problem>) {
  const rows = labels.length;
  const kernel = networkKernel(shapes, { rows });
  const weight = new Float64Array(rows * shapes[shapes.length - 1].neurons);
  const classes = shapes[shapes.length - 1].neurons;
  const loss = marginLoss(margin, threshold)(kernel.forward(values, inputs, rows), labels, classes, weight);
  const gradient = shapes.map(layerValues);
  kernel.backward(values, inputs, rows, weight, gradient);
  return { loss, gradient };
}

describe("margin loss in single precision", () => {
  it.each([
    [[4, 3, 3], 90],
    [[3, 2], 1],
    [[2, 4, 3, 5], 1203],
  ])("of a network %j on %i rows is that in double precision, with its gradient", (topology, rows) => {
    const given = problem(topology, rows);
    const expected = inDouble(given);
    const gradient = given.shapes.map(layerValues);
    const kernel = marginLossKernel(given.shapes, { ...given, margin, threshold });
    const loss = kernel(given.values, gradient);
    expect(Math.abs(loss / expected.loss - 1)).toBeLessThan(1e-6);
    expected.gradient.forEach((layer, l) => {
      for (const name of ["conductance", "activation", "negativeWeight"] as const) {
        const scale = layer[name].reduce((most, each) => Math.max(most, Math.abs(each)), 0);
        expect(scale).toBeGreaterThan(0);
        layer[name].forEach((slope, k) => {
          expect(Math.abs(gradient[l][name][k] - slope), `${name} ${k} of layer ${l}`).toBeLessThan(1e-5 * scale);
        });
      }
    });
    // What was computed before leaves nothing behind, and a gradient is added to.
    expect(kernel(given.values)).toBe(loss);
    expect(kernel(given.values, gradient)).toBe(loss);
    const twice = given.shapes.map(layerValues);
    kernel(given.values, twice);
    gradient.forEach(({ conductance }, l) => {
      conductance.forEach((slope, k) => {
        expect(slope).toBeCloseTo(2 * twice[l].conductance[k], 12);
      });
    });
  });

  it("is no number where a voltage is none", () => {
    const given = problem([4, 3, 3], 10);
    given.values[1].activation[0] = Number.NaN;
    given.labels.fill(0);
    expect(marginLossKernel(given.shapes, { ...given, margin, threshold })(given.values)).toBeNaN();
  });

  it("is refused of other curves, and of a column without a resistor", () => {
    const given = problem([3, 2, 2], 5);
    const other = given.shapes.map((shape) => ({ ...shape, activation: tableCurves(0, 1, 11) }));
    const code = (run: () => unknown): unknown => {
      try {
        return run();
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(code(() => marginLossKernel(other, { ...given, margin, threshold }))).toBe("networks/single-precision");
    for (let k = 1; k < given.values[0].conductance.length; k += 2) given.values[0].conductance[k] = 0;
    const kernel = marginLossKernel(given.shapes, { ...given, margin, threshold });
    expect(code(() => kernel(given.values))).toBe("networks/empty-column");
  });
});
