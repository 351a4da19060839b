export { experiments, selectExperiments } from "./catalogue.js";
export { type Check, type CheckParts, type CheckResult, type CheckVerdict, check, type Explanation } from "./check.js";
export { type Experiment, type ExperimentParts, experiment, type Reproduction } from "./experiment.js";
export type * from "./figure.js";
export { type Lab, type LabSettings, ngspiceLab, ownLab } from "./lab.js";
export type { Source } from "./source.js";
