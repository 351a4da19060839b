import type { LatePhaseCourse } from "./exact-late-phase.js";

/** A synapse on its way through a schedule. */
export interface SynapseCourse extends LatePhaseCourse {
  /** v_h, V */
  voltage: number;
  /** 0 or 1 */
  protein: number;
  /** Extremes of v_h on the way, V */
  highest: number;
  lowest: number;
}
