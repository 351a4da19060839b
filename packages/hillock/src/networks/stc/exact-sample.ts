import { HillockError } from "../../base/error.js";
import type { EncodedSample } from "./plastic-network.js";

/** Inputs in the order of their trains. */
export interface TrainOrder {
  /** `[inputs]` */
  readonly order: Int32Array;
  /** `[trains + 1]`: where in `order` the inputs of each train begin */
  readonly start: Int32Array;
}

/** A moment in which spikes of inputs arrive. */
export interface InputEvent {
  /** s */
  readonly time: number;
  /** Those whose spikes arrive, each as often as it does at this time */
  readonly trains: readonly number[];
}

/** Sorts the inputs of a sample by their trains; inputs of one train keep their order. `order` is filled. */
export function orderByTrain(
  { trains, trainOf }: EncodedSample,
  order: Int32Array = new Int32Array(trainOf.length),
): TrainOrder {
  const start = new Int32Array(trains.length + 1);
  for (let input = 0; input < trainOf.length; input++) start[trainOf[input] + 1]++;
  for (let train = 0; train < trains.length; train++) start[train + 1] += start[train];
  const at = start.slice();
  for (let input = 0; input < trainOf.length; input++) order[at[trainOf[input]]++] = input;
  return { order, start };
}

/** All moments in which a spike of an input arrives, ascending; each `delay` after the spike, s. */
export function inputEvents({ trains }: EncodedSample, { start }: TrainOrder, delay: number): InputEvent[] {
  const spikes: { readonly time: number; readonly train: number }[] = [];
  for (let train = 0; train < trains.length; train++)
    if (start[train] < start[train + 1]) for (const time of trains[train]) spikes.push({ time: time + delay, train });
  // Equal times keep the order of the trains.
  spikes.sort((a, b) => a.time - b.time);
  const events: { time: number; trains: number[] }[] = [];
  for (const { time, train } of spikes) {
    const last = events.at(-1);
    if (last && last.time === time) last.trains.push(train);
    else events.push({ time, trains: [train] });
  }
  return events;
}

/**
 * Whether a sample is one of the network: a train for each input, spikes that ascend and arrive within the sample.
 *
 * @throws networks/encoding
 */
export function checkSample({ trains, trainOf }: EncodedSample, inputs: number, duration: number, delay: number): void {
  let last = -1;
  for (let input = 0; input < trainOf.length; input++) last = Math.max(last, trainOf[input]);
  if (trainOf.length !== inputs || last >= trains.length)
    throw wrong(
      `the sample has ${trainOf.length} inputs with ${trains.length} trains; the network has ${inputs} inputs`,
    );
  for (const times of trains) {
    let before = 0;
    for (let k = 0; k < times.length; k++) {
      const time = times[k];
      if (!(time >= before)) throw wrong(`a spike at ${time} s comes after one at ${before} s`);
      if (!(time + delay < duration))
        throw wrong(`a spike arrives at ${time + delay} s; the sample lasts ${duration} s`);
      before = time;
    }
  }
}

const wrong = (problem: string) =>
  new HillockError({
    code: "networks/encoding",
    problem,
    help: "encode samples for the inputs of the network, and for as long as its protocol shows them",
  });
