import { HillockError } from "../../base/error.js";
import { type Membranes, membraneStep, type ResetTime } from "../../models/lif/membrane-step.js";
import { circuitLayer } from "../../models/stc/euler/circuit-layer.js";
import { scriptedLayer } from "../../models/stc/euler/scripted-layer.js";
import { type Precision, rounding } from "../../models/stc/euler/settings.js";
import { checkRun } from "./check-network.js";
import { mismatchedEarlyPhaseStep } from "./mismatched-early-phase.js";
import type { NetworkRun, RunSettings } from "./network-run.js";
import { copyOfState, networkState } from "./network-state.js";
import { networkWeights } from "./network-weights.js";
import type { NetworkState, PlasticNetwork } from "./plastic-network.js";
import { spikesOfSteps } from "./spikes-of-steps.js";

/** How a network is integrated by forward Euler. */
export interface EulerRunSettings extends RunSettings {
  /** dt, s; presentation and pause are whole numbers of steps */
  readonly timestep: number;
  readonly precision: Precision;
  /** When a neuron that spikes is reset during training; while the network only responds, always with the spike. */
  readonly reset: ResetTime;
}

/**
 * A network by forward Euler, in the step order of the thesis's code: the neurons with the weights before the step, then calcium,
 * early phase with the new calcium, protein, late phase.
 *
 * Source of the order: M. A. Nicholson, thesis, University of Groningen, 2024, Appendix A.
 *
 * @param state what to go on from, by default a network that has not seen anything; it is copied
 * @throws networks/plastic-network, networks/wrong-state; its functions networks/encoding, networks/label
 */
