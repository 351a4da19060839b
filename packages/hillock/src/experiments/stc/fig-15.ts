import { defaultPlasticPreset, publishedStandard } from "../../networks/stc/presets.js";
import { weightMaps } from "../../networks/stc/weight-maps.js";
import { check } from "../check.js";
import { experiment } from "../experiment.js";
import type { FigureColumn } from "../figure.js";
import type { Lab } from "../lab.js";
import { nicholson2024 } from "./source.js";
import { trained } from "./trained-network.js";
import { trainingRows, type ZerosAndOnes, zerosAndOnes } from "./zeros-and-ones.js";

interface Data {
  readonly training: ZerosAndOnes;
  /** By the published code: w `[neurons, inputs]` and v_h, V */
  readonly weights: Float64Array;
  readonly voltages: Float64Array;
  /** By what equations and circuit mean */
  readonly meant: Float64Array;
}

const { network } = publishedStandard;
const { inputs, synapse } = network;

async function run(lab: Lab): Promise<Data> {
  const training = await zerosAndOnes(lab, "train", trainingRows);
  const published = trained(publishedStandard, training).run;
  return {
    training,
    weights: published.weights(),
    voltages: published.state().earlyPhase,
    meant: trained(defaultPlasticPreset, training).run.weights(),
  };
}

/** A weight that has not changed. */
const resting = synapse.weightFactor * synapse.restingVoltage;

/** The part of a neuron's inputs, of those that a condition chooses by the mean grey level of its own class, whose weight has grown. */
function grown({ training, weights }: Data, neuron: number, chosen: (grey: number) => boolean): number {
  const own = training.pixels.filter((_, k) => training.labels[k] === neuron);
  const inputsChosen = Array.from({ length: inputs }, (_, input) => input).filter((input) =>
    chosen(own.reduce((sum, picture) => sum + picture[input], 0) / own.length),
  );
  return inputsChosen.filter((input) => weights[neuron * inputs + input] > resting).length / inputsChosen.length;
}

const strengthen =
  "the synapses connecting the neurons in the first layer (that tend to spike for input 'X') and neuron 'X' in the second layer " +
  "strengthen, whereas all other connections weaken";

export const figure15 = experiment<Data>({
  id: "stc/fig-15",
  title: "Weights after training on zeros and ones",
  source: nicholson2024,
  circuits: false,
  run,
  checks: [
    ...[0, 1].map((neuron) =>
      check<Data>(`neuron ${neuron}: part of the inputs that tend to spike for ${neuron} that strengthen`, {
        passage: strengthen,
        target: 1,
        within: 0.05,
        of: (data) => grown(data, neuron, (grey) => grey > 127),
      }),
    ),
    ...[0, 1].map((neuron) =>
      check<Data>(`neuron ${neuron}: part of the inputs that hardly ever spike for ${neuron} that strengthen`, {
        passage: strengthen,
        target: 0,
        within: 0.05,
        of: (data) => grown(data, neuron, (grey) => grey < 5),
      }),
    ),
    check("highest v_h", {
      passage: "Plot depicting the synaptic weights connecting pre- and postsynaptic neurons after training",
      target: 39.8,
      unit: "V",
      within: 0.05,
      of: ({ voltages }) => voltages.reduce((most, voltage) => Math.max(most, voltage), 0),
      note: "What the published code gives, with a supply of 1.8 V: nothing keeps v_h below it.",
    }),
  ],
  figure: ({ weights, meant }) => ({
    title: "Weights of neuron 0 (left) and neuron 1 (right) after training",
    columns: [0, 1].map((neuron): FigureColumn => {
      const map = (title: string, all: Float64Array) => ({
        title,
        x: { name: "column of pixels", unit: "", range: [0, 28] as const },
        panels: [
          {
            y: { name: "row of pixels", unit: "" },
            series: [],
            map: {
              columns: 28,
              values: weightMaps(network, all)[neuron].values,
              // The same colours for both neurons.
              value: { name: "w", unit: "V", range: [0, all.reduce((most, w) => Math.max(most, w), 0)] as const },
            },
          },
        ],
      });
      return { width: 1, blocks: [map("as published", weights), map("what equations and circuit mean", meant)] };
    }),
  }),
});
