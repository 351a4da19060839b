import { createBitView, LOWEST_EXPONENT, powersOfTwo, SMALLEST_NORMAL } from "./binary-format.js";
import { SPLITTER } from "./double-double.js";
import { exp } from "./exponential.js";
import { E2, E3, E4, E5, exponentialTable, ROUNDER, STEP_HIGH, STEP_LOW, STEPS_PER_UNIT } from "./exponential-table.js";
import { log } from "./logarithm.js";
import {
  L2,
  L3,
  L4,
  L5,
  L6,
  L7,
  LN2_HIGH,
  LN2_LOW,
  LOWEST_BITS,
  logarithmTable,
  M3,
  M4,
  M5,
  M6,
  M7,
  M8,
  M9,
  shortLogarithmTable,
} from "./logarithm-table.js";
import { LARGEST_BASE, pow, SPLITTER_TO_23 } from "./power.js";

// V8 compiles only the first few functions that a kernel calls into it; a call of any other costs two to three times as
// much as the function, for its argument and its result become objects. So kernels carry the ordinary path of exp, log
// and pow as statements. These are exp, log and pow of this folder, operation by operation: the same bits come out.

const { float, words, highIndex } = /* @__PURE__ */ createBitView();

/** What inlined statements refer to: names to be bound around them to these values, as constants. */
export const inlineBindings = {
  $exp: exp,
  $log: log,
  $pow: pow,
  $exponentials: exponentialTable,
  $logarithms: logarithmTable,
  $shortLogarithms: shortLogarithmTable,
  $powersOfTwo: powersOfTwo,
  $float: float,
  $words: words,
} as const;

/**
 * JavaScript statements that declare `result` as e^argument.
 *
 * @param result a name not yet declared in the scope
 * @param argument a name or number: it is evaluated more than once
 */
export function inlineExp(result: string, argument: string): string {
  return `let ${result};
if (Math.abs(${argument}) <= 708) {
  const steps = ${argument} * ${STEPS_PER_UNIT} + ${ROUNDER} - ${ROUNDER};
  const r = ${argument} - steps * ${STEP_HIGH} - steps * ${STEP_LOW};
  ${powerOfTwoTimesGrowth(result, "r")}
} else ${result} = $exp(${argument});`;
}

/** JavaScript statements that declare `result` as ln argument; see {@link inlineExp}. */
export function inlineLog(result: string, argument: string): string {
  return `let ${result};
if (${argument} >= ${SMALLEST_NORMAL} && ${argument} <= ${Number.MAX_VALUE}) {
  ${exponentAndIndex(argument)}
  const z = ${argument} * $powersOfTwo[${-LOWEST_EXPONENT} - exponent];
  const r = (z - $logarithms[index]) * $logarithms[index + 1];
  const leading = exponent * ${LN2_HIGH} + $logarithms[index + 2];
  const high = leading + r;
  const low = leading - high + r + (exponent * ${LN2_LOW} + $logarithms[index + 3]);
  const square = r * r;
  const curvature = ${L2} + r * ${L3} + square * (${L4} + r * ${L5} + square * (${L6} + r * ${L7}));
  ${result} = high + (low + square * curvature);
} else ${result} = $log(${argument});`;
}

/** JavaScript statements that declare `result` as base^exponent; see {@link inlineExp}. */
export function inlinePow(result: string, base: string, exponent: string): string {
  return `let ${result};
if (${base} >= ${SMALLEST_NORMAL} && ${base} < ${LARGEST_BASE}) {
  ${exponentAndIndex(base)}
  const scaledX = ${base} * ${SPLITTER_TO_23};
  const upperX = scaledX - (scaledX - ${base});
  const factor = $shortLogarithms[index] * $powersOfTwo[${-LOWEST_EXPONENT} - exponent];
  const a = upperX * factor - 1;
  const b = (${base} - upperX) * factor;
  const r = a + b;
  const leading = exponent * ${LN2_HIGH} + $shortLogarithms[index + 1];
  const linear = leading + r;
  const halfSquare = -0.5 * a * a;
  const high = linear + halfSquare;
  const square = r * r;
  const cubic = ${M3} + r * ${M4} + square * (${M5} + r * ${M6}) + square * square * (${M7} + r * ${M8} + square * ${M9});
  const low = exponent * ${LN2_LOW} + $shortLogarithms[index + 2] + (a - r + b) + b * -0.5 * (a + r) + (leading - linear + r)
    + (linear - high + halfSquare) + r * square * cubic;
  const scaledHigh = high * ${SPLITTER};
  const upper = scaledHigh - (scaledHigh - high);
  const scaledY = ${exponent} * ${SPLITTER};
  const upperY = scaledY - (scaledY - ${exponent});
  const product = upperY * upper;
  if (Math.abs(product) <= 708) {
    const productLow = (${exponent} - upperY) * upper + ${exponent} * (high - upper + low);
    const steps = product * ${STEPS_PER_UNIT} + ${ROUNDER} - ${ROUNDER};
    const s = product - steps * ${STEP_HIGH} + (productLow - steps * ${STEP_LOW});
    ${powerOfTwoTimesGrowth(result, "s")}
  } else ${result} = $pow(${base}, ${exponent});
} else ${result} = $pow(${base}, ${exponent});`;
}

/** Statements that declare `exponent` k and table `index` of the positive normal number `argument`. */
function exponentAndIndex(argument: string): string {
  return `$float[0] = ${argument};
  const offset = $words[${highIndex}] - ${LOWEST_BITS};
  const exponent = offset >> 20;
  const index = (offset >> 11) & 508;`;
}

/** Statements that set `result` to 2^(steps/128) e^r, where `r` is a name. */
function powerOfTwoTimesGrowth(result: string, r: string): string {
  return `const step = steps | 0;
  const row = (step & 127) << 1;
  const power = $exponentials[row];
  const growthSquare = ${r} * ${r};
  const growth = ${r} + growthSquare * (${E2} + ${r} * ${E3} + growthSquare * (${E4} + ${r} * ${E5}));
  ${result} = (power + ($exponentials[row + 1] + power * growth)) * $powersOfTwo[(step >> 7) + ${-LOWEST_EXPONENT}];`;
}
