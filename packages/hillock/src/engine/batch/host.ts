import { HillockError } from "../../base/error.js";
import type { CompiledCircuit } from "../compile.js";
import type { EvaluateExpressions } from "../kernel/expression-kernel.js";
import { copyPoint, type Point } from "../point.js";
import { operatingPoint } from "../static/operating-point.js";
import { createStaticSolver } from "../static/static-solver.js";
import type { SolveSample } from "./engine-samples.js";
import type { BatchIteration } from "./iteration.js";
import type { IterateLane } from "./javascript-lanes.js";
import type { LaneState } from "./lane-state.js";
import { largestSquare, type NewtonRule } from "./newton-rule.js";
import type { BatchSweep } from "./sweep.js";

/** A sample that has no solution, or only in part: its missing outputs are NaN. */
export interface BatchFailure {
  /** Number of the sample among all the values that were given. */
  readonly sample: number;
  readonly error: HillockError;
}

/** A piece of work for a set of lanes: consecutive samples. */
export interface Work {
  /** `[samples, quantities]` */
  readonly values: Float64Array;
  readonly quantities: number;
  readonly first: number;
  readonly count: number;
  /** `[count]`; written: 1 where every point was solved. */
  readonly converged: Uint8Array;
  readonly failures: BatchFailure[];
  /** Newton iterations, and points that plain Newton iterations did not solve; counted. */
  iterations: number;
  recovered: number;
}

/** What gives lanes their samples, and helps those that do not get on. */
export interface Host {
  /** Gives every lane a sample; how many have one. */
  readonly begin: (work: Work) => number;
  /** Sees to the lanes that have finished or do not get on; how many have work. */
  readonly event: () => number;
}

/** What a host works on. */
export interface HostParts {
  readonly compiled: CompiledCircuit;
  readonly iteration: BatchIteration;
  /** The outputs at a point. */
  readonly evaluateOutputs: EvaluateExpressions;
  /** The nominal sample's solution at the beginning of the sweep: every sample starts from it. */
  readonly nominal: Point;
  readonly sweep: BatchSweep;
  readonly rule: NewtonRule;
  readonly set: (point: Point, values: Float64Array) => void;
  readonly solveSample: SolveSample;
  readonly iterate: IterateLane;
  readonly state: LaneState;
  /** Where the outputs of the first sample of a piece of work are put, bytes; before it is room for one point. */
  readonly outputBase: number;
}

/** An argument may grow by 3 at a time, up to that of the largest number, 710. */
const mostRounds = 300;

