import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawMismatch } from "../../../src/networks/stc/draw-mismatch.js";
import { eulerNetwork } from "../../../src/networks/stc/euler-network.js";
import { exactNetwork } from "../../../src/networks/stc/exact-network.js";
import { networkCheckpoint, stateOfNetworkCheckpoint } from "../../../src/networks/stc/network-checkpoint.js";
import { networkState } from "../../../src/networks/stc/network-state.js";
import type { EncodedSample, NetworkState, PlasticNetwork } from "../../../src/networks/stc/plastic-network.js";
import { defaultPlasticPreset, publishedAccelerated } from "../../../src/networks/stc/presets.js";
import { poissonEncoder, thesisEncoding } from "../../../src/networks/stc/rate-encoding.js";
import { randomStream } from "../../../src/sampling/random-stream.js";

const inputs = 12;
const smaller = (preset: typeof defaultPlasticPreset) => ({
  ...preset,
  network: { ...preset.network, inputs, neurons: 3 } satisfies PlasticNetwork,
});
const published = smaller(publishedAccelerated);
/** Sixty times fewer inputs need a lower threshold to spike. */
const neuron = { ...published.network.neuron, threshold: 1 };
const presets = {
  default: smaller(defaultPlasticPreset),
  published: { ...published, network: { ...published.network, neuron } },
};
const { network, settings } = presets.default;
const exponential: PlasticNetwork = {
  ...network,
  neuron: { ...network.neuron, synapticResponse: { kind: "exponential", timeConstant: 5e-3, delay: 3e-3 } },
};

/** Samples of random grey levels. */
function samples(count: number, seed: number): EncodedSample[] {
  const { integer } = randomStream(seed);
  const encode = poissonEncoder(thesisEncoding, seed);
  return Array.from({ length: count }, (_, k) =>
    encode(
      Uint8Array.from({ length: inputs }, () => integer(256)),
      k,
    ),
  );
}

const ones = () => new Float64Array(3 * inputs).fill(1);
const alike = {
  potentiationThreshold: ones(),
  depressionThreshold: ones(),
  potentiationCurrent: ones(),
  depressionCurrent: ones(),
  capacitance: ones(),
};

describe.each(["double", "single"] as const)("a network by Euler, %s precision", (precision) => {
  it("goes on from a checkpoint with the same bits", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 6 }),
        fc.nat(1000),
        fc.constantFrom(presets.default, presets.published, { ...presets.default, network: exponential }),
        (stop, seed, { network, settings, initial }) => {
          const shown = samples(6, seed);
          const own = { ...settings, precision };
          const whole = eulerNetwork(network, own, networkState(network, initial));
          const first = eulerNetwork(network, own, networkState(network, initial));
          const counts = shown.map((sample, k) => whole.present(sample, k % 3));
          shown.slice(0, stop).forEach((sample, k) => {
            expect(first.present(sample, k % 3)).toEqual(counts[k]);
          });
          const { arrays, ...rest } = networkCheckpoint(network, first.state());
          const lists = Object.fromEntries(Object.entries(arrays).map(([name, values]) => [name, [...values]]));
          const read = JSON.parse(JSON.stringify({ ...rest, arrays: lists }));
          const second = eulerNetwork(network, own, stateOfNetworkCheckpoint(read, network));
          shown.slice(stop).forEach((sample, k) => {
            expect(second.present(sample, (stop + k) % 3)).toEqual(counts[stop + k]);
          });
          expect(second.state()).toEqual(whole.state());
          expect(second.respond(shown[0])).toEqual(whole.respond(shown[0]));
        },
      ),
      { numRuns: 20 },
    );
  });

  it("has the same bits with a mismatch that is none", () => {
    for (const { network, settings, initial } of Object.values(presets)) {
      const plain = eulerNetwork(network, { ...settings, precision }, networkState(network, initial));
      const own = { ...settings, precision, mismatch: alike };
      const mismatched = eulerNetwork(network, own, networkState(network, initial));
      samples(4, 7).forEach((sample, k) => {
        expect(mismatched.present(sample, k % 3)).toEqual(plain.present(sample, k % 3));
      });
      expect(mismatched.state()).toEqual(plain.state());
      const drawn = {
        ...own,
        mismatch: drawMismatch(network, { thresholds: 0.1, currents: 0.1, capacitance: 0.1 }, 1),
      };
      const other = eulerNetwork(network, drawn, networkState(network, initial));
      samples(4, 7).forEach((sample, k) => {
        other.present(sample, k % 3);
      });
      expect(other.state().earlyPhase).not.toEqual(plain.state().earlyPhase);
    }
  });
});

