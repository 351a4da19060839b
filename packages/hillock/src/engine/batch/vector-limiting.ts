import type { Limiting } from "../../expr/emit-javascript.js";
import type { Vector, VectorCode } from "../../expr/emit-webassembly-code.js";
import { limexpFree, limexpGrowth } from "../kernel/limiting.js";

/**
 * The bounded argument of a limexp, pnjlim or fetlim, as the kernels in JavaScript have it (`engine/kernel/kernel.ts`).
 *
 * @param last the argument at which it was evaluated last
 * @param free for pnjlim, the level up to which growth is free
 */
export function boundedArgument(
  code: VectorCode,
  argument: Vector,
  by: Limiting,
  last: Vector,
  free: Vector | undefined,
): Vector {
  const { apply, constant } = code;
  const add = (a: Vector, b: Vector): Vector => apply("f64x2.add", a, b);
  const mul = (a: Vector, b: Vector): Vector => apply("f64x2.mul", a, b);
  if (by !== "fetlim") {
    const level = apply("f64x2.pmax", last, free ?? constant(limexpFree));
    return apply("f64x2.pmin", argument, add(level, constant(limexpGrowth)));
  }
  const isFarOn = apply("f64x2.le", constant(3.5), last);
  const isOn = apply("f64x2.le", constant(0), last);
  const choose = (mask: Vector, yes: Vector, no: Vector): Vector => apply("v128.bitselect", yes, no, mask);
  const triple = mul(constant(3), last);
  const least = choose(isFarOn, constant(2), choose(isOn, constant(-0.5), apply("f64x2.sub", triple, constant(2))));
  const most = choose(isFarOn, add(triple, constant(2)), choose(isOn, constant(4), constant(0.5)));
  return apply("f64x2.min", apply("f64x2.max", argument, least), most);
}
