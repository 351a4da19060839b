import { HillockError } from "../../base/error.js";
import type { RunSettings } from "./network-run.js";
import type { NetworkState, PlasticNetwork } from "./plastic-network.js";

/**
 * Whether a network, the settings of its run and the state that it begins with fit together.
 *
 * @throws networks/plastic-network, networks/wrong-state
 */
export function checkRun(network: PlasticNetwork, settings: RunSettings, state: NetworkState): void {
  checkNetwork(network);
  const { protocol, weightDivisor, mismatch } = settings;
  const { presentation, pause, stimulus } = protocol;
  const positive = (value: number) => value > 0 && Number.isFinite(value);
  if (!positive(presentation) || !(pause >= 0 && Number.isFinite(pause)) || !Number.isFinite(stimulus))
    throw wrong(`a presentation of ${presentation} s and a pause of ${pause} s with ${stimulus} A are no protocol`);
  if (!positive(weightDivisor)) throw wrong(`weights cannot be divided by ${weightDivisor}`);
  const { synapticResponse } = network.neuron;
  if (synapticResponse.kind === "exponential" && synapticResponse.delay > pause)
    throw wrong(`spikes arrive after ${synapticResponse.delay} s, which is longer than the pause of ${pause} s`);
  const synapses = network.inputs * network.neurons;
  for (const [name, values] of Object.entries(mismatch ?? {}) as [string, Float64Array][])
    if (values.length !== synapses || !values.every(positive))
      throw wrong(`the mismatch of ${name} is not ${synapses} factors above 0`);
  checkState(network, state);
}

function checkNetwork({ inputs, neurons, neuron }: PlasticNetwork): void {
  const counted = (value: number) => Number.isInteger(value) && value > 0;
  if (!counted(inputs) || !counted(neurons)) throw wrong(`${inputs} inputs and ${neurons} neurons are no network`);
  const { membraneTimeConstant, threshold, resetPotential, reversalPotential, refractoryPeriod } = neuron;
  if (!(membraneTimeConstant > 0)) throw wrong(`the membrane's time constant is ${membraneTimeConstant} s`);
  if (!(threshold > resetPotential && threshold > reversalPotential))
    throw wrong(`the threshold of ${threshold} V is not above ${resetPotential} V and ${reversalPotential} V`);
  if (!(refractoryPeriod >= 0)) throw wrong(`the refractory period is ${refractoryPeriod} s`);
}

/**
 * Whether a state is one of the network: as many numbers as synapses and neurons, all of them finite.
 *
 * @throws networks/wrong-state
 */
export function checkState({ inputs, neurons }: PlasticNetwork, state: NetworkState): void {
  const lengths = {
    calcium: inputs * neurons,
    earlyPhase: inputs * neurons,
    latePhase: inputs * neurons,
    protein: inputs * neurons,
    oscillatorPhase: inputs * neurons,
    membrane: neurons,
    synapticInput: neurons,
    refractory: neurons,
  };
  for (const [name, length] of Object.entries(lengths)) {
    const values = state[name as keyof typeof lengths];
    if (values?.length !== length) throw wrongState(`${name} has ${values?.length ?? "no"} values, not ${length}`);
    const bad = values.findIndex((value: number) => !Number.isFinite(value) || (name === "protein" && value > 1));
    if (bad >= 0) throw wrongState(`${name} ${bad} is ${values[bad]}`);
  }
  if (!Number.isSafeInteger(state.samples) || state.samples < 0)
    throw wrongState(`${state.samples} samples were shown`);
}

const wrongState = (problem: string) =>
  new HillockError({
    code: "networks/wrong-state",
    problem: `the state is none of this network: ${problem}`,
    help: "begin with the state of a run of the same network, or with that of networkState",
  });

const wrong = (problem: string) =>
  new HillockError({
    code: "networks/plastic-network",
    problem,
    help: "begin with a preset, such as defaultPreset, and change what has to be changed",
  });
