import { type MovingMembrane, receive, relax, restingMembrane } from "../../models/lif/moving-membrane.js";
import { type InputEvent, inputEvents, orderByTrain } from "./exact-sample.js";
import type { EncodedSample, PlasticNetwork } from "./plastic-network.js";

/**
 * Answers of a network whose weights stay as they are: spike counts of its neurons, without stimulus. The membranes begin at rest and go
 * on from one sample to the next.
 *
 * @param weights w `[neurons, inputs]`, V
 * @param delay from a spike to its arrival, s
 */
export function exactResponder(
  { inputs, neurons, neuron }: PlasticNetwork,
  weights: Float64Array,
  weightDivisor: number,
  delay: number,
): (sample: EncodedSample, duration: number) => Uint32Array {
  const membranes = Array.from({ length: neurons }, () => restingMembrane(neuron));
  return (sample, duration) => {
    const plan = orderByTrain(sample);
    const events = inputEvents(sample, plan, delay);
    return Uint32Array.from(membranes, (membrane, k) => {
      const sums = sample.trains.map((_, train) => {
        let sum = 0;
        for (let i = plan.start[train]; i < plan.start[train + 1]; i++) sum += weights[k * inputs + plan.order[i]];
        return sum / weightDivisor;
      });
      return countSpikes(membrane, events, sums, duration);
    });
  };

  function countSpikes(
    membrane: MovingMembrane,
    events: readonly InputEvent[],
    sums: readonly number[],
    duration: number,
  ): number {
    let count = 0;
    for (const { time, trains } of events) {
      while (relax(membrane, neuron, time)) count++;
      let weight = 0;
      for (const train of trains) weight += sums[train];
      if (receive(membrane, neuron, weight)) count++;
    }
    while (relax(membrane, neuron, duration)) count++;
    membrane.time = 0;
    membrane.heldUntil = Math.max(membrane.heldUntil - duration, 0);
    return count;
  }
}
