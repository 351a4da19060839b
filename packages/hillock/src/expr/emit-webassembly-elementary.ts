import { SMALLEST_NORMAL } from "./elementary/binary-format.js";
import { SPLITTER } from "./elementary/double-double.js";
import {
  E2,
  E3,
  E4,
  E5,
  exponentialTable,
  ROUNDER,
  STEP_HIGH,
  STEP_LOW,
  STEPS_PER_UNIT,
} from "./elementary/exponential-table.js";
import { hyperbolicTangents } from "./elementary/hyperbolic.js";
import * as logarithms from "./elementary/logarithm-table.js";
import type { Vector, VectorCode, VectorInstruction } from "./emit-webassembly-code.js";

// The ordinary paths of the functions in elementary/, operation by operation, so that the same bits come out. What they
// leave out (overflow, NaN and the like) is reported by `ordinary`, and computed again by the JavaScript functions.

/** Result of a function in both lanes. */
export interface LaneResult {
  readonly value: Vector;
  /** Lanes where `value` is right: all bits set, else none. */
  readonly ordinary: Vector;
}

/** Where the tables of the elementary functions are in a module's memory. */
export const tableAddresses = { exponentials: 0, logarithms: 2048, shortLogarithms: 6144, tangents: 10240 } as const;
/** Size of all tables, bytes. */
export const tableBytes = 10768;

/** Writes the tables to where generated code expects them. */
export function writeTables(memory: ArrayBuffer): void {
  const put = (address: number, table: Float64Array): void => {
    new Float64Array(memory, address, table.length).set(table);
  };
  put(tableAddresses.exponentials, exponentialTable);
  put(tableAddresses.logarithms, logarithms.logarithmTable);
  put(tableAddresses.shortLogarithms, logarithms.shortLogarithmTable);
  put(tableAddresses.tangents, hyperbolicTangents);
}

/** Arithmetic as formulas read. */
const arithmetic = (code: VectorCode) => {
  const operation =
    (instruction: VectorInstruction) =>
    (a: Vector, b: Vector): Vector =>
      code.apply(instruction, a, b);
  return {
    c: code.constant,
    add: operation("f64x2.add"),
    sub: operation("f64x2.sub"),
    mul: operation("f64x2.mul"),
    le: operation("f64x2.le"),
    lt: operation("f64x2.lt"),
    and: operation("v128.and"),
    or: operation("v128.or"),
  };
};

const exponentBits = -1n << 52n;

/** 2^(step/128) to 106 bits, but for its exponent: which is added by `scale`. */
function powerOfStep(code: VectorCode, rounded: Vector): { high: Vector; low: Vector; scale: (a: Vector) => Vector } {
  const row = code.apply("v128.and", code.shift("i64x2.shl", rounded, 4), code.bits(127n << 4n));
  const first = code.lookUp(row, 0, tableAddresses.exponentials);
  const second = code.lookUp(row, 1, tableAddresses.exponentials);
  const exponent = code.apply("v128.and", code.shift("i64x2.shl", rounded, 45), code.bits(exponentBits));
  return {
    high: code.lows(first, second),
    low: code.highs(first, second),
    scale: (a) => code.apply("i64x2.add", a, exponent),
  };
}

/** r + r^2 (E2 + r E3 + r^2 (E4 + r E5)) */
function expGrowth(code: VectorCode, r: Vector): Vector {
  const { c, add, mul } = arithmetic(code);
  const square = mul(r, r);
  const high = add(c(E4), mul(r, c(E5)));
  const low = add(c(E2), mul(r, c(E3)));
  return add(r, mul(square, add(low, mul(square, high))));
}

/** e^x: `exp` of elementary/exponential.ts. 0 below -746 too. */
export function vectorExp(code: VectorCode, x: Vector): LaneResult {
  const { c, add, sub, mul, le, lt, or } = arithmetic(code);
  const rounded = add(mul(x, c(STEPS_PER_UNIT)), c(ROUNDER));
  const steps = sub(rounded, c(ROUNDER));
  const r = sub(sub(x, mul(steps, c(STEP_HIGH))), mul(steps, c(STEP_LOW)));
  const { high, low, scale } = powerOfStep(code, rounded);
  const value = scale(add(high, add(low, mul(high, expGrowth(code, r)))));
  const vanishes = lt(x, c(-746));
  return {
    value: code.apply("v128.andnot", value, vanishes),
    ordinary: or(le(code.apply("f64x2.abs", x), c(708)), vanishes),
  };
}

/** The exponent of a double relative to the intervals of a table of logarithms, and its row of 32 bytes. */
function splitForLogarithm(code: VectorCode, x: Vector): { k: Vector; exponent: Vector; row: Vector } {
  const lowest = BigInt(logarithms.LOWEST_BITS) << 32n;
  const offset = code.apply("i64x2.sub", x, code.bits(lowest));
  const k = code.apply("f64x2.convert_low_i32x4_s", code.shift("i32x4.shr_s", code.upperHalves(offset), 20));
  const row = code.apply("v128.and", code.shift("i64x2.shr_u", offset, 40), code.bits(0xfe0n));
  return { k, exponent: code.apply("v128.and", offset, code.bits(exponentBits)), row };
}

