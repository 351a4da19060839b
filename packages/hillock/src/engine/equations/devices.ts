import { HillockError } from "../../base/error.js";
import { catalogueEntry } from "../../devices/catalogue-entry.js";
import { deviceEquations } from "../../devices/device-equations.js";
import { add } from "../../expr/build.js";
import { constant, constantValue, type Expression, symbol } from "../../expr/graph.js";
import { type SymbolBinding, substitute } from "../../expr/substitute.js";
import type { FlatDevice, FlatElement } from "../../netlist/flat-circuit.js";
import { placeOf } from "../../netlist/place.js";
import { type DeviceEquations, type Environment, environmentQuantities } from "../../veriloga/device-module.js";
import { bringExpressions } from "./adjusted-numbers.js";
import { type Assembly, adjustedNumber, controllingCurrent, newUnknown, type Row, voltageOf } from "./assembly.js";
import { key } from "./names.js";

/** Adds the equations of a device to the rows of its nodes, and its internal unknowns. */
export function addDevice(assembly: Assembly, element: FlatDevice): void {
  const { graph } = assembly;
  // A resistance that is swept counts as given, though the card has a size and a sheet resistance.
  const resistance = assembly.free.find((one) => key(one.element) === key(element.name) && one.parameter === "r");
  const given = resistance && element.value === undefined ? { ...element, value: resistance.value } : element;
  const equations = placed(element, () => deviceEquations(given, assembly.environment, assembly.nominalTemperature));
  const local = localUnknowns(assembly, element, equations);
  const parameters = parameterExpressions(assembly, element, equations);
  const inductance = equations.parameters.findIndex(({ name }) => name === "L");
  if (element.type === "inductor" && inductance >= 0) {
    const initialCurrent = initialCondition(assembly, element);
    assembly.inductors.set(key(element.name), { inductance: parameters[inductance], initialCurrent });
  }

  const firstState = assembly.states.length;
  const binding: SymbolBinding = (kind, index) => {
    if (kind === "unknown") return local[index].value;
    if (kind === "parameter") return parameters[index];
    if (kind === "environment") return environmentValue(assembly, environmentQuantities[index]);
    if (kind === "state") return symbol(graph, "state", firstState + index);
    return symbol(graph, kind, index);
  };
  const bring = (roots: readonly Expression[]): Expression[] => substitute(graph, equations.graph, roots, binding);

  const currents = bring(equations.currents);
  const charges = bring(equations.charges);
  const initial = initialCondition(assembly, element);
  const initialCharges = initial === undefined ? charges : chargesAt(initial);
  equations.unknowns.forEach((_, index) => {
    const { row } = local[index];
    if (!row) return;
    row.current = add(graph, row.current, currents[index]);
    row.charge = add(graph, row.charge, charges[index]);
    row.initialCharge = add(graph, row.initialCharge, initialCharges[index]);
    if (!row.unknown.elements.includes(element.name)) row.unknown.elements.push(element.name);
  });
  function chargesAt(ic: Expression): Expression[] {
    const branch = equations.unknowns.findIndex(({ kind }) => kind === "current");
    // `ic` is the branch current of an element that has one, else the voltage across its first two terminals.
    const at = Math.max(branch, 0);
    return substitute(graph, equations.graph, equations.charges, (kind, index) =>
      kind === "unknown" ? (index === at ? ic : constant(graph, 0)) : binding(kind, index),
    );
  }
  for (const state of equations.states) {
    assembly.states.push({ name: `${element.name}.${state.name}`, initial: bring([state.initial])[0] });
  }
  for (const event of equations.events) {
    assembly.events.push({
      element: element.name,
      expression: bring([event.expression])[0],
      direction: event.direction,
      assignments: event.assignments.map(({ state, value }) => ({
        state: firstState + state,
        value: bring([value])[0],
      })),
    });
  }
  const conditions = bring(equations.decisions.map(({ condition }) => condition));
  equations.decisions.forEach(({ isTrue }, index) => {
    const condition = conditions[index];
    if (constantValue(graph, condition) !== undefined) return;
    assembly.conditions.push({ element: element.name, condition, isTrue });
  });
  for (const note of equations.notes) assembly.notes.add(note);
}

