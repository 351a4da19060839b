import { ROUNDER } from "./elementary/exponential-table.js";
import type { Vector, VectorCode } from "./emit-webassembly-code.js";
import { type PiecewisePolynomials, pieceSize } from "./piecewise-polynomial.js";

/** Where in a table arguments are. */
export interface FoundPiece {
  /** Bytes from the beginning of the table to the piece's coefficients, in the lower halves. */
  readonly offset: Vector;
  /** Place in the piece, and its square. */
  readonly t: Vector;
  readonly square: Vector;
  /** Lanes whose argument is in the table. */
  readonly ordinary: Vector;
}

/** Finds the pieces of two arguments, as `inlineLookUp` does. */
export function vectorPiece(
  { apply, constant }: VectorCode,
  { low, scale, pieces, functions }: PiecewisePolynomials,
  argument: Vector,
): FoundPiece {
  const s = apply("f64x2.mul", apply("f64x2.sub", argument, constant(low)), constant(scale));
  // Whatever the argument, nothing beside the table is read.
  const bounded = apply("f64x2.pmin", constant(pieces - 1), apply("f64x2.pmax", constant(0), s));
  const piece = apply("f64x2.sub", apply("f64x2.add", bounded, constant(ROUNDER)), constant(ROUNDER));
  const t = apply("f64x2.sub", bounded, piece);
  const bytes = apply("f64x2.mul", piece, constant(8 * pieceSize * functions));
  return {
    offset: apply("f64x2.add", bytes, constant(ROUNDER)),
    t,
    square: apply("f64x2.mul", t, t),
    ordinary: apply("f64x2.eq", s, bounded),
  };
}

/** The polynomials of a function at two arguments, and their slopes. */
export interface VectorPolynomial {
  readonly value: Vector;
  readonly slope: () => Vector;
}

/**
 * The polynomials of one function of a table, operation by operation as `inlineLookUp` has them.
 *
 * @param address of the function's coefficients in the first piece, bytes
 */
export function vectorPolynomial(
  code: VectorCode,
  { offset, t, square }: FoundPiece,
  { scale }: PiecewisePolynomials,
  address: number,
): VectorPolynomial {
  const add = (a: Vector, b: Vector): Vector => code.apply("f64x2.add", a, b);
  const mul = (a: Vector, b: Vector): Vector => code.apply("f64x2.mul", a, b);
  const loaded = [0, 1, 2, 3].map((k) => {
    const first = code.lookUp(offset, 0, address + 16 * k);
    const second = code.lookUp(offset, 1, address + 16 * k);
    return { even: code.lows(first, second), odd: code.highs(first, second) };
  });
  const [a, b, c, d] = loaded.map(({ even, odd }) => add(even, mul(t, odd)));
  const value = add(a, mul(square, add(b, mul(square, add(c, mul(square, d))))));
  const slope = (): Vector => {
    const [c1, c3, c5, c7] = loaded.map(({ odd }) => odd);
    const odd = add(c1, mul(square, add(c3, mul(square, add(c5, mul(square, c7))))));
    const even = add(b, mul(square, add(add(c, c), mul(square, mul(code.constant(3), d)))));
    return mul(add(odd, mul(add(t, t), even)), code.constant(scale));
  };
  return { value, slope };
}
