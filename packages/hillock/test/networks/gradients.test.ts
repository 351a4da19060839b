import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fallingTanh, risingTanh, tableCurves } from "../../src/networks/curve.js";
import { type LayerShape, type LayerValues, layerValues, recordWidth } from "../../src/networks/layer.js";
import { networkKernel } from "../../src/networks/network-kernel.js";
import { randomStream } from "../../src/sampling/random-stream.js";

const rows = 3;

/** A network with random values, and a loss that is a random combination of its outputs. */
function example(seed: number, topology: readonly number[], table: boolean, loadingUnit?: number) {
  const { uniform } = randomStream(seed);
  const between = (low: number, high: number) => low + (high - low) * uniform();
  const activation = table ? tableCurves(-1.5, 1.5, 31) : risingTanh;
  const negativeWeight = table ? tableCurves(-1.5, 1.5, 31) : fallingTanh;
  const shapes: LayerShape[] = topology.slice(1).map((neurons, l) => ({
    inputs: topology[l],
    neurons,
    activation,
    negativeWeight,
    negative: Uint8Array.from({ length: (topology[l] + 2) * neurons }, () => (uniform() < 0.4 ? 1 : 0)),
  }));
  const record = (sign: number, resistance: number, source: number, conductance: number): number[] => {
    const eta = [between(-0.05, 0.05), between(0.8, 0.95), between(-0.1, 0.4), between(1.5, 6)];
    const curve = table
      ? Array.from({ length: 31 }, (_, k) => sign * (eta[0] + eta[1] * Math.tanh((-1.5 + k * 0.1 - eta[2]) * eta[3])))
      : eta;
    return [...curve, resistance, source, conductance, between(5, 20), between(0, 150)];
  };
  const values = shapes.map((shape) => {
    const made = layerValues(shape);
    made.conductance.forEach((_, k) => {
      made.conductance[k] = between(0.05, 1);
    });
    for (let j = 0; j < shape.neurons; j++)
      made.activation.set(record(1, between(6e3, 32e3), -1, 0), j * recordWidth(activation));
    for (let i = 0; i <= shape.inputs; i++)
      made.negativeWeight.set(
        record(-1, between(1e4, 5e5), between(-1.4, -1.1), 1 / between(1e5, 9e5)),
        i * recordWidth(negativeWeight),
      );
    return made;
  });
  const data = Float64Array.from({ length: rows * topology[0] }, () => uniform());
  const weight = Float64Array.from({ length: rows * topology[topology.length - 1] }, () => between(-1, 1));
  const kernel = networkKernel(shapes, { rows, loadingUnit });
  const loss = (): number => {
    const output = kernel.forward(values, data, rows);
    return weight.reduce((sum, by, k) => sum + by * output[k], 0);
  };
  return { shapes, values, data, weight, kernel, loss };
}

function compare(seed: number, topology: readonly number[], table: boolean, loadingUnit?: number): void {
  const { shapes, values, data, weight, kernel, loss } = example(seed, topology, table, loadingUnit);
  const gradient: LayerValues[] = shapes.map(layerValues);
  loss();
  kernel.backward(values, data, rows, weight, gradient);
  values.forEach((layer, l) => {
    for (const part of ["conductance", "activation", "negativeWeight"] as const) {
      layer[part].forEach((nominal, k) => {
        const h = 1e-4 * Math.max(Math.abs(nominal), part === "conductance" || Math.abs(nominal) > 1e-3 ? 1e-2 : 1e-6);
        const at = (value: number): number => {
          layer[part][k] = value;
          return loss();
        };
        const difference =
          (at(nominal - 2 * h) - 8 * at(nominal - h) + 8 * at(nominal + h) - at(nominal + 2 * h)) / (12 * h);
        layer[part][k] = nominal;
        // Newton's iteration leaves up to about 1e-12 V where stages are loaded.
        const noise = (loadingUnit ? 1e-12 : 1e-15) / h;
        expect(Math.abs(gradient[l][part][k] - difference), `layer ${l}, ${part}[${k}]`).toBeLessThan(
          // The stages' currents are piecewise cubics, whose second derivatives jump by about 1e-3.
          (loadingUnit ? 5e-6 : 1e-6) * Math.abs(difference) +
            1e-8 * Math.abs(1 / Math.max(Math.abs(nominal), 1)) +
            20 * noise,
        );
      });
    }
  });
}

describe("gradients of a network of printed neurons against differences", () => {
  const topologies = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 });
  const seeds = fc.nat(1e6);
  it("with ideal buffers", () => {
    fc.assert(
      fc.property(seeds, topologies, (seed, topology) => compare(seed, topology, false)),
      { numRuns: 15 },
    );
  });
  it("with ideal buffers and tables", () => {
    fc.assert(
      fc.property(seeds, topologies, (seed, topology) => compare(seed, topology, true)),
      { numRuns: 6 },
    );
  });
  it("with the load of one stage on the one before", () => {
    fc.assert(
      fc.property(seeds, topologies, (seed, topology) => compare(seed, topology, false, 3e-6)),
      { numRuns: 15 },
    );
  });
});
