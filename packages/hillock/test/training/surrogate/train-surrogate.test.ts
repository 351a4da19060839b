import { describe, expect, test } from "vitest";
import { randomStream } from "../../../src/sampling/random-stream.js";
import {
  type SurrogateData,
  type SurrogateIteration,
  surrogateError,
  trainSurrogate,
} from "../../../src/training/surrogate/index.js";

/** A divider with a load: smooth functions of R2/R1 and W alone. */
function dividers(count: number, stream: number): SurrogateData {
  const { uniform } = randomStream(3, stream);
  const omega = new Float64Array(3 * count);
  const eta = new Float64Array(4 * count);
  for (let k = 0; k < count; k++) {
    const [r1, r2, w] = [1e3 * (1 + 9 * uniform()), 1e3 * (1 + 9 * uniform()), 1e-4 * (1 + uniform())];
    omega.set([r1, r2, w], 3 * k);
    const part = r2 / (r1 + r2);
    eta.set([part, 1 - part * part, -2 + part * 1e4 * w, 20 * part + 5e4 * w], 4 * k);
  }
  return { omega, eta };
}

const train = dividers(300, 0);
const valid = dividers(100, 1);
const settings = { names: ["R1", "R2", "W"], hidden: [5], seed: 1, starts: 2, iterations: 40 };

describe("A surrogate in training", () => {
  const history: SurrogateIteration[] = [];
  const trained = trainSurrogate(train, valid, { ...settings, progress: (each) => history.push(each) });

  test("learns a small problem", () => {
    expect(history[0].valid).toBeGreaterThan(1e-3);
    expect(trained.valid).toBeLessThan(2e-6);
    expect(surrogateError(trained.network, dividers(100, 2))).toBeLessThan(4e-6);
  });

  test("never gets worse on what it is trained on, within a start", () => {
    for (let k = 1; k < history.length; k++) {
      if (history[k].start === history[k - 1].start) expect(history[k].train).toBeLessThan(history[k - 1].train);
    }
    expect(new Set(history.map(({ start }) => start)).size).toBe(2);
  });

  test("is chosen by the validation data alone", () => {
    const best = history.reduce((a, b) => (b.valid < a.valid ? b : a));
    expect(trained.valid).toBe(best.valid);
    expect(trained.train).toBe(best.train);
    expect(surrogateError(trained.network, valid)).toBeCloseTo(trained.valid, 15);
  });

  test("comes out the same each time, and not with another seed", () => {
    expect(trainSurrogate(train, valid, settings)).toEqual(trained);
    expect(trainSurrogate(train, valid, { ...settings, seed: 2 }).valid).not.toBe(trained.valid);
  });

  test("sees products of powers if it is told to, and nothing else", () => {
    const powers = [
      [-1, 1, 0],
      [0, 0, 1],
    ];
    const { network, valid: error } = trainSurrogate(train, valid, { ...settings, powers });
    expect(error).toBeLessThan(1e-5);
    const doubled = valid.omega.map((each, at) => (at % 3 === 2 ? each : 2 * each));
    expect(surrogateError(network, { ...valid, omega: doubled })).toBeCloseTo(error, 12);
  });
});

describe("No surrogate is trained on", () => {
  const refused = (data: SurrogateData, more = {}) =>
    expect(() => trainSurrogate(data, valid, { ...settings, ...more })).toThrow("training/surrogate-data");

  test("circuits that failed", () =>
    refused({ ...train, eta: train.eta.map((each, at) => (at === 9 ? Number.NaN : each)) }));
  test("other numbers of circuits and curves", () => refused({ ...train, eta: train.eta.slice(4) }));
  test("no circuits", () => refused({ omega: new Float64Array(0), eta: new Float64Array(0) }));
  test("a value that does not vary", () =>
    refused({ ...train, omega: train.omega.map((each, at) => (at % 3 === 2 ? 1e-4 : each)) }));
  test("a number of the curve that does not vary", () =>
    refused({ ...train, eta: train.eta.map((each, at) => (at % 4 === 1 ? 0.5 : each)) }));
});