/** ln(x + rest) of a normal positive x, as `log` and `scaledLog` of elementary/logarithm.ts. */
function logarithm(code: VectorCode, x: Vector, rest?: Vector): Vector {
  const { c, add, sub, mul } = arithmetic(code);
  const { k, exponent, row } = splitForLogarithm(code, x);
  const z = code.apply("i64x2.sub", x, exponent);
  const middle0 = code.lookUp(row, 0, tableAddresses.logarithms);
  const middle1 = code.lookUp(row, 1, tableAddresses.logarithms);
  const log0 = code.lookUp(row, 0, tableAddresses.logarithms + 16);
  const log1 = code.lookUp(row, 1, tableAddresses.logarithms + 16);
  const r = mul(sub(z, code.lows(middle0, middle1)), code.highs(middle0, middle1));
  const leading = add(mul(k, c(logarithms.LN2_HIGH)), code.lows(log0, log1));
  const high = add(leading, r);
  const low = add(add(sub(leading, high), r), add(mul(k, c(logarithms.LN2_LOW)), code.highs(log0, log1)));
  const square = mul(r, r);
  const { L2, L3, L4, L5, L6, L7 } = logarithms;
  const pair = (a: number, b: number): Vector => add(c(a), mul(r, c(b)));
  const curvature = add(pair(L2, L3), mul(square, add(pair(L4, L5), mul(square, pair(L6, L7)))));
  const beyond = add(low, mul(square, curvature));
  return add(high, rest === undefined ? beyond : add(code.apply("f64x2.div", rest, x), beyond));
}

/** ln x: `log` of elementary/logarithm.ts. -Infinity at 0 too. */
export function vectorLog(code: VectorCode, x: Vector): LaneResult {
  const { c, le, and, or } = arithmetic(code);
  const zero = code.apply("f64x2.eq", x, c(0));
  return {
    value: code.apply("v128.bitselect", c(Number.NEGATIVE_INFINITY), logarithm(code, x), zero),
    ordinary: or(and(le(c(SMALLEST_NORMAL), x), le(x, c(Number.MAX_VALUE))), zero),
  };
}

/** The upper bits of a double, as many as the splitter leaves (Dekker 1971). */
function upperPart(code: VectorCode, a: Vector, splitter: number): Vector {
  const { c, sub, mul } = arithmetic(code);
  const scaled = mul(a, c(splitter));
  return sub(scaled, sub(scaled, a));
}

/** x^y: `pow` of elementary/power.ts. 0^y for y > 0 too. */
export function vectorPow(code: VectorCode, x: Vector, y: Vector): LaneResult {
  const { c, add, sub, mul, le, lt, and, or } = arithmetic(code);
  const { k, exponent, row } = splitForLogarithm(code, x);
  const upperX = upperPart(code, x, 1073741825);
  const row0 = code.lookUp(row, 0, tableAddresses.shortLogarithms);
  const row1 = code.lookUp(row, 1, tableAddresses.shortLogarithms);
  const rest0 = code.lookUp(row, 0, tableAddresses.shortLogarithms + 16);
  const rest1 = code.lookUp(row, 1, tableAddresses.shortLogarithms + 16);
  const factor = code.apply("i64x2.sub", code.lows(row0, row1), exponent);
  const a = sub(mul(upperX, factor), c(1));
  const b = mul(sub(x, upperX), factor);
  const r = add(a, b);

  const leading = add(mul(k, c(logarithms.LN2_HIGH)), code.highs(row0, row1));
  const linear = add(leading, r);
  const halfSquare = mul(mul(c(-0.5), a), a);
  const high = add(linear, halfSquare);
  const square = mul(r, r);
  const { M3, M4, M5, M6, M7, M8, M9 } = logarithms;
  const pair = (first: number, second: number): Vector => add(c(first), mul(r, c(second)));
  const ninth = add(pair(M7, M8), mul(square, c(M9)));
  const cubic = add(add(pair(M3, M4), mul(square, pair(M5, M6))), mul(mul(square, square), ninth));
  let low = add(mul(k, c(logarithms.LN2_LOW)), code.lows(rest0, rest1));
  low = add(low, add(sub(a, r), b));
  low = add(low, mul(mul(b, c(-0.5)), add(a, r)));
  low = add(low, add(sub(leading, linear), r));
  low = add(low, add(sub(linear, high), halfSquare));
  low = add(low, mul(mul(r, square), cubic));

  const upper = upperPart(code, high, SPLITTER);
  const upperY = upperPart(code, y, SPLITTER);
  const product = mul(upperY, upper);
  const productLow = add(mul(sub(y, upperY), upper), mul(y, add(sub(high, upper), low)));

  const nearest = add(mul(mul(y, add(high, low)), c(STEPS_PER_UNIT)), c(ROUNDER));
  const steps = sub(nearest, c(ROUNDER));
  const s = add(sub(product, mul(steps, c(STEP_HIGH))), sub(productLow, mul(steps, c(STEP_LOW))));
  const power = powerOfStep(code, nearest);
  const value = power.scale(add(power.high, add(power.low, mul(power.high, expGrowth(code, s)))));
  const normal = and(le(c(SMALLEST_NORMAL), x), lt(x, c(1e290)));
  // Not -0, some of whose powers are -0.
  const vanishes = and(code.apply("i64x2.eq", x, c(0)), lt(c(0), y));
  return {
    value: code.apply("v128.andnot", value, vanishes),
    ordinary: or(and(normal, le(code.apply("f64x2.abs", product), c(708))), vanishes),
  };
}

