import type { Expression } from "../../expr/graph.js";

/** What a quantity sets in a compiled circuit: a free parameter of the equations, or the value of a source. */
export type QuantityTarget =
  | { readonly kind: "parameter"; readonly index: number }
  | { readonly kind: "input"; readonly index: number };

/** Something of a circuit that can be varied: an element's value, a device or model parameter, a source's DC value, a `.param`. */
export interface AdjustableQuantity {
  /** As it was asked for. */
  readonly name: string;
  /** Nominal value, SI; temperatures of single devices in degrees C, as their parameter declares. */
  readonly value: number;
  /** As the device declares it; empty where the netlist does not tell, as for a `.param`. */
  readonly unit: string;
  /** Values that the device's declaration allows, both ends included or not. */
  readonly range?: readonly [number, number];
  readonly targets: readonly QuantityTarget[];
}

/** A source whose value at rest follows from quantities. */
export interface AdjustedInput {
  /** Of `System.inputs`. */
  readonly index: number;
  /** V or A, in the graph of the system: an expression of free parameters. */
  readonly value: Expression;
}
