import type { CircuitModel } from "./circuit-model.js";
import type { SmallConductances } from "./theta.js";
import type { ThetaStart } from "./theta-start.js";

/** What a trainable printed network is made of. */
export interface PrintedModelSettings {
  /** `[inputs, hidden, ..., classes]` */
  readonly topology: readonly number[];
  readonly activation: CircuitModel;
  readonly negativeWeight: CircuitModel;
  /** Component values that training begins with, SI. */
  readonly start: { readonly activation: readonly number[]; readonly negativeWeight: readonly number[] };
  /** Whether a layer has circuits with values of its own, or all layers the same. */
  readonly circuitsOf: "layer" | "network";
  readonly unitConductance: number;
  readonly loading: boolean;
  readonly smallConductances: SmallConductances;
  /** False as in the published variation-aware code: a negative weight acts as a positive one. */
  readonly negativeWeightsAct: boolean;
  /** False as in the published code: R1/R2 > R3/R4 of negative-weight circuits is not kept. */
  readonly orderedRatios: boolean;
  /**
   * If given, values of negative-weight circuits follow from free numbers as in the published code, `publishedValues`; if absent,
   * their logarithms lie between bounds.
   */
  readonly linearValues?: { readonly clampsPassGradients: boolean };
  readonly thetaStart: ThetaStart;
  /**
   * Of the loss and its gradient; default double. Single precision is many times as fast, and only for networks without loading
   * whose circuits are tanh, with the margin loss.
   */
  readonly precision?: "double" | "single";
}