/** Samples are given to lanes in their order; which lane gets which has no influence on the results. */
export function createHost(parts: HostParts): Host {
  const { compiled, iteration, evaluateOutputs, nominal, sweep, rule, set, solveSample, iterate, outputBase } = parts;
  const { layout, columns, words, memory } = parts.state;
  const { lanes, outputs } = layout;
  const { points } = sweep;
  const perSample = points * outputs;
  const solver = createStaticSolver(compiled);
  const rates = new Float64Array(compiled.system.currents.length);
  const invariants = new Float64Array(iteration.invariantCount);
  /** Parameters and inputs of the sample in each lane, and its number; -1 in a lane without work. */
  const samples = Array.from({ length: lanes }, () => ({ point: copyPoint(nominal), number: -1 }));
  iteration.invariants(nominal.p, nominal.u, invariants);
  const nominalLimits = limitsAt(nominal.x, 0);
  let work: Work;
  let next = 0;

  const put = (row: number, lane: number, value: number): void => {
    columns[row * lanes + lane] = value;
  };
  const take = (row: number, lane: number): number => columns[row * lanes + lane];
  const putAddress = (row: number, lane: number, value: number): void => {
    words[2 * (row * lanes + lane)] = value;
    words[2 * (row * lanes + lane) + 1] = 0;
  };
  const takeAddress = (row: number, lane: number): number => words[2 * (row * lanes + lane)];
  const outputsOf = (number: number): Float64Array =>
    memory.subarray(outputBase / 8 + number * perSample, outputBase / 8 + (number + 1) * perSample);

  /** Puts a lane at a solution to go on from. */
  function place(lane: number, x: Float64Array, limits: Float64Array, age: number): void {
    for (let i = 0; i < layout.unknowns; i++) {
      put(layout.x + i, lane, x[i]);
      put(layout.previous + i, lane, x[i]);
      put(layout.difference + i, lane, 0);
    }
    for (let slot = 0; slot < layout.limits; slot++) put(layout.limit + slot, lane, limits[slot]);
    put(layout.age, lane, age);
    put(layout.lastSquare, lane, Number.POSITIVE_INFINITY);
    put(layout.iterations, lane, 0);
  }

  /** Puts a lane at the beginning of a sweep; a lane without work stays there, and writes where nobody reads. */
  function load(lane: number, address: number, increment: 0 | 1): void {
    for (let k = 0; k < invariants.length; k++) put(layout.invariant + k, lane, invariants[k]);
    place(lane, nominal.x, nominalLimits, 0);
    put(layout.point, lane, 0);
    put(layout.increment, lane, increment);
    put(layout.total, lane, 0);
    putAddress(layout.address, lane, address);
    putAddress(layout.stride, lane, increment * 8 * outputs);
  }

  /** The states of limiting at a solution, where nothing is held back: the lanes' kernel has slots of its own. */
  function limitsAt(x: Float64Array, k: number): Float64Array {
    const limits = new Float64Array(layout.limits);
    const results = new Float64Array(layout.unknowns + 1 + outputs);
    for (let round = 0; round < mostRounds; round++) {
      if (iterate(x, sweep.from + k * sweep.step, invariants, limits, results) === 0) break;
    }
    return limits;
  }

  function fail(number: number, error: unknown, from: number): void {
    if (!(error instanceof HillockError)) throw error;
    work.failures.push({ sample: work.first + number, error });
    outputsOf(number).fill(Number.NaN, from);
  }

  function solveAlone(number: number, values: Float64Array): void {
    const out = outputsOf(number).fill(Number.NaN);
    try {
      work.iterations += solveSample(values, out);
      work.converged[number] = 1;
    } catch (error) {
      fail(number, error, perSample);
    }
  }

  /** Gives a lane the next sample, if there is one. */
  function start(lane: number): void {
    const sample = samples[lane];
    while (next < work.count) {
      const number = next++;
      const at = (work.first + number) * work.quantities;
      const values = work.values.subarray(at, at + work.quantities);
      sample.point.p.set(nominal.p);
      sample.point.u.set(nominal.u);
      try {
        set(sample.point, values);
      } catch (error) {
        if (error instanceof HillockError && error.code === "engine/other-equations") solveAlone(number, values);
        else fail(number, error, 0);
        continue;
      }
      sample.number = number;
      iteration.invariants(sample.point.p, sample.point.u, invariants);
      load(lane, outputBase + 8 * number * perSample, 1);
      return;
    }
    sample.number = -1;
    iteration.invariants(nominal.p, nominal.u, invariants);
    load(lane, outputBase - 8 * outputs, 0);
  }

  /** Solves the point at which a lane does not get on by the engine's continuation; false if that fails too. */
  function recover(lane: number): boolean {
    const { point: sample, number } = samples[lane];
    const k = take(layout.point, lane);
    for (let i = 0; i < layout.unknowns; i++) sample.x[i] = k === 0 ? nominal.x[i] : take(layout.previous + i, lane);
    sample.limits.set(nominal.limits);
    sweep.set(sample, k);
    try {
      const { point, iterations } = operatingPoint(compiled, { from: sample, solver });
      work.iterations += iterations;
      work.recovered++;
      const out = outputsOf(number).subarray(k * outputs, (k + 1) * outputs);
      evaluateOutputs(point.x, point.u, point.d, point.p, point.t, rates, out);
      iteration.invariants(sample.p, sample.u, invariants);
      place(lane, point.x, limitsAt(point.x, k), 1);
    } catch (error) {
      fail(number, error, k * outputs);
      return false;
    }
    put(layout.point, lane, k + 1);
    putAddress(layout.address, lane, takeAddress(layout.address, lane) + takeAddress(layout.stride, lane));
    return true;
  }

  const stopped = (lane: number): boolean => {
    const iterations = take(layout.iterations, lane);
    return iterations >= rule.limit || (iterations > 0 && !(take(layout.lastSquare, lane) < largestSquare));
  };
  const busy = (): number => samples.reduce((count, { number }) => count + (number >= 0 ? 1 : 0), 0);
  return {
    begin(newWork) {
      work = newWork;
      next = 0;
      for (let lane = 0; lane < lanes; lane++) start(lane);
      return busy();
    },
    event() {
      for (let lane = 0; lane < lanes; lane++) {
        const { number } = samples[lane];
        if (number < 0) continue;
        const solved = !stopped(lane) || recover(lane);
        if (solved && take(layout.point, lane) < points) continue;
        work.iterations += take(layout.total, lane);
        if (solved) work.converged[number] = 1;
        start(lane);
      }
      return busy();
    },
  };
}
