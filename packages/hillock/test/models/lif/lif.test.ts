import { describe, expect, test } from "vitest";
import { uniformStream } from "../../../src/base/random/uniform-stream.js";
import { eulerLif, exactLif, type LifInput, type LifNeuron, luboeinskiNeuron } from "../../../src/models/index.js";

const pulses: LifNeuron = { ...luboeinskiNeuron, synapticResponse: { kind: "pulse", area: 5e-3 } };
const silent = { times: [], weights: [] };

describe("by hand", () => {
  test("a constant current makes it spike with the period t_ref + tau_m log((V_inf - V_reset)/(V_inf - V_th))", () => {
    const current = 2e-9;
    const run = exactLif(luboeinskiNeuron, { ...silent, currents: [{ from: 0, current }] }, 0.2);
    const [reset, threshold, asymptote] = [-70e-3, -55e-3, -65e-3 + 10e6 * current];
    const period = 2e-3 + 10e-3 * Math.log((asymptote - reset) / (asymptote - threshold));
    expect(run.spikes[0]).toBeCloseTo(10e-3 * Math.log((asymptote + 65e-3) / (asymptote - threshold)), 15);
    expect(run.spikes.length).toBe(Math.floor((0.2 - run.spikes[0]) / period) + 1);
    for (let k = 1; k < run.spikes.length; k++) expect(run.spikes[k] - run.spikes[k - 1]).toBeCloseTo(period, 14);
    expect(run.potentialAt(run.spikes[0] + 1e-3)).toBe(reset);
  });

  test("a current that takes it just to the threshold makes no spike", () => {
    const just = (-55e-3 - -65e-3) / 10e6;
    expect(
      exactLif(luboeinskiNeuron, { ...silent, currents: [{ from: 0, current: just * (1 - 1e-12) }] }, 10).spikes.length,
    ).toBe(0);
    expect(
      exactLif(luboeinskiNeuron, { ...silent, currents: [{ from: 0, current: just * (1 + 1e-9) }] }, 10).spikes.length,
    ).toBeGreaterThan(0);
  });

  test("a pulse is a jump by w area/tau_m, lost while refractory, a spike at once above the threshold", () => {
    const run = exactLif(pulses, { times: [0.01, 0.02, 0.021, 0.03], weights: [10e-3, 40e-3, 10e-3, 10e-3] }, 0.04);
    expect(run.potentialAt(0.01)).toBeCloseTo(-65e-3 + 5e-3, 16);
    expect([...run.spikes]).toEqual([0.02]);
    expect(run.potentialAt(0.0215)).toBe(-70e-3);
    expect(run.potentialAt(0.025)).toBeCloseTo(-65e-3 - 5e-3 * Math.exp(-0.3), 16);
    expect(run.potentialAt(0.03)).toBeCloseTo(-65e-3 - 5e-3 * Math.exp(-0.8) + 5e-3, 16);
  });

  test("an exponential response arrives after its delay and makes a difference of two exponentials", () => {
    const weight = 10e-3;
    const run = exactLif(luboeinskiNeuron, { times: [0.01], weights: [weight] }, 0.1);
    expect(run.potentialAt(0.0129)).toBe(-65e-3);
    for (const t of [1e-3, 5e-3, 20e-3, 80e-3])
      expect(run.potentialAt(0.013 + t)).toBeCloseTo(
        -65e-3 + weight * (Math.exp(-t / 10e-3) - Math.exp(-t / 5e-3)),
        16,
      );
  });

  test("time constants that are equal, or nearly, are no trouble", () => {
    const at = (timeConstant: number) =>
      exactLif(
        { ...luboeinskiNeuron, synapticResponse: { kind: "exponential", timeConstant, delay: 0 } },
        { times: [0], weights: [70e-3] },
        0.05,
      );
    const equal = at(10e-3);
    expect(at(10e-3).potentialAt(4e-4)).toBeCloseTo(-65e-3 + 70e-3 * 0.04 * Math.exp(-0.04), 15);
    expect(equal.spikes.length).toBe(2);
    for (const timeConstant of [10e-3 * (1 + 1e-15), 10e-3 * (1 - 1e-12), 10e-3 * (1 + 1e-8)])
      for (let k = 0; k < 2; k++) expect(at(timeConstant).spikes[k]).toBeCloseTo(equal.spikes[k], 9);
  });

  test("a peak that just exceeds the threshold makes a spike, one just below does not", () => {
    // w (exp(-t/10 ms) - exp(-t/5 ms)) is w/4 at most, at 10 ms log 2.
    const after = (weight: number) => exactLif(luboeinskiNeuron, { times: [0], weights: [weight] }, 0.1).spikes;
    expect(after(40e-3 * (1 - 1e-12)).length).toBe(0);
    expect(after(40e-3 * (1 + 1e-12)).length).toBe(1);
    expect(after(40e-3 * (1 + 1e-12))[0]).toBeCloseTo(3e-3 + 10e-3 * Math.log(2), 7);
  });

  test("a negative current acts by eq. (1), or holds the neuron at its reset potential", () => {
    const input = {
      times: [0.01],
      weights: [400e-3],
      currents: [
        { from: 0, current: -1e-12 },
        { from: 0.02, current: 0 },
      ],
    };
    expect(exactLif(luboeinskiNeuron, input, 0.05).spikes.length).toBeGreaterThan(0);
    const held = exactLif(luboeinskiNeuron, input, 0.05, { inhibition: "holds-reset" });
    expect(held.potentialAt(0.0199)).toBe(-70e-3);
    // What is left of the response acts when it is released.
    expect(held.spikes.length).toBeGreaterThan(0);
    expect(held.spikes[0]).toBeGreaterThan(0.02);
    const lost = exactLif(pulses, input, 0.05, { inhibition: "holds-reset" });
    expect(lost.spikes.length).toBe(0);
  });
});

