import { answerReader, type NetworkRun, type ReadOut, readOuts } from "hillock/networks";
import { openCsv } from "../output/csv-file.js";
import type { Progress } from "../progress.js";
import { type ImageRange, openDigits, rangeOf } from "./mnist.js";
import type { StcPlan, StcSettings } from "./plan.js";

/** How a trained network does on images that it was not trained on. */
export interface DigitTest {
  readonly images: ImageRange;
  /** Share that is right, by each read-out. */
  readonly accuracy: Readonly<Record<ReadOut, number>>;
  /** s */
  readonly seconds: number;
}

/** Random encodings of test samples are other ones than those of training samples. */
const firstTestSample = 0x1_0000_0000;

/** Tests a network; writes a row for each image to the file `path`; `folder` has the images if they are not those of MNIST. */
export async function testDigits(
  run: NetworkRun,
  { encode }: StcPlan,
  { digits, testSamples: most }: StcSettings,
  { path, folder }: { readonly path: string; readonly folder?: string },
  progress: Progress,
): Promise<DigitTest> {
  const images = openDigits("t10k", digits, { most, folder });
  const count = images.labels.length;
  progress.stage(`testing ${count} samples`);
  const begun = performance.now();
  const answer = answerReader(run);
  const right: Record<ReadOut, number> = { counts: 0, drive: 0, normalised: 0 };
  const values = digits.flatMap((digit) => [`count${digit}`, `drive${digit}`]);
  const file = await openCsv(path, ["image", "label", ...readOuts, ...values]);
  for (let k = 0; k < count; k++) {
    const { counts, drive, classes } = answer(encode(images.pixels(k), firstTestSample + k));
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
  images.close();
  const share = (readout: ReadOut) => right[readout] / count;
  const accuracy = { counts: share("counts"), drive: share("drive"), normalised: share("normalised") };
  return { images: rangeOf(images), accuracy, seconds: (performance.now() - begun) / 1000 };
}
