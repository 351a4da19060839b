import type { Advance } from "./exact-advance.js";
import { type CalciumJumps, type Group, type GroupEnd, scheduleGroup } from "./exact-groups.js";
import { proteinTime } from "./exact-protein.js";
import { emptySchedule, type Schedule } from "./exact-schedule.js";
import type { NetworkState, PlasticNetwork } from "./plastic-network.js";

/** The synapses of one neuron on their way through a sample. */
export interface SynapsePass {
  /** Tells of a spike of the neuron, s; not before the time that a group has been taken to. */
  readonly spike: (time: number) => void;
  /** Sum of the weights of the inputs of some trains at a time, V; or of all, times the number of those inputs. */
  readonly weight: (trains: readonly number[], time: number) => number;
  /** Takes all synapses to a time. */
  readonly advanceTo: (time: number) => void;
}

/** A schedule from the beginning of a sample without spikes of the neuron: the same for all neurons where calcium begins alike. */
interface CommonSchedule {
  begin: number;
  time: number;
  readonly schedule: Schedule;
  readonly end: GroupEnd;
}

/** The common schedules of one sample, by train. */
export interface CommonSchedules {
  readonly ofTrain: (CommonSchedule | undefined)[];
  /** Those of earlier samples, to be used again */
  readonly spare: CommonSchedule[];
}

/** Forgets a sample. */
export function forgetSchedules({ ofTrain, spare }: CommonSchedules): void {
  for (const each of ofTrain) if (each) spare.push(each);
  ofTrain.length = 0;
}

/** Makes passes; what they need of memory is used again by the next. Without `common`, synapses have constants of their own. */
export type StartPass = (groups: readonly Group[], offset: number, common: CommonSchedules | undefined) => SynapsePass;

/**
 * Synapses are taken on only when their weights or their end are asked for, each group by one schedule. As long as the rule "neuron"
 * has not made protein available, all go together, so that their sum is known.
 */
export function createPasses(network: PlasticNetwork, state: NetworkState, advance: Advance): StartPass {
  const { inputs, synapse, drive } = network;
  const { calcium, earlyPhase, latePhase, protein } = state;
  const jumps: CalciumJumps = { presynaptic: synapse.presynapticCalcium, postsynaptic: synapse.postsynapticCalcium };
  const { weightFactor, restingVoltage, proteinThreshold } = synapse;
  const none: readonly number[] = [];
  const one = emptySchedule();
  const pool: Schedule[] = [];
  const ends: GroupEnd[] = [];

  const take = (group: Group, schedule: Schedule, end: GroupEnd, time: number): void => {
    if (schedule.pieces > 0) advance(group, schedule, group.constants);
    group.calcium = end.calcium;
    group.inputSpikes = end.inputSpikes;
    group.outputSpikes = end.outputSpikes;
    group.time = time;
  };

  const weightOf = ({ offset, order, from, to }: Group): number => {
    let voltages = 0;
    let lates = 0;
    for (let k = from; k < to; k++) {
      const n = offset + order[k];
      voltages += earlyPhase[n];
      lates += latePhase[n];
    }
    return weightFactor * voltages + weightFactor * restingVoltage * lates;
  };

  const commonSchedule = (common: CommonSchedules, group: Group, time: number): CommonSchedule => {
    const known = common.ofTrain[group.train];
    if (known && known.begin === group.calcium && known.time === time) return known;
    const made: CommonSchedule = known ??
      common.spare.pop() ?? {
        begin: 0,
        time: 0,
        schedule: emptySchedule(),
        end: { calcium: 0, inputSpikes: 0, outputSpikes: 0 },
      };
    scheduleGroup(group, none, time, jumps, made.schedule, made.end);
    made.begin = group.calcium;
    made.time = time;
    common.ofTrain[group.train] = made;
    return made;
  };

  return (groups, offset, common) => {
    const spikes: number[] = [];
    const ofTrain = new Map<number, Group[]>();
    for (const group of groups) {
      const those = ofTrain.get(group.train);
      if (those) those.push(group);
      else ofTrain.set(group.train, [group]);
    }
    let together = synapse.protein === "neuron" && protein[offset] === 0;
    const end: GroupEnd = { calcium: 0, inputSpikes: 0, outputSpikes: 0 };

    const advanceGroup = (group: Group, time: number): void => {
      if (common && group.time === 0 && spikes.length === 0) {
        const { schedule, end: commonEnd } = commonSchedule(common, group, time);
        take(group, schedule, commonEnd, time);
        return;
      }
      scheduleGroup(group, spikes, time, jumps, one, end);
      take(group, one, end, time);
    };

    const scheduleAll = (time: number): void => {
      for (const [g, group] of groups.entries()) {
        pool[g] ??= emptySchedule();
        ends[g] ??= { calcium: 0, inputSpikes: 0, outputSpikes: 0 };
        scheduleGroup(group, spikes, time, jumps, pool[g], ends[g]);
      }
    };
    const takeAll = (time: number): void => {
      for (const [g, group] of groups.entries()) take(group, pool[g], ends[g], time);
    };

    const advanceTogether = (time: number): void => {
      scheduleAll(time);
      const from = groups[0].time;
      const wait = proteinTime(groups, pool, state, proteinThreshold);
      if (wait === Number.POSITIVE_INFINITY) {
        takeAll(time);
        return;
      }
      const latch = Math.min(from + wait, time);
      scheduleAll(latch);
      takeAll(latch);
      protein.fill(1, offset, offset + inputs);
      together = false;
      for (const group of groups) advanceGroup(group, time);
    };

    const advanceTo = (time: number): void => {
      if (together) advanceTogether(time);
      else for (const group of groups) advanceGroup(group, time);
      for (const { order, from, to, calcium: value } of groups)
        if (calcium[offset + order[from]] !== value) for (let k = from; k < to; k++) calcium[offset + order[k]] = value;
    };

    return {
      spike: (time) => spikes.push(time),
      weight(trains, time) {
        if (together) advanceTogether(time);
        else if (drive === "outer-product") for (const group of groups) advanceGroup(group, time);
        let sum = 0;
        let spiking = 0;
        for (const train of trains) {
          for (const group of ofTrain.get(train) ?? []) {
            if (drive === "outer-product") spiking += group.to - group.from;
            else {
              advanceGroup(group, time);
              sum += weightOf(group);
            }
          }
        }
        if (drive === "dot-product") return sum;
        for (const group of groups) sum += weightOf(group);
        return spiking * sum;
      },
      advanceTo,
    };
  };
}
