import { binaryValue, unaryValue } from "../../expr/evaluate-operation.js";
import { statisticalFunctions } from "./statistical-functions.js";

/** Sign of x: -1, 0 or 1. */
const sgn = (x: number) => (x > 0 ? 1 : x < 0 ? -1 : 0);

/** |x|^y: what `x**y` means in every formula. */
export const power = (x: number, y: number) => binaryValue.pow(Math.abs(x), y);

/** Nearest integer, halves to the even one. */
function nint(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  return rest < 0.5 || (rest === 0.5 && below % 2 === 0) ? below : below + 1;
}

/** 2^-1022: smaller doubles have fewer digits, so that 1e-323 is no power of ten but 9.88e-324. */
const leastNormal = 2.2250738585072014e-308;

/** log10(x), exact for powers of ten. */
function log10(x: number): number {
  const value = unaryValue.log(x) / Math.LN10;
  const nearest = Math.round(value);
  return x >= leastNormal && Number(`1e${nearest}`) === x ? nearest : value;
}

/** pow(x, y) of a .param formula: x^y with C's rules, so that (-2)^3 = -8. */
function signedPower(x: number, y: number): number {
  if (x >= 0) return binaryValue.pow(x, y);
  if (!Number.isInteger(y)) return Number.NaN;
  return y % 2 === 0 ? binaryValue.pow(-x, y) : -binaryValue.pow(-x, y);
}

interface BuiltIn {
  /** How many operands it takes. */
  readonly operands: number;
  readonly value: (...operands: number[]) => number;
}

const one = (value: (x: number) => number): BuiltIn => ({ operands: 1, value });
const two = (value: (x: number, y: number) => number): BuiltIn => ({ operands: 2, value });

const shared: Readonly<Record<string, BuiltIn>> = {
  abs: one(Math.abs),
  sqrt: one(Math.sqrt),
  exp: one(unaryValue.exp),
  ln: one(unaryValue.log),
  log: one(unaryValue.log),
  log10: one(log10),
  sin: one(unaryValue.sin),
  cos: one(unaryValue.cos),
  tan: one(unaryValue.tan),
  asin: one(unaryValue.asin),
  acos: one(unaryValue.acos),
  atan: one(unaryValue.atan),
  sinh: one(unaryValue.sinh),
  cosh: one(unaryValue.cosh),
  tanh: one(unaryValue.tanh),
  asinh: one(unaryValue.asinh),
  acosh: one(unaryValue.acosh),
  atanh: one(unaryValue.atanh),
  floor: one(Math.floor),
  ceil: one(Math.ceil),
  nint: one(nint),
  sgn: one(sgn),
};

/** ternary_fcn(c, a, b) is c ? a : b. */
const ternary: BuiltIn = {
  operands: 3,
  value: (condition, whenTrue, whenFalse) => (condition !== 0 ? whenTrue : whenFalse),
};

/**
 * Functions of .param formulas, measured on ngspice 39: `log` is natural, `pow` is C's, `pwr(x, y)` is |x|^y. The values of
 * {@link statisticalFunctions} are the nominal ones, unless the random number is given as one more operand.
 */
export const constantFunctions: Readonly<Record<string, BuiltIn>> = {
  ...shared,
  sqr: one((x) => x * x),
  arctan: one(unaryValue.atan),
  int: one(Math.trunc),
  min: two(Math.min),
  max: two(Math.max),
  pow: two(signedPower),
  pwr: two(power),
  ternary_fcn: ternary,
  ...statisticalFunctions,
};

/**
 * Functions of behavioural sources, measured on ngspice 39: `log` is natural, `pow(x, y)` is |x|^y,
 * `pwr(x, y)` is sgn(x) |x|^y, `u` the unit step (1/2 at 0), `u2` a ramp clipped to 0 ... 1, `uramp` max(x, 0).
 */
export const behaviouralFunctions: Readonly<Record<string, BuiltIn>> = {
  ...shared,
  min: two(Math.min),
  max: two(Math.max),
  pow: two(power),
  pwr: two((x, y) => sgn(x) * power(x, y)),
  u: one((x) => (x > 0 ? 1 : x < 0 ? 0 : 0.5)),
  u2: one((x) => Math.min(Math.max(x, 0), 1)),
  uramp: one((x) => Math.max(x, 0)),
  eq0: one((x) => (x === 0 ? 1 : 0)),
  ne0: one((x) => (x !== 0 ? 1 : 0)),
  gt0: one((x) => (x > 0 ? 1 : 0)),
  lt0: one((x) => (x < 0 ? 1 : 0)),
  ge0: one((x) => (x >= 0 ? 1 : 0)),
  le0: one((x) => (x <= 0 ? 1 : 0)),
  ternary_fcn: ternary,
};

/**
 * The functions left in the formulas of a flat circuit, by name, with their values: one operand each, but two for `min`,
 * `max` and `pwr`. All others are rewritten by {@link lowerFormula}. `log` is natural, `nint` rounds halves to even,
 * `u(x)` is 1, 1/2, 0 for x >, =, < 0, `sgn(x)` is 1, 0, -1, `pwr(x, y)` is sgn(x) |x|^y; the operator `x ** y` is |x|^y.
 */
export const builtInFunctions: Readonly<Record<string, BuiltIn>> = Object.fromEntries(
  Object.entries(behaviouralFunctions).filter(
    ([name]) => !["ln", "pow", "u2", "uramp", "eq0", "ne0", "gt0", "lt0", "ge0", "le0", "ternary_fcn"].includes(name),
  ),
);

const inParameters = "random numbers are for .param and element values; name such a parameter here";

/** What to write instead of functions that other simulators (or ngspice elsewhere) have. */
export const functionHelp: Readonly<Record<string, string>> = {
  if: "write  condition ? a : b",
  limit: "write  min(max(x, low), high)  (the limit of .param is a random number)",
  gauss: inParameters,
  agauss: inParameters,
  unif: inParameters,
  aunif: inParameters,
  int: "ngspice knows int only in .param; write floor(x) or ceil(x)",
  sqr: "ngspice knows sqr only in .param; write x*x",
  arctan: "ngspice knows arctan only in .param; write atan(x)",
  atan2: "write atan(y/x) with the quadrant by ?:",
  hypot: "write sqrt(x*x + y*y)",
  ddt: "put the current through a capacitor and read it with i(source)",
  idt: "let a current source charge a capacitor and read its voltage",
  sdt: "let a current source charge a capacitor and read its voltage",
  pwl: "write the pieces with ?: or min and max",
  table: "write the pieces with ?: or min and max",
  u: "u is for behavioural sources; write  x > 0 ? 1 : 0",
  uramp: "uramp is for behavioural sources; write max(x, 0)",
};
