export * from "./batch/index.js";
export { type CompiledCircuit, type CompileOptions, compile } from "./compile.js";
export { requestedSignals } from "./equations/signals.js";
export type { FreeParameter, System } from "./equations/system.js";
export { isMeasureFailure, type MeasuredValue, type MeasureFailure, type MeasureOutcome } from "./measure/outcome.js";
export { measuredRuns, measuredValues } from "./measure.js";
export type { Point } from "./point.js";
export * from "./quantities/index.js";
export type { AnalysisResult, MeasuredResult, RunRecord } from "./record.js";
export * from "./sensitivity/index.js";
export {
  type SimulationCheckpoint,
  type SimulationProgress,
  type SimulationSettings,
  simulate,
  simulation,
} from "./simulate.js";
export { dcSweep } from "./static/dc-sweep.js";
export { type OperatingPoint, operatingPoint } from "./static/operating-point.js";
export { frequencies, type SmallSignalSettings, smallSignal } from "./static/small-signal.js";
export { sweepValues, sweptParameters } from "./static/sweep-axes.js";
export type { TransientCheckpoint } from "./transient/checkpoint-data.js";
export type { LatchUp } from "./transient/latch-up.js";
export type { TransientResult } from "./transient/result.js";
export type { Method } from "./transient/tableau.js";
export { resumeTransient, type TransientProgress, type TransientRun, transient } from "./transient/transient.js";
export type { TransientSettings } from "./transient/transient-settings.js";
export * from "./variation/index.js";
