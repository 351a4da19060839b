import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { uniformStream } from "../../../src/base/random/uniform-stream.js";
import { acceleratedTiming, networkSynapse, synapseStates } from "../../../src/models/index.js";
import type { CircuitSynapse } from "../../../src/models/stc/circuit-synapse.js";
import { circuitEarlyPhaseStep } from "../../../src/models/stc/euler/circuit-early-phase.js";
import { circuitLayer } from "../../../src/models/stc/euler/circuit-layer.js";
import type { EulerLayer } from "../../../src/models/stc/euler/euler-layer.js";
import { scriptedLayer } from "../../../src/models/stc/euler/scripted-layer.js";
import { vectorLayer } from "../../../src/models/stc/euler/vector-layer.js";

const neurons = 3;
/** Everything happens within a second: both limits are reached, late phases rise and fall. */
const lively: CircuitSynapse = {
  ...networkSynapse,
  ...acceleratedTiming,
  latePhaseTimeConstant: 0.5,
  potentiationCurrent: 250e-12,
  depressionCurrent: 100e-12,
};
const settings = (inputs: number, timestep = 1e-3) => ({ timestep, precision: "double", inputs, neurons }) as const;

/** Carries layers through the same random spikes, and rests. @returns their states */
function carry(
  layers: readonly EulerLayer[],
  synapse: CircuitSynapse,
  inputs: number,
  seed: number,
  see: (layer: EulerLayer) => void = () => {},
) {
  const { uniform } = uniformStream(seed, 0);
  const begin = synapseStates(synapse, neurons * inputs);
  for (const k of begin.calcium.keys()) {
    begin.calcium[k] = (seed % 2 ? 40e-12 : 20e-12) * uniform();
    begin.earlyPhase[k] = 2.2 * uniform() - 0.2;
    begin.latePhase[k] = 1.5 * uniform() - 0.5;
    const ofNeuron = seed % 3 === 0 && k < inputs ? 1 : 0;
    // States by the other rule are gone on from, too.
    begin.protein[k] = synapse.protein === "neuron" && seed % 5 !== 0 ? ofNeuron : Math.round(uniform());
  }
  const states = layers.map(() => synapseStates(synapse, neurons * inputs));
  for (const layer of layers) layer.load(begin);
  for (let step = 0; step < 300; step++) {
    const silent = step < 3 || step >= 200 || uniform() < 0.5;
    // Some inputs spike often and are potentiated, others seldom and are depressed.
    const pre = Uint8Array.from({ length: inputs }, (_, k) => {
      const spikes = uniform() < (k % 3) / 4;
      return spikes ? 1 + Math.floor(2 * uniform()) : 0;
    });
    for (const layer of layers) layer.spike(silent ? undefined : pre);
    for (let neuron = 0; neuron < neurons; neuron++) {
      const post = uniform() < 0.05 ? 1 : 0;
      for (const layer of layers) layer.step(neuron, post);
    }
    see(layers[0]);
  }
  layers.forEach((layer, k) => {
    layer.save(states[k]);
  });
  return { begin, states };
}

describe("vector instructions", () => {
  it("give the bits that JavaScript gives", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("synapse", "neuron"),
        fc.constantFrom("supplies", "ground", "none"),
        fc.constantFrom("discharges", "charges"),
        fc.constantFrom("acts", "never"),
        fc.constantFrom("least", "zero"),
        fc.constantFrom(1, 0.3),
        fc.constantFrom(0.01, 0.02, 3, 100),
        // Without recovery downwards, leakage can charge the capacitor up to the supply.
        fc.constantFrom(80e-15, 0),
        // Some just above where calcium rests, some out of reach of one spike.
        fc.constantFrom(1, 0.55, 2),
        fc.integer({ min: 1, max: 13 }),
        // Calcium decays, or overshoots.
        fc.constantFrom(1e-3, 1e-4, 6e-3),
        fc.nat(1000),
        (
          protein,
          earlyPhaseLimits,
          sign,
          latePhaseDepression,
          latePhaseFloor,
          alpha,
          threshold,
          downwardRecovery,
          factor,
          inputs,
          timestep,
          seed,
        ) => {
          const synapse: CircuitSynapse = {
            ...lively,
            downwardRecovery,
            potentiationThreshold: factor * lively.potentiationThreshold,
            depressionThreshold: factor * lively.depressionThreshold,
            protein,
            earlyPhaseLimits,
            depressionLeakageSign: sign,
            latePhaseDepression,
            latePhaseFloor,
            proteinAvailability: alpha,
            proteinThreshold: threshold,
          };
          const own = settings(inputs, timestep);
          const vectors = vectorLayer(synapse, own);
          if (!vectors) throw new Error("there are no vector instructions here");
          const scripted = scriptedLayer(synapse, own, circuitEarlyPhaseStep(synapse, own));
          const { states } = carry([vectors, scripted], synapse, inputs, seed);
          expect(states[0]).toEqual(states[1]);
          for (let neuron = 0; neuron < neurons; neuron++)
            for (const name of ["earlyPhase", "latePhase"] as const)
              expect(vectors[name].slice(neuron * vectors.stride, neuron * vectors.stride + inputs)).toEqual(
                states[0][name].slice(neuron * inputs, (neuron + 1) * inputs),
              );
        },
      ),
      { numRuns: 300 },
    );
  });

  it("are tried with synapses that do everything", () => {
    // As many inputs as there are places for: nothing else is in the arrays.
    const [inputs, synapse] = [52, { ...lively, protein: "synapse" } as const];
    const layer = circuitLayer(synapse, settings(inputs));
    const visited = [Infinity, -Infinity];
    const { begin, states } = carry([layer], synapse, inputs, 1, ({ earlyPhase }) => {
      visited[0] = Math.min(visited[0], ...earlyPhase);
      visited[1] = Math.max(visited[1], ...earlyPhase);
    });
    const [{ latePhase, protein }] = states;
    expect(visited).toEqual([0, 1.8]);
    const moves = Array.from(latePhase, (z, n) => Math.sign(z - begin.latePhase[n]));
    expect(new Set(moves)).toEqual(new Set([-1, 1]));
    expect(Array.from(protein)).toContain(1);
  });

  it("leave single precision and counters to JavaScript", () => {
    expect(vectorLayer(lively, { ...settings(3), precision: "single" })).toBeUndefined();
    expect(vectorLayer({ ...lively, latePhase: { kind: "counter", bits: 6 } }, settings(3))).toBeUndefined();
  });
});
