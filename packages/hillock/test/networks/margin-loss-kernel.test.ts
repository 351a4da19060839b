import { describe, expect, it } from "vitest";
import { fallingTanh, risingTanh, tableCurves } from "../../src/networks/curve.js";
import { type LayerShape, type LayerValues, layerValues, recordWidth } from "../../src/networks/layer.js";
import { networkKernel } from "../../src/networks/network-kernel.js";
import { lanesOf, marginLossKernel } from "../../src/networks/single/margin-loss-kernel.js";
import type { SampledLayer } from "../../src/networks/single/sampled-layer.js";
import { randomStream } from "../../src/sampling/random-stream.js";
import { marginLoss } from "../../src/training/loss.js";

const [margin, threshold] = [0.3, 0.1];

/** A network with random values in some samples, of which some weights are negative and some resistors are missing, and rows for it. */
function problem(topology: readonly number[], rows: number, samples: number, allPositive = false) {
  const { uniform, integer } = randomStream(7, rows);
  const shapes: LayerShape[] = topology.slice(1).map((neurons, l) => ({
    inputs: topology[l],
    neurons,
    activation: risingTanh,
    negativeWeight: fallingTanh,
    negative: Uint8Array.from({ length: (topology[l] + 2) * neurons }, () => (allPositive ? 0 : integer(2))),
  }));
  const values = Array.from({ length: samples }, () =>
    shapes.map((shape): LayerValues => {
      const { conductance, activation, negativeWeight } = layerValues(shape);
      for (let k = 0; k < conductance.length; k++) conductance[k] = integer(8) === 0 ? 0 : 0.05 + uniform();
      for (const [records, steepest] of [
        [activation, 12],
        [negativeWeight, 4],
      ] as const)
        for (let at = 0; at < records.length; at += recordWidth(risingTanh))
          records.set([0.2 * uniform() - 0.1, 0.3 + 0.6 * uniform(), 0.6 * uniform() - 0.2, steepest * uniform()], at);
      return { conductance, activation, negativeWeight };
    }),
  );
  const inputs = Float64Array.from({ length: rows * topology[0] }, uniform);
  const labels = Uint8Array.from({ length: rows }, () => integer(topology[topology.length - 1]));
  return { shapes, values, inputs, labels, samples };
}

type Problem = ReturnType<typeof problem>;

/** Mean loss of the samples, and the gradient of each one's share. */
function inDouble({ shapes, values, inputs, labels }: Problem) {
  const rows = labels.length;
  const kernel = networkKernel(shapes, { rows });
  const classes = shapes[shapes.length - 1].neurons;
  const weight = new Float64Array(rows * classes);
  let loss = 0;
  const gradients = values.map((sample) => {
    const outputs = kernel.forward(sample, inputs, rows);
    loss += marginLoss(margin, threshold)(outputs, labels, classes, weight) / values.length;
    const gradient = shapes.map(layerValues);
    kernel.backward(sample, inputs, rows, weight, gradient);
    for (const { conductance, activation, negativeWeight } of gradient)
      for (const part of [conductance, activation, negativeWeight])
        part.forEach((slope, k) => {
          part[k] = slope / values.length;
        });
    return gradient;
  });
  return { loss, gradients };
}

/** The values of all samples as the kernel has them; samples that only fill vectors are like the first. */
function sampledValues({ shapes, values, samples }: Problem): SampledLayer[] {
  const lanes = lanesOf(samples);
  return shapes.map(({ inputs, neurons }, l) => {
    const each = Array.from({ length: lanes }, (_, s) => (values[s] ?? values[0])[l]);
    const eta = (circuits: number, of: (layer: LayerValues) => Float64Array) => ({
      eta: Float32Array.from({ length: 4 * circuits * lanes }, (_, k) => {
        const [s, c] = [k % lanes, Math.floor(k / lanes) % circuits];
        return of(each[s])[c * recordWidth(risingTanh) + Math.floor(k / lanes / circuits)];
      }),
      circuits,
      first: 0,
    });
    return {
      conductance: Float64Array.from(
        { length: (inputs + 2) * neurons * lanes },
        (_, k) => each[k % lanes].conductance[Math.floor(k / lanes)],
      ),
      activation: eta(neurons, ({ activation }) => activation),
      negativeWeight: eta(inputs + 1, ({ negativeWeight }) => negativeWeight),
    };
  });
}

