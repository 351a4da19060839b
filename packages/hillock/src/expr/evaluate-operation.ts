import { elementary } from "./elementary.js";
import type { BinaryOperation, UnaryOperation } from "./operation.js";

/** The value of a unary operation on numbers: what folding of constants, the interpreter and generated code all agree on. */
export const unaryValue: Readonly<Record<UnaryOperation, (a: number) => number>> = {
  neg: (a) => -a,
  not: (a) => (a === 0 ? 1 : 0),
  abs: Math.abs,
  sqrt: Math.sqrt,
  exp: elementary.exp,
  log: elementary.log,
  sin: elementary.sin,
  cos: elementary.cos,
  tan: elementary.tan,
  asin: elementary.asin,
  acos: elementary.acos,
  atan: elementary.atan,
  sinh: elementary.sinh,
  cosh: elementary.cosh,
  tanh: elementary.tanh,
  asinh: elementary.asinh,
  acosh: elementary.acosh,
  atanh: elementary.atanh,
  floor: Math.floor,
  ceil: Math.ceil,
  limexp: elementary.exp,
  limexpSlope: elementary.exp,
  hold: (a) => a,
  fetlim: () => 0,
};

/** The value of a binary operation on numbers. */
export const binaryValue: Readonly<Record<BinaryOperation, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  pow: elementary.pow,
  min: Math.min,
  max: Math.max,
  atan2: elementary.atan2,
  lt: (a, b) => (a < b ? 1 : 0),
  le: (a, b) => (a <= b ? 1 : 0),
  eq: (a, b) => (a === b ? 1 : 0),
  and: (a, b) => (a !== 0 && b !== 0 ? 1 : 0),
  or: (a, b) => (a !== 0 || b !== 0 ? 1 : 0),
  pnjlim: () => 0,
};
