import { type EulerRunSettings, eulerNetwork } from "../../networks/stc/euler-network.js";
import type { exactNetwork } from "../../networks/stc/exact-network.js";
import type { NetworkRun } from "../../networks/stc/network-run.js";
import { networkState } from "../../networks/stc/network-state.js";
import type { PlasticNetwork } from "../../networks/stc/plastic-network.js";
import type { PlasticPreset } from "../../networks/stc/presets.js";
import { deterministicEncoder, thesisEncoding } from "../../networks/stc/rate-encoding.js";
import { answerReader, type NetworkAnswer, type ReadOut } from "../../networks/stc/read-outs.js";
import type { ZerosAndOnes } from "./zeros-and-ones.js";

const encode = deterministicEncoder(thesisEncoding);

/** A network after training. */
export interface TrainedNetwork {
  readonly run: NetworkRun;
  /** Output spikes of the training `[neurons]` */
  readonly spikes: readonly number[];
}

/** What of a preset is changed. */
export interface PresetChanges {
  readonly network?: Partial<PlasticNetwork>;
  readonly synapse?: Partial<PlasticNetwork["synapse"]>;
  readonly neuron?: Partial<PlasticNetwork["neuron"]>;
  readonly settings?: Partial<EulerRunSettings>;
}

/** A preset with parts of it changed. */
export function changed(preset: PlasticPreset, { network, synapse, neuron, settings }: PresetChanges): PlasticPreset {
  return {
    ...preset,
    network: {
      ...preset.network,
      ...network,
      synapse: { ...preset.network.synapse, ...synapse },
      neuron: { ...preset.network.neuron, ...neuron },
    },
    settings: { ...preset.settings, ...settings },
  };
}

/** Shows all pictures of a training set once. */
export function trained(
  { network, settings, initial }: PlasticPreset,
  { pixels, labels }: ZerosAndOnes,
  integrator: typeof eulerNetwork | typeof exactNetwork = eulerNetwork,
): TrainedNetwork {
  const run = integrator(network, settings, networkState(network, initial));
  const spikes = new Array<number>(network.neurons).fill(0);
  pixels.forEach((picture, k) => {
    run.present(encode(picture, k), labels[k]).forEach((count, neuron) => {
      spikes[neuron] += count;
    });
  });
  return { run, spikes };
}

/** The same network, as it is trained, read with another divisor of its weights. */
export function withDivisor({ run }: TrainedNetwork, { settings }: PlasticPreset, weightDivisor: number): NetworkRun {
  return eulerNetwork(run.network, { ...settings, weightDivisor }, run.state());
}

/** The answers to each picture. */
export function answers(run: NetworkRun, { pixels }: ZerosAndOnes): NetworkAnswer[] {
  const read = answerReader(run);
  return pixels.map((picture, k) => read(encode(picture, k)));
}

/** Pictures whose class is not told by a read-out. */
export function wrongAnswers(given: readonly NetworkAnswer[], { labels }: ZerosAndOnes, readOut: ReadOut): number[] {
  return labels.flatMap((label, k) => (given[k].classes[readOut] === label ? [] : [k]));
}

/** The part of the pictures whose class is told. */
export function accuracy(given: readonly NetworkAnswer[], tested: ZerosAndOnes, readOut: ReadOut): number {
  return (given.length - wrongAnswers(given, tested, readOut).length) / given.length;
}
