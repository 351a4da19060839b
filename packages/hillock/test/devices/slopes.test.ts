import { describe, expect, test } from "vitest";
import { deviceEquations } from "../../src/devices/device-equations.js";
import { differentiate } from "../../src/expr/differentiate.js";
import { constantValue, type Expression, type SymbolKind, symbol } from "../../src/expr/graph.js";
import { interpret } from "../../src/expr/interpret.js";
import type { DeviceEquations } from "../../src/veriloga/device-module.js";
import { bipolarBenches, diodeBenches, mosfetBenches, vdmosBenches } from "./benches.js";
import { chargeBenches } from "./charge-benches.js";
import type { Bench } from "./native.js";

const surroundings = [300.15, 1e-12];

interface Point {
  readonly unknown: readonly number[];
  readonly parameter: readonly number[];
}

/** A root's value where the unknowns and parameters have these values. */
const valueAt = ({ graph }: DeviceEquations, root: Expression, point: Point): number =>
  interpret(graph, root, (kind, index) => {
    if (kind === "environment") return surroundings[index];
    if (kind === "unknown" || kind === "parameter") return point[kind][index];
    throw new Error(`no ${kind} here`);
  });

const shifted = (values: readonly number[], index: number, by: number): number[] =>
  values.map((value, at) => (at === index ? value + by : value));

/** Steps small enough for a parameter or voltage, and the slope over twice the step. */
function quotient(
  equations: DeviceEquations,
  root: Expression,
  point: Point,
  kind: keyof Point,
  index: number,
  step: number,
) {
  const at = (by: number): number => valueAt(equations, root, { ...point, [kind]: shifted(point[kind], index, by) });
  const [far, near] = [(at(step) - at(-step)) / (2 * step), (at(step / 2) - at(-step / 2)) / step];
  // Richardson's extrapolation, and how far off it may be: the next order and rounding.
  return { slope: (4 * near - far) / 3, error: Math.abs(near - far) + (1e-13 * Math.abs(at(0))) / step };
}

/** Slopes of all currents and charges that differ from their difference quotients, as text. */
function misses(bench: Bench): string[] {
  const equations = deviceEquations(bench.element, { temperature: surroundings[0], gmin: surroundings[1] });
  const { graph, unknowns, parameters, currents, charges, portCount } = equations;
  const found: string[] = [];
  for (const bias of bench.biases.filter((_, i) => i % 9 === 3)) {
    // Internal nodes a little off the ports, so that all currents flow.
    const point: Point = {
      unknown: unknowns.map(({ name }, i) => (i < portCount ? bias[i] : (bias[portOf(equations, name)] ?? 0) - 0.0123)),
      parameter: parameters.map(({ value }) => value),
    };
    for (const root of [...currents, ...charges]) {
      const compare = (kind: SymbolKind & keyof Point, index: number, name: string, step: number): void => {
        const derivative = differentiate(graph, root, symbol(graph, kind, index));
        if (constantValue(graph, derivative) === 0) return;
        const exact = valueAt(equations, derivative, point);
        const { slope, error } = quotient(equations, root, point, kind, index, step);
        const allowed = 1e-7 * Math.abs(exact) + 10 * error + 1e-30;
        if (!(Math.abs(exact - slope) <= allowed))
          found.push(`${bench.title} at ${bias}: d/d ${name} = ${exact}, not ${slope}`);
      };
      for (const [index, { name }] of unknowns.entries()) compare("unknown", index, name, 1e-5);
      for (const [index, { name, value }] of parameters.entries()) {
        if (value !== 0 && name !== "TYPE" && name !== "SUBS" && name !== "TPG") {
          compare("parameter", index, name, 1e-4 * Math.abs(value));
        }
      }
    }
  }
  return found;
}

const portOf = ({ unknowns, portCount }: DeviceEquations, name: string): number =>
  unknowns.slice(0, portCount).findIndex((port) => name.startsWith(port.name));

describe("derivatives of currents and charges equal difference quotients", () => {
  const groups = [
    ...([
      ["diode", diodeBenches],
      ["bipolar", bipolarBenches],
      ["mosfet", mosfetBenches],
      ["vdmos", vdmosBenches],
    ] as const),
    ...chargeBenches.map(([name, benches]) => [`${name} charges`, benches] as const),
  ];
  for (const [name, benches] of groups) test(name, () => expect(benches.flatMap(misses)).toEqual([]), 60_000);
});
