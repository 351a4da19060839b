import { HillockError } from "../../base/error.js";
import { checkSynapse } from "../../models/stc/check-synapse.js";
import { checkRun } from "./check-network.js";
import { createAdvance } from "./exact-advance.js";
import { type ExactConstants, exactConstants } from "./exact-constants.js";
import { formGroups } from "./exact-groups.js";
import { holdAtReset, type Membrane, receive, relax } from "./exact-membrane.js";
import { type CommonSchedules, createPasses, forgetSchedules } from "./exact-neuron.js";
import { exactResponder } from "./exact-respond.js";
import { checkSample, type InputEvent, inputEvents, orderByTrain } from "./exact-sample.js";
import type { NetworkRun, RunSettings } from "./network-run.js";
import { copyOfState, networkState } from "./network-state.js";
import { networkWeights } from "./network-weights.js";
import type { EncodedSample, NetworkState, PlasticNetwork } from "./plastic-network.js";

/**
 * A network without a time step: everything is computed from event to event in closed form. Events are the spikes of the inputs and of
 * the neurons; between them i_ca and the membrane are exponentials, v_h is linear from bend to bend, z is exponential.
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
 * @throws networks/plastic-network, networks/wrong-state, networks/exact-counter, models/synapse-parameter; its functions
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
  if (synapse.latePhase.kind === "counter") throw noCounter();
  const { protocol, mismatch } = settings;
  const { presentation, stimulus } = protocol;
  const duration = presentation + protocol.pause;
  const delay = neuron.synapticResponse.kind === "exponential" ? neuron.synapticResponse.delay : 0;
  const pulses = neuron.synapticResponse.kind === "pulse";
  const now = copyOfState(state);
  const constants: ExactConstants | readonly ExactConstants[] = mismatch
    ? Array.from({ length: inputs * neurons }, (_, n) => exactConstants(synapse, mismatch, n))
    : exactConstants(synapse);
  const startPass = createPasses(network, now, createAdvance(now, synapse.protein === "synapse"));
  const order = new Int32Array(inputs);
  const common: CommonSchedules | undefined = mismatch ? undefined : { ofTrain: [], spare: [] };
  let responder: ReturnType<typeof exactResponder> | undefined;

  /** Takes the network through a sample. `currents` gives the current into each neuron until the pause, A. */
  const pass = (sample: EncodedSample, currents: (k: number) => number, pause: number, end: number): Uint32Array => {
    const plan = orderByTrain(sample, order);
    if (common) forgetSchedules(common);
    let events: readonly InputEvent[] | undefined;
    const counts = new Uint32Array(neurons);
    for (let k = 0; k < neurons; k++) {
      const offset = k * inputs;
      const synapses = startPass(formGroups(sample, plan, now.calcium, offset, constants), offset, common);
      const membrane: Membrane = {
        time: 0,
        potential: now.membrane[k],
        input: now.synapticInput[k],
        heldUntil: now.refractory[k],
        asymptote: 0,
      };
      const current = currents(k);
      const relaxTo = (time: number): void => {
        while (relax(membrane, neuron, time)) spikeNow();
      };
      const spikeNow = (): void => {
        counts[k]++;
        synapses.spike(membrane.time);
      };
      events ??= inputEvents(sample, plan, delay);
      let next = 0;
      if (pause > 0) {
        const inhibited = current < 0;
        membrane.asymptote = neuron.reversalPotential + neuron.membraneResistance * current;
        for (; next < events.length && events[next].time < pause; next++) {
          const { time, trains } = events[next];
          if (inhibited) {
            if (pulses) continue;
            holdAtReset(membrane, neuron, time);
          } else relaxTo(time);
          if (receive(membrane, neuron, synapses.weight(trains, time))) spikeNow();
        }
        if (inhibited) holdAtReset(membrane, neuron, pause);
        else relaxTo(pause);
      }
      membrane.asymptote = neuron.reversalPotential;
      for (; next < events.length; next++) {
        const { time, trains } = events[next];
        relaxTo(time);
        if (receive(membrane, neuron, synapses.weight(trains, time))) spikeNow();
      }
      relaxTo(end);
      synapses.advanceTo(end);
      now.membrane[k] = membrane.potential;
      now.synapticInput[k] = membrane.input;
      now.refractory[k] = Math.max(membrane.heldUntil - end, 0);
    }
    return counts;
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

const noCounter = () =>
  new HillockError({
    code: "networks/exact-counter",
    problem: "the exact integration of a network has no late phase by a counter",
    help: 'take the late phase "equation", or integrate by Euler',
  });

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
