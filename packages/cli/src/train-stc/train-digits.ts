import { HillockError } from "hillock";
import { type NetworkRun, type NetworkState, networkCheckpoint, stateOfNetworkCheckpoint } from "hillock/networks";
import { writeSealed } from "../checkpoint/sealed-file.js";
import { type SavableTraining, storedTraining, trainWithSaves } from "../checkpoint/train-with-saves.js";
import type { Progress } from "../progress.js";
import { arrayOf, base64Of } from "./array-text.js";
import { type ImageRange, openDigits, rangeOf } from "./mnist.js";
import type { StcPlan, StcSettings } from "./plan.js";

/** What is trained, and where its state is kept. */
export interface StcJob {
  readonly plan: StcPlan;
  readonly settings: StcSettings;
  /** File of the checkpoint. */
  readonly checkpoint: string;
  readonly resume: boolean;
  /** Folder with the images, if they are not those of MNIST. */
  readonly folder?: string;
}

/** A training at its end. */
export interface StcTrained {
  readonly run: NetworkRun;
  readonly images: ImageRange;
  /** All that were shown, in all epochs. */
  readonly samples: number;
  /** Output spikes of each neuron during training. */
  readonly outputSpikes: readonly number[];
  /** s of computing, those before an interruption included */
  readonly seconds: number;
}

interface Stored {
  readonly identity: string;
  readonly seconds: number;
  readonly outputSpikes: readonly number[];
  readonly network: unknown;
}

const format = "hillock stc checkpoint";
/**
 * Trains to the end, saving the state now and then, at the end, and when the process is told to stop (SIGINT, SIGTERM). Samples are
 * encoded one at a time, so that memory does not depend on how many there are.
 *
 * @throws input/..., networks/wrong-checkpoint, networks/wrong-state for a file that does not fit; engine/cancelled after a signal
 */
export async function trainDigits(
  { plan, settings, checkpoint, resume, folder }: StcJob,
  progress: Progress,
): Promise<StcTrained> {
  const { digits, epochs, testSamples: _, readout: __, ...identity } = settings;
  const images = openDigits("train", digits, { most: settings.samples, folder });
  const own = JSON.stringify({ digits, epochs, folder, ...identity });
  const { network } = plan.preset;
  const stored = storedTraining(checkpoint, format, resume, progress) as Stored | undefined;
  if (stored && stored.identity !== own) throw otherTraining(checkpoint);
  const run = plan.start(stored && stateOfNetworkCheckpoint(withArrays(stored.network), network));
  const outputSpikes = stored ? [...stored.outputSpikes] : new Array<number>(network.neurons).fill(0);
  const count = images.labels.length;
  const total = epochs * count;
  progress.stage(`training ${network.inputs} x ${network.neurons} synapses on ${total} samples`);
  let shown = run.state().samples;
  const training: SavableTraining = {
    isDone: () => shown >= total,
    advance() {
      const index = shown % count;
      const sample = plan.encode(images.pixels(index), shown);
      run.present(sample, images.labels[index]).forEach((spikes, neuron) => {
        outputSpikes[neuron] += spikes;
      });
      shown++;
    },
    fraction: () => shown / total,
    reached: () => `${shown} of ${total} samples`,
    save: (seconds) => writeSealed(checkpoint, format, storedOf(own, seconds, outputSpikes, run)),
    checkpoint,
  };
  try {
    const seconds = await trainWithSaves(training, stored?.seconds ?? 0, progress);
    return { run, images: rangeOf(images), samples: total, outputSpikes, seconds };
  } finally {
    images.close();
  }
}

function storedOf(identity: string, seconds: number, outputSpikes: readonly number[], run: NetworkRun): Stored {
  const { arrays, ...rest } = networkCheckpoint(run.network, run.state());
  const coded = Object.fromEntries(Object.entries(arrays).map(([name, values]) => [name, base64Of(values)]));
  return { identity, seconds, outputSpikes, network: { ...rest, arrays: coded } };
}

/** What was read from a file, with its arrays; whether it fits is for the library to say. */
function withArrays(network: unknown): unknown {
  const { arrays = {}, ...rest } = (network ?? {}) as { arrays?: Record<string, unknown> };
  const read = Object.entries(arrays).map(([name, text]) => [
    name,
    typeof text === "string" ? arrayOf(text, (name as keyof NetworkState) === "protein") : text,
  ]);
  return { ...rest, arrays: Object.fromEntries(read) };
}

function otherTraining(path: string): HillockError {
  return new HillockError({
    code: "networks/wrong-checkpoint",
    place: path,
    problem: "the checkpoint is of a training with other settings",
    help: "resume with the options that the training began with, or begin anew without --resume",
  });
}
