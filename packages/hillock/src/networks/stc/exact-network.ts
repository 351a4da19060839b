import { HillockError } from "../../base/error.js";
import { holdAtReset, receive, relax, restingMembrane } from "../../models/lif/moving-membrane.js";
import { checkSynapse } from "../../models/stc/check-synapse.js";
import { checkRun } from "./check-network.js";
import { createAdvance } from "./exact-advance.js";
import { type CommonSchedules, forgetSchedules } from "./exact-common-schedules.js";
import { type ExactConstants, exactConstants } from "./exact-constants.js";
import { emptyGroups, formGroups } from "./exact-groups.js";
import { createPass } from "./exact-neuron.js";
import { exactResponder } from "./exact-respond.js";
import { checkSample, type InputEvent, inputEvents, orderByTrain } from "./exact-sample.js";
import type { NetworkRun, RunSettings } from "./network-run.js";
import { copyOfState, networkState } from "./network-state.js";
import { networkWeights } from "./network-weights.js";
import type { EncodedSample, NetworkState, PlasticNetwork } from "./plastic-network.js";

/**
 * A network without a time step: everything is computed from event to event in closed form. Events are the spikes of the inputs and of
 * the neurons; between them i_ca and the membrane are exponentials, v_h is linear from bend to bend, z is exponential or counts.
 *
 * - A neuron spikes when its membrane exceeds the threshold, at a spike of an input or between two; its spike raises the calcium of all
 *   its synapses at that time.
 * - A neuron with a negative stimulus is held at its reset potential.
 * - A presynaptic spike acts with the weight that the synapse has when it arrives.
 *
 * Forward Euler (`eulerNetwork`) tends to this as its step tends to 0, with resets that are not late.
 *
 * Synapses of a neuron whose inputs have one train are computed with one schedule, as long as their calcium is the same.
 *
 * @param state what to go on from, by default a network that has not seen anything; it is copied
 * @throws networks/plastic-network, networks/wrong-state, models/synapse-parameter; its functions
 *   networks/encoding, networks/label, networks/rest
 */
export function exactNetwork(
  network: PlasticNetwork,
  settings: RunSettings,
  state: NetworkState = networkState(network),
): NetworkRun {
  checkRun(network, settings, state);
  checkSynapse(network.synapse);
  const { inputs, neurons, neuron, synapse } = network;
  const { protocol, mismatch } = settings;
  const { presentation, stimulus } = protocol;
  const duration = presentation + protocol.pause;
  const delay = neuron.synapticResponse.kind === "exponential" ? neuron.synapticResponse.delay : 0;
  const pulses = neuron.synapticResponse.kind === "pulse";
  const now = copyOfState(state);
  const constants: ExactConstants | readonly ExactConstants[] = mismatch
    ? Array.from({ length: inputs * neurons }, (_, n) => exactConstants(synapse, mismatch, n))
    : exactConstants(synapse);
  const groups = emptyGroups();
  const common: CommonSchedules | undefined = mismatch ? undefined : { ofTrain: [], spare: [] };
  const synapses = createPass(network, now, groups, createAdvance(now, synapse.protein === "synapse"), common);
  const order = new Int32Array(inputs);
  /** Whether all synapses of a neuron are known to have the same calcium */
  const uniform: boolean[] = Array.from({ length: neurons }, () => false);
  const membrane = restingMembrane(neuron);
  let count = 0;
  let responder: ReturnType<typeof exactResponder> | undefined;

  const spike = (): void => {
    count++;
    synapses.spike(membrane.time);
  };
  const relaxTo = (time: number): void => {
    while (relax(membrane, neuron, time)) spike();
  };
  const arrive = ({ trains, time }: InputEvent): void => {
    if (receive(membrane, neuron, synapses.weight(trains, time))) spike();
  };

  /** Takes the network through a sample. `currents` gives the current into each neuron until the pause, A. */
  const pass = (sample: EncodedSample, currents: (k: number) => number, pause: number, end: number): Uint32Array => {
    const plan = orderByTrain(sample, order);
    const events = inputEvents(sample, plan, delay);
    if (common) forgetSchedules(common);
    return Uint32Array.from(now.membrane, (potential, k) => {
      const offset = k * inputs;
      formGroups(groups, sample, plan, now.calcium, offset, constants, uniform[k]);
      synapses.begin(offset);
      count = 0;
      membrane.time = 0;
      membrane.potential = potential;
      membrane.input = now.synapticInput[k];
      membrane.heldUntil = now.refractory[k];
      let next = 0;
      if (pause > 0) {
        const current = currents(k);
        const inhibited = current < 0;
        membrane.asymptote = neuron.reversalPotential + neuron.membraneResistance * current;
        for (; next < events.length && events[next].time < pause; next++) {
          if (inhibited) {
            if (pulses) continue;
            holdAtReset(membrane, neuron, events[next].time);
          } else relaxTo(events[next].time);
          arrive(events[next]);
        }
        if (inhibited) holdAtReset(membrane, neuron, pause);
        else relaxTo(pause);
      }
      membrane.asymptote = neuron.reversalPotential;
      for (; next < events.length; next++) {
        relaxTo(events[next].time);
        arrive(events[next]);
      }
      relaxTo(end);
      uniform[k] = synapses.advanceTo(end);
      now.membrane[k] = membrane.potential;
      now.synapticInput[k] = membrane.input;
      now.refractory[k] = Math.max(membrane.heldUntil - end, 0);
      return count;
    });
  };

  const silence: EncodedSample = { trains: [new Float64Array()], trainOf: new Uint16Array(inputs) };

  return {
    network,
    present(sample, label) {
      if (!(Number.isInteger(label) && label >= 0 && label < neurons)) throw wrongLabel(label, neurons);
      checkSample(sample, inputs, duration, delay);
      responder = undefined;
      const counts = pass(sample, (k) => (k === label ? stimulus : -stimulus), presentation, duration);
      now.samples++;
      return counts;
    },
    rest(time) {
      responder = undefined;
      if (!(time >= 0 && Number.isFinite(time))) throw wrongRest(time);
      pass(silence, () => 0, 0, time);
    },
    respond(sample) {
      checkSample(sample, inputs, duration, delay);
      responder ??= exactResponder(network, networkWeights(network, now), settings.weightDivisor, delay);
      return responder(sample, duration);
    },
    weights: () => networkWeights(network, now),
    state: () => copyOfState(now),
  };
}

const wrongLabel = (label: number, neurons: number) =>
  new HillockError({
    code: "networks/label",
    problem: `the sample's class is ${label}; the network has neurons 0 to ${neurons - 1}`,
    help: "give as many neurons as there are classes, and number the classes from 0",
  });

const wrongRest = (time: number) =>
  new HillockError({
    code: "networks/rest",
    problem: `a rest of ${time} s is no rest`,
    help: "give a finite time, not below 0",
  });
