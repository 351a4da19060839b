import { binary } from "../expr/build.js";
import { constant, constantValue, type Expression, type Graph, type SymbolKind, symbol } from "../expr/graph.js";
import { interpret } from "../expr/interpret.js";
import { reachable } from "../expr/substitute.js";
import type { BranchInstance, Contribution } from "./branch.js";
import type { Declarations } from "./declarations.js";
import type { DeviceEvent, DeviceRequest, DeviceUnknown } from "./device-module.js";
import type { Scope } from "./scope.js";
import { fault, type Location } from "./source-text.js";
import type { ExpressionSyntax, FunctionSyntax, ParameterSyntax, StatementSyntax, VariableSyntax } from "./syntax.js";
import type { Topology } from "./topology.js";
import type { Value } from "./value.js";

/** A variable that only some of the ways to here assign; `unless` is the condition that left it out. */
export interface PartlyAssigned {
  readonly partlyAt: Location;
}

/** What the statements executed so far have done, along one way through the conditions. */
export interface Frame {
  readonly variables: Map<VariableSyntax, Value | PartlyAssigned>;
  readonly contributions: Map<string, Contribution>;
}

/** An unknown beside the node voltages, with its row. */
export interface ExtraUnknown extends DeviceUnknown {
  /** Set for the derivative that a term could not hold as a charge: row is `unknown - d/dt charge = 0`. */
  readonly charge?: Expression;
  /** Set for the integral of a rate: row is `d/dt unknown - rate = 0`. */
  readonly rate?: Expression;
  /** Its value at rest, if that is given: then the row is `unknown - initial = 0` where the time is 0. */
  readonly initial?: Expression;
  /** Set for a branch current. */
  readonly branch?: BranchInstance;
  /** Set for the current through a port: its node. */
  readonly port?: number;
}

/** The elements of an array variable: variables of their own. */
export interface VariableArray {
  /** Index of each element. */
  readonly indices: readonly number[];
  readonly elements: readonly VariableSyntax[];
}

/** A variable held between events. */
export interface HeldVariable {
  readonly variable: VariableSyntax;
  initial: Expression;
}

/** One execution of a module's analog block for one device: what it reads and what it has found. */
export interface Elaboration {
  /** The value of an expression (expressions.ts); here, because functions, statements and expressions use each other. */
  readonly evaluate: (e: Elaboration, scope: Scope, syntax: ExpressionSyntax) => Value;
  /** The present value of a variable, used at a place (expressions.ts). */
  readonly valueOf: (e: Elaboration, variable: VariableSyntax, at: Location) => Value;
  /** Executes a statement (statements.ts). */
  readonly execute: (e: Elaboration, scope: Scope, statement: StatementSyntax) => void;
  readonly moduleName: string;
  readonly graph: Graph;
  readonly declarations: Declarations;
  readonly moduleScope: Scope;
  /** The scopes of the functions called so far. */
  readonly functionScopes: Map<FunctionSyntax, Scope>;
  readonly request: DeviceRequest;
  readonly topology: Topology;
  /** The parameters that are symbols, in the order of their numbers. */
  readonly parameterSymbols: { readonly name: string; readonly value: number }[];
  readonly parameters: Map<ParameterSyntax, Value>;
  readonly given: ReadonlySet<ParameterSyntax>;
  readonly extras: ExtraUnknown[];
  readonly branches: Map<string, BranchInstance>;
  readonly branchCurrents: Map<string, Expression>;
  /** Unknown currents through ports, by node. */
  readonly portCurrents: Map<number, Expression>;
  readonly arrays: Map<VariableSyntax, VariableArray>;
  /** Unknowns made for d/dt of a charge, and for the integral of a rate from an initial value. */
  readonly derivatives: Map<Expression, Expression>;
  readonly integrals: Map<string, Expression>;
  /** The variables that events assign, and those whose value is a state by now. */
  readonly toHold: ReadonlySet<VariableSyntax>;
  readonly held: HeldVariable[];
  readonly events: DeviceEvent[];
  readonly notes: Set<string>;
  /** Whether the model has said so, by $discontinuity(). */
  readonly saysDiscontinuous: { value: boolean };
  readonly usedNodes: Set<number>;
  /** Conditions without unknowns, and whether they are true. */
  readonly decisions: Map<Expression, boolean>;
  /** Where expressions were first built. */
  readonly origins: Map<Expression, Location>;
  /** Values of static expressions, once they are known. */
  readonly staticNumbers: Map<number, number>;
  /** By node: whether it depends on unknowns, time or states. */
  readonly varying: boolean[];
  frame: Frame;
  /** How many conditions with unknowns the present statement stands under. */
  dynamicDepth: number;
  /** Whether the present statement belongs to an event. */
  inEvent: boolean;
  functionDepth: number;
  steps: number;
}

