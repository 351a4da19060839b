export { adaptationIndex } from "./adaptation.js";
export { interSpikeIntervals } from "./intervals.js";
export { instantaneousRate, meanRate, type RateCourse } from "./rate.js";
export { spikeTimes } from "./spike-times.js";