export function eulerNetwork(
  network: PlasticNetwork,
  settings: EulerRunSettings,
  state: NetworkState = networkState(network),
): NetworkRun {
  checkRun(network, settings, state);
  const { inputs, neurons, neuron, synapse, drive } = network;
  const { timestep, precision, protocol, weightDivisor, mismatch } = settings;
  const steps = stepsOf(protocol.presentation, timestep);
  const allSteps = steps + stepsOf(protocol.pause, timestep);
  const round = rounding(precision);
  const { synapticResponse } = neuron;
  const delay = synapticResponse.kind === "exponential" ? Math.round(synapticResponse.delay / timestep) : 0;

  const now = precision === "single" ? roundedState(state) : copyOfState(state);
  const kernel = { timestep, precision, inputs, neurons };
  const synapses = mismatch
    ? scriptedLayer(synapse, kernel, mismatchedEarlyPhaseStep(synapse, mismatch, kernel))
    : circuitLayer(synapse, kernel);
  const stepTrained = membraneStep(neuron, {
    timestep,
    precision,
    reset: settings.reset,
    inhibition: "holds-reset",
  });
  const stepResponding = membraneStep(neuron, { timestep, precision });
  const spiking = new Uint8Array(inputs);
  const late = new Uint8Array(inputs);
  const beta = round(synapse.weightFactor);
  const betaRest = round(beta * round(synapse.restingVoltage));
  const weightOf = (voltage: number, late: number) => round(round(beta * voltage) + round(betaRest * late));

  /** Sum of the weights that act on a neuron in a step, V; `total` is the number of spikes that arrive. */
  const arrivingWeight = (k: number, arriving: Uint8Array, total: number): number => {
    const { earlyPhase, latePhase, stride } = synapses;
    const from = k * stride;
    let sum = 0;
    if (drive === "dot-product") {
      for (let input = 0, n = from; input < inputs; input++, n++)
        if (arriving[input]) sum = round(sum + round(arriving[input] * weightOf(earlyPhase[n], latePhase[n])));
      return sum;
    }
    for (let n = from; n < from + inputs; n++) sum = round(sum + weightOf(earlyPhase[n], latePhase[n]));
    return round(total * sum);
  };

  const trainStep = (k: number, arriving: number, current: number): number => {
    const post = stepTrained(now, k, arriving, current);
    synapses.step(k, post);
    return post;
  };

  let responding: { readonly weights: Float64Array; readonly membranes: Membranes } | undefined;
  /** Weights of a network that only responds; the membranes go on from one response to the next. */
  const responder = () => {
    responding ??= { weights: dividedWeights(), membranes: restingMembranes(network) };
    return responding;
  };
  const dividedWeights = () =>
    Float64Array.from({ length: inputs * neurons }, (_, n) =>
      round(weightOf(now.earlyPhase[n], now.latePhase[n]) / weightDivisor),
    );

  return {
    network,
    present(sample, label) {
      if (!(Number.isInteger(label) && label >= 0 && label < neurons)) throw wrongLabel(label, neurons);
      const spikes = spikesOfSteps(sample, inputs, timestep, allSteps);
      const counts = new Uint32Array(neurons);
      responding = undefined;
      synapses.load(now);
      for (let step = 0; step < allSteps; step++) {
        const pre = spikes.at(step, spiking);
        synapses.spike(pre);
        const arriving = delay === 0 ? pre : spikes.at(step - delay, late);
        const total = spikes.total(step - delay);
        for (let k = 0; k < neurons; k++) {
          const current = step >= steps ? 0 : k === label ? protocol.stimulus : -protocol.stimulus;
          const weight = arriving ? arrivingWeight(k, arriving, total) : 0;
          counts[k] += trainStep(k, weight, current);
        }
      }
      synapses.save(now);
      now.samples++;
      return counts;
    },
    rest(duration) {
      responding = undefined;
      const count = stepsOf(duration, timestep);
      synapses.load(now);
      synapses.spike(undefined);
      for (let step = 0; step < count; step++) for (let k = 0; k < neurons; k++) trainStep(k, 0, 0);
      synapses.save(now);
    },
    respond(sample) {
      const { weights, membranes } = responder();
      const spikes = spikesOfSteps(sample, inputs, timestep, allSteps);
      const counts = new Uint32Array(neurons);
      for (let step = 0; step < allSteps; step++) {
        const arriving = spikes.at(step - delay, spiking);
        for (let k = 0; k < neurons; k++) {
          let sum = 0;
          if (arriving)
            for (let input = 0, n = k * inputs; input < inputs; input++, n++)
              if (arriving[input]) sum = round(sum + round(arriving[input] * weights[n]));
          counts[k] += stepResponding(membranes, k, sum, 0);
        }
      }
      return counts;
    },
    weights: () => networkWeights(network, now),
    state: () => copyOfState(now),
  };
}

/** A duration in steps. */
function stepsOf(duration: number, timestep: number): number {
  const steps = Math.round(duration / timestep);
  if (timestep > 0 && Number.isFinite(steps) && Math.abs(steps - duration / timestep) < 1e-6 * Math.max(1, steps))
    return steps;
  throw new HillockError({
    code: "networks/time-step",
    problem: `${duration} s are no whole number of steps of ${timestep} s`,
    help: "choose a step that presentation, pause and rests are multiples of, such as 1 ms",
  });
}

function restingMembranes({ neurons, neuron }: PlasticNetwork): Membranes {
  return {
    membrane: new Float64Array(neurons).fill(neuron.reversalPotential),
    synapticInput: new Float64Array(neurons),
    refractory: new Float64Array(neurons),
  };
}

function roundedState(state: NetworkState): NetworkState {
  const single = (values: Float64Array) => Float64Array.from(values, Math.fround);
  return {
    calcium: single(state.calcium),
    earlyPhase: single(state.earlyPhase),
    latePhase: single(state.latePhase),
    protein: state.protein.slice(),
    oscillatorPhase: single(state.oscillatorPhase),
    membrane: single(state.membrane),
    synapticInput: single(state.synapticInput),
    refractory: single(state.refractory),
    samples: state.samples,
  };
}

function wrongLabel(label: number, neurons: number): HillockError {
  return new HillockError({
    code: "networks/label",
    problem: `the sample's class is ${label}; the network has neurons 0 to ${neurons - 1}`,
    help: "give as many neurons as there are classes, and number the classes from 0",
  });
}
