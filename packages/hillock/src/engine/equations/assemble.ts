import { HillockError } from "../../base/error.js";
import { deviceEquations } from "../../devices/device-equations.js";
import { add, multiply, negate, subtract } from "../../expr/build.js";
import { constant, createGraph, type Expression, type Graph, symbol } from "../../expr/graph.js";
import { type SymbolBinding, substitute } from "../../expr/substitute.js";
import type {
  FlatBehaviouralSource,
  FlatCircuit,
  FlatControlledSource,
  FlatCoupling,
  FlatDevice,
  FlatElement,
  FlatSource,
} from "../../netlist/flat-circuit.js";
import { isGround } from "../../netlist/ground.js";
import { placeOf } from "../../netlist/place.js";
import { type Environment, environmentQuantities } from "../../veriloga/device-module.js";
import { nominalTemperatureOf } from "../settings.js";
import { formulaExpression } from "./formula-expression.js";
import { type KnownNodes, knownNodes } from "./known-nodes.js";
import { key } from "./names.js";
import type { FreeParameter, System, SystemEvent, SystemState, SystemUnknown } from "./system.js";

/** A row under construction, and what is connected to its node. */
interface Row {
  unknown: SystemUnknown & { elements: string[] };
  current: Expression;
  charge: Expression;
  /** The charge at the start of a transient that uses initial conditions. */
  initialCharge: Expression;
}

interface Assembly {
  readonly graph: Graph;
  readonly rows: Row[];
  /** Row of each node that is not ground, known or not. */
  readonly rowOfNode: Map<string, Row>;
  readonly voltages: Map<string, Expression>;
  readonly branchCurrents: Map<string, Expression>;
  /** Branch-current unknown and row of each element that has one. */
  readonly branchRows: Map<string, { readonly row: Row; readonly value: Expression }>;
  /** Inductance, H, and current at the start of a transient that uses initial conditions, A, of each inductor. */
  readonly inductors: Map<string, { readonly inductance: number; readonly initialCurrent: number | undefined }>;
  readonly states: SystemState[];
  readonly events: SystemEvent[];
  readonly notes: Set<string>;
  readonly free: readonly FreeParameter[];
  readonly environment: Environment;
  /** Temperature for which model parameters hold, K. */
  readonly nominalTemperature: number;
}

/**
 * Equations of a flat circuit (modified nodal analysis in charge form; see {@link System}).
 *
 * @param free quantities to keep as symbols; all others are folded into the equations
 * @throws engine/voltage-loop if voltage sources alone form a loop; and what reading the devices throws
 */
export function assemble(circuit: FlatCircuit, environment: Environment, free: readonly FreeParameter[] = []): System {
  const graph = createGraph();
  const inputs = circuit.elements.filter((element): element is FlatSource => element.kind === "source");
  const inputOf = new Map(inputs.map((source, index) => [source, symbol(graph, "input", index)]));
  const known = knownNodes(circuit, (source) => inputOf.get(source) as Expression, graph);
  const assembly = layOut(graph, circuit, known, environment, free);

  for (const source of inputs) addSource(assembly, source, inputOf.get(source) as Expression, known);
  for (const element of circuit.elements) if (element.kind === "device") addDevice(assembly, element);
  for (const element of circuit.elements) if (element.kind === "coupling") addCoupling(assembly, element);
  // Controlled and behavioural sources come last: they may refer to the branch currents of any other element.
  for (const element of circuit.elements) {
    if (element.kind === "controlled" || element.kind === "behavioural") declareBranch(assembly, element);
  }
  for (const element of circuit.elements) {
    if (element.kind === "controlled") addControlled(assembly, element);
    else if (element.kind === "behavioural") addBehavioural(assembly, element);
  }
  addKnownSourceCurrents(assembly, known);
  return finish(assembly, circuit, inputs, known);
}

