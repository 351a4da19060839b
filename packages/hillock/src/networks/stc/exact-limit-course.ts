import type { ExactConstants } from "./exact-constants.js";
import type { LimitCourse, Schedule } from "./exact-schedule.js";
import { followSynapse } from "./exact-synapse.js";

/** The course of v_h through a finished schedule that begins at the lower limit; found once. */
export function courseFromLowest(schedule: Schedule, constants: ExactConstants): LimitCourse {
  return courseFrom(schedule.fromLowest, constants.lowest, schedule, constants);
}

/** The one that begins at the upper limit. */
export function courseFromHighest(schedule: Schedule, constants: ExactConstants): LimitCourse {
  return courseFrom(schedule.fromHighest, constants.highest, schedule, constants);
}

function courseFrom(course: LimitCourse, limit: number, schedule: Schedule, constants: ExactConstants): LimitCourse {
  if (course.known) return course;
  course.voltage = limit;
  course.z = 0;
  course.phase = 0;
  course.protein = 1;
  followSynapse(schedule, constants, course);
  course.known = true;
  return course;
}
