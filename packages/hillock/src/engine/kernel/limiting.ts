import type { Limiting } from "../../expr/emit-javascript.js";

/** Below this argument limexp is exp; above it, it may grow by `limexpGrowth` per Newton iteration. */
export const limexpFree = 30;
export const limexpGrowth = 3;

/**
 * The argument at which an exponential is evaluated (limexp, and a junction's under pnjlim): the argument itself, unless it
 * outgrows the last one, or the level up to which it is free, by more than Newton's iteration can be trusted with. No
 * branches, so that it costs nothing where it does not act.
 *
 * @param previous arguments of the last evaluation, one per slot; changed
 */
export function boundExponential(previous: Float64Array, slot: number, argument: number, free: number): number {
  const limited = Math.min(argument, Math.max(previous[slot], free) + limexpGrowth);
  previous[slot] = limited;
  return limited;
}

/**
 * The voltage above threshold, V, at which the model of a field-effect transistor is evaluated: within the range that
 * SPICE's fetlim allows from where it was evaluated last (Nagel 1975). A transistor that is off may turn on only just;
 * one about to conduct stays near its threshold; one far on or off may move by twice its distance from the threshold.
 */
export function boundGate(previous: Float64Array, slot: number, argument: number): number {
  const last = previous[slot];
  const isFarOn = last >= 3.5;
  const least = isFarOn ? 2 : last >= 0 ? -0.5 : 3 * last - 2;
  const most = isFarOn ? 3 * last + 2 : last >= 0 ? 4 : 0.5;
  const limited = Math.min(Math.max(argument, least), most);
  previous[slot] = limited;
  return limited;
}

/** JavaScript for a bounded argument, with its state in `limits`; `free` is the level of a pnjlim. */
export const limitedText = (slot: number, argument: string, by: Limiting, free: string): string => {
  if (by === "fetlim") return `boundGate(limits, ${slot}, ${argument})`;
  return `boundExponential(limits, ${slot}, ${argument}, ${by === "limexp" ? limexpFree : free})`;
};

/** Code that gives the largest amount by which an argument was held back: 0 when none was. */
export function limitingExcess(limitedCount: number): string {
  const terms = Array.from({ length: limitedCount }, (_, slot) => `u${slot} - l${slot}`);
  return terms.length > 0 ? `Math.max(0, ${terms.join(", ")})` : "0";
}
