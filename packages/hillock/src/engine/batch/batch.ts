import { HillockError } from "../../base/error.js";
import { webAssemblyPlatform } from "../../base/webassembly-platform.js";
import { keptCount, type VectorTable } from "../../expr/emit-webassembly.js";
import { tableBytes, writeTables } from "../../expr/emit-webassembly-elementary.js";
import { reachable } from "../../expr/substitute.js";
import type { FlatSweep } from "../../netlist/flat-circuit.js";
import { type SystemSignal, signalNamed, systemSignal } from "../equations/signals.js";
import type { System } from "../equations/system.js";
import { compileExpressions } from "../kernel/expression-kernel.js";
import type { AdjustableCircuit } from "../quantities/adjustable-circuit.js";
import { followSweep } from "../static/follow-sweep.js";
import { operatingPoint } from "../static/operating-point.js";
import { createSampleSolver, type SolveSample } from "./engine-samples.js";
import { type BatchFailure, createHost, type Work } from "./host.js";
import { createIteration } from "./iteration.js";
import { compileIteration, createJavaScriptLanes } from "./javascript-lanes.js";
import { laneLayout, laneState } from "./lane-state.js";
import { newtonRule } from "./newton-rule.js";
import { type BatchSweep, batchSweep } from "./sweep.js";
import { createWebAssemblyLanes, withoutWebAssembly } from "./webassembly-instance.js";

/** What computes the samples: vectors of lanes, one lane at a time, or the engine's analyses sample by sample. */
export type BatchLanes = "webassembly" | "javascript" | "engine";

export interface BatchOptions {
  /** Signals to compute: `v(out)`, `v(a,b)`, `i(v1)`. */
  readonly outputs: readonly string[];
  /** A DC sweep of a source, or of a resistor or `temp` that was left free; an operating point if absent. */
  readonly sweep?: FlatSweep;
  /** WebAssembly if absent. What is used in the end, and why, is told by the batch. */
  readonly lanes?: "webassembly" | "javascript";
  /** Error that Newton's iteration may leave in a voltage, V: 1e-9 if absent. */
  readonly tolerance?: number;
  /**
   * Whether functions of one variable are tabulated, which takes some hundredths of a second and pays from some hundred
   * points on: true if absent.
   */
  readonly tables?: boolean;
}

/** Some consecutive samples of those that are given to a batch. */
export interface BatchPart {
  readonly first?: number;
  readonly count?: number;
}

/** Operating points or sweeps of many samples. */
export interface BatchResult {
  /** `[samples, points, outputs]`, V and A; NaN from the point on at which a sample failed. */
  readonly outputs: Float64Array;
  /** `[samples]`; 1 where every point was solved. */
  readonly converged: Uint8Array;
  /** Why the others were not. */
  readonly failures: readonly BatchFailure[];
  /** Newton iterations of all samples. */
  readonly iterations: number;
  /** Points that plain Newton iterations did not solve, but the engine's continuation did. */
  readonly recovered: number;
}

/** A circuit ready to be solved for many sets of its quantities. */
export interface Batch {
  readonly lanes: BatchLanes;
  /** Why it is not WebAssembly; undefined if it is, or if JavaScript was asked for. */
  readonly reason: string | undefined;
  /** How many functions of one variable are tabulated: to 1e-11 of their value. */
  readonly tabulated: number;
  readonly outputs: readonly Pick<SystemSignal, "name" | "unit">[];
  /** Values of what is swept `[points]`; one 0 without a sweep. */
  readonly scale: Float64Array;
  /**
   * Solves samples. What comes out for a sample depends on its values alone, to the last bit: not on the samples before or
   * beside it, so that they may be divided in any way.
   *
   * @param values of the quantities `[samples, quantities]`
   */
  readonly run: (values: Float64Array, part?: BatchPart) => BatchResult;
}

/** Outputs of the samples in work at one time, bytes at most. */
const mostOutputBytes = 1048576;
const mostSamplesAtOnce = 4096;
const bytesPerPage = 65536;