describe("a network by Euler", () => {
  it("stimulates the neuron of the class and holds the others at their reset potential", () => {
    const run = eulerNetwork(network, settings);
    const counts = run.present(samples(1, 1)[0], 1);
    expect(counts[1]).toBeGreaterThan(0);
    expect([counts[0], counts[2]]).toEqual([0, 0]);
  });

  it("responds without changing anything that training goes on with", () => {
    const run = eulerNetwork(network, settings);
    const [first, second] = samples(2, 2);
    run.present(first, 0);
    const before = run.state();
    const quiet = run.respond(second);
    expect(run.respond(second)).toEqual(quiet);
    expect(run.state()).toEqual(before);
  });

  it("keeps the early phase between the supplies, or above ground in the published mode", () => {
    for (const { network, settings, initial } of Object.values(presets)) {
      const run = eulerNetwork(network, settings, networkState(network, initial));
      samples(20, 3).forEach((sample, k) => {
        run.present(sample, k % 2);
      });
      const { earlyPhase } = run.state();
      expect(Math.min(...earlyPhase)).toBeGreaterThanOrEqual(0);
      if (network.synapse.earlyPhaseLimits === "supplies") expect(Math.max(...earlyPhase)).toBeLessThanOrEqual(1.8);
      else expect(Math.max(...earlyPhase)).toBeGreaterThan(1.8);
    }
  });

  it("counts the drive of the thesis's code: number of spikes x sum of all weights", () => {
    // One input of twelve spikes: its weight alone does not reach the threshold, the sum of all does.
    const sample = {
      trains: [new Float64Array(), Float64Array.of(0.01)],
      trainOf: Uint16Array.from({ length: inputs }, (_, k) => (k === 5 ? 1 : 0)),
    };
    const neuron = { ...network.neuron, threshold: -55e-3 };
    const quiet = { ...settings, protocol: { ...settings.protocol, stimulus: 0 } };
    const spikes = (drive: PlasticNetwork["drive"]) =>
      eulerNetwork({ ...network, neuron, drive }, quiet).present(sample, 0)[0];
    expect(spikes("dot-product")).toBe(0);
    expect(spikes("outer-product")).toBe(1);
  });

  it("resets with the spike, or one step late", () => {
    // Two volleys, a step apart: the second is lost in the refractory period, or adds to the first.
    const sample = { trains: [Float64Array.of(0.01, 0.011)], trainOf: new Uint16Array(inputs) };
    const state = (reset: "with-spike" | "one-step-late") => {
      const protocol = { presentation: 0.012, pause: 0, stimulus: 1e-9 };
      const own = eulerNetwork(
        { ...network, neuron: { ...network.neuron, refractoryPeriod: 1e-4 } },
        { ...settings, protocol, reset },
      );
      expect(own.present(sample, 0)[0]).toBe(1);
      return own.state().membrane[0];
    };
    expect(state("with-spike")).toBe(-70e-3);
    expect(state("one-step-late")).toBeGreaterThan(-55e-3);
  });

  it("lets early phases recover at rest, and nothing spikes", () => {
    const run = eulerNetwork(network, settings);
    run.present(samples(1, 4)[0], 0);
    const distance = ({ earlyPhase }: NetworkState) =>
      earlyPhase.reduce((sum, voltage) => sum + Math.abs(voltage - 0.9), 0);
    const before = distance(run.state());
    run.rest(5);
    expect(distance(run.state())).toBeLessThan(before);
    expect(run.state().samples).toBe(1);
  });

  it("counts late phases in whole levels if they are counters", () => {
    const synapse = { ...network.synapse, latePhase: { kind: "counter", bits: 8 } as const, latePhaseTimeConstant: 1 };
    const run = eulerNetwork({ ...network, synapse }, settings);
    samples(10, 5).forEach((sample, k) => {
      run.present(sample, k % 3);
    });
    const levels = Array.from(run.state().latePhase, (z) => ((z + 0.5) / 1.5) * 255);
    for (const level of levels) expect(level).toBeCloseTo(Math.round(level), 9);
    expect(new Set(levels.map(Math.round)).size).toBeGreaterThan(3);
  });

  it("tends to the exact network as its step becomes smaller", () => {
    const shown = samples(3, 9);
    for (const own of [network, exponential]) {
      const exact = exactNetwork(own, settings);
      shown.forEach((sample, k) => {
        exact.present(sample, k);
      });
      const target = exact.state().earlyPhase;
      const error = (timestep: number) => {
        const euler = eulerNetwork(own, { ...settings, timestep });
        shown.forEach((sample, k) => {
          euler.present(sample, k);
        });
        return euler.state().earlyPhase.reduce((sum, value, n) => sum + Math.abs(value - target[n]), 0) / target.length;
      };
      const [coarse, fine] = [error(1e-3), error(1e-5)];
      expect(fine).toBeLessThan(coarse / 10);
    }
  });
});

