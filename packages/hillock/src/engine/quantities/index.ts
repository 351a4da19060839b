export {
  type AdjustableCircuit,
  type AdjustableOptions,
  compileAdjustable,
} from "./adjustable-circuit.js";
export type { AdjustableQuantity, AdjustedInput, QuantityTarget } from "./adjustable-quantity.js";
