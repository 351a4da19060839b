import { elementary } from "../../expr/elementary.js";

/** eta1 ... eta4 of the best curve, then the root mean square of what it leaves. */
export const tanhFitSize = 5;

/** Fits curves that are given at the same inputs. */
export interface TanhFit {
  /**
   * @param curve `[points]`, V
   * @param into `[5]`, receives eta1 (V), eta2 (V), eta3 (V), eta4 (1/V) > 0 and the root mean square error (V)
   * @returns whether a minimum was found. If not, as for a curve without any swing, `into` is NaN.
   */
  readonly fit: (curve: Float64Array, into: Float64Array) => boolean;
}

const mostIterations = 200;

/** The largest eta4 that is told apart, 1/V: 4 per step between the inputs `[points]`. */
export function mostSteepness(inputs: Float64Array): number {
  return (4 * (inputs.length - 1)) / (inputs[inputs.length - 1] - inputs[0]);
}

/**
 * Least-squares fits of
 *
 *     y = eta1 + eta2 tanh((x - eta3) eta4)
 *
 * eta1 and eta2 are linear and follow from the other two (variable projection: Golub & Pereyra 1973, with Kaufman's Jacobian of
 * 1975). The search for those begins at the best of a grid of centres and slopes, so that it finds the global minimum whatever the
 * curve, and goes on by Levenberg and Marquardt's method.
 *
 * eta4 is sought between a hundredth of what spans the inputs and 4 per step between them: a steeper transition lies between
 * two inputs, which cannot tell how steep it is. A fit that ends there has this bound for eta4.
 *
 * @param x inputs in ascending order `[points]`, at least five; not all alike
 */
export function createTanhFit(x: Float64Array): TanhFit {
  const points = x.length;
  const width = x[points - 1] - x[0];
  const least = elementary.log(0.01 / width);
  const most = elementary.log(mostSteepness(x));
  const starts = createStarts(x, width);
  const centred = new Float64Array(points);
  const tanh = new Float64Array(points);

  /** What a trial gives: the rest, the gradient and the matrix of its square's half, and the linear parameters. */
  const trial = () => ({ centre: 0, slope: 0, rest: 0, g: [0, 0], h: [0, 0, 0], mean: 0, eta2: 0 });
  const evaluate = (into: ReturnType<typeof trial>, total: number): void => {
    const { centre } = into;
    const eta4 = elementary.exp(into.slope);
    let t = 0;
    let tt = 0;
    let yt = 0;
    for (let i = 0; i < points; i++) {
      const value = elementary.tanh((x[i] - centre) * eta4);
      tanh[i] = value;
      t += value;
    }
    const mean = t / points;
    let a = 0;
    let b = 0;
    let at = 0;
    let bt = 0;
    let aa = 0;
    let ab = 0;
    let bb = 0;
    let ay = 0;
    let by = 0;
    for (let i = 0; i < points; i++) {
      const value = tanh[i];
      const from = value - mean;
      const y = centred[i];
      // d tanh/d centre and d tanh/d ln eta4
      const fall = -eta4 * (1 - value * value);
      const rise = -(x[i] - centre) * fall;
      tt += from * from;
      yt += from * y;
      a += fall;
      b += rise;
      at += fall * from;
      bt += rise * from;
      aa += fall * fall;
      ab += fall * rise;
      bb += rise * rise;
      ay += fall * y;
      by += rise * y;
    }
    const eta2 = tt > 0 ? yt / tt : 0;
    let rest = 0;
    for (let i = 0; i < points; i++) {
      const off = centred[i] - eta2 * (tanh[i] - mean);
      rest += off * off;
    }
    into.rest = tt > 0 ? rest : total;
    into.mean = mean;
    into.eta2 = eta2;
    into.g = [-eta2 * (ay - eta2 * at), -eta2 * (by - eta2 * bt)];
    const square = eta2 * eta2;
    const projected = (product: number, u: number, v: number, ut: number, vt: number) =>
      square * (product - (u * v) / points - (tt > 0 ? (ut * vt) / tt : 0));
    into.h = [projected(aa, a, a, at, at), projected(ab, a, b, at, bt), projected(bb, b, b, bt, bt)];
  };

  const fit = (curve: Float64Array, into: Float64Array): boolean => {
    let mean = 0;
    for (let i = 0; i < points; i++) mean += curve[i];
    mean /= points;
    let total = 0;
    for (let i = 0; i < points; i++) {
      centred[i] = curve[i] - mean;
      total += centred[i] * centred[i];
    }
    if (!(total > 1e-24 * points)) {
      into.fill(Number.NaN);
      return false;
    }
    let best = trial();
    let next = trial();
    [best.centre, best.slope] = starts(centred);
    evaluate(best, total);
    let damping = 1e-3;
    for (let iteration = 0; iteration < mostIterations; iteration++) {
      const [aa, ab, bb] = best.h;
      const [ga, gb] = best.g;
      const da = aa * (1 + damping) + 1e-300;
      const db = bb * (1 + damping) + 1e-300;
      const determinant = da * db - ab * ab;
      const stepCentre = (ab * gb - db * ga) / determinant;
      const stepSlope = (ab * ga - da * gb) / determinant;
      // Outside of three times the inputs there is nothing that a centre could be told by.
      next.centre = Math.min(Math.max(best.centre + stepCentre, x[0] - 3 * width), x[points - 1] + 3 * width);
      next.slope = Math.min(Math.max(best.slope + Math.min(Math.max(stepSlope, -1), 1), least), most);
      const moved = Math.abs(next.centre - best.centre) + width * Math.abs(next.slope - best.slope);
      if (!(moved > 1e-10 * width)) break;
      evaluate(next, total);
      if (next.rest < best.rest) {
        [best, next] = [next, best];
        damping = Math.max(damping / 10, 1e-12);
      } else {
        damping *= 10;
        if (damping > 1e12) break;
      }
    }
    into[0] = mean - best.eta2 * best.mean;
    into[1] = best.eta2;
    into[2] = best.centre;
    into[3] = elementary.exp(best.slope);
    into[4] = Math.sqrt(best.rest / points);
    return true;
  };
  return { fit };
}