function layOut(
  graph: Graph,
  circuit: FlatCircuit,
  known: KnownNodes,
  environment: Environment,
  free: readonly FreeParameter[],
): Assembly {
  const zero = constant(graph, 0);
  const rows: Row[] = [];
  const rowOfNode = new Map<string, Row>();
  const voltages = new Map<string, Expression>([["0", zero]]);
  for (const node of circuit.nodes) {
    const row: Row = {
      unknown: { name: node, kind: "voltage", internal: false, elements: [] },
      current: zero,
      charge: zero,
      initialCharge: zero,
    };
    rowOfNode.set(key(node), row);
    const value = known.voltages.get(key(node));
    if (value === undefined) rows.push(row);
    voltages.set(key(node), value ?? symbol(graph, "unknown", rows.length - 1));
  }
  return {
    graph,
    rows,
    rowOfNode,
    voltages,
    branchCurrents: new Map(),
    branchRows: new Map(),
    inductors: new Map(),
    states: [],
    events: [],
    notes: new Set(),
    free,
    environment,
    nominalTemperature: nominalTemperatureOf(circuit),
  };
}

function voltageOf({ voltages }: Assembly, node: string): Expression {
  return voltages.get(key(node)) as Expression;
}

function differenceOf(assembly: Assembly, positive: string, negative: string): Expression {
  return subtract(assembly.graph, voltageOf(assembly, positive), voltageOf(assembly, negative));
}

/** Adds a current that leaves `node` into an element. */
function leave(assembly: Assembly, node: string, element: string, current: Expression): void {
  const row = isGround(node) ? undefined : assembly.rowOfNode.get(key(node));
  if (!row) return;
  row.current = add(assembly.graph, row.current, current);
  if (row.unknown.elements.at(-1) !== element) row.unknown.elements.push(element);
}

function newUnknown(
  assembly: Assembly,
  name: string,
  kind: "voltage" | "current",
  element: string,
): { row: Row; value: Expression } {
  const zero = constant(assembly.graph, 0);
  const row: Row = {
    unknown: { name, kind, internal: kind === "voltage", elements: [element] },
    current: zero,
    charge: zero,
    initialCharge: zero,
  };
  assembly.rows.push(row);
  return { row, value: symbol(assembly.graph, "unknown", assembly.rows.length - 1) };
}

