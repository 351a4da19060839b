import type { Expression } from "../expr/graph.js";
import type { Location } from "./source-text.js";
import type { Value } from "./value.js";

/** A branch of this device; nodes are positions in the module's list, or ground. */
export interface BranchInstance {
  readonly key: string;
  readonly label: string;
  readonly plus: number;
  readonly minus: number;
  readonly at: Location;
}

/** What a branch has got so far. A branch is a source of flow, or of potential: the last kind of contribution decides. */
export interface Contribution {
  readonly branch: BranchInstance;
  /** 1 if it is a source of potential, 0 if of flow; an expression if that depends on unknowns. */
  readonly isPotential: Expression;
  readonly flow: Value;
  readonly potential: Value;
}
