import { HillockError } from "../../base/error.js";
import { type Expression, type Graph, symbol } from "../../expr/graph.js";
import { reachable } from "../../expr/substitute.js";
import type { Circuit } from "../../netlist/circuit.js";
import type { FlatCircuit, FlatDevice, FlatSweep } from "../../netlist/flat-circuit.js";
import type { Parameter } from "../../netlist/flatten/scope-instance.js";
import { flatten } from "../../netlist/flatten.js";
import { type CompiledCircuit, compileFlat } from "../compile.js";
import { bringExpressions } from "../equations/adjusted-numbers.js";
import { key } from "../equations/names.js";
import type { Point } from "../point.js";
import { sweptParameters } from "../static/sweep-axes.js";
import { type AdjustedCircuit, adjustCircuit, type DirectNumbers } from "./adjust-circuit.js";
import type { AdjustableQuantity, AdjustedInput, QuantityTarget } from "./adjustable-quantity.js";
import { dependentValues, type NamedExpressions } from "./dependent-values.js";
import { describeQuantity } from "./describe-quantity.js";
import { findQuantity, type Meaning } from "./find-quantity.js";
import { type OpenScopes, openScopes } from "./open-scopes.js";
import { createSetting } from "./set-quantities.js";

/** A compiled circuit with quantities that can be varied without compiling again. Quantity k is free parameter k. */
export interface AdjustableCircuit {
  /** The flat circuit at the values it was compiled with: the nominal ones unless others were given. */
  readonly circuit: FlatCircuit;
  readonly compiled: CompiledCircuit;
  readonly quantities: readonly AdjustableQuantity[];
  readonly inputs: readonly AdjustedInput[];
  /**
   * Gives the quantities of a point these values `[quantities]`, and the sources what follows from them.
   *
   * @throws HillockError engine/quantity-value if one is not a number, or makes one of the circuit's that is not;
   *   veriloga/parameter-range, netlist/impossible-value if a device cannot have it; engine/other-equations if a device
   *   has other equations there: use {@link AdjustableCircuit.at}
   */
  readonly set: (point: Point, values: Float64Array) => void;
  /**
   * This circuit if its equations hold at these values, or the circuit compiled anew with equations that do.
   * @throws as `set`, but for engine/other-equations
   */
  readonly at: (values: Float64Array) => AdjustableCircuit;
  /** The flat circuit at these values, for what cannot run with adjustable quantities. @throws as `at` */
  readonly circuitAt: (values: Float64Array) => FlatCircuit;
}

/** More about the circuit to compile. */
export interface AdjustableOptions {
  /** Sweeps whose variable stays free; those of the circuit's DC analyses if absent. */
  readonly sweeps?: readonly FlatSweep[];
  /** Random numbers of statistical functions that are quantities, too, after those that are named; 0 is nominal. */
  readonly draws?: readonly string[];
}

/**
 * Compiles a circuit with quantities kept adjustable. They act where their number stands and wherever it goes: through
 * `.param` formulas, parameters of subcircuits, model cards. The points of sweeps, and the guesses of `.nodeset`, are
 * those of the nominal values.
 *
 * @param names see {@link findQuantity}
 * @throws HillockError engine/unknown-quantity, engine/ambiguous-quantity, engine/repeated-quantity,
 *   engine/quantity-without-value, engine/fixed-number; what `compile` throws
 */
