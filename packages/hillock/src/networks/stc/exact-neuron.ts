import type { Advance } from "./exact-advance.js";
import { type CommonSchedules, commonSchedule } from "./exact-common-schedules.js";
import { type CalciumJumps, type Group, type GroupEnd, type Groups, scheduleGroup } from "./exact-groups.js";
import { proteinTime } from "./exact-protein.js";
import { emptySchedule, type Schedule } from "./exact-schedule.js";
import type { NetworkState, PlasticNetwork } from "./plastic-network.js";

/** The synapses of one neuron on their way through a sample; used for one neuron after the other. */
export interface SynapsePass {
  /** Begins with the neuron whose groups are these; `offset` is the index of its first synapse. */
  readonly begin: (offset: number) => void;
  /** Tells of a spike of the neuron, s; not before the time that a group has been taken to. */
  readonly spike: (time: number) => void;
  /** Sum of the weights of the inputs of some trains at a time, V; or of all, times the number of those inputs. */
  readonly weight: (trains: readonly number[], time: number) => number;
  /**
   * Takes all synapses to a time.
   *
   * @returns whether their calcium is the same for all
   */
  readonly advanceTo: (time: number) => boolean;
}

/** So many time constants of calcium ahead, eq. (5) is looked at at once. */
const lookAhead = 4;

/**
 * Synapses are taken on only when their weights or their end are asked for, each group by one schedule. As long as the rule "neuron" has
 * not made protein available, it is found out beforehand until when their sum cannot exceed theta_pro, if the neuron does not
 * spike; until then they do not depend on each other.
 *
 * @param common what neurons have in common; absent if synapses have constants of their own
 */
export function createPass(
  network: PlasticNetwork,
  state: NetworkState,
  groups: Groups,
  advance: Advance,
  common: CommonSchedules | undefined,
): SynapsePass {
  const { inputs, synapse, drive } = network;
  const { calcium, earlyPhase, latePhase, protein } = state;
  const jumps: CalciumJumps = { presynaptic: synapse.presynapticCalcium, postsynaptic: synapse.postsynapticCalcium };
  const { weightFactor, restingVoltage, proteinThreshold } = synapse;
  const ahead = lookAhead * synapse.calciumTimeConstant;
  const one = emptySchedule();
  const end: GroupEnd = { calcium: 0, inputSpikes: 0, outputSpikes: 0 };
  const pool: Schedule[] = [];
  const spikes: number[] = [];
  let offset = 0;
  let together = false;
  // While together: the last time that was asked for; until when the sum does not exceed theta_pro; whether it does then.
  let now = 0;
  let safeUntil = 0;
  let exceeds = false;

  const take = (group: Group, schedule: Schedule, taken: GroupEnd, time: number): void => {
    if (schedule.pieces > 0) advance(group, schedule, group.constants);
    group.calcium = taken.calcium;
    group.inputSpikes = taken.inputSpikes;
    group.outputSpikes = taken.outputSpikes;
    group.time = time;
  };

  const advanceGroup = (group: Group, time: number): void => {
    if (common && group.time === 0 && spikes.length === 0) {
      const known = commonSchedule(common, group, time, jumps);
      take(group, known.schedule, known.end, time);
      return;
    }
    scheduleGroup(group, spikes, time, jumps, one, end);
    take(group, one, end, time);
  };

  const advanceAll = (time: number): void => {
    for (let g = 0; g < groups.count; g++) advanceGroup(groups.all[g], time);
  };

  /** Makes sure that each group may be taken to a time by itself. */
  const decouple = (time: number, horizon: number): void => {
    while (together && time > safeUntil) {
      if (exceeds) {
        advanceAll(safeUntil);
        protein.fill(1, offset, offset + inputs);
        together = false;
        return;
      }
      advanceAll(now);
      for (let g = 0; g < groups.count; g++) {
        pool[g] ??= emptySchedule();
        scheduleGroup(groups.all[g], spikes, horizon, jumps, pool[g], end);
      }
      const wait = proteinTime(groups, pool, state, proteinThreshold);
      exceeds = wait < Number.POSITIVE_INFINITY;
      safeUntil = exceeds ? now + wait : horizon;
    }
    now = time;
  };

  const weightOf = ({ order, from, to }: Group): number => {
    let voltages = 0;
    let lates = 0;
    for (let k = from; k < to; k++) {
      const n = offset + order[k];
      voltages += earlyPhase[n];
      lates += latePhase[n];
    }
    return weightFactor * voltages + weightFactor * restingVoltage * lates;
  };

  return {
    begin(first) {
      offset = first;
      spikes.length = 0;
      together = synapse.protein === "neuron" && protein[first] === 0;
      now = 0;
      safeUntil = 0;
      exceeds = false;
    },
    spike(time) {
      decouple(time, time);
      spikes.push(time);
      safeUntil = time;
      exceeds = false;
    },
    weight(trains, time) {
      decouple(time, time + ahead);
      const all = drive === "outer-product";
      if (all) advanceAll(time);
      let sum = 0;
      let spiking = 0;
      for (const train of trains) {
        for (let g = groups.start[train]; g < groups.start[train + 1]; g++) {
          const group = groups.all[g];
          if (!all) {
            advanceGroup(group, time);
            sum += weightOf(group);
          } else spiking += group.to - group.from;
        }
      }
      if (!all) return sum;
      for (let g = 0; g < groups.count; g++) sum += weightOf(groups.all[g]);
      return spiking * sum;
    },
    advanceTo(time) {
      decouple(time, time);
      advanceAll(time);
      const value = groups.all[0].calcium;
      let uniform = true;
      for (let g = 0; g < groups.count; g++) {
        const { order, from, to, calcium: own } = groups.all[g];
        if (own !== value) uniform = false;
        if (calcium[offset + order[from]] !== own) for (let k = from; k < to; k++) calcium[offset + order[k]] = own;
      }
      return uniform;
    },
  };
}