/** tanh x: `tanh` of elementary/hyperbolic.ts. */
export function vectorTanh(code: VectorCode, x: Vector): LaneResult {
  const { c, add, sub, mul, lt, and, or } = arithmetic(code);
  const size = code.apply("f64x2.abs", x);
  const small = lt(size, c(2));
  const inner = and(size, small);
  const i = code.apply("f64x2.floor", add(mul(c(16), inner), c(0.5)));
  const b = sub(inner, mul(i, c(0.0625)));
  const z = mul(b, b);
  const beyond = mul(
    mul(b, z),
    add(
      add(c(-0.33333333333333326), mul(z, c(0.13333333333125144))),
      mul(mul(z, z), add(c(-0.053968243342266096), mul(z, c(0.021852131566443785)))),
    ),
  );
  // Adding the rounder leaves the integer in the lowest bits.
  const row = code.apply("v128.and", code.shift("i64x2.shl", add(i, c(ROUNDER)), 4), code.bits(63n << 4n));
  const first = code.lookUp(row, 0, tableAddresses.tangents);
  const second = code.lookUp(row, 1, tableAddresses.tangents);
  const tangentOfA = code.lows(first, second);
  const tangentOfB = add(b, beyond);
  const product = mul(tangentOfA, tangentOfB);
  const excess = code.apply("f64x2.div", mul(product, add(tangentOfA, tangentOfB)), add(c(1), product));
  const near = add(tangentOfA, add(b, add(beyond, sub(code.highs(first, second), excess))));

  // From 350 on it is 1, and nothing overflows on the way.
  const exponential = vectorExp(code, code.apply("f64x2.pmin", mul(c(2), size), c(700)));
  const far = sub(c(1), code.apply("f64x2.div", c(2), add(exponential.value, c(1))));
  const value = code.apply("v128.bitselect", near, far, small);
  const sign = code.apply("v128.and", x, code.bits(-1n << 63n));
  return { value: code.apply("v128.or", value, sign), ordinary: or(small, exponential.ordinary) };
}

/** artanh x: `atanh` of elementary/inverse-hyperbolic.ts. */
export function vectorAtanh(code: VectorCode, x: Vector): LaneResult {
  const { c, add, sub, mul, le, lt } = arithmetic(code);
  const div = (a: Vector, b: Vector): Vector => code.apply("f64x2.div", a, b);
  const size = code.apply("f64x2.abs", x);
  const near = add(x, mul(x, mul(mul(x, x), atanhCoefficients(code, mul(x, x)))));

  // (1 + size) / (1 - size) as a sum of two doubles, operation by operation as in elementary/double-double.ts.
  const twoSum = (a: Vector, b: Vector): { high: Vector; low: Vector } => {
    const high = add(a, b);
    const partOfB = sub(high, a);
    return { high, low: add(sub(a, sub(high, partOfB)), sub(b, partOfB)) };
  };
  const above = twoSum(c(1), size);
  const below = twoSum(c(1), code.apply("f64x2.neg", size));
  const first = div(above.high, below.high);
  const back = mul(first, below.high);
  const [aHigh, bHigh] = [upperPart(code, first, SPLITTER), upperPart(code, below.high, SPLITTER)];
  const [aLow, bLow] = [sub(first, aHigh), sub(below.high, bHigh)];
  const backLow = add(add(add(sub(mul(aHigh, bHigh), back), mul(aHigh, bLow)), mul(aLow, bHigh)), mul(aLow, bLow));
  const left = sub(add(sub(sub(above.high, back), backLow), above.low), mul(first, below.low));
  const second = div(left, below.high);
  const high = add(first, second);
  const low = add(sub(first, high), second);
  const far = mul(c(0.5), logarithm(code, high, low));
  const sign = code.apply("v128.and", x, code.bits(-1n << 63n));
  return {
    value: code.apply("v128.bitselect", near, code.apply("v128.or", far, sign), le(size, c(0.125))),
    ordinary: lt(size, c(1)),
  };
}

function atanhCoefficients(code: VectorCode, z: Vector): Vector {
  const { c, add, mul } = arithmetic(code);
  const z2 = mul(z, z);
  const z4 = mul(z2, z2);
  const pair = (a: number, b: number): Vector => add(c(a), mul(z, c(b)));
  const first = add(pair(0.3333333333333333, 0.2), mul(z2, pair(0.1428571428571433, 0.111111111110836)));
  const inner = mul(z2, pair(0.06666838774434, 0.058716965799695466));
  const second = add(pair(0.09090909099808511, 0.0769230607647413), inner);
  return add(add(first, mul(z4, second)), mul(mul(z4, z4), c(0.056166920937167054)));
}