describe("margin loss in single precision", () => {
  it.each([
    [[4, 3, 3], 90, 5, false],
    [[3, 2], 1, 1, false],
    [[2, 4, 3, 5], 1203, 4, false],
    [[13, 8, 9], 67, 2, false],
    [[3, 4, 2], 20, 3, true],
  ])("of a network %j on %i rows in %i samples is that in double precision, with its gradient", (...given) => {
    const known = problem(...given);
    const expected = inDouble(known);
    const values = sampledValues(known);
    const gradient = sampledValues(known);
    const kernel = marginLossKernel(known.shapes, { ...known, margin, threshold });
    const loss = kernel(values, gradient);
    expect(Math.abs(loss / expected.loss - 1)).toBeLessThan(1e-6);
    const wanted = sampledValues({ ...known, values: expected.gradients });
    const lanes = lanesOf(known.samples);
    wanted.forEach((layer, l) => {
      const parts = [
        ["conductance", layer.conductance, gradient[l].conductance],
        ["activation", layer.activation.eta, gradient[l].activation.eta],
        ["negativeWeight", layer.negativeWeight.eta, gradient[l].negativeWeight.eta],
      ] as const;
      for (const [name, slopes, found] of parts) {
        const scale = Math.max(...Array.from(slopes, Math.abs));
        if (name !== "negativeWeight" || !given[3]) expect(scale).toBeGreaterThan(0);
        slopes.forEach((slope, k) => {
          const difference = k % lanes < known.samples ? Math.abs(found[k] - slope) : Math.abs(found[k]);
          expect(difference, `${name} ${k} of layer ${l}`).toBeLessThanOrEqual(1e-5 * scale);
        });
      }
    });
    // What was computed before leaves nothing behind.
    expect(kernel(values)).toBe(loss);
    const again = sampledValues(known);
    expect(kernel(values, again)).toBe(loss);
    expect(again).toEqual(gradient);
  });

  it("follows weights that change their sign", () => {
    const known = problem([4, 3, 3], 30, 2);
    const kernel = marginLossKernel(known.shapes, { ...known, margin, threshold });
    const values = sampledValues(known);
    kernel(values);
    for (const { negative } of known.shapes) negative.set(negative.map((is) => 1 - is));
    expect(Math.abs(kernel(values) / inDouble(known).loss - 1)).toBeLessThan(1e-6);
  });

  it("is no number where a voltage is none", () => {
    const known = problem([4, 3, 3], 10, 1);
    known.values[0][1].activation[0] = Number.NaN;
    known.labels.fill(0);
    expect(marginLossKernel(known.shapes, { ...known, margin, threshold })(sampledValues(known))).toBeNaN();
  });

  it("is refused of other curves, and of a column without a resistor", () => {
    const known = problem([3, 2, 2], 5, 1);
    const other = known.shapes.map((shape) => ({ ...shape, activation: tableCurves(0, 1, 11) }));
    const code = (run: () => unknown): unknown => {
      try {
        return run();
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(code(() => marginLossKernel(other, { ...known, margin, threshold }))).toBe("networks/single-precision");
    const { conductance } = known.values[0][0];
    for (let k = 1; k < conductance.length; k += 2) conductance[k] = 0;
    const kernel = marginLossKernel(known.shapes, { ...known, margin, threshold });
    expect(code(() => kernel(sampledValues(known)))).toBe("networks/empty-column");
  });
});
