import { expect } from "vitest";
import { compile } from "../../../src/engine/compile.js";
import { compileExpressions } from "../../../src/engine/kernel/expression-kernel.js";
import { compileAdjustable } from "../../../src/engine/quantities/adjustable-circuit.js";
import { outputSignal } from "../../../src/engine/sensitivity/output-signals.js";
import { sweepGradient } from "../../../src/engine/sensitivity/sweep-gradient.js";
import { followSweep } from "../../../src/engine/static/follow-sweep.js";
import { sweepAxes, sweptParameters } from "../../../src/engine/static/sweep-axes.js";
import type { Circuit } from "../../../src/netlist/circuit.js";
import type { FlatCircuit, FlatSweep } from "../../../src/netlist/flat-circuit.js";
import { flatten } from "../../../src/netlist/flatten.js";
import type { Perturbation } from "./perturbations.js";

/** Outputs along sweeps `[points, outputs]` of a circuit compiled as it is. */
export function sweptOutputs(circuit: FlatCircuit, sweeps: readonly FlatSweep[], outputs: readonly string[]): number[] {
  const compiled = compile(circuit, { free: sweptParameters(circuit, sweeps) });
  const { system } = compiled;
  const expressions = outputs.map((name) => outputSignal(system, name));
  const evaluate = compileExpressions(system, expressions);
  const values = new Float64Array(outputs.length);
  const rates = new Float64Array(system.currents.length);
  const all: number[] = [];
  for (const { point } of followSweep(compiled, sweepAxes(system, sweeps))) {
    evaluate(point.x, point.u, point.d, point.p, point.t, rates, values);
    all.push(...values);
  }
  return all;
}

type Measure = (circuit: FlatCircuit) => readonly number[];

/** A slope by differences, and how far two ways to take it are apart. */
interface Difference {
  readonly slope: number;
  readonly error: number;
}

/** Largest step of the differences, relative to the number. */
const relativeStep = 4e-3;

/** Central differences by one number at three steps, the leading error removed by Richardson's rule from each two. */
export function centralDifference({ value, circuitWith }: Perturbation, measure: Measure): Difference[] {
  const step = relativeStep * (value === 0 ? 1 : Math.abs(value));
  const [coarse, middle, fine] = [step, step / 2, step / 4].map((h) => {
    const above = measure(circuitWith(value + h));
    const below = measure(circuitWith(value - h));
    return above.map((y, k) => (y - below[k]) / (2 * h));
  });
  return middle.map((slope, k) => {
    const one = (4 * slope - coarse[k]) / 3;
    const other = (4 * fine[k] - slope) / 3;
    return { slope: one, error: Math.abs(one - other) };
  });
}

/** What to compare. */
export interface Comparison {
  readonly circuit: Circuit;
  readonly sweeps: readonly FlatSweep[];
  readonly outputs: readonly string[];
  /** In groups: a number that is itself adjustable does not follow from a parameter that is. */
  readonly perturbations: readonly (readonly Perturbation[])[];
}

/**
 * Compares gradients along a sweep, by both methods, with central differences of circuits compiled anew with a changed
 * number, by  |g - FD| <= 1e-4 max(|g|, 1e-3 max_k |p_k g_k| / |p|).  Where the difference itself is not known so well,
 * because rounding hides what an output that responds to nothing still does, its own error takes the place of this.
 *
 * @returns the fraction of the differences that are known well enough
 */
export function expectDifferencesToAgree({ circuit, sweeps, outputs, perturbations }: Comparison): number {
  const measure: Measure = (changed) => sweptOutputs(changed, sweeps, outputs);
  const groups = perturbations.map((group) => {
    const adjustable = compileAdjustable(
      circuit,
      group.map(({ name }) => name),
      { sweeps },
    );
    const [forward, adjoint] = (["forward", "adjoint"] as const).map(
      (method) => sweepGradient(adjustable, sweeps, { outputs, method }).gradient,
    );
    return { group, forward, adjoint, differences: group.map((one) => centralDifference(one, measure)) };
  });
  const rows = measure(flatten(circuit)).length;
  let known = 0;
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const sizes = groups.flatMap(({ group, forward }) =>
      group.map(({ value }, k) => Math.abs(value * forward[row * group.length + k])),
    );
    const largest = Math.max(...sizes);
    expect(largest).toBeGreaterThan(0);
    for (const { group, forward, adjoint, differences } of groups) {
      group.forEach(({ name, value }, k) => {
        const slope = forward[row * group.length + k];
        const { slope: expected, error } = differences[k][row];
        const allowed = 1e-4 * Math.max(Math.abs(slope), (1e-3 * largest) / (Math.abs(value) || 1));
        const where = `${outputs[row % outputs.length]} by ${name} at point ${Math.floor(row / outputs.length)}`;
        const message = `${where}: ${slope}, differences ${expected} +- ${error}`;
        expect(Math.abs(slope - expected), message).toBeLessThanOrEqual(Math.max(allowed, 3 * error));
        expect(Math.abs(adjoint[row * group.length + k] - slope), where).toBeLessThanOrEqual(1e-3 * allowed);
        count++;
        if (3 * error <= allowed) known++;
      });
    }
  }
  return known / count;
}