const varyingKinds: ReadonlySet<SymbolKind | undefined> = new Set(["unknown", "input", "time", "state"]);

/** Whether an expression keeps its value through an analysis: it has parameters and surroundings only. */
export function isStatic({ graph, varying }: Elaboration, expression: Expression): boolean {
  for (let node = varying.length; node <= expression; node++) {
    varying.push(
      varyingKinds.has(graph.symbolKinds[node]) ||
        [graph.first[node], graph.second[node], graph.third[node]].some((operand) => operand >= 0 && varying[operand]),
    );
  }
  return !varying[expression];
}

/** 1 where the time is 0, which means at rest; a transient's equations are those behind 0. */
export function isStaticAnalysis({ graph }: Elaboration): Expression {
  return binary(graph, "le", symbol(graph, "time", 0), constant(graph, 0));
}

/** The number a static expression has for this device, or undefined if it is not static. */
export function staticNumber(e: Elaboration, expression: Expression): number | undefined {
  const value = constantValue(e.graph, expression);
  if (value !== undefined) return value;
  if (!isStatic(e, expression)) return undefined;
  const known = e.staticNumbers.get(expression);
  if (known !== undefined) return known;
  const { temperature, gmin } = e.request.environment;
  const symbolValue = (kind: SymbolKind, index: number): number =>
    kind === "parameter" ? e.parameterSymbols[index].value : [temperature, gmin][index];
  return interpret(e.graph, expression, symbolValue, e.staticNumbers);
}

/** Like {@link staticNumber}, and remembers that the equations hold only while the condition is as true as it is. */
export function decide(e: Elaboration, condition: Expression, at: Location): number | undefined {
  const number = staticNumber(e, condition);
  if (number === undefined) return undefined;
  if (Number.isNaN(number)) {
    throw fault("not-a-number", "this condition has no value with these parameters", at, {
      details: parametersOf(e, condition),
      help: "check the parameters' ranges",
    });
  }
  if (constantValue(e.graph, condition) === undefined) e.decisions.set(condition, number !== 0);
  return number;
}

/** Like {@link staticNumber}, and remembers that the equations hold only while the number stays as it is. */
export function settle(e: Elaboration, expression: Expression, at: Location): number | undefined {
  const number = staticNumber(e, expression);
  if (number === undefined || Number.isNaN(number)) return decide(e, expression, at);
  decide(e, binary(e.graph, "eq", expression, constant(e.graph, number)), at);
  return number;
}

/** The parameters that an expression depends on, as a detail of an error message. */
export function parametersOf({ graph, parameterSymbols }: Elaboration, ...expressions: Expression[]): string[] {
  const symbols = reachable(graph, expressions).filter((node) => graph.symbolKinds[node] === "parameter");
  const settings = symbols.map((node) => parameterSymbols[graph.payload[node]]);
  return settings.length > 0 ? [`with ${settings.map(({ name, value }) => `${name} = ${value}`).join(", ")}`] : [];
}

/** The unknown that an extra equation determines. */
export function addUnknown(e: Elaboration, unknown: ExtraUnknown): Expression {
  e.extras.push(unknown);
  return symbol(e.graph, "unknown", e.topology.names.length + e.extras.length - 1);
}

const mostSteps = 200_000;

/** @throws HillockError if the module does more than a model ever needs: it will not end */
export function countStep(e: Elaboration, at: Location): void {
  if (++e.steps > mostSteps) {
    throw fault("too-long", `more than ${mostSteps} statements were executed`, at, {
      help: "loops are written out at compile time: do they end soon?",
    });
  }
}
