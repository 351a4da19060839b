import { createBitView, LOWEST_EXPONENT, powersOfTwo, SMALLEST_NORMAL } from "./binary-format.js";
import { exp } from "./exponential.js";
import { E2, E3, E4, E5, exponentialTable, ROUNDER, STEP_HIGH, STEP_LOW, STEPS_PER_UNIT } from "./exponential-table.js";
import { log } from "./logarithm.js";
import { L2, L3, L4, L5, L6, L7, LN2_HIGH, LN2_LOW, LOWEST_BITS, logarithmTable } from "./logarithm-table.js";

// V8 compiles only the first few functions that a kernel calls into it. A call of any other takes twice as long as the
// function, for its argument and its result are made objects. So kernels carry the ordinary path of exp and log as
// statements: those of exp and log in this folder, operation by operation, so that the same bits come out.
// Each result is also stored: V8 (of Node 20) else computes it again for every later place where the kernel may fall
// back to the interpreter, and code and time grow with the square of the number of statements.

const { float, words, highIndex } = /* @__PURE__ */ createBitView();

/** What inlined statements refer to: names to be bound around them to these values, as constants. */
export const inlineBindings = {
  $exp: exp,
  $log: log,
  $exponentials: exponentialTable,
  $logarithms: logarithmTable,
  $powersOfTwo: powersOfTwo,
  $float: float,
  $words: words,
  $settled: /* @__PURE__ */ new Float64Array(/* @__PURE__ */ new ArrayBuffer(8)),
} as const;

/**
 * JavaScript statements that give the variable `result` the value e^argument.
 *
 * @param result a variable of the scope
 * @param argument a name or number: it is evaluated more than once
 */
export function inlineExp(result: string, argument: string): string {
  return `if (Math.abs(${argument}) <= 708) {
  const steps = ${argument} * ${STEPS_PER_UNIT} + ${ROUNDER} - ${ROUNDER};
  const r = ${argument} - steps * ${STEP_HIGH} - steps * ${STEP_LOW};
  const step = steps | 0;
  const row = (step & 127) << 1;
  const power = $exponentials[row];
  const square = r * r;
  const growth = r + square * (${E2} + r * ${E3} + square * (${E4} + r * ${E5}));
  ${result} = $settled[0] =
    (power + ($exponentials[row + 1] + power * growth)) * $powersOfTwo[(step >> 7) + ${-LOWEST_EXPONENT}];
} else ${result} = $exp(${argument});`;
}

/** JavaScript statements that give the variable `result` the value ln argument; see {@link inlineExp}. */
export function inlineLog(result: string, argument: string): string {
  return `if (${argument} >= ${SMALLEST_NORMAL} && ${argument} <= ${Number.MAX_VALUE}) {
  $float[0] = ${argument};
  const offset = $words[${highIndex}] - ${LOWEST_BITS};
  const k = offset >> 20;
  const index = (offset >> 11) & 508;
  const z = ${argument} * $powersOfTwo[${-LOWEST_EXPONENT} - k];
  const r = (z - $logarithms[index]) * $logarithms[index + 1];
  const leading = k * ${LN2_HIGH} + $logarithms[index + 2];
  const high = leading + r;
  const low = leading - high + r + (k * ${LN2_LOW} + $logarithms[index + 3]);
  const square = r * r;
  const curvature = ${L2} + r * ${L3} + square * (${L4} + r * ${L5} + square * (${L6} + r * ${L7}));
  ${result} = $settled[0] = high + (low + square * curvature);
} else ${result} = $log(${argument});`;
}