export function compileAdjustable(
  circuit: Circuit | FlatCircuit,
  names: readonly string[],
  options: AdjustableOptions = {},
): AdjustableCircuit {
  const flat = "nodes" in circuit ? circuit : flatten(circuit);
  const open: OpenScopes = "nodes" in circuit ? { scopes: [] } : openScopes(circuit, flat);
  const meanings = names.map((name) => findQuantity({ circuit: flat, scopes: open.scopes }, name));
  checkRepeated(names, meanings);
  const named = meanings.map((meaning, index) => describeQuantity(flat, names[index], meaning));
  const kept = new Map<Parameter, number>(
    meanings.flatMap((meaning, index) => (meaning.kind === "parameter" ? [[meaning.parameter, index] as const] : [])),
  );
  const models = flat.elements.flatMap((one) => (one.kind === "device" && one.model ? [key(one.model.name)] : []));
  const given = "nodes" in circuit ? {} : circuit.options;
  const draws = options.draws ?? [];
  const drawn = draws.map((name) => ({ name, value: 0, unit: "" }));
  const keptDraws = new Map(draws.map((name, index) => [key(name), names.length + index]));
  const depends = dependentValues(open, given, new Set(models), kept, keptDraws);
  const direct = directNumbers(depends.graph, meanings);
  const sweeps = options.sweeps ?? flat.analyses.flatMap((one) => (one.kind === "dc" ? one.sweeps : []));
  const swept = sweptParameters(flat, sweeps);

  const described = [...named, ...drawn];
  const build = (values: Float64Array): AdjustableCircuit => {
    const adjusted = adjustCircuit(flat, depends, direct, values);
    const free = described.map(({ name }, index) => ({ element: "", parameter: name, value: values[index] }));
    const compiled = compileFlat(adjusted.circuit, { free: [...free, ...swept], adjusted: adjusted.adjusted });
    const inputs = inputsOf(compiled, adjusted);
    const quantities = described.map((one, index) => ({ ...one, targets: targetsOf(compiled, inputs, index) }));
    const setting = createSetting({ compiled, adjusted, inputs, quantities }, (others) =>
      adjustCircuit(flat, depends, direct, others),
    );
    const made: AdjustableCircuit = {
      circuit: adjusted.circuit,
      compiled,
      quantities,
      inputs,
      set: setting.set,
      at: (others) => (setting.holds(others) ? made : build(Float64Array.from(others))),
      circuitAt: (others) => {
        setting.holds(others);
        return adjustCircuit(flat, depends, direct, others).circuit;
      },
    };
    return made;
  };
  return build(Float64Array.from(described, ({ value }) => value));
}

/** The numbers that are quantities themselves, by their holders. */
function directNumbers(graph: Graph, meanings: readonly Meaning[]): DirectNumbers {
  const numbers = new Map<object, NamedExpressions>();
  const own = new Map<FlatDevice, NamedExpressions>();
  let temperature: Expression | undefined;
  meanings.forEach((meaning, index) => {
    const quantity = symbol(graph, "parameter", index);
    if (meaning.kind === "temperature") temperature = quantity;
    else if (meaning.kind === "own") own.set(meaning.device, { ...own.get(meaning.device), [meaning.name]: quantity });
    else if (meaning.kind !== "parameter") {
      const holder = meaning.kind === "card" ? meaning.model : meaning.element;
      numbers.set(holder, { ...numbers.get(holder), [meaning.name]: quantity });
    }
  });
  return { numbers, own, temperature };
}

function inputsOf({ system }: CompiledCircuit, { adjusted, sources }: AdjustedCircuit): AdjustedInput[] {
  return system.inputs.flatMap((source, index) => {
    const expression = sources.get(source);
    return expression === undefined
      ? []
      : [{ index, value: bringExpressions(system.graph, adjusted, [expression])[0] }];
  });
}

function targetsOf({ system }: CompiledCircuit, inputs: readonly AdjustedInput[], index: number): QuantityTarget[] {
  const quantity = symbol(system.graph, "parameter", index);
  const driven = inputs.filter(({ value }) => reachable(system.graph, [value]).includes(quantity));
  return [{ kind: "parameter", index }, ...driven.map((input) => ({ kind: "input" as const, index: input.index }))];
}

/** Refuses two names of one quantity. */
function checkRepeated(names: readonly string[], meanings: readonly Meaning[]): void {
  meanings.forEach((meaning, index) => {
    const first = meanings.findIndex((other) => isSame(other, meaning));
    if (first === index) return;
    throw new HillockError({
      code: "engine/repeated-quantity",
      problem: `${names[first]} and ${names[index]} are the same quantity`,
      help: "leave one of them out",
    });
  });
}

function isSame(a: Meaning, b: Meaning): boolean {
  if (a.kind === "temperature") return b.kind === a.kind;
  if (a.kind === "parameter") return b.kind === a.kind && a.parameter === b.parameter;
  if (a.kind === "element") return b.kind === a.kind && a.element === b.element && a.name === b.name;
  if (a.kind === "card") return b.kind === a.kind && a.model === b.model && a.name === b.name;
  return b.kind === a.kind && a.device === b.device && a.name === b.name;
}
