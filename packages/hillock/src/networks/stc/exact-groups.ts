import type { Members } from "./exact-advance.js";
import type { ExactConstants } from "./exact-constants.js";
import type { TrainOrder } from "./exact-sample.js";
import { clearSchedule, extendSchedule, finishSchedule, type Schedule } from "./exact-schedule.js";
import type { EncodedSample } from "./plastic-network.js";

/** Synapses of one neuron with one calcium history, on their way through a sample. */
export interface Group extends Members {
  offset: number;
  order: Int32Array;
  from: number;
  to: number;
  constants: ExactConstants;
  train: number;
  /** Spikes of the inputs, s */
  spikes: Float64Array;
  /** i_ca, A */
  calcium: number;
  /** s */
  time: number;
  /** Spikes of the inputs, and of the neuron, that have been taken into account */
  inputSpikes: number;
  outputSpikes: number;
}

/** The groups of one neuron, by train; their memory is used again for the next neuron. */
export interface Groups {
  /** Of which the first `count` are meant */
  readonly all: Group[];
  count: number;
  /** `[trains + 1]`, and more that is not meant: which is the first group of each train */
  readonly start: number[];
}

/** What a group's calcium history is made with. */
export interface CalciumJumps {
  readonly presynaptic: number;
  readonly postsynaptic: number;
}

/** No groups yet. */
export function emptyGroups(): Groups {
  return { all: [], count: 0, start: [] };
}

/**
 * Groups a neuron's synapses, in place: those of one train whose calcium is the same to the bit, or each by itself.
 *
 * @param calcium i_ca of all synapses, A
 * @param offset index of the neuron's first synapse
 * @param constants of all synapses; or of each, which then are groups by themselves
 * @param uniform whether the calcium of all synapses of the neuron is known to be the same
 */
export function formGroups(
  groups: Groups,
  { trains }: EncodedSample,
  { order, start }: TrainOrder,
  calcium: Float64Array,
  offset: number,
  constants: ExactConstants | readonly ExactConstants[],
  uniform: boolean,
): void {
  const each = Array.isArray(constants) ? (constants as readonly ExactConstants[]) : undefined;
  groups.count = 0;
  const add = (train: number, of: Int32Array, from: number, to: number): void => {
    const own = each ? each[offset + of[from]] : (constants as ExactConstants);
    const group = nextGroup(groups, of, own, trains[train]);
    group.offset = offset;
    group.from = from;
    group.to = to;
    group.train = train;
    group.calcium = calcium[offset + of[from]];
    group.time = 0;
    group.inputSpikes = 0;
    group.outputSpikes = 0;
  };
  for (let train = 0; train < trains.length; train++) {
    const from = start[train];
    const to = start[train + 1];
    groups.start[train] = groups.count;
    if (from === to) continue;
    const value = calcium[offset + order[from]];
    let same = true;
    if (!uniform) for (let k = from + 1; k < to && same; k++) same = calcium[offset + order[k]] === value;
    if (same && !each) {
      add(train, order, from, to);
      continue;
    }
    const sorted = order.slice(from, to).sort((a, b) => calcium[offset + a] - calcium[offset + b] || a - b);
    let first = 0;
    for (let k = 1; k <= sorted.length; k++) {
      if (!each && k < sorted.length && calcium[offset + sorted[k]] === calcium[offset + sorted[first]]) continue;
      add(train, sorted, first, k);
      first = k;
    }
  }
  groups.start[trains.length] = groups.count;
}

function nextGroup(groups: Groups, order: Int32Array, constants: ExactConstants, spikes: Float64Array): Group {
  const { all } = groups;
  const k = groups.count++;
  if (k === all.length) {
    const begin = { offset: 0, from: 0, to: 0, train: 0, calcium: 0, time: 0, inputSpikes: 0, outputSpikes: 0 };
    all.push({ ...begin, order, constants, spikes });
  }
  const group = all[k];
  group.order = order;
  group.constants = constants;
  group.spikes = spikes;
  return group;
}

/** Where a group is after a schedule. */
export interface GroupEnd {
  calcium: number;
  inputSpikes: number;
  outputSpikes: number;
}

/** Makes the schedule of a group from where it is until a time; the group stays where it is, `end` receives where it comes to. */
export function scheduleGroup(
  group: Group,
  outputSpikes: readonly number[],
  until: number,
  jumps: CalciumJumps,
  schedule: Schedule,
  end: GroupEnd,
): void {
  const { constants, spikes } = group;
  let { calcium, time, inputSpikes: input, outputSpikes: output } = group;
  clearSchedule(schedule);
  for (;;) {
    const ofInput = input < spikes.length ? spikes[input] : Number.POSITIVE_INFINITY;
    const ofOutput = output < outputSpikes.length ? outputSpikes[output] : Number.POSITIVE_INFINITY;
    const next = Math.min(ofInput, ofOutput);
    if (next > until) break;
    calcium = extendSchedule(schedule, constants, calcium, next - time);
    time = next;
    if (ofInput === next) {
      calcium += jumps.presynaptic;
      input++;
    }
    if (ofOutput === next) {
      calcium += jumps.postsynaptic;
      output++;
    }
  }
  end.calcium = extendSchedule(schedule, constants, calcium, until - time);
  end.inputSpikes = input;
  end.outputSpikes = output;
  finishSchedule(schedule, constants);
}
