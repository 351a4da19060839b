export {
  type AdjustableCircuit,
  type AdjustableOptions,
  type AdjustedInput,
  compileAdjustable,
} from "./adjustable-circuit.js";
export type { AdjustableQuantity, QuantityTarget } from "./adjustable-quantity.js";