describe("what does not fit is refused", () => {
  const [sample] = samples(1, 1);
  const state = networkState(network);
  const checkpoint = networkCheckpoint(network, state);
  const arraysWith = (change: object) => ({ ...checkpoint, arrays: { ...checkpoint.arrays, ...change } });
  it.each([
    ["networks/label", () => eulerNetwork(network, settings).present(sample, 3)],
    ["networks/label", () => eulerNetwork(network, settings).present(sample, 0.5)],
    ["networks/encoding", () => eulerNetwork(network, settings).present({ ...sample, trainOf: new Uint16Array(5) }, 0)],
    [
      "networks/encoding",
      () =>
        eulerNetwork(network, settings).present(
          { trains: [Float64Array.of(0.35)], trainOf: new Uint16Array(inputs) },
          0,
        ),
    ],
    [
      "networks/encoding",
      () => eulerNetwork(network, settings).respond({ trains: [], trainOf: new Uint16Array(inputs) }),
    ],
    ["networks/time-step", () => eulerNetwork(network, { ...settings, timestep: 7e-3 })],
    ["networks/time-step", () => eulerNetwork(network, { ...settings, timestep: 0 })],
    ["networks/time-step", () => eulerNetwork(network, settings).rest(0.5e-3)],
    ["networks/plastic-network", () => eulerNetwork({ ...network, neurons: 0 }, settings)],
    ["networks/plastic-network", () => eulerNetwork(network, { ...settings, weightDivisor: 0 })],
    [
      "networks/plastic-network",
      () => eulerNetwork({ ...network, neuron: { ...network.neuron, threshold: -80e-3 } }, settings),
    ],
    [
      "networks/plastic-network",
      () => eulerNetwork(network, { ...settings, mismatch: { ...alike, capacitance: new Float64Array(3 * inputs) } }),
    ],
    [
      "networks/plastic-network",
      () => eulerNetwork(exponential, { ...settings, protocol: { ...settings.protocol, pause: 1e-3 } }),
    ],
    ["networks/wrong-state", () => eulerNetwork(network, settings, { ...state, calcium: new Float64Array(1) })],
    ["networks/wrong-state", () => eulerNetwork(network, settings, { ...state, samples: -1 })],
    ["networks/mismatch", () => drawMismatch(network, { thresholds: -0.1, currents: 0, capacitance: 0 }, 1)],
    ["networks/wrong-checkpoint", () => stateOfNetworkCheckpoint(undefined, network)],
    ["networks/wrong-checkpoint", () => stateOfNetworkCheckpoint({ ...checkpoint, kind: "printed-training" }, network)],
    ["networks/wrong-checkpoint", () => stateOfNetworkCheckpoint({ ...checkpoint, version: 2 }, network)],
    ["networks/wrong-checkpoint", () => stateOfNetworkCheckpoint(checkpoint, { ...network, neurons: 2 })],
    ["networks/wrong-checkpoint", () => stateOfNetworkCheckpoint(arraysWith({ latePhase: ["1"] }), network)],
    ["networks/wrong-checkpoint", () => stateOfNetworkCheckpoint(arraysWith({ protein: [2] }), network)],
    ["networks/wrong-checkpoint", () => stateOfNetworkCheckpoint({ ...checkpoint, arrays: undefined }, network)],
    ["networks/wrong-state", () => stateOfNetworkCheckpoint(arraysWith({ latePhase: [1] }), network)],
    [
      "networks/wrong-state",
      () =>
        stateOfNetworkCheckpoint(arraysWith({ earlyPhase: new Float64Array(3 * inputs).fill(Number.NaN) }), network),
    ],
    ["networks/wrong-state", () => stateOfNetworkCheckpoint({ ...checkpoint, samples: 0.5 }, network)],
  ])("%s", (code, run) => {
    expect(run).toThrow(
      expect.objectContaining({ code, parts: expect.objectContaining({ help: expect.any(String) }) }),
    );
  });
});
