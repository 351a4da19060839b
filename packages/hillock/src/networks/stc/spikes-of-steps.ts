import { HillockError } from "../../base/error.js";
import type { EncodedSample } from "./plastic-network.js";

/** A sample on a grid of time steps. */
export interface SpikesOfSteps {
  /** How many spikes each input has in a step: `into` `[inputs]`, filled; or undefined if there is none at all. */
  readonly at: (step: number, into: Uint8Array) => Uint8Array | undefined;
  /** Spikes of all inputs together in a step. */
  readonly total: (step: number) => number;
}

/**
 * Puts the spikes of a sample into steps: a spike at t into step round(t/dt).
 *
 * @param steps of the sample, its pause included
 * @throws networks/encoding if a spike comes after that, or trains and inputs do not fit
 */
export function spikesOfSteps(
  { trains, trainOf }: EncodedSample,
  inputs: number,
  timestep: number,
  steps: number,
): SpikesOfSteps {
  if (trainOf.length !== inputs || !trainOf.every((train) => train < trains.length))
    throw wrong(
      `the sample has ${trainOf.length} inputs with ${trains.length} trains; the network has ${inputs} inputs`,
    );
  const trainsAt: (number[] | undefined)[] = new Array(steps);
  trains.forEach((times, train) => {
    for (const time of times) {
      const step = Math.round(time / timestep);
      if (!(step >= 0 && step < steps))
        throw wrong(`a spike comes at ${time} s; the sample lasts ${steps * timestep} s`);
      const there = trainsAt[step];
      if (there) there.push(train);
      else trainsAt[step] = [train];
    }
  });
  const members = new Uint32Array(trains.length);
  for (const train of trainOf) members[train]++;
  const counts = new Uint8Array(trains.length);
  return {
    at(step, into) {
      const found = trainsAt[step];
      if (!found) return undefined;
      for (const train of found) counts[train]++;
      for (let input = 0; input < inputs; input++) into[input] = counts[trainOf[input]];
      for (const train of found) counts[train] = 0;
      return into;
    },
    total: (step) => trainsAt[step]?.reduce((sum, train) => sum + members[train], 0) ?? 0,
  };
}

const wrong = (problem: string) =>
  new HillockError({
    code: "networks/encoding",
    problem,
    help: "encode samples for the inputs of the network, and for as long as its protocol shows them",
  });
