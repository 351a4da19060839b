import { key } from "../equations/names.js";
import { type Condition, readCondition } from "./condition.js";
import type { PreparedVariation } from "./prepare-variation.js";
import type { ChunkResult } from "./variation-request.js";

/** A condition on what a sample gives. */
export interface Limit {
  readonly text: string;
  /** Whether sample `k` of a chunk fulfils it; for curves, at every point. */
  readonly holds: (result: ChunkResult, k: number) => boolean;
}

/** Where the numbers of a condition stand: in outputs, or in the signals of one DC sweep (`curves`) and outputs. */
interface Sight {
  readonly curves: number;
  /** Per name of the condition: index of an output, or of a signal of the sweep. */
  readonly places: readonly { readonly inCurves: boolean; readonly index: number }[];
}

/**
 * Reads a limit. A signal means itself in every analysis that has it: at the operating point, and at all points of a DC
 * sweep.
 *
 * @throws engine/unknown-output; what reading a formula throws
 */
export function readLimit(text: string, { outputs, curves }: PreparedVariation): Limit {
  const outputNames = outputs.map(({ name }) => key(name));
  const signalNames = curves.map(({ signals }) => signals.map(({ name }) => key(name)));
  const condition = readCondition(text, [...new Set([...outputNames, ...signalNames.flat()])]);
  const sights: Sight[] = [];
  if (condition.names.every((name) => outputNames.includes(name))) {
    sights.push({
      curves: -1,
      places: condition.names.map((name) => ({ inCurves: false, index: outputNames.indexOf(name) })),
    });
  }
  for (const [index, signals] of signalNames.entries()) {
    if (!condition.names.some((name) => signals.includes(name))) continue;
    if (!condition.names.every((name) => signals.includes(name) || outputNames.includes(name))) continue;
    const places = condition.names.map((name) =>
      signals.includes(name)
        ? { inCurves: true, index: signals.indexOf(name) }
        : { inCurves: false, index: outputNames.indexOf(name) },
    );
    sights.push({ curves: index, places });
  }
  const shape = { outputs: outputs.length, signals: curves.map(({ signals }) => signals.length) };
  return { text, holds: (result, k) => sights.every((sight) => holdsAt(condition, sight, result, k, shape)) };
}

function holdsAt(
  { holds }: Condition,
  { curves, places }: Sight,
  result: ChunkResult,
  k: number,
  shape: { readonly outputs: number; readonly signals: readonly number[] },
): boolean {
  const values = places.map(({ index }) => result.outputs[k * shape.outputs + index]);
  if (curves < 0) return holds(values);
  const signals = shape.signals[curves];
  const all = result.curves[curves];
  const size = all.length / result.count;
  for (let at = k * size; at < (k + 1) * size; at += signals) {
    places.forEach(({ inCurves, index }, name) => {
      if (inCurves) values[name] = all[at + index];
    });
    if (!holds(values)) return false;
  }
  return true;
}
