import { describe, expect, test } from "vitest";
import { isHillockError } from "../../src/base/error.js";
import {
  circuitSynapse,
  differentialSynapse,
  eulerLif,
  eulerStep,
  eulerTrajectory,
  exactLif,
  exactSynapses,
  exactTrajectory,
  luboeinskiNeuron,
  type SynapseStates,
  synapseStates,
  trapezoidalTrajectory,
} from "../../src/models/index.js";

const none = { pre: [], post: [] };
const settings = { timestep: 1e-3, steps: 1 };
const silent = { times: [], weights: [] };

/** Code and place of the error that `act` throws; it has to say what to do. */
function errorOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (!isHillockError(error)) throw error;
    expect(error.parts.help).toBeTruthy();
    return `${error.code} ${typeof error.parts.place === "string" ? error.parts.place : ""}`.trim();
  }
  return "no error";
}

describe("parameters of synapses", () => {
  const wrong: [string, object][] = [
    ["calciumTimeConstant", { calciumTimeConstant: -1 }],
    ["calciumTimeConstant", { calciumTimeConstant: 0 }],
    ["latePhaseTimeConstant", { latePhaseTimeConstant: Number.NaN }],
    ["capacitance", { capacitance: 0 }],
    ["leakCurrent", { leakCurrent: 0 }],
    ["potentiationCurrent", { potentiationCurrent: -1e-12 }],
    ["tagThreshold", { tagThreshold: -0.1 }],
    ["potentiationThreshold", { potentiationThreshold: Number.POSITIVE_INFINITY }],
    ["leastLatePhase", { leastLatePhase: 1 }],
    ["restingVoltage", { restingVoltage: 1.9 }],
    ["restingVoltage", { restingVoltage: -0.1, earlyPhaseLimits: "ground" }],
    ["latePhase", { latePhase: { kind: "counter", bits: 0 } }],
    ["latePhase", { latePhase: { kind: "counter", bits: 8, rateBits: 9 } }],
    ["latePhase", { latePhase: { kind: "counter", bits: 2.5 } }],
  ];
  for (const [place, change] of wrong)
    test(`${JSON.stringify(change)}`, () => {
      const synapse = { ...circuitSynapse, ...change };
      const code = `models/synapse-parameter ${place}`;
      expect(errorOf(() => exactTrajectory(synapse, {}, none, 1))).toBe(code);
      expect(errorOf(() => eulerTrajectory(synapse, {}, none, settings))).toBe(code);
      expect(errorOf(() => trapezoidalTrajectory(synapse, {}, none, settings))).toBe(code);
    });

  test("of the differential equations", () => {
    const of = (change: object) => errorOf(() => exactSynapses({ ...differentialSynapse, ...change }, [{}]));
    expect(of({ earlyPhaseTimeConstant: -688 })).toBe("models/synapse-parameter earlyPhaseTimeConstant");
    expect(of({ calciumDelay: -1e-3 })).toBe("models/synapse-parameter calciumDelay");
    expect(of({ largestEarlyPhase: 1e-3 })).toBe("models/synapse-parameter largestEarlyPhase");
  });

  test("thresholds of calcium in another order have a meaning", () => {
    const synapse = { ...circuitSynapse, potentiationThreshold: 10e-12, depressionThreshold: 70e-12 };
    expect(errorOf(() => exactTrajectory(synapse, {}, none, 1))).toBe("no error");
  });
});

test("states in which no synapse can begin", () => {
  const of = (initial: object, change = {}) =>
    errorOf(() => exactTrajectory({ ...circuitSynapse, ...change }, initial, none, 1));
  expect(of({ calcium: Number.NaN })).toBe("models/initial-state calcium");
  expect(of({ earlyPhase: 1.81 })).toBe("models/initial-state earlyPhase");
  expect(of({ earlyPhase: 1.81 }, { earlyPhaseLimits: "ground" })).toBe("no error");
  expect(of({ earlyPhase: -0.1 }, { earlyPhaseLimits: "ground" })).toBe("models/initial-state earlyPhase");
  expect(of({ earlyPhase: -0.1 }, { earlyPhaseLimits: "none" })).toBe("no error");
  expect(of({ latePhase: 1.1 })).toBe("models/initial-state latePhase");
  expect(of({ latePhase: -0.2 })).toBe("no error");
  expect(of({ latePhase: -0.2 }, { latePhaseFloor: "zero" })).toBe("models/initial-state latePhase");
  expect(of({ oscillatorPhase: 1 })).toBe("models/initial-state oscillatorPhase");
  expect(errorOf(() => exactSynapses(circuitSynapse, [{ protein: true }, {}]))).toBe("models/initial-state protein");
});

