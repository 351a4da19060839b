import { elementary } from "../expr/elementary.js";
import type { ValueTransformation } from "./circuit-values.js";

/** What the published parametrisation leaves out, or does besides. */
export interface PublishedValuesSettings {
  /** Whether R1/R2 > R3/R4 holds but for clamps: then R2 = R1 (R4/R3) s. As published, it need not. */
  readonly orderedRatios: boolean;
  /** Whether a value that was brought into its range has the gradient that it had without, as published, or none. */
  readonly clampsPassGradients: boolean;
}

/** R1, R2, R3, R4, R5, ohm, W, L, m; source: least and largest values of the data published with H. Zhao et al., DATE 2023. */
const ranges = [
  [10, 500],
  [5, 250],
  [10e3, 500e3],
  [8e3, 400e3],
  [10e3, 500e3],
  [200e-6, 800e-6],
  [10e-6, 70e-6],
] as const;
const [r1, r2, r3, r4] = [0, 1, 2, 3];
/** How near to 0 or 1 the place of a value can begin. */
const nearest = 1e-3;

/**
 * The negative-weight circuit's values as the training code published with H. Zhao et al., DATE 2023, has them: with a place
 * s = 1/(1 + exp(-rho)) for each free number,
 *
 *     R1, R3, R5, W, L = low + (high - low) s,   R2 = R1 s,   R4 = R3 s,
 *
 * of which R2 and R4 are then brought into their ranges.
 */
export function publishedValues({ orderedRatios, clampsPassGradients }: PublishedValuesSettings): ValueTransformation {
  const places = new Float64Array(ranges.length);
  const values = new Float64Array(ranges.length);
  const slopes = new Float64Array(ranges.length);
  /** The values before they are brought into their ranges. */
  const run = (free: Float64Array, from: number): void => {
    ranges.forEach(([low, high], k) => {
      places[k] = 1 / (1 + elementary.exp(-free[from + k]));
      values[k] = low + (high - low) * places[k];
    });
    values[r4] = values[r3] * places[r4];
    values[r2] = values[r1] * places[r2] * (orderedRatios ? places[r4] : 1);
  };
  const clamped = (k: number): number => Math.min(ranges[k][1], Math.max(ranges[k][0], values[k]));
  return {
    count: ranges.length,
    values(free, from, into) {
      run(free, from);
      for (let k = 0; k < ranges.length; k++) into[k] = clamped(k);
    },
    addGradient(free, from, byValue, into, intoAt) {
      run(free, from);
      const by = byValue.map((slope, k) => (clampsPassGradients || clamped(k) === values[k] ? slope : 0));
      ranges.forEach(([low, high], k) => {
        slopes[k] = by[k] * (high - low);
      });
      const ratio = values[r2] / values[r1];
      slopes[r1] = (by[r1] + by[r2] * ratio) * (ranges[r1][1] - ranges[r1][0]);
      slopes[r2] = (by[r2] * values[r2]) / places[r2];
      slopes[r3] = (by[r3] + by[r4] * places[r4]) * (ranges[r3][1] - ranges[r3][0]);
      slopes[r4] = by[r4] * values[r3] + (orderedRatios ? (by[r2] * values[r2]) / places[r4] : 0);
      for (let k = 0; k < ranges.length; k++) into[intoAt + k] += slopes[k] * places[k] * (1 - places[k]);
    },
    free(given) {
      const ratio = given[r4] / given[r3];
      return Float64Array.from(ranges, ([low, high], k) => {
        let place = (given[k] - low) / (high - low);
        if (k === r2) place = given[r2] / given[r1] / (orderedRatios ? ratio : 1);
        if (k === r4) place = ratio;
        const inside = Math.min(1 - nearest, Math.max(nearest, place));
        return elementary.log(inside / (1 - inside));
      });
    },
  };
}
