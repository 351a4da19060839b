/** A source of the same numbers in every run: uniform, logarithmic, and of either sign. */
export interface Numbers {
  /** Uniform in [low, high), with all 53 bits. */
  uniform(low: number, high: number): number;
  /** 2^e with e uniform in [low, high). */
  magnitude(low: number, high: number): number;
  /** The same with either sign. */
  signed(low: number, high: number): number;
}

/** {@link Numbers} from a counter, mixed as by Steele, Lea and Flood's SplitMix (OOPSLA 2014) with 32 bits. */
export function numbers(seed: number): Numbers {
  let counter = seed;
  const bits = (): number => {
    counter = (counter + 0x9e3779b9) | 0;
    let mixed = Math.imul(counter ^ (counter >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  };
  const unit = (): number => ((bits() >>> 6) * 134217728 + (bits() >>> 5)) / 9007199254740992;
  const uniform = (low: number, high: number): number => low + (high - low) * unit();
  const magnitude = (low: number, high: number): number => 2 ** uniform(low, high);
  const signed = (low: number, high: number): number => (bits() & 1 ? 1 : -1) * magnitude(low, high);
  return { uniform, magnitude, signed };
}

/** The integer m and the exponent e of a finite double m 2^e. */
export function binaryParts(value: number): { mantissa: number; exponent: number } {
  const bits = new BigUint64Array(new Float64Array([Math.abs(value)]).buffer)[0];
  const field = Number(bits >> 52n);
  const fraction = Number(bits & 0xfffffffffffffn);
  const mantissa = field === 0 ? fraction : fraction + 4503599627370496;
  return { mantissa: value < 0 ? -mantissa : mantissa, exponent: Math.max(field, 1) - 1075 };
}

/** The distance from `value` to the next double away from zero, for a finite value. */
export function unitInTheLastPlace(value: number): number {
  return 2 ** binaryParts(value).exponent;
}
