/** Multipliers and key increments of Philox4x32 (Salmon, Moraes, Dror, Shaw 2011, table 2). */
export const multiplier0 = 0xd2511f53;
export const multiplier1 = 0xcd9e8d57;
export const weyl0 = 0x9e3779b9;
export const weyl1 = 0xbb67ae85;
export const rounds = 10;

/** Upper 32 bits of the product of two 32-bit words: signed, as all words here, which engines keep in registers of 32 bits. */
function productHigh(a: number, b: number): number {
  const [aLow, aHigh, bLow, bHigh] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const lower = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0;
  const upper = (Math.imul(aLow, bHigh) + (lower & 0xffff)) | 0;
  return (Math.imul(aHigh, bHigh) + (lower >>> 16) + (upper >>> 16)) | 0;
}

/**
 * Philox4x32-10: a bijection of 128-bit counters for every 64-bit key, whose values pass for random. There is no state:
 * the number belonging to a counter is the same whoever asks for it, and whenever.
 *
 * Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, Parallel random numbers: as easy as 1, 2, 3, SC'11.
 *
 * @param counter0,counter1,counter2,counter3,key0,key1 32-bit words
 * @param into `[4]`, receives the four words
 */
export function philox4x32(
  counter0: number,
  counter1: number,
  counter2: number,
  counter3: number,
  key0: number,
  key1: number,
  into: Uint32Array,
): void {
  let [a, b, c, d] = [counter0 | 0, counter1 | 0, counter2 | 0, counter3 | 0];
  let [k0, k1] = [key0 | 0, key1 | 0];
  for (let round = 0; round < rounds; round++) {
    const high0 = productHigh(multiplier0, a);
    const high1 = productHigh(multiplier1, c);
    const nextB = Math.imul(multiplier1, c);
    const nextD = Math.imul(multiplier0, a);
    a = high1 ^ b ^ k0;
    c = high0 ^ d ^ k1;
    b = nextB;
    d = nextD;
    k0 = (k0 + weyl0) | 0;
    k1 = (k1 + weyl1) | 0;
  }
  into[0] = a;
  into[1] = b;
  into[2] = c;
  into[3] = d;
}
