/** A function along a line: at a step of 0 the search begins, with a slope below 0. */
export interface LinePoint<T> {
  readonly step: number;
  /** Infinite where the function cannot be evaluated. */
  readonly value: number;
  /** d value / d step */
  readonly slope: number;
  /** What the caller wants to have back. */
  readonly payload?: T;
}

/** Armijo's and the curvature constant of the strong Wolfe conditions. */
const [sufficient, flat] = [1e-4, 0.9];

/** Growth of steps while the function still falls steeply. */
const growth = 4;

const mostPoints = 40;

/**
 * A step that satisfies the strong Wolfe conditions, value(a) <= value(0) + 1e-4 a slope(0) and |slope(a)| <= 0.9 |slope(0)| (Nocedal
 * and Wright, Numerical Optimization, algorithms 3.5 and 3.6), with cubic interpolation that keeps a tenth of the interval from
 * its ends. A step at which the function cannot be evaluated is too long.
 *
 * @param first the step that is tried first
 * @returns nothing if there is none to be found
 */
export function strongWolfe<T>(
  start: LinePoint<T>,
  evaluate: (step: number) => LinePoint<T>,
  first: number,
): LinePoint<T> | undefined {
  const low = (point: LinePoint<T>) => point.value <= start.value + sufficient * point.step * start.slope;
  const level = (point: LinePoint<T>) => Math.abs(point.slope) <= -flat * start.slope;
  let points = 0;

  /** Between `good`, the lowest point so far, and `other`, towards which the function first falls. */
  const zoom = (from: LinePoint<T>, to: LinePoint<T>): LinePoint<T> | undefined => {
    let [good, other] = [from, to];
    for (; points < mostPoints; points++) {
      const width = other.step - good.step;
      if (Math.abs(width) <= 1e-16 * Math.abs(good.step)) break;
      const part = interpolate(good, other);
      const point = evaluate(good.step + Math.min(0.9, Math.max(0.1, part)) * width);
      if (!low(point) || !(point.value < good.value)) other = point;
      else {
        if (level(point)) return point;
        if (point.slope * width >= 0) other = good;
        good = point;
      }
    }
    // Where rounding hides the rest, a point that is low will do.
    return good.step > 0 && good.value < start.value ? good : undefined;
  };

  let previous = start;
  let step = first;
  for (; points < mostPoints; points++) {
    const point = evaluate(step);
    if (!low(point) || (points > 0 && point.value >= previous.value)) return zoom(previous, point);
    if (level(point)) return point;
    if (point.slope >= 0) return zoom(point, previous);
    previous = point;
    step *= growth;
  }
  return previous.step > 0 ? previous : undefined;
}

/** Where the cubic through two points with their slopes is lowest, in parts of the way from one to the other. */
function interpolate<T>(from: LinePoint<T>, to: LinePoint<T>): number {
  if (!Number.isFinite(to.value) || !Number.isFinite(to.slope)) return 0.25;
  const width = to.step - from.step;
  const [a, b] = [from.slope * width, to.slope * width];
  const middle = a + b - 3 * (to.value - from.value);
  const root = Math.sqrt(middle * middle - a * b);
  const part = 1 - (b + root - middle) / (b - a + 2 * root);
  return Number.isFinite(part) ? part : 0.5;
}
