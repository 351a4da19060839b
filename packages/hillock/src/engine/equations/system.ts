import type { Expression, Graph } from "../../expr/graph.js";
import type { FlatCircuit, FlatSource } from "../../netlist/flat-circuit.js";
import type { Environment } from "../../veriloga/device-module.js";

/**
 * A circuit as equations: charge-oriented modified nodal analysis.
 *
 *     row i:  d/dt charges[i](x, u, t) + currents[i](x, u, t) = 0
 *
 * The first `unknowns.length` rows determine the unknowns x. A node held by a grounded voltage source is not an
 * unknown but a known function of the inputs u; its row comes after, is not solved, and gives the source's current.
 */
export interface System {
  readonly circuit: FlatCircuit;
  readonly graph: Graph;
  readonly unknowns: readonly SystemUnknown[];
  /** `[rows]`: solved rows first, then a row per known node. */
  readonly currents: readonly Expression[];
  readonly charges: readonly Expression[];
  /** The charges at the start of a transient that uses initial conditions: those of elements with `ic=` are given. */
  readonly initialCharges: readonly Expression[];
  /** Independent sources, in the order of the `input` symbols. */
  readonly inputs: readonly FlatSource[];
  /** Voltage of each node, by lower-case name; ground ("0") included. */
  readonly voltages: ReadonlyMap<string, Expression>;
  /**
   * Current of each element that has one to report, by lower-case name. The symbol `history` r stands here for the rate
   * of change of charges[r], A.
   */
  readonly branchCurrents: ReadonlyMap<string, Expression>;
  readonly states: readonly SystemState[];
  readonly events: readonly SystemEvent[];
  /** What must hold of the free parameters for these equations to be those of the circuit. */
  readonly conditions: readonly SystemCondition[];
  /** Quantities left free at compilation, in the order of the `parameter` symbols. */
  readonly free: readonly FreeParameter[];
  readonly environment: Environment;
  /** Parts of device models that were read but do not act. */
  readonly notes: readonly string[];
}

export interface SystemUnknown {
  /** Node name, or for a current the element (and branch) it belongs to. */
  readonly name: string;
  readonly kind: "voltage" | "current";
  /** A node inside a device, which no other element sees. */
  readonly internal: boolean;
  /** Elements connected here, for error messages. */
  readonly elements: readonly string[];
}

/** A quantity that is held between events. */
export interface SystemState {
  readonly name: string;
  readonly initial: Expression;
}

/** When `expression` passes zero in `direction`, the assignments take effect. */
export interface SystemEvent {
  readonly element: string;
  readonly expression: Expression;
  readonly direction: -1 | 0 | 1;
  readonly assignments: readonly { readonly state: number; readonly value: Expression }[];
}

/** The equations hold as long as `condition`, an expression of free parameters, is true (not 0) or not, as `isTrue` says. */
export interface SystemCondition {
  readonly element: string;
  readonly condition: Expression;
  readonly isTrue: boolean;
}

/** A parameter that is not folded into the equations: `temp` (K), or a parameter of an element (SI units). */
export interface FreeParameter {
  /** Element name, or `temp`; empty for an adjustable quantity, which may set several numbers of the circuit. */
  readonly element: string;
  /** Parameter of the element's device, e.g. `r`; empty for `temp`; the name of an adjustable quantity. */
  readonly parameter: string;
  readonly value: number;
}
