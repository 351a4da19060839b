import { exp, expm1 } from "../../expr/elementary/exponential.js";
import { log1p } from "../../expr/elementary/logarithm.js";
import { bracketedRoot } from "../bracketed-root.js";

/**
 * A membrane between two events, t from the first of them on:
 *
 *     tau_m dV/dt = V_inf - V + s exp(-t/tau_syn)
 *     V(t) = V_inf + exp(-t/tau_m) (V(0) - V_inf + s (1 - exp(-d t))/(d tau_m)),   d = 1/tau_syn - 1/tau_m
 *
 * which is as good where the two time constants are nearly or exactly equal: (1 - exp(-d t))/d becomes t.
 */
export interface MembraneCourse {
  /** V(0), V */
  readonly potential: number;
  /** V_inf = V_rev + R_m I, V */
  readonly asymptote: number;
  /** s, V; 0 if there are no exponential responses */
  readonly input: number;
  /** tau_m, s */
  readonly timeConstant: number;
  /** tau_syn, s; infinite if there are no exponential responses */
  readonly inputTimeConstant: number;
}

/** V(t), V */
export function potentialAt(course: MembraneCourse, t: number): number {
  const { potential, asymptote, input, timeConstant, inputTimeConstant } = course;
  if (input === 0) return potential + (asymptote - potential) * -expm1(-t / timeConstant);
  const difference = 1 / inputTimeConstant - 1 / timeConstant;
  const passed = difference === 0 ? t : -expm1(-difference * t) / difference;
  return asymptote + exp(-t / timeConstant) * (potential - asymptote + (input * passed) / timeConstant);
}

/** s exp(-t/tau_syn), V */
export function inputAt({ input, inputTimeConstant }: MembraneCourse, t: number): number {
  return input === 0 ? 0 : input * exp(-t / inputTimeConstant);
}

/**
 * When V, not above the threshold at 0, first exceeds it, s; infinity if not before `until`. Without input that is a logarithm. With
 * it, V has one extremum at most, whose time is a logarithm too, and is monotone before and after.
 */
export function crossingTime(course: MembraneCourse, threshold: number, until: number): number {
  const { potential, asymptote, input, timeConstant } = course;
  if (input === 0) {
    if (!(asymptote > threshold)) return Number.POSITIVE_INFINITY;
    const time = -timeConstant * log1p(-(threshold - potential) / (asymptote - potential));
    return time < until ? time : Number.POSITIVE_INFINITY;
  }
  // V goes to V_inf + s exp(-t/tau_syn), which is between V_inf and V_inf + s.
  if (!(Math.max(asymptote, asymptote + input) > threshold)) return Number.POSITIVE_INFINITY;
  const excess = (t: number) => potentialAt(course, t) - threshold;
  const turn = extremumTime(course);
  let before = 0;
  for (const after of turn > 0 && turn < until ? [turn, until] : [until]) {
    if (excess(after) > 0) return Math.max(bracketedRoot(excess, before, after), 0);
    before = after;
  }
  return Number.POSITIVE_INFINITY;
}

/** When dV/dt = 0, s; not a number if it never is. From V - V_inf = s exp(-t/tau_syn), with a = (V(0) - V_inf)/s:
 *
 *     t = (log(1 + d tau_m) - log(1 + a d tau_m))/d,   tau_m (1 - a) if d = 0
 */
function extremumTime({ potential, asymptote, input, timeConstant, inputTimeConstant }: MembraneCourse): number {
  const part = (potential - asymptote) / input;
  const difference = 1 / inputTimeConstant - 1 / timeConstant;
  if (difference === 0) return timeConstant * (1 - part);
  return (log1p(difference * timeConstant) - log1p(part * difference * timeConstant)) / difference;
}