test("spikes that are not finite, not in order or not in the run", () => {
  const exact = (pre: number[]) => errorOf(() => exactTrajectory(circuitSynapse, {}, { pre, post: [] }, 1));
  expect(exact([0.2, 0.1])).toBe("models/spikes input 0, spike 1");
  expect(exact([Number.NaN])).toBe("models/spikes input 0, spike 0");
  expect(exact([-0.1])).toBe("models/spikes input 0, spike 0");
  expect(exact([0.1, 0.1, 1])).toBe("no error");
  expect(exact([1.5])).toBe("models/spikes at 1.5 s");
  expect(
    errorOf(() => exactTrajectory(circuitSynapse, {}, { pre: [], post: [0.1, Number.POSITIVE_INFINITY] }, 1)),
  ).toBe("models/spikes the neuron, spike 1");
  const euler = (post: number[]) => errorOf(() => eulerTrajectory(circuitSynapse, {}, { pre: [], post }, settings));
  expect(euler([3, 3])).toBe("models/spikes the postsynaptic spikes, spike 1");
  expect(euler([0.5])).toBe("models/spikes the postsynaptic spikes, spike 0");
  expect(euler([-1])).toBe("models/spikes the postsynaptic spikes, spike 0");
  const run = exactSynapses(circuitSynapse, [{}, {}]);
  expect(errorOf(() => run.advance(1, { pre: [[]], post: [] }))).toBe("models/spikes inputs");
});

test("times and steps without meaning", () => {
  expect(errorOf(() => eulerTrajectory(circuitSynapse, {}, none, { timestep: 0, steps: 1 }))).toBe(
    "models/settings timestep",
  );
  expect(errorOf(() => eulerTrajectory(circuitSynapse, {}, none, { timestep: 1e-3, steps: 1.5 }))).toBe(
    "models/settings steps",
  );
  const record = [{ from: 0, every: 0 }];
  expect(errorOf(() => eulerTrajectory(circuitSynapse, {}, none, { ...settings, record }))).toBe(
    "models/settings record",
  );
  const layer = { timestep: 1e-3, precision: "double", inputs: 0, neurons: 1 } as const;
  expect(errorOf(() => eulerStep(circuitSynapse, layer))).toBe("models/settings inputs");
  const run = exactSynapses(circuitSynapse, [{}], 2);
  expect(errorOf(() => run.advance(1, { pre: [[]], post: [] }))).toBe("models/settings time");
  expect(errorOf(() => run.advance(Number.POSITIVE_INFINITY, { pre: [[]], post: [] }))).toBe("models/settings time");
  expect(errorOf(() => exactTrajectory(circuitSynapse, {}, none, 1).at(1.1))).toBe("models/settings time");
  expect(errorOf(() => exactTrajectory(circuitSynapse, {}, none, Number.NaN))).toBe("models/settings time");
});

test("a counter without the phase of its oscillator", () => {
  const synapse = { ...circuitSynapse, protein: "synapse", latePhase: { kind: "counter", bits: 8 } } as const;
  const { calcium, earlyPhase, latePhase, protein } = synapseStates(synapse, 1);
  const states: SynapseStates = { calcium, earlyPhase, latePhase, protein };
  const step = eulerStep(synapse, { timestep: 1e-3, precision: "double", inputs: 1, neurons: 1 });
  expect(errorOf(() => step(states, new Uint8Array(1), new Uint8Array(1)))).toBe("models/counter-phase");
});

test("neurons", () => {
  const of = (change: object) => errorOf(() => exactLif({ ...luboeinskiNeuron, ...change }, silent, 1));
  expect(of({ membraneTimeConstant: -1 })).toBe("models/neuron-parameter membraneTimeConstant");
  expect(of({ refractoryPeriod: -1 })).toBe("models/neuron-parameter refractoryPeriod");
  expect(of({ resetPotential: -55e-3 })).toBe("models/neuron-parameter resetPotential");
  expect(of({ synapticResponse: { kind: "pulse", area: 0 } })).toBe("models/neuron-parameter area");
  expect(of({ synapticResponse: { kind: "exponential", timeConstant: 0, delay: 0 } })).toBe(
    "models/neuron-parameter timeConstant",
  );
  const fed = (input: object) => errorOf(() => exactLif(luboeinskiNeuron, { ...silent, ...input }, 1));
  expect(fed({ times: [0.1], weights: [] })).toBe("models/spikes weights");
  expect(fed({ times: [0.1], weights: [Number.NaN] })).toBe("models/spikes weights");
  expect(fed({ times: [0.2, 0.1], weights: [1, 1] })).toBe("models/spikes the inputs, spike 1");
  expect(
    fed({
      currents: [
        { from: 1, current: 0 },
        { from: 1, current: 1 },
      ],
    }),
  ).toBe("models/settings current 1");
  expect(errorOf(() => exactLif(luboeinskiNeuron, silent, -1))).toBe("models/settings duration");
  expect(errorOf(() => exactLif(luboeinskiNeuron, silent, 1).potentialAt(2))).toBe("models/settings time");
  expect(errorOf(() => eulerLif(luboeinskiNeuron, silent, { timestep: -1, steps: 1 }))).toBe(
    "models/settings timestep",
  );
});
