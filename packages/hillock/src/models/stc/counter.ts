import type { Synapse } from "./synapse-states.js";

/** The levels of a late-phase counter: z = z_min + level (z_max - z_min)/(2^bits - 1). */
export interface CounterLevels {
  /** The level that the late phase is not let below: 0, or that of z = 0. */
  readonly lowest: number;
  /** 2^bits - 1 */
  readonly highest: number;
  /** z of level 0 */
  readonly least: number;
  /** What one count changes z by. */
  readonly spacing: number;
  /** Levels that the oscillator cannot tell apart: 2^(bits - rateBits) */
  readonly group: number;
}

/** The levels of a synapse's counter; undefined if its late phase is the equation. */
export function counterLevels(synapse: Synapse): CounterLevels | undefined {
  if (synapse.latePhase.kind !== "counter") return undefined;
  const { bits, rateBits = bits } = synapse.latePhase;
  const highest = (1 << bits) - 1;
  const least = synapse.leastLatePhase;
  const levels = {
    lowest: 0,
    highest,
    least,
    spacing: (synapse.largestLatePhase - least) / highest,
    group: 1 << (bits - rateBits),
  };
  const floored = "latePhaseFloor" in synapse && synapse.latePhaseFloor === "zero";
  return floored ? { ...levels, lowest: levelOf(levels, 0) } : levels;
}

/** The level nearest to `z`. */
export function levelOf({ lowest, highest, spacing, least }: CounterLevels, z: number): number {
  const level = Math.round((z - least) / spacing);
  return level < lowest ? lowest : level > highest ? highest : level;
}

/** z of a level. */
export function lateValueOf({ spacing, least }: CounterLevels, level: number): number {
  return least + level * spacing;
}

/**
 * By how many counts eq. (4) would still move z at the level where `level`'s group of levels is entered: its lowest on the way up,
 * its highest on the way down. Times p/tau_z it is the oscillator's frequency, Hz. 0 at the end of the range, where the oscillator stops.
 */
export function remainingCounts({ lowest, highest, group }: CounterLevels, level: number, upwards: boolean): number {
  const first = level - (level % group);
  if (upwards) return level >= highest ? 0 : highest - first;
  return level <= lowest ? 0 : first + group - 1;
}
