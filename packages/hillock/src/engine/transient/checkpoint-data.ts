import type { PivotOrder } from "../kernel/pivot-order.js";
import type { RunState } from "./run.js";
import type { TransientSettings } from "./transient-settings.js";

/** The state of a run between two steps. */
export interface TransientCheckpoint {
  readonly version: 1;
  readonly settings: TransientSettings;
  readonly title: string;
  /** Tells the circuit from others of the same title. */
  readonly circuit: number;
  readonly state: RunState;
  readonly arrays: Readonly<Record<string, readonly number[]>>;
  readonly order: PivotOrder;
}
