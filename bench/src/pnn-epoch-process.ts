// Trains a printed network in the default mode for its parent: node dist/pnn-epoch-process.js circuit|surrogate, as pnn-step-process.
import { createInterface } from "node:readline";
import {
  type ActivationChoice,
  createTraining,
  defaultPreset,
  initialState,
  negativeWeightSurrogate,
  prepareData,
  printedModel,
  surrogateFunction,
  tanhSurrogate,
} from "hillock/training";
import { irisTable, seed } from "./pnn-problem.js";

const preset = defaultPreset({
  topology: [4, 3, 3],
  activation: process.argv[2] as ActivationChoice,
  variation: 0.1,
  seed,
  surrogates: {
    activation: surrogateFunction(tanhSurrogate),
    negativeWeight: surrogateFunction(negativeWeightSurrogate),
  },
  mostEpochs: Number.MAX_SAFE_INTEGER,
});
const model = printedModel(preset.model);
const data = prepareData(irisTable(), { seed });
const settings = { ...preset.training, patience: Number.MAX_SAFE_INTEGER };
const state = initialState(model, seed);
const training = createTraining(model, data, settings, state);

for await (const line of createInterface({ input: process.stdin })) {
  const { steps } = JSON.parse(line) as { readonly steps: number };
  const before = process.cpuUsage().user;
  training.advance(steps);
  const user = (process.cpuUsage().user - before) / 1e6;
  const loss = state.history.training.at(-1);
  console.log(JSON.stringify({ user, loss, peak: 1024 * process.resourceUsage().maxRSS }));
}