/**
 * Prepares operating points, or DC sweeps, of many samples of a circuit, which differ in the values of its quantities.
 *
 * Newton's iteration runs in lanes, each with a point of its own: two in a vector of WebAssembly, or one in JavaScript, with
 * the same bits. Every sample starts from the nominal solution, and each point of a sweep from where a parabola through the
 * three before it leads. A point at which plain iterations fail is solved by the engine's continuation; if that fails, the
 * sample is reported as failed.
 *
 * @throws HillockError engine/unknown-signal, engine/sweep; what `operatingPoint` throws if the nominal circuit has none
 */
export function createBatch(adjustable: AdjustableCircuit, options: BatchOptions): Batch {
  const { compiled, quantities, set } = adjustable;
  const { system } = compiled;
  const named = options.outputs.map(signalNamed);
  const signals = named.map((signal) => systemSignal(system, signal));
  const outputs = signals.map(({ value }) => value);
  const sweep = batchSweep(system, options.sweep);
  const solveSample = createSampleSolver(adjustable, named, options.sweep);
  const common = {
    outputs: signals.map(({ name, unit }) => ({ name, unit })),
    scale: sweep.axis?.values.slice() ?? new Float64Array(1),
  };
  const perSample = sweep.points * outputs.length;
  const bySample = (reason: string): Batch => ({
    ...common,
    lanes: "engine",
    reason,
    tabulated: 0,
    run: (values, part) => runSamples(solveSample, quantities.length, perSample, values, part),
  });
  const memory = needsEngine(system, sweep);
  if (memory) return bySample(memory);

  const nominalValues = Float64Array.from(quantities, ({ value }) => value);
  const { point: nominal } = operatingPoint(compiled, {
    adjust(point) {
      set(point, nominalValues);
      sweep.set(point, 0);
    },
  });
  const varying = new Set(adjustable.inputs.map(({ index }) => index));
  const along = !(options.tables ?? true)
    ? undefined
    : sweep.axis
      ? [...followSweep(compiled, [sweep.axis], { prepare: (point) => set(point, nominalValues) })].map(
          ({ point, settings }) => ({ x: point.x.slice(), swept: settings[0] }),
        )
      : [{ x: nominal.x, swept: 0 }];
  const iteration = createIteration(compiled, nominal, varying, sweep, outputs, along);
  if ("singular" in iteration) return bySample("the nominal solution is singular");
  const { lookUps } = iteration;
  const { iterate, limitedCount } = compileIteration(iteration);
  const rule = newtonRule(system.unknowns, options.tolerance ?? 1e-9);

  const build = (asked: "webassembly" | "javascript", reason: string | undefined): Batch => {
    const platform = asked === "webassembly" ? webAssemblyPlatform() : undefined;
    const layout = laneLayout(platform ? 2 : 1, {
      unknowns: iteration.size,
      invariants: iteration.invariantCount,
      limits: limitedCount,
      outputs: outputs.length,
      kept: keptCount(iteration.graph, [...iteration.step, iteration.pivotsServe, ...iteration.values]),
    });
    const tableBase = 64 * Math.ceil(tableBytes / 64);
    const addresses: number[] = [];
    let base = tableBase;
    for (const { coefficients } of lookUps.tables) {
      addresses.push(base);
      base += 8 * coefficients.length;
    }
    const lookUp = (number: number): VectorTable => {
      const { table, ...column } = lookUps.functions[number];
      return { ...column, pieces: lookUps.tables[table], address: addresses[table] };
    };
    const outputBase = base + 8 * (layout.rows * layout.lanes + outputs.length);
    const most = Math.floor(mostOutputBytes / (8 * Math.max(1, perSample)));
    const atOnce = Math.max(layout.lanes, Math.min(mostSamplesAtOnce, most));
    const pages = Math.ceil((outputBase + 8 * atOnce * perSample) / bytesPerPage);
    const memory = platform && new platform.Memory({ initial: pages });
    const buffer = memory?.buffer ?? new ArrayBuffer(bytesPerPage * pages);
    const state = laneState(layout, buffer, base);
    const evaluateOutputs = compileExpressions(system, outputs);
    const parts = {
      compiled,
      iteration,
      evaluateOutputs,
      nominal,
      sweep,
      rule,
      set,
      solveSample,
      iterate,
      state,
      outputBase,
    };
    const { begin, event } = createHost(parts);
    let advance: () => void;
    if (platform && memory) {
      writeTables(buffer);
      lookUps.tables.forEach(({ coefficients }, k) => {
        new Float64Array(buffer, addresses[k], coefficients.length).set(coefficients);
      });
      const made = createWebAssemblyLanes(
        iteration,
        iterate,
        state,
        sweep,
        rule,
        platform,
        memory,
        base,
        lookUp,
        event,
      );
      if ("reason" in made) return build("javascript", made.reason);
      advance = made;
    } else advance = createJavaScriptLanes(state, iterate, sweep, rule, event);
    const solved = state.memory.subarray(outputBase / 8, outputBase / 8 + atOnce * perSample);

    const run = (values: Float64Array, part?: BatchPart): BatchResult => {
      const { first, count } = partOf(values, quantities.length, part);
      const results = new Float64Array(count * perSample);
      const converged = new Uint8Array(count);
      const failures: BatchFailure[] = [];
      let iterations = 0;
      let recovered = 0;
      for (let done = 0; done < count; done += atOnce) {
        const now = Math.min(atOnce, count - done);
        const work: Work = {
          values,
          quantities: quantities.length,
          first: first + done,
          count: now,
          converged: converged.subarray(done, done + now),
          failures,
          iterations: 0,
          recovered: 0,
        };
        if (begin(work) > 0) advance();
        results.set(solved.subarray(0, now * perSample), done * perSample);
        iterations += work.iterations;
        recovered += work.recovered;
      }
      failures.sort((a, b) => a.sample - b.sample);
      return { outputs: results, converged, failures, iterations, recovered };
    };
    return { ...common, lanes: asked, reason, tabulated: lookUps.functions.length / 2, run };
  };
  if (options.lanes === "javascript") return build("javascript", undefined);
  const reason = withoutWebAssembly(iteration);
  return build(reason === undefined ? "webassembly" : "javascript", reason);
}

