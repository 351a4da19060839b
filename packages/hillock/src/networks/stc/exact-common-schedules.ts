import { type CalciumJumps, type Group, type GroupEnd, scheduleGroup } from "./exact-groups.js";
import { emptySchedule, type Schedule } from "./exact-schedule.js";

/** A schedule from the beginning of a sample without spikes of the neuron: the same for all neurons where calcium begins alike. */
export interface CommonSchedule {
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

const noSpikes: readonly number[] = [];

/** Forgets a sample. */
export function forgetSchedules({ ofTrain, spare }: CommonSchedules): void {
  for (const each of ofTrain) if (each) spare.push(each);
  ofTrain.length = 0;
}

/** The schedule of a group until a time, as it was made for another neuron, or made. */
export function commonSchedule(
  common: CommonSchedules,
  group: Group,
  time: number,
  jumps: CalciumJumps,
): CommonSchedule {
  const known = common.ofTrain[group.train];
  if (known && known.begin === group.calcium && known.time === time) return known;
  const made: CommonSchedule = known ??
    common.spare.pop() ?? {
      begin: 0,
      time: 0,
      schedule: emptySchedule(),
      end: { calcium: 0, inputSpikes: 0, outputSpikes: 0 },
    };
  scheduleGroup(group, noSpikes, time, jumps, made.schedule, made.end);
  made.begin = group.calcium;
  made.time = time;
  common.ofTrain[group.train] = made;
  return made;
}
