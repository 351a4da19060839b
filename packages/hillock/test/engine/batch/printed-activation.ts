/** The printed tanh circuit: two resistor-loaded inverters of electrolyte-gated transistors behind a divider. */
export const ptanh = `.model ink egt
VDD vdd 0 1
VSS vss 0 -1
VIN in 0 0
VX vx 0 -1.674
RA in g1 457.5k
RB g1 vx 542.5k
R1 vdd a 1.15meg
RX a vss 1.436meg
N1 a g1 vss ink W=90u L=60u
R2 vdd out 19k
N2 out a vss ink W=491u L=35u`;

/** What is chosen in its design. */
export const ptanhQuantities = ["R1", "R2", "N1.w", "N1.l", "N2.w", "N2.l"];

const ranges = [
  [0.25e6, 2.05e6],
  [6e3, 32e3],
  [80e-6, 100e-6],
  [40e-6, 80e-6],
  [480e-6, 500e-6],
  [30e-6, 40e-6],
] as const;

/** Samples spread over the ranges of the design, `[samples, quantities]`. */
export function ptanhSamples(count: number): Float64Array {
  // Multiples of powers of the root of x^7 = x + 1, as Roberts' sequence has them.
  const root = 1.1127756842787;
  return Float64Array.from({ length: count * ranges.length }, (_, k) => {
    const [low, high] = ranges[k % ranges.length];
    const fraction = (0.5 + Math.floor(k / ranges.length + 1) / root ** ((k % ranges.length) + 1)) % 1;
    return low + (high - low) * fraction;
  });
}
