// Trains a printed network for its parent: node dist/pnn-step-process.js PROBLEM.json; answers as torch/pnn_step.py does.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { adamMemory, adamStep, largestTheta, lossOf, type VariationFactors } from "hillock/training";
import { labelledRows, type PnnProblem, pnnModel, seed } from "./pnn-problem.js";
import type { CheckRequest, PnnRequest } from "./pnn-step.js";

const problem = JSON.parse(readFileSync(process.argv[2], "utf8")) as PnnProblem;
const { samples, variation, margin, threshold, rates } = problem;
const model = pnnModel(problem, "single");
const data = labelledRows(problem);
const loss = lossOf({ kind: "margin", margin, threshold });
const onData = model.on(data);
const parameters = Float64Array.from(problem.parameters);
const gradient = new Float64Array(parameters.length);
const adam = adamMemory(parameters.length);
const rateOf = (k: number): number => (k < model.weights ? rates.weights : rates.circuits);
let steps = 0;

/** A step as `createTraining` takes it, without its validation. @returns the loss */
function step(): number {
  const factors = model.draw({ seed, use: "training", epoch: steps++, samples }, { relative: variation });
  const value = onData.loss(parameters, factors, loss, gradient);
  adamStep(parameters, gradient, adam, rateOf);
  for (let k = 0; k < model.weights; k++)
    parameters[k] = Math.min(largestTheta, Math.max(-largestTheta, parameters[k]));
  return value;
}

function check({ parameters, factors: given, precision }: CheckRequest): object {
  const model = pnnModel(problem, precision === "float32" ? "single" : "double");
  const factors = factorsOf(Float64Array.from(given));
  const gradient = new Float64Array(model.parameters);
  const value = model.on(data).loss(Float64Array.from(parameters), factors, loss, gradient);
  return { loss: value, gradient: Array.from(gradient) };
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
    let last = 0;
    for (let k = 0; k < request.steps; k++) last = step();
    const user = (process.cpuUsage().user - before) / 1e6;
    console.log(JSON.stringify({ user, loss: last, peak: 1024 * process.resourceUsage().maxRSS }));
  }
}
