import { isOfKind } from "../finite.js";
import { lastAtOrBefore } from "../last-at-or-before.js";
import type { LifNeuron } from "../lif-neuron.js";
import { wrongSetting } from "../stc/euler/check-settings.js";
import { checkInput, checkNeuron, type Inhibition, type LifInput } from "./lif-input.js";
import { crossingTime, inputAt, type MembraneCourse, potentialAt } from "./membrane-course.js";

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
  const { synapticResponse, membraneTimeConstant, resetPotential, threshold } = neuron;
  const pulse = synapticResponse.kind === "pulse";
  const delay = pulse ? 0 : synapticResponse.delay;
  const { times, weights, currents = [] } = input;

  const origins: number[] = [];
  const courses: MembraneCourse[] = [];
  const spikes: number[] = [];
  let now = 0;
  let current = 0;
  let next = 0;
  let nextCurrent = 0;
  let refractoryUntil = Number.NEGATIVE_INFINITY;
  let course: MembraneCourse = {
    potential: neuron.reversalPotential,
    asymptote: neuron.reversalPotential,
    input: 0,
    timeConstant: membraneTimeConstant,
    inputTimeConstant: pulse ? Number.POSITIVE_INFINITY : synapticResponse.timeConstant,
  };
  const held = () => now < refractoryUntil || (current < 0 && inhibition === "holds-reset");
  /** Goes on from time t with the potential and the input that there are then. */
  const begin = (t: number, potential: number, remaining: number) => {
    now = t;
    const asymptote = neuron.reversalPotential + neuron.membraneResistance * current;
    course = { ...course, potential: held() ? resetPotential : potential, asymptote, input: remaining };
    const same = origins[origins.length - 1] === t ? origins.length - 1 : origins.length;
    origins[same] = t;
    courses[same] = course;
  };
  const spike = (t: number, remaining: number) => {
    spikes.push(t);
    refractoryUntil = t + neuron.refractoryPeriod;
    begin(t, resetPotential, remaining);
  };
  const isHeld: boolean[] = [];

  begin(0, course.potential, 0);
  for (;;) {
    isHeld[origins.length - 1] = held();
    if (!held() && course.potential > threshold) {
      spike(now, course.input);
      continue;
    }
    const arrival = next < times.length ? times[next] + delay : Number.POSITIVE_INFINITY;
    const change = nextCurrent < currents.length ? currents[nextCurrent].from : Number.POSITIVE_INFINITY;
    const release = refractoryUntil > now ? refractoryUntil : Number.POSITIVE_INFINITY;
    const until = Math.min(arrival, change, release);
    const crossing = held()
      ? Number.POSITIVE_INFINITY
      : now + crossingTime(course, threshold, Math.min(until, duration) - now);
    if (crossing < until && crossing <= duration) {
      spike(crossing, inputAt(course, crossing - now));
      continue;
    }
    if (until > duration) break;
    const at = Math.max(until, now);
    const wasHeld = held();
    const before = wasHeld ? resetPotential : potentialAt(course, at - now);
    const remaining = inputAt(course, at - now);
    now = at;
    while (nextCurrent < currents.length && currents[nextCurrent].from <= at) current = currents[nextCurrent++].current;
    let arriving = 0;
    while (next < times.length && times[next] + delay <= at) arriving += weights[next++];
    if (pulse) begin(at, before + (held() ? 0 : (arriving * synapticResponse.area) / membraneTimeConstant), 0);
    else begin(at, before, remaining + arriving);
  }

  const potential = (t: number): number => {
    if (!(t >= 0 && t <= duration))
      throw wrongSetting("time", `The run lasts from 0 s to ${duration} s, not to ${t} s.`);
    const k = lastAtOrBefore(origins, t);
    return isHeld[k] ? resetPotential : potentialAt(courses[k], t - origins[k]);
  };
  return { spikes: Float64Array.from(spikes), potentialAt: potential };
}
