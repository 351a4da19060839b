import { exp, expm1 } from "./elementary/exponential.js";
import { cosh, sinh, tanh } from "./elementary/hyperbolic.js";
import { acosh, asinh, atanh } from "./elementary/inverse-hyperbolic.js";
import { acos, asin, atan, atan2 } from "./elementary/inverse-trigonometric.js";
import { log, log1p } from "./elementary/logarithm.js";
import { pow } from "./elementary/power.js";
import { cos, sin, tan } from "./elementary/trigonometric.js";

/**
 * The elementary functions, to 2 units in the last place over the whole range of doubles, with the special values of
 * Math's functions of the same names. They are made of +, -, *, / and sqrt alone, so that they give the same bits in
 * every JavaScript engine, which Math's do not.
 */
export const elementary = {
  exp,
  expm1,
  log,
  log1p,
  pow,
  sin,
  cos,
  tan,
  asin,
  acos,
  atan,
  atan2,
  sinh,
  cosh,
  tanh,
  asinh,
  acosh,
  atanh,
} as const;
