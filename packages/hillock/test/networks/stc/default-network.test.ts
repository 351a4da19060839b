import { describe, expect, test } from "vitest";
import { eulerNetwork } from "../../../src/networks/stc/euler-network.js";
import { exactNetwork } from "../../../src/networks/stc/exact-network.js";
import { networkState } from "../../../src/networks/stc/network-state.js";
import { defaultPlasticPreset, gentlePlasticPreset } from "../../../src/networks/stc/presets.js";
import { deterministicEncoder, poissonEncoder, type RateEncoder } from "../../../src/networks/stc/rate-encoding.js";
import { answerReader, type ReadOut, readOuts } from "../../../src/networks/stc/read-outs.js";
import { imageOf, placesOfClasses } from "../../../src/training/data/idx.js";
import { mnist } from "./mnist.js";

const train = mnist("train");
const test10k = mnist("t10k");
const trainingPlaces = placesOfClasses(train.labels, [0, 1], 168);
const testPlaces = placesOfClasses(test10k.labels, [0, 1]);

/** Accuracy on all zeros and ones of the test set, by each read-out. */
function accuracies(
  preset: typeof defaultPlasticPreset,
  encode: RateEncoder,
  integrator: typeof eulerNetwork,
): Record<ReadOut, number> {
  const run = integrator(preset.network, preset.settings, networkState(preset.network, preset.initial));
  for (const place of trainingPlaces) run.present(encode(imageOf(train, place), place), train.labels[place]);
  const read = answerReader(run);
  const right: Record<ReadOut, number> = { counts: 0, drive: 0, normalised: 0 };
  for (const place of testPlaces) {
    const { classes } = read(encode(imageOf(test10k, place), 60_000 + place));
    for (const readOut of readOuts) right[readOut] += classes[readOut] === test10k.labels[place] ? 1 : 0;
  }
  return {
    counts: right.counts / testPlaces.length,
    drive: right.drive / testPlaces.length,
    normalised: right.normalised / testPlaces.length,
  };
}

const regular = deterministicEncoder(defaultPlasticPreset.encoding);
const random = poissonEncoder(defaultPlasticPreset.encoding, 1);

describe.each([
  ["by Euler", eulerNetwork],
  ["exactly", exactNetwork],
])("168 zeros and ones suffice for all 2,115 of the test set, %s", (_, integrator) => {
  test("with the published currents, if weights are normalised", () => {
    expect(accuracies(defaultPlasticPreset, regular, integrator).normalised).toBeGreaterThan(0.995);
  });

  test("with small currents by the sum alone", () => {
    expect(accuracies(gentlePlasticPreset, regular, integrator).drive).toBeGreaterThan(0.995);
  });

  test("with random spikes", () => {
    expect(accuracies(defaultPlasticPreset, random, integrator).normalised).toBeGreaterThan(0.99);
  });
});