describe("Euler comes to it as dt comes to 0, with first order", () => {
  /** Spikes at whole ms and currents that change every 20 ms, now and then inhibiting. */
  function randomInput(seed: number): LifInput {
    const { uniform, integer } = uniformStream(seed, 0);
    const times = Array.from({ length: 60 }, () => integer(200) / 1000).sort((a, b) => a - b);
    const weights = times.map(() => -10e-3 + 50e-3 * uniform());
    const currents = Array.from({ length: 10 }, (_, k) => ({ from: 0.02 * k, current: -0.5e-9 + 2.5e-9 * uniform() }));
    return { times, weights, currents };
  }

  // No time of a pulse is the end of a refractory period.
  for (const neuron of [luboeinskiNeuron, { ...pulses, refractoryPeriod: 2.37e-3 }])
    for (const inhibition of ["by-current", "holds-reset"] as const)
      test(`${neuron.synapticResponse.kind}, inhibition ${inhibition}`, { timeout: 60_000 }, () => {
        let spikes = 0;
        const error = [0, 0];
        for (const seed of [1, 2, 3, 4]) {
          const input = randomInput(seed);
          const exact = exactLif(neuron, input, 0.2, { inhibition });
          spikes += exact.spikes.length;
          [1e-5, 1e-7].forEach((timestep, k) => {
            const euler = eulerLif(neuron, input, { timestep, steps: Math.round(0.2 / timestep), inhibition });
            expect(euler.spikes.length).toBe(exact.spikes.length);
            exact.spikes.forEach((time, n) => {
              error[k] += Math.abs(euler.spikes[n] * timestep - time);
            });
          });
        }
        expect(spikes).toBeGreaterThan(40);
        expect(error[1]).toBeLessThan(error[0] / 10);
        expect(error[1] / spikes).toBeLessThan(1e-6);
      });
});

describe("the thesis's order", () => {
  const network: LifNeuron = {
    ...luboeinskiNeuron,
    threshold: 70,
    refractoryPeriod: 1e-4,
    synapticResponse: { kind: "pulse", area: 1 },
  };
  // 1 V of weight is 100 V of jump.
  const input = { times: [0.01, 0.011], weights: [1, 1] };
  const settings = { timestep: 1e-3, steps: 20 } as const;

  test("the neuron is reset a step late, so two steps of input give one spike", () => {
    const run = eulerLif(network, input, { ...settings, reset: "one-step-late" });
    expect([...run.spikes]).toEqual([11]);
    expect(run.potential[11]).toBeGreaterThan(180);
    expect(run.potential[12]).toBeCloseTo(-69.5e-3, 15);
  });

  test("with the reset in the step of the spike the second input is lost", () => {
    const run = eulerLif(network, input, settings);
    expect([...run.spikes]).toEqual([11]);
    expect(run.potential[11]).toBe(-70e-3);
  });

  test("a negative current holds it at its reset potential", () => {
    const inhibited = { ...input, currents: [{ from: 0, current: -1e-9 }] };
    const run = eulerLif(network, inhibited, { ...settings, reset: "one-step-late", inhibition: "holds-reset" });
    expect([...run.spikes]).toEqual([]);
    expect([...new Set(run.potential)]).toEqual([-70e-3]);
  });
});
