// Trains a printed network for its parent: node dist/pnn-step-process.js PROBLEM.json; answers as torch/pnn_step.py does.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { createTraining, initialState, lossOf, type TrainingSettings, type VariationFactors } from "hillock/training";
import { labelledRows, type PnnProblem, pnnModel, seed } from "./pnn-problem.js";
import type { CheckRequest, PnnRequest } from "./pnn-step.js";

const problem = JSON.parse(readFileSync(process.argv[2], "utf8")) as PnnProblem;
const { samples, variation, margin, threshold, rates } = problem;
const model = pnnModel(problem, "single");
const data = labelledRows(problem);
const settings: TrainingSettings = {
  seed,
  variation: { relative: variation },
  samples: { training: samples, validation: 1 },
  validationRedrawn: false,
  loss: { kind: "margin", margin, threshold },
  rates,
  patience: Number.MAX_SAFE_INTEGER,
  mostEpochs: Number.MAX_SAFE_INTEGER,
};
// Each epoch judges the parameters by validation rows, which is no part of a step: here it is one row.
const inputs = problem.topology[0];
const oneRow = { inputs: data.inputs.slice(0, inputs), labels: data.labels.slice(0, 1) };
const state = initialState(model, seed);
state.parameters.set(problem.parameters);
const training = createTraining(model, { training: data, validation: oneRow }, settings, state);

function check({ parameters, factors: given, precision }: CheckRequest): object {
  const model = pnnModel(problem, precision === "float32" ? "single" : "double");
  const factors = factorsOf(Float64Array.from(given));
  const gradient = new Float64Array(model.parameters);
  const loss = model.on(data).loss(Float64Array.from(parameters), factors, lossOf(settings.loss), gradient);
  return { loss, gradient: Array.from(gradient) };
}

/** Weights, activation circuits and negative-weight circuits of all samples, one after the other. */
function factorsOf(given: Float64Array): VariationFactors {
  const { theta, activation } = model.draw({ seed, use: "training", epoch: 0, samples }, { relative: 0 });
  const [a, b] = [theta.length, theta.length + activation.length];
  return {
    samples,
    theta: given.subarray(0, a),
    activation: given.subarray(a, b),
    negativeWeight: given.subarray(b),
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line) as PnnRequest;
  if (request.command === "check") console.log(JSON.stringify(check(request)));
  else {
    const before = process.cpuUsage().user;
    training.advance(request.steps);
    const user = (process.cpuUsage().user - before) / 1e6;
    const loss = state.history.training.at(-1);
    console.log(JSON.stringify({ user, loss, peak: 1024 * process.resourceUsage().maxRSS }));
  }
}
