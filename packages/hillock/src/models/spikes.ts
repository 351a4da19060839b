import { HillockError } from "../base/error.js";

/**
 * Whether spike times are finite, ascending and not before `from`; equal times are spikes at the same moment.
 *
 * @param train what they are, for the message
 * @throws HillockError `models/spikes`
 */
export function checkSpikeTimes(train: string, times: ArrayLike<number>, from: number): void {
  let before = from;
  for (let k = 0; k < times.length; k++) {
    const time = times[k];
    if (Number.isFinite(time) && time >= before) {
      before = time;
      continue;
    }
    const problem = !Number.isFinite(time)
      ? `Spike ${k} of ${train} is at ${time} s.`
      : k === 0
        ? `The first spike of ${train} is at ${time} s, before the run's ${from} s.`
        : `Spike ${k} of ${train} is at ${time} s, before spike ${k - 1} at ${before} s.`;
    throw new HillockError({
      code: "models/spikes",
      place: `${train}, spike ${k}`,
      problem,
      help: "Give finite times in s, in ascending order, from the present time of the run on.",
    });
  }
}

/**
 * Whether spike steps are whole numbers from 0 on, in strictly ascending order.
 *
 * @throws HillockError `models/spikes`
 */
export function checkSpikeSteps(train: string, steps: ArrayLike<number>): void {
  for (let k = 0; k < steps.length; k++) {
    if (Number.isSafeInteger(steps[k]) && steps[k] > (k === 0 ? -1 : steps[k - 1])) continue;
    throw new HillockError({
      code: "models/spikes",
      place: `${train}, spike ${k}`,
      problem: `Spike ${k} of ${train} is in step ${steps[k]}${k === 0 ? "" : `, after one in step ${steps[k - 1]}`}.`,
      help: "Give numbers of steps from 0 on, each once, in ascending order.",
    });
  }
}

/** The error for a spike after the end of the time it was given for. */
export function wrongSpike(time: number, to: number): HillockError {
  return new HillockError({
    code: "models/spikes",
    place: `at ${time} s`,
    problem: `There is a spike at ${time} s, but the run goes on to ${to} s only.`,
    help: "Give the spikes of this part of the run, and later ones with the parts that they are in.",
  });
}
