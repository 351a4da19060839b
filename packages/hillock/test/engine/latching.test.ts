import fc from "fast-check";
import { expect, test } from "vitest";
import { isHillockError } from "../../src/base/error.js";
import { simulate } from "../../src/engine/simulate.js";
import type { TransientResult } from "../../src/engine/transient/result.js";
import { type NeuronValues, nominalValues, thyristorNeuron } from "./quasi-static-thyristor.js";

/** Times at which a signal rises through a level, s. */
function crossings({ waveforms }: TransientResult, signal: string, level: number): number[] {
  const time = waveforms.scales[0].values;
  const values = waveforms.signals.find(({ name }) => name === signal)?.values as Float64Array;
  const times: number[] = [];
  for (let i = 1; i < time.length; i++) {
    if (values[i - 1] < level && values[i] >= level) {
      times.push(time[i - 1] + ((time[i] - time[i - 1]) * (level - values[i - 1])) / (values[i] - values[i - 1]));
    }
  }
  return times;
}

const run = (...circuit: Parameters<typeof thyristorNeuron>): TransientResult =>
  simulate(thyristorNeuron(...circuit))[0] as TransientResult;

test("a latching neuron without junction capacitances runs, and every latch-up is recorded", () => {
  const result = run(0, 4e-3);
  const spikes = crossings(result, "v(k)", 0.3);
  const turnOns = result.record.latchUps.filter(({ change }) => change > 1);
  expect(spikes).toHaveLength(20);
  expect(turnOns).toHaveLength(20);
  turnOns.forEach(({ time, elements }, k) => {
    expect(Math.abs(time - spikes[k])).toBeLessThan(1e-9);
    expect(elements).toEqual(expect.arrayContaining(["Q1", "Q2"]));
  });
});

test("it is the limit of vanishing capacitances, to 1 % of the inter-spike interval", () => {
  const spikes = crossings(run(0, 4e-3), "v(k)", 0.3);
  const distances = [1e-1, 1e-2, 1e-3].map((capacitance) => {
    const others = crossings(run(capacitance, 4e-3), "v(k)", 0.3);
    expect(others).toHaveLength(spikes.length);
    return Math.max(...others.map((time, k) => Math.abs(time - spikes[k])));
  });
  expect(distances[0]).toBeGreaterThan(distances[1]);
  expect(distances[1]).toBeGreaterThan(distances[2]);
  expect(distances[2]).toBeLessThan(0.01 * 200e-6);
});

// All resistors, capacitors and model parameters, each up to 30 % off.
const names = Object.keys(nominalValues) as (keyof NeuronValues)[];
const perturbations = fc
  .sample(
    fc.array(fc.double({ min: 0.7, max: 1.3, noNaN: true }), { minLength: names.length, maxLength: names.length }),
    {
      seed: 20190731,
      numRuns: 200,
    },
  )
  .map((factors) =>
    Object.fromEntries(names.map((name, k) => [name, nominalValues[name] * factors[k]])),
  ) as NeuronValues[];

test.each([0, 1])(
  "200 random neurons run to the end with no hand-set step (capacitances x %d)",
  (capacitance) => {
    const failures = perturbations.flatMap((values) => {
      try {
        const { waveforms } = run(capacitance, 1e-3, values);
        const time = waveforms.scales[0].values;
        const finite = waveforms.signals.every(({ values: samples }) => samples.every(Number.isFinite));
        return time.at(-1) === 1e-3 && finite ? [] : [`ended at ${time.at(-1)}: ${JSON.stringify(values)}`];
      } catch (error) {
        if (!isHillockError(error)) throw error;
        return [`${error.message}\n${JSON.stringify(values)}`];
      }
    });
    expect(failures).toEqual([]);
  },
  120_000,
);
