import { existsSync } from "node:fs";
import { setImmediate as afterEvents } from "node:timers/promises";
import { HillockError } from "hillock";
import { type NetworkRun, type NetworkState, networkCheckpoint, stateOfNetworkCheckpoint } from "hillock/networks";
import { readSealed, writeSealed } from "../checkpoint/sealed-file.js";
import { watchSignals } from "../checkpoint/watch-signals.js";
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
/** s between two saves. */
const interval = 2;
/** s of computing between two looks at signals and the progress. */
const slice = 0.1;

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
  // A training that was stopped before its first save begins anew, which gives the same bits as well.
  const found = resume && existsSync(checkpoint);
  if (resume && !found) progress.stage(`there is no ${checkpoint} yet: training from the beginning`);
  const stored = found ? (readSealed(checkpoint, format) as Stored) : undefined;
  if (stored && stored.identity !== own) throw otherTraining(checkpoint);
  const run = plan.start(stored && stateOfNetworkCheckpoint(withArrays(stored.network), network));
  const outputSpikes = stored ? [...stored.outputSpikes] : new Array<number>(network.neurons).fill(0);
  let seconds = stored?.seconds ?? 0;
  const count = images.labels.length;
  const total = epochs * count;
  progress.stage(`training ${network.inputs} x ${network.neurons} synapses on ${total} samples`);
  let shown = run.state().samples;
  const save = () => writeSealed(checkpoint, format, storedOf(own, seconds, outputSpikes, run));
  const signals = watchSignals(["SIGINT", "SIGTERM"]);
  let saved = performance.now();
  try {
    while (shown < total) {
      const begun = performance.now();
      while (shown < total && performance.now() - begun < 1000 * slice) {
        const index = shown % count;
        const sample = plan.encode(images.pixels(index), shown);
        run.present(sample, images.labels[index]).forEach((spikes, neuron) => {
          outputSpikes[neuron] += spikes;
        });
        shown++;
      }
      seconds += (performance.now() - begun) / 1000;
      progress.fraction(shown / total);
      // Signals are delivered between events only.
      await afterEvents();
      const signal = signals.received();
      if (signal === undefined && performance.now() - saved < 1000 * interval) continue;
      save();
      saved = performance.now();
      if (signal && shown < total) throw interrupted(signal, checkpoint, shown, total);
    }
    save();
  } finally {
    signals.release();
    images.close();
  }
  return { run, images: rangeOf(images), samples: total, outputSpikes, seconds };
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

function interrupted(signal: string, file: string, shown: number, total: number): HillockError {
  return new HillockError({
    code: "engine/cancelled",
    problem: `the training was stopped by ${signal} after ${shown} of ${total} samples`,
    details: [`saved: ${file}`],
    help: "go on with the same command and  --resume",
  });
}