/** What each unknown of a device is in the circuit, with its row if it has one. */
function localUnknowns(
  assembly: Assembly,
  element: FlatDevice,
  equations: DeviceEquations,
): { readonly value: Expression; readonly row?: Row }[] {
  return equations.unknowns.map((unknown, index) => {
    if (index < equations.portCount && index < element.nodes.length) {
      const node = element.nodes[index];
      return { value: voltageOf(assembly, node), row: assembly.rowOfNode.get(key(node)) };
    }
    if (index < equations.portCount) {
      // A port beyond the nodes is a controlling current, or a terminal that SPICE ties to ground when it is left out.
      const { control } = element;
      const value =
        control === undefined ? constant(assembly.graph, 0) : controllingCurrent(assembly, control, element);
      return { value };
    }
    const made = newUnknown(assembly, `${element.name}#${unknown.name}`, unknown.kind, element.name);
    // The branch of a two-terminal element carries the element's own name: i(l1).
    if (unknown.kind === "current" && !assembly.branchRows.has(key(element.name))) {
      assembly.branchRows.set(key(element.name), made);
      assembly.branchCurrents.set(key(element.name), made.value);
    }
    return made;
  });
}

function initialCondition(assembly: Assembly, element: FlatDevice): Expression | undefined {
  const ic: number | undefined = element.parameters.ic;
  return ic === undefined ? undefined : adjustedNumber(assembly, element, "ic", ic);
}

/** The parameters of a device's module: numbers, a swept resistance, or what adjustable quantities make of them. */
function parameterExpressions(assembly: Assembly, element: FlatDevice, { parameters }: DeviceEquations): Expression[] {
  const { graph, free } = assembly;
  const adjusted = adjustedParameters(assembly, element);
  return parameters.map((parameter) => {
    const index = free.findIndex(
      (one) => key(one.element) === key(element.name) && key(one.parameter) === key(parameter.name),
    );
    if (index >= 0) return symbol(graph, "parameter", index);
    return adjusted.get(key(parameter.name)) ?? constant(graph, parameter.value);
  });
}

/** Adjustable parameters of a device by their lower-case names in its module. What comes later goes before. */
function adjustedParameters(assembly: Assembly, element: FlatDevice): ReadonlyMap<string, Expression> {
  const { adjusted, graph } = assembly;
  const found = new Map<string, Expression>();
  if (!adjusted) return found;
  const entry = catalogueEntry(element);
  const put = (parameter: string, expression: Expression | undefined): void => {
    if (expression === undefined) found.delete(key(parameter));
    else found.set(key(parameter), bringExpressions(graph, adjusted, [expression])[0]);
  };
  const { model, parameters, value } = element;
  const fromModel = model && adjusted.numbers.get(model);
  for (const name of Object.keys(model?.parameters ?? {})) {
    if (Object.hasOwn(entry.model, key(name))) put(entry.model[key(name)], fromModel?.[name]);
  }
  const own = adjusted.numbers.get(element);
  for (const name of Object.keys(parameters)) {
    if (Object.hasOwn(entry.instance, key(name))) put(entry.instance[key(name)], own?.[name]);
  }
  if (value !== undefined && entry.value) put(entry.value.parameter, own?.value);
  return found;
}

function environmentValue(assembly: Assembly, quantity: keyof Environment): Expression {
  const { graph, free, environment, adjusted } = assembly;
  const index = quantity === "temperature" ? free.findIndex(({ element }) => element === "temp") : -1;
  if (index >= 0) return symbol(graph, "parameter", index);
  const expression = quantity === "temperature" ? adjusted?.temperature : undefined;
  if (adjusted && expression !== undefined) return bringExpressions(graph, adjusted, [expression])[0];
  return constant(graph, environment[quantity]);
}

/** Adds the element's place in the netlist to errors: as their place if they have none. */
export function placed<T>(element: FlatElement, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof HillockError)) throw error;
    const at = placeOf(element);
    if (error.parts.place === undefined) throw new HillockError({ ...error.parts, place: at ?? element.name });
    const detail = `In the device ${element.name}${at ? ` (${at.file}:${at.line})` : ""}.`;
    throw new HillockError({ ...error.parts, details: [...(error.parts.details ?? []), detail] });
  }
}
