import { HillockError } from "../base/error.js";
import { elementary } from "../expr/elementary.js";

/**
 * The t for which Student's distribution has `confidence` of its probability between -t and t.
 *
 * For whole degrees of freedom the probability is a finite sum in the angle atan(t/sqrt(n)) (Abramowitz and Stegun,
 * 26.7.3 and 26.7.4), which is solved by Newton's method; to 14 digits for 1000 degrees, 10 for a million. (Of the packages on npm, jstat has 8
 * digits for 17 kB, @stdlib all for 38 kB in 220 packages; this is half a kilobyte.)
 *
 * @param degrees whole, at least 1
 * @throws optimise/setting
 */
export function studentQuantile(confidence: number, degrees: number): number {
  if (!(confidence > 0 && confidence < 1) || !(degrees >= 1) || !Number.isInteger(degrees)) {
    throw new HillockError({
      code: "optimise/setting",
      problem: `there is no interval of confidence ${confidence} with ${degrees} degrees of freedom`,
      help: "the confidence lies between 0 and 1, and there are more data than parameters",
    });
  }
  // The angle grows from 0 to pi/2; the probability is concave in it, so that Newton's method from 0 goes up to the solution.
  let angle = 0;
  for (let round = 0; round < 200; round++) {
    const { probability, density } = probabilityWithin(angle, degrees);
    const next = angle + (confidence - probability) / density;
    if (!(next > angle)) break;
    angle = next;
  }
  return Math.sqrt(degrees) * elementary.tan(angle);
}

/** Probability of |t| < sqrt(degrees) tan(angle), and its slope with the angle. */
function probabilityWithin(angle: number, degrees: number): { probability: number; density: number } {
  const [sine, cosine] = [elementary.sin(angle), elementary.cos(angle)];
  const odd = degrees % 2 === 1;
  // Terms a_k cos^k with a_k = a_{k-2} (k-1)/k, k up to degrees - 2; the next one is the slope.
  let term = odd ? (2 / Math.PI) * cosine : 1;
  let sum = degrees === 1 ? 0 : term;
  const last = degrees - 2;
  for (let k = odd ? 3 : 2; k <= last; k += 2) {
    term *= (cosine * cosine * (k - 1)) / k;
    sum += term;
  }
  return {
    probability: (odd ? (2 / Math.PI) * angle : 0) + sine * sum,
    density: degrees === 1 ? 2 / Math.PI : term * cosine * (degrees - 1),
  };
}
