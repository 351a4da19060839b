export type { GradientCost, GradientMethod } from "./linearisation.js";
export {
  type GradientSettings,
  nominalValues,
  type OperatingPointGradient,
  operatingPointGradient,
} from "./operating-point-gradient.js";
export {
  type SweepGradient,
  type SweepLoss,
  type SweepLossGradient,
  sweepGradient,
  sweepLossGradient,
} from "./sweep-gradient.js";
