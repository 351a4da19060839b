import { describe, expect, it } from "vitest";
import { drawMismatch } from "../../../src/networks/stc/draw-mismatch.js";
import type { PlasticNetwork } from "../../../src/networks/stc/plastic-network.js";
import { defaultPlasticPreset, withNeurons } from "../../../src/networks/stc/presets.js";
import { answerReader, driveReader, weightNorms, winner } from "../../../src/networks/stc/read-outs.js";
import { weightMaps } from "../../../src/networks/stc/weight-maps.js";

const network: PlasticNetwork = { ...defaultPlasticPreset.network, inputs: 4, neurons: 2 };
const weights = Float64Array.of(1, 2, 3, 4, 0.5, 0, 0, 1);
const sample = { trains: [new Float64Array(), Float64Array.of(0, 0.1)], trainOf: Uint16Array.of(0, 1, 0, 1) };

describe("read-outs", () => {
  it("sum weights times spikes, and divide by the weights' length", () => {
    expect(driveReader(network, weights)(sample)).toEqual(Float64Array.of(12, 2));
    expect(weightNorms(network, weights)).toEqual(Float64Array.of(Math.sqrt(30), Math.sqrt(1.25)));
    const read = answerReader({ network, weights: () => weights, respond: () => Uint32Array.of(2, 3) });
    expect(read(sample)).toEqual({
      counts: Uint32Array.of(2, 3),
      drive: Float64Array.of(12, 2),
      normalised: Float64Array.of(12 / Math.sqrt(30), 2 / Math.sqrt(1.25)),
      classes: { counts: 1, drive: 0, normalised: 0 },
    });
  });

  it("give the first of equal ones", () => {
    expect(winner([1, 3, 3])).toBe(1);
    expect(winner([0, 0])).toBe(0);
  });

  it("stay finite without any weight", () => {
    const read = answerReader({ network, weights: () => new Float64Array(8), respond: () => new Uint32Array(2) });
    expect(read(sample).normalised).toEqual(new Float64Array(2));
  });

  it("refuse weights of another network", () => {
    expect(() => driveReader(network, new Float64Array(7))).toThrow(/networks\/plastic-network/);
  });
});

describe("weight maps", () => {
  it("are the weights of each neuron as a picture", () => {
    expect(weightMaps(network, weights, 2)).toEqual([
      { neuron: 0, height: 2, width: 2, values: Float64Array.of(1, 2, 3, 4) },
      { neuron: 1, height: 2, width: 2, values: Float64Array.of(0.5, 0, 0, 1) },
    ]);
    expect(() => weightMaps(network, weights, 3)).toThrow(/networks\/plastic-network/);
  });
});

describe("mismatch", () => {
  const large = withNeurons(defaultPlasticPreset, 20).network;
  const drawn = drawMismatch(large, { thresholds: 0.1, currents: 0.3, capacitance: 0 }, 4);

  it("has mean 1 and the relative standard deviations asked for", () => {
    const statistics = (values: Float64Array) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return {
        mean,
        deviation: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length),
      };
    };
    for (const [values, deviation] of [
      [drawn.potentiationThreshold, 0.1],
      [drawn.depressionThreshold, 0.1],
      [drawn.potentiationCurrent, 0.3],
      [drawn.depressionCurrent, 0.3],
    ] as const) {
      const found = statistics(values);
      // 15680 numbers: four standard errors of the mean; the deviation of a skewed distribution scatters more.
      expect(Math.abs(found.mean - 1)).toBeLessThan((4 * deviation) / Math.sqrt(values.length));
      expect(Math.abs(found.deviation / deviation - 1)).toBeLessThan(0.05);
      expect(Math.min(...values)).toBeGreaterThan(0);
    }
    expect(drawn.capacitance).toEqual(new Float64Array(large.inputs * 20).fill(1));
  });

  it("is the same for the same seed, and independent between quantities", () => {
    expect(drawMismatch(large, { thresholds: 0.1, currents: 0.3, capacitance: 0 }, 4)).toEqual(drawn);
    expect(drawMismatch(large, { thresholds: 0.1, currents: 0.3, capacitance: 0 }, 5)).not.toEqual(drawn);
    expect(drawn.potentiationThreshold).not.toEqual(drawn.depressionThreshold);
  });
});
