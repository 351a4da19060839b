import { HillockError } from "../base/error.js";
import { elementary } from "../expr/elementary.js";

const { exp, log, log1p } = elementary;

/**
 * How an optimiser sees a parameter p: as a number u without bounds, p = value(u). Every u gives a p within the bounds,
 * so no step has to be cut or projected.
 */
export interface Transformation {
  readonly kind: "identity" | "log" | "logit" | "log-logit" | "softplus";
  /** Bounds of p; infinite where there is none. They are approached, not reached. */
  readonly lower: number;
  readonly upper: number;
  /** u of a p within the bounds. */
  readonly free: (value: number) => number;
  readonly value: (free: number) => number;
  /** dp/du at u. */
  readonly slope: (free: number) => number;
}

/** p = u: no bounds. */
export const identity: Transformation = {
  kind: "identity",
  lower: Number.NEGATIVE_INFINITY,
  upper: Number.POSITIVE_INFINITY,
  free: (value) => value,
  value: (free) => free,
  slope: () => 1,
};

/** p = exp(u): p > 0, and a step is a factor. For quantities that are known to an order of magnitude. */
export const logarithm: Transformation = {
  kind: "log",
  lower: 0,
  upper: Number.POSITIVE_INFINITY,
  free: log,
  value: exp,
  slope: exp,
};

/** p = lower + (upper - lower)/(1 + exp(-u)). */
export function logit(lower: number, upper: number): Transformation {
  checkOrder(lower, upper);
  const width = upper - lower;
  return {
    kind: "logit",
    lower,
    upper,
    free: (value) => log((value - lower) / (upper - value)),
    // Counted from the nearer bound, so that no digits are lost there.
    value: (free) => (free < 0 ? lower + width * rising(free) : upper - width * rising(-free)),
    slope: (free) => width * rising(free) * rising(-free),
  };
}

/** Between two positive bounds, the logarithm as {@link logit}: for ranges of decades. */
export function logarithmicLogit(lower: number, upper: number): Transformation {
  if (!(lower > 0)) throw badBounds(`the lower bound ${lower} of a logarithmic range is not above 0`);
  const inner = logit(log(lower), log(upper));
  const value = (free: number) => Math.min(upper, Math.max(lower, exp(inner.value(free))));
  return {
    kind: "log-logit",
    lower,
    upper,
    free: (each) => inner.free(log(each)),
    value,
    slope: (free) => value(free) * inner.slope(free),
  };
}

/**
 * One bound: p = bound + scale ln(1 + exp(u)), or with `side` "below" p = bound - scale ln(1 + exp(u)).
 *
 * @param scale distance from the bound beyond which p goes evenly with u, in the unit of p
 */
export function softplus(bound: number, side: "above" | "below", scale: number): Transformation {
  if (!Number.isFinite(bound) || !(scale > 0)) throw badBounds(`a bound of ${bound} with a scale of ${scale}`);
  const sign = side === "above" ? scale : -scale;
  return {
    kind: "softplus",
    lower: side === "above" ? bound : Number.NEGATIVE_INFINITY,
    upper: side === "above" ? Number.POSITIVE_INFINITY : bound,
    free: (value) => {
      const distance = (value - bound) / sign;
      return distance + log(-elementary.expm1(-distance));
    },
    value: (free) => bound + sign * (Math.max(free, 0) + log1p(exp(-Math.abs(free)))),
    slope: (free) => sign * rising(free),
  };
}

/**
 * The transformation that fits bounds: none, one (0 as a logarithm), or two, taken logarithmically if they are positive
 * and more than a decade apart.
 *
 * @param value a value within, which sets the scale of a single bound
 * @throws optimise/bounds if the bounds leave no room, or the value does not lie between them
 */
export function boundedBy(lower: number, upper: number, value: number): Transformation {
  checkOrder(lower, upper);
  if (!(value > lower && value < upper)) {
    throw badBounds(`the value ${value} does not lie between the bounds ${lower} and ${upper}`);
  }
  if (lower === Number.NEGATIVE_INFINITY && upper === Number.POSITIVE_INFINITY) return identity;
  if (upper === Number.POSITIVE_INFINITY) return lower === 0 ? logarithm : softplus(lower, "above", value - lower);
  if (lower === Number.NEGATIVE_INFINITY) return softplus(upper, "below", upper - value);
  return lower > 0 && upper > 10 * lower ? logarithmicLogit(lower, upper) : logit(lower, upper);
}

/** 1/(1 + exp(-u)) */
function rising(free: number): number {
  if (free >= 0) return 1 / (1 + exp(-free));
  const part = exp(free);
  return part / (1 + part);
}

function checkOrder(lower: number, upper: number): void {
  if (!(lower < upper)) throw badBounds(`the lower bound ${lower} is not below the upper bound ${upper}`);
}

function badBounds(problem: string): HillockError {
  return new HillockError({
    code: "optimise/bounds",
    problem,
    help: "bounds are not reached: leave room on both sides of the value that the search begins with",
  });
}
