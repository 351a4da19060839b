import { type WebAssemblyPlatform, webAssemblyPlatform } from "../../base/webassembly-platform.js";
import { type VectorTable, withoutVectorCode } from "../../expr/emit-webassembly.js";
import type { BatchIteration } from "./iteration.js";
import type { IterateLane } from "./javascript-lanes.js";
import type { LaneState } from "./lane-state.js";
import type { NewtonRule } from "./newton-rule.js";
import type { BatchSweep } from "./sweep.js";
import { webAssemblyLanes } from "./webassembly-lanes.js";

/** Iterations of each lane between returns from WebAssembly: engines put better code in place only between calls. */
const iterationsPerCall = 256;

/** Why an iteration cannot run as WebAssembly here; undefined if it can. */
export function withoutWebAssembly({ graph, step, pivotsServe, values }: BatchIteration): string | undefined {
  const missing = withoutVectorCode(graph, [...step, pivotsServe, ...values]);
  if (missing.length > 0) return `there is no vector code for ${missing.join(", ")}`;
  return webAssemblyPlatform() ? undefined : "this platform has no WebAssembly";
}

/** A module's lanes: carries them through their work. */
export function createWebAssemblyLanes(
  iteration: BatchIteration,
  iterate: IterateLane,
  state: LaneState,
  sweep: BatchSweep,
  rule: NewtonRule,
  platform: WebAssemblyPlatform,
  memory: { readonly buffer: ArrayBuffer },
  base: number,
  lookUp: (index: number) => VectorTable,
  event: () => number,
): (() => void) | { readonly reason: string } {
  const pages = memory.buffer.byteLength / 65536;
  const bytes = webAssemblyLanes(iteration, state.layout, sweep, rule, base, pages, lookUp);
  if (bytes === undefined) return { reason: "the circuit is too large for one function of WebAssembly" };
  let module: object;
  try {
    module = new platform.Module(bytes);
  } catch (error) {
    // No vector instructions, or a page of a browser that compiles only small modules at once.
    return { reason: `WebAssembly is refused: ${error instanceof Error ? error.message : String(error)}` };
  }
  const repair = createRepair(iteration, iterate, state, sweep);
  const { exports } = new platform.Instance(module, { host: { memory, repair, event } });
  const advance = exports.advance as (iterations: number) => number;
  return () => {
    while (advance(iterationsPerCall) !== 0);
  };
}

/** Computes the iteration of the lanes that are marked as extraordinary in JavaScript. */
function createRepair(
  { step, values, invariantCount }: BatchIteration,
  iterate: IterateLane,
  { layout, columns, words }: LaneState,
  sweep: BatchSweep,
): () => number {
  const { lanes } = layout;
  const x = new Float64Array(layout.unknowns);
  const invariants = new Float64Array(invariantCount);
  const limits = new Float64Array(layout.limits);
  const results = new Float64Array(step.length + 1 + values.length);
  const gather = (row: number, lane: number, into: Float64Array): void => {
    for (let i = 0; i < into.length; i++) into[i] = columns[(row + i) * lanes + lane];
  };
  const mask = (row: number, lane: number, isSet: boolean): void => {
    const at = 2 * (row * lanes + lane);
    words.fill(isSet ? -1 : 0, at, at + 2);
  };
  return () => {
    for (let lane = 0; lane < lanes; lane++) {
      if (words[2 * (layout.extraordinary * lanes + lane)] === 0) continue;
      gather(layout.x, lane, x);
      gather(layout.invariant, lane, invariants);
      gather(layout.limit, lane, limits);
      const swept = sweep.from + columns[layout.point * lanes + lane] * sweep.step;
      const excess = iterate(x, swept, invariants, limits, results);
      for (let i = 0; i < step.length; i++) columns[(layout.step + i) * lanes + lane] = results[i];
      mask(layout.pivotsServe, lane, results[step.length] !== 0);
      for (let k = 0; k < values.length; k++) {
        columns[(layout.output + k) * lanes + lane] = results[step.length + 1 + k];
      }
      mask(layout.excess, lane, excess === 0);
      for (let slot = 0; slot < limits.length; slot++) columns[(layout.bounded + slot) * lanes + lane] = limits[slot];
    }
    return 0;
  };
}