/** The best of some centres and slopes (logarithm) for a curve without its mean. */
function createStarts(x: Float64Array, width: number): (curve: Float64Array) => [number, number] {
  const points = x.length;
  const centres = Array.from({ length: 33 }, (_, k) => x[0] + ((k - 4) / 24) * width);
  const slopes = Array.from({ length: 10 }, (_, k) => elementary.log((0.5 * 1.9 ** k) / width));
  const candidates = slopes.flatMap((slope) => centres.map((centre) => ({ centre, slope })));
  const shapes = new Float64Array(candidates.length * points);
  candidates.forEach(({ centre, slope }, k) => {
    const shape = shapes.subarray(k * points, (k + 1) * points);
    let mean = 0;
    for (let i = 0; i < points; i++) {
      shape[i] = elementary.tanh((x[i] - centre) * elementary.exp(slope));
      mean += shape[i] / points;
    }
    let norm = 0;
    for (let i = 0; i < points; i++) {
      shape[i] -= mean;
      norm += shape[i] * shape[i];
    }
    // A shape that is flat over the inputs is none.
    const scale = norm > 1e-12 ? 1 / Math.sqrt(norm) : 0;
    for (let i = 0; i < points; i++) shape[i] *= scale;
  });
  return (curve) => {
    let best = 0;
    let most = -1;
    for (let k = 0, at = 0; k < candidates.length; k++) {
      let product = 0;
      for (let i = 0; i < points; i++, at++) product += shapes[at] * curve[i];
      const explained = product * product;
      if (explained > most) {
        most = explained;
        best = k;
      }
    }
    return [candidates[best].centre, candidates[best].slope];
  };
}
