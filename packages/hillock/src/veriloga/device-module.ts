import type { Expression, Graph } from "../expr/graph.js";
import type { Declarations } from "./declarations.js";
import type { Location, SourceText } from "./source-text.js";

/** A parameter as its Verilog-A declaration states it. */
export interface ParameterDeclaration {
  readonly name: string;
  readonly type: "real" | "integer";
  /** `desc` and `units` attributes, empty if absent. */
  readonly description: string;
  readonly units: string;
  /** Whether it can be set from a netlist (`parameter`) or is derived (`localparam`). */
  readonly settable: boolean;
  /** Absent where it follows from other parameters. */
  readonly defaultValue?: number;
  /** `from` ranges, of which a value has to lie in one, if there are any. */
  readonly permitted: readonly ParameterInterval[];
  /** `exclude` ranges: a value must lie in none. */
  readonly excluded: readonly ParameterInterval[];
}

/** A range of values; a bound that follows from other parameters is absent. */
export interface ParameterInterval {
  readonly lower?: number;
  readonly upper?: number;
  readonly includesLower: boolean;
  readonly includesUpper: boolean;
}

/** A device as its Verilog-A source describes it: plain data, to be instantiated for each set of parameters. */
export interface DeviceModule {
  readonly name: string;
  /** Where the name stands. */
  readonly at: Location;
  readonly source: SourceText;
  readonly ports: readonly string[];
  readonly parameters: readonly ParameterDeclaration[];
  readonly declarations: Declarations;
}

/** What an instance of a device is made for. */
export interface DeviceRequest {
  /** Values of the parameters that are given, by name without regard to case; the rest take their defaults. */
  readonly parameters: Readonly<Record<string, number>>;
  /**
   * How many such devices are in parallel: what `$mfactor` gives, and a parameter of that name of the equations. They are
   * still those of one device. Without it `$mfactor` is 1.
   */
  readonly multiplicity?: number;
  /** How many of the ports, counted from the first, are connected. */
  readonly connectedPorts: number;
  /** Surroundings: temperature in K, gmin in S. They are symbols in the equations; conditions that decide the structure use these values. */
  readonly environment: Environment;
}

/** The parameter of the equations that tells how many devices there are in parallel. */
export const multiplicity = "$mfactor";

export interface Environment {
  /** K */
  readonly temperature: number;
  /** Conductance across junctions, S. */
  readonly gmin: number;
}

/** The order of the `environment` symbols in device equations. */
export const environmentQuantities = ["temperature", "gmin"] as const satisfies readonly (keyof Environment)[];

/**
 * One device as equations, in its own unknowns. Row i reads
 *
 *     d/dt charges[i] + currents[i] = 0
 *
 * where, for a node, `currents[i]` flows from the node into the device and `charges[i]` is what the device holds there;
 * the circuit adds the rows of all devices at a node. For a branch current the row is the branch equation.
 *
 * Symbols: `unknown` i is unknowns[i]; `parameter` k is parameters[k]; `state` k is states[k]; `environment` as in
 * {@link environmentQuantities}; `time` is the time in s.
 */
export interface DeviceEquations {
  readonly module: string;
  readonly graph: Graph;
  /** The ports in their order, then internal nodes that were not collapsed, then branch currents. */
  readonly unknowns: readonly DeviceUnknown[];
  readonly portCount: number;
  readonly currents: readonly Expression[];
  readonly charges: readonly Expression[];
  /**
   * The settable parameters and their values (given or default), of the instance. A parameter that is not given and
   * whose default follows from others is not among them: it moves with those.
   */
  readonly parameters: readonly { readonly name: string; readonly value: number }[];
  /** Quantities that are held between events (`@(cross(...))`), with their values at the start of an analysis. */
  readonly states: readonly DeviceState[];
  readonly events: readonly DeviceEvent[];
  /** The conditions on parameters and surroundings under which these equations hold: ranges, and what chose them. */
  readonly decisions: readonly DeviceDecision[];
  /** Parts of the model that were read but do not act, one sentence each (for example noise). */
  readonly notes: readonly string[];
}

export interface DeviceUnknown {
  /** Node name, or for a branch current the branch as `a,b`. */
  readonly name: string;
  /** `voltage` in V, `current` in A. */
  readonly kind: "voltage" | "current";
}

export interface DeviceState {
  readonly name: string;
  /** Value set by `@(initial_step)`; it may depend on the unknowns of the operating point. */
  readonly initial: Expression;
}

/** `@(cross(expression, direction)) state = value;` */
export interface DeviceEvent {
  /** Fires when this passes zero: rising (+1), falling (-1) or either way (0). */
  readonly expression: Expression;
  readonly direction: -1 | 0 | 1;
  readonly assignments: readonly { readonly state: number; readonly value: Expression }[];
}

/** The equations hold as long as `condition`, an expression in parameters and surroundings, is true (not 0) or not, as `isTrue` says. */
export interface DeviceDecision {
  readonly condition: Expression;
  readonly isTrue: boolean;
}
