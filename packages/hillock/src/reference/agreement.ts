import type { SignalValues } from "../base/waveforms.js";

/** Share of a signal's range within which transients agree. */
export const rangeShare = 1e-3;

/** Spike times agree within 1 us for 100 ms of run. */
export const spikeTimeShare = 1e-5;

/** However large the engines' own errors, no spike may be off by more of its inter-spike interval. */
export const intervalShare = 5e-3;

/** Relative part of the agreement of direct currents and voltages. */
export const staticShare = 1e-6;

/**
 * Absolute part of the agreement of static values: 1 uV; for a current 1 pA, ngspice's default `abstol`, since
 * currents of a circuit span too many decades for a floor that depends on them.
 */
export function staticFloor(unit: SignalValues["unit"]): number {
  return unit === "V" ? 1e-6 : 1e-12;
}

/** What a value may be off by in an operating point or a DC sweep: 1e-6 |value| + floor. */
export function staticAllowance(value: number, unit: SignalValues["unit"]): number {
  return staticShare * Math.abs(value) + staticFloor(unit);
}

/**
 * What a transient signal may be off by, the engines' own errors apart: 1e-3 of its range, and never less than the static
 * allowance of its largest value, to which signals that hardly move are held.
 */
export function transientAllowance(low: number, high: number, unit: SignalValues["unit"]): number {
  return Math.max(rangeShare * (high - low), staticAllowance(Math.max(Math.abs(low), Math.abs(high)), unit));
}