/** Why a circuit is left to the engine's own analyses; undefined if it need not be. */
function needsEngine({ graph, states, conditions, unknowns }: System, { swept }: BatchSweep): string | undefined {
  if (states.length > 0) return "the circuit has devices with memory";
  if (unknowns.length === 0) return "the circuit has no unknowns";
  if (swept?.kind !== "parameter") return undefined;
  const nodes = reachable(
    graph,
    conditions.map(({ condition }) => condition),
  );
  const decides = nodes.some((node) => graph.symbolKinds[node] === "parameter" && graph.payload[node] === swept.index);
  return decides ? "what is swept decides which equations hold" : undefined;
}

/** The samples that are asked for. */
function partOf(values: Float64Array, quantities: number, part: BatchPart = {}): Required<BatchPart> {
  const samples = values.length / quantities;
  const { first = 0, count = samples - first } = part;
  const isWhole = [samples, first, count].every((one) => Number.isInteger(one) && one >= 0);
  if (isWhole && first + count <= samples) return { first, count };
  throw new HillockError({
    code: "engine/batch-size",
    problem: `${values.length} values of ${quantities} quantities have no samples ${first} to ${first + count - 1}`,
    help: "give the values of all quantities, sample after sample",
  });
}

function runSamples(
  solveSample: SolveSample,
  quantities: number,
  perSample: number,
  values: Float64Array,
  part?: BatchPart,
): BatchResult {
  const { first, count } = partOf(values, quantities, part);
  const outputs = new Float64Array(count * perSample).fill(Number.NaN);
  const converged = new Uint8Array(count);
  const failures: BatchFailure[] = [];
  let iterations = 0;
  for (let k = 0; k < count; k++) {
    const at = (first + k) * quantities;
    try {
      iterations += solveSample(
        values.subarray(at, at + quantities),
        outputs.subarray(k * perSample, (k + 1) * perSample),
      );
      converged[k] = 1;
    } catch (error) {
      if (!(error instanceof HillockError)) throw error;
      failures.push({ sample: first + k, error });
    }
  }
  return { outputs, converged, failures, iterations, recovered: 0 };
}