function addDevice(assembly: Assembly, element: FlatDevice): void {
  const { graph } = assembly;
  // A resistance that is kept adjustable counts as given, though the card has a size and a sheet resistance.
  const resistance = assembly.free.find((one) => key(one.element) === key(element.name) && one.parameter === "r");
  const given = resistance && element.value === undefined ? { ...element, value: resistance.value } : element;
  const equations = placed(element, () => deviceEquations(given, assembly.environment, assembly.nominalTemperature));
  const local: { value: Expression; row?: Row }[] = equations.unknowns.map((unknown, index) => {
    if (index < equations.portCount && index < element.nodes.length) {
      const node = element.nodes[index];
      return { value: voltageOf(assembly, node), row: assembly.rowOfNode.get(key(node)) };
    }
    if (index < equations.portCount) {
      // A port beyond the nodes is a controlling current, or a terminal that SPICE ties to ground when it is left out.
      const { control } = element;
      return { value: control === undefined ? constant(graph, 0) : controllingCurrent(assembly, control, element) };
    }
    const made = newUnknown(assembly, `${element.name}#${unknown.name}`, unknown.kind, element.name);
    // The branch of a two-terminal element carries the element's own name: i(l1).
    if (unknown.kind === "current" && !assembly.branchRows.has(key(element.name))) {
      assembly.branchRows.set(key(element.name), made);
      assembly.branchCurrents.set(key(element.name), made.value);
    }
    return made;
  });
  const inductance = equations.parameters.find((parameter) => parameter.name === "L");
  if (element.type === "inductor" && inductance) {
    const initialCurrent: number | undefined = element.parameters.ic;
    assembly.inductors.set(key(element.name), { inductance: inductance.value, initialCurrent });
  }

  const firstState = assembly.states.length;
  const binding: SymbolBinding = (kind, index) => {
    if (kind === "unknown") return local[index].value;
    if (kind === "parameter") return parameterValue(assembly, element, equations.parameters[index]);
    if (kind === "environment") return environmentValue(assembly, environmentQuantities[index]);
    if (kind === "state") return symbol(graph, "state", firstState + index);
    return symbol(graph, kind, index);
  };
  const bring = (roots: readonly Expression[]): Expression[] => substitute(graph, equations.graph, roots, binding);

  const currents = bring(equations.currents);
  const charges = bring(equations.charges);
  const initialCharges = element.parameters.ic === undefined ? charges : chargesAtInitialCondition();
  equations.unknowns.forEach((_, index) => {
    const { row } = local[index];
    if (!row) return;
    row.current = add(graph, row.current, currents[index]);
    row.charge = add(graph, row.charge, charges[index]);
    row.initialCharge = add(graph, row.initialCharge, initialCharges[index]);
    if (!row.unknown.elements.includes(element.name)) row.unknown.elements.push(element.name);
  });
  function chargesAtInitialCondition(): Expression[] {
    const ic = constant(graph, element.parameters.ic);
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
  for (const note of equations.notes) assembly.notes.add(note);
}

function parameterValue(
  { graph, free }: Assembly,
  element: FlatDevice,
  parameter: { readonly name: string; readonly value: number },
): Expression {
  const index = free.findIndex(
    (one) => key(one.element) === key(element.name) && key(one.parameter) === key(parameter.name),
  );
  return index >= 0 ? symbol(graph, "parameter", index) : constant(graph, parameter.value);
}

function environmentValue({ graph, free, environment }: Assembly, quantity: keyof Environment): Expression {
  const index = quantity === "temperature" ? free.findIndex(({ element }) => element === "temp") : -1;
  return index >= 0 ? symbol(graph, "parameter", index) : constant(graph, environment[quantity]);
}

function addSource(assembly: Assembly, source: FlatSource, input: Expression, known: KnownNodes): void {
  const { graph } = assembly;
  const [positive, negative] = source.nodes;
  if (source.quantity === "current") {
    leave(assembly, positive, source.name, input);
    leave(assembly, negative, source.name, negate(graph, input));
    assembly.branchCurrents.set(key(source.name), input);
    return;
  }
  if (known.definedBy.some((definition) => definition.source === source)) return;
  const { row, value } = addVoltageBranch(assembly, source);
  row.current = subtract(graph, differenceOf(assembly, positive, negative), input);
  assembly.branchCurrents.set(key(source.name), value);
}

/** An unknown current from the first to the second node of a voltage-defined element, with its branch row. */
function addVoltageBranch(
  assembly: Assembly,
  element: { readonly name: string; readonly nodes: readonly [string, string] },
): { row: Row; value: Expression } {
  const branch = newUnknown(assembly, element.name, "current", element.name);
  assembly.branchRows.set(key(element.name), branch);
  leave(assembly, element.nodes[0], element.name, branch.value);
  leave(assembly, element.nodes[1], element.name, negate(assembly.graph, branch.value));
  return branch;
}

function addCoupling(assembly: Assembly, { name, inductors, coefficient }: FlatCoupling): void {
  const { graph } = assembly;
  const branches = inductors.map((inductor) => {
    const branch = assembly.branchRows.get(key(inductor));
    const values = assembly.inductors.get(key(inductor));
    if (!branch || values === undefined) {
      throw new HillockError({
        code: "engine/coupling",
        problem: `${name} couples ${inductor}, which is not an inductor`,
        help: "name two or more L elements",
      });
    }
    const { inductance, initialCurrent } = values;
    return {
      ...branch,
      inductance,
      initial: initialCurrent === undefined ? branch.value : constant(graph, initialCurrent),
    };
  });
  branches.forEach((one, i) => {
    branches.forEach((other, j) => {
      if (i === j) return;
      const mutual = constant(graph, coefficient * Math.sqrt(one.inductance * other.inductance));
      // The inductor's own row is v - d/dt (L i) = 0; coupling adds the flux M i of its partner.
      const flux = multiply(graph, mutual, other.value);
      one.row.charge = subtract(graph, one.row.charge, flux);
      one.row.initialCharge = subtract(graph, one.row.initialCharge, multiply(graph, mutual, other.initial));
    });
  });
}

function declareBranch(assembly: Assembly, element: FlatControlledSource | FlatBehaviouralSource): void {
  if (element.quantity !== "voltage") return;
  const { value } = addVoltageBranch(assembly, element);
  assembly.branchCurrents.set(key(element.name), value);
}

function controllingCurrent(assembly: Assembly, source: string, element: FlatElement): Expression {
  const branch = assembly.branchRows.get(key(source));
  if (branch) return branch.value;
  throw new HillockError({
    code: "engine/controlling-source",
    problem: `${element.name} is controlled by the current of ${source}, which is not a voltage source or inductor`,
    place: placeOf(element),
    help: `put a voltage source of 0 V where the current is to be sensed, and name it`,
  });
}

function addControlled(assembly: Assembly, element: FlatControlledSource): void {
  const { graph } = assembly;
  const control =
    "nodes" in element.control
      ? differenceOf(assembly, ...element.control.nodes)
      : controllingCurrent(assembly, element.control.source, element);
  drive(assembly, element, multiply(graph, constant(graph, element.gain), control));
}

function addBehavioural(assembly: Assembly, element: FlatBehaviouralSource): void {
  const value = formulaExpression(assembly.graph, element.formula, {
    voltage: (positive, negative) => differenceOf(assembly, positive, negative),
    current: (source) => controllingCurrent(assembly, source, element),
  });
  drive(assembly, element, value);
}

/** Makes a controlled or behavioural source deliver `value`, V or A. */
function drive(assembly: Assembly, element: FlatControlledSource | FlatBehaviouralSource, value: Expression): void {
  const { graph } = assembly;
  const [positive, negative] = element.nodes;
  if (element.quantity === "voltage") {
    const { row } = assembly.branchRows.get(key(element.name)) as { row: Row };
    row.current = subtract(graph, differenceOf(assembly, positive, negative), value);
    return;
  }
  leave(assembly, positive, element.name, value);
  leave(assembly, negative, element.name, negate(graph, value));
  assembly.branchCurrents.set(key(element.name), value);
}

/**
 * The current of a source that holds a known node: all that flows into the node, from the elements there and from the
 * sources further out that hang on it. Sources are visited from the outermost inwards.
 */
function addKnownSourceCurrents(assembly: Assembly, known: KnownNodes): void {
  const { graph } = assembly;
  for (const { source, node } of [...known.definedBy].reverse()) {
    const row = assembly.rowOfNode.get(key(node)) as Row;
    const sign = key(source.nodes[0]) === key(node) ? -1 : 1;
    const observedRow = assembly.rows.length + known.definedBy.findIndex((definition) => definition.source === source);
    const flow = add(graph, row.current, symbol(graph, "history", observedRow));
    assembly.branchCurrents.set(key(source.name), multiply(graph, constant(graph, sign), flow));
    // What this source takes from its other node counts there.
    const inner = source.nodes.find((end) => key(end) !== key(node)) as string;
    const innerRow = isGround(inner) ? undefined : assembly.rowOfNode.get(key(inner));
    if (innerRow) {
      innerRow.current = add(graph, innerRow.current, row.current);
      innerRow.charge = add(graph, innerRow.charge, row.charge);
      innerRow.initialCharge = add(graph, innerRow.initialCharge, row.initialCharge);
    }
  }
}

function finish(assembly: Assembly, circuit: FlatCircuit, inputs: FlatSource[], known: KnownNodes): System {
  const observed = known.definedBy.map(({ node }) => assembly.rowOfNode.get(key(node)) as Row);
  const all = [...assembly.rows, ...observed];
  return {
    circuit,
    graph: assembly.graph,
    unknowns: assembly.rows.map(({ unknown }) => unknown),
    currents: all.map(({ current }) => current),
    charges: all.map(({ charge }) => charge),
    initialCharges: all.map(({ initialCharge }) => initialCharge),
    inputs,
    voltages: assembly.voltages,
    branchCurrents: assembly.branchCurrents,
    states: assembly.states,
    events: assembly.events,
    free: assembly.free,
    environment: assembly.environment,
    notes: [...assembly.notes],
  };
}

/** Adds the element's place in the netlist to errors: as their place if they have none. */
function placed<T>(element: FlatElement, work: () => T): T {
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
