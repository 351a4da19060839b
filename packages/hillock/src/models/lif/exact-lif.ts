import { isOfKind } from "../finite.js";
import { lastAtOrBefore } from "../last-at-or-before.js";
import type { LifNeuron } from "../lif-neuron.js";
import { wrongSetting } from "../stc/euler/check-settings.js";
import { checkInput, checkNeuron, type Inhibition, type LifInput } from "./lif-input.js";
import { type MembraneCourse, potentialAt } from "./membrane-course.js";
import { holdAtReset, receive, relax, restingMembrane } from "./moving-membrane.js";

/** A neuron in continuous time. */
export interface ExactLifRun {
  /** When the neuron spikes, s */
  readonly spikes: Float64Array;
  /** V at a time of the run, s, after what happens at that time */
  potentialAt(t: number): number;
}

/**
 * A neuron that begins at its reversal potential, from 0 to `duration` without a timestep: between events its potential has a closed form,
 * and it spikes at the very time at which that exceeds the threshold. Then it stays at its reset potential for the refractory
 * period; pulses that arrive meanwhile are lost, exponential responses go on.
 *
 * @param duration s
 * @throws HillockError `models/...` for constants, inputs or a duration without meaning; its `potentialAt` likewise outside the run
 */
export function exactLif(
  neuron: LifNeuron,
  input: LifInput,
  duration: number,
  { inhibition = "by-current" }: { readonly inhibition?: Inhibition } = {},
): ExactLifRun {
  checkNeuron(neuron);
  checkInput(input);
  if (!isOfKind(duration, "not negative")) throw wrongSetting("duration", `A run cannot last ${duration} s.`);
  const { synapticResponse, resetPotential } = neuron;
  const delay = synapticResponse.kind === "pulse" ? 0 : synapticResponse.delay;
  const { times, weights, currents = [] } = input;

  const membrane = restingMembrane(neuron);
  const spikes: number[] = [];
  const origins: number[] = [];
  // What there is from each origin on: a course, or nothing while the membrane is held.
  const courses: (MembraneCourse | undefined)[] = [];
  let inhibited = false;
  const record = (): void => {
    const { time } = membrane;
    const same = origins[origins.length - 1] === time ? origins.length - 1 : origins.length;
    origins[same] = time;
    courses[same] = inhibited || time < membrane.heldUntil ? undefined : { ...membrane };
  };
  const goTo = (until: number): void => {
    do {
      record();
      const release = membrane.time < membrane.heldUntil ? Math.min(membrane.heldUntil, until) : until;
      if (inhibited) holdAtReset(membrane, neuron, until);
      else if (relax(membrane, neuron, release)) spikes.push(membrane.time);
    } while (membrane.time < until);
  };

  let next = 0;
  let nextCurrent = 0;
  for (;;) {
    const arrival = next < times.length ? times[next] + delay : Number.POSITIVE_INFINITY;
    const change = nextCurrent < currents.length ? currents[nextCurrent].from : Number.POSITIVE_INFINITY;
    const time = Math.max(Math.min(arrival, change), membrane.time);
    if (time > duration) break;
    goTo(time);
    while (nextCurrent < currents.length && currents[nextCurrent].from <= time) {
      const { current } = currents[nextCurrent++];
      membrane.asymptote = neuron.reversalPotential + neuron.membraneResistance * current;
      inhibited = current < 0 && inhibition === "holds-reset";
    }
    let arriving = 0;
    while (next < times.length && times[next] + delay <= time) arriving += weights[next++];
    // A pulse that meets a membrane that is held is lost.
    if (inhibited && synapticResponse.kind === "pulse") continue;
    if (receive(membrane, neuron, arriving)) spikes.push(membrane.time);
  }
  goTo(duration);
  record();

  const potential = (t: number): number => {
    if (!(t >= 0 && t <= duration))
      throw wrongSetting("time", `The run lasts from 0 s to ${duration} s, not to ${t} s.`);
    const k = lastAtOrBefore(origins, t);
    const course = courses[k];
    return course ? potentialAt(course, t - origins[k]) : resetPotential;
  };
  return { spikes: Float64Array.from(spikes), potentialAt: potential };
}
