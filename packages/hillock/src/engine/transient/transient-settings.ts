import { HillockError } from "../../base/error.js";
import { type Method, methods } from "./tableau.js";

/** Error allowed per time step unless a run says otherwise, relative. */
export const defaultTolerance = 1e-5;

export interface TransientSettings {
  /** End of the run, s. */
  readonly stop: number;
  /** SPICE's output step, s: the default edge time of sources; it does not bound the steps taken. Default stop / 1000. */
  readonly step?: number;
  /** Nothing is recorded before this time, s. */
  readonly start?: number;
  /** Error allowed per step, relative to each voltage and current; default 1e-5. */
  readonly tolerance?: number;
  readonly method?: Method;
  /** Longest step, s; none by default: the error decides. */
  readonly maximumStep?: number;
  /** Start from `.ic` and `ic=` without an operating point. */
  readonly useInitialConditions?: boolean;
}

/** @throws engine/setting if a setting makes no sense */
export function checkSettings({
  stop,
  start = 0,
  tolerance = defaultTolerance,
  maximumStep = stop,
  step = stop,
  method = "esdirk4",
}: TransientSettings): void {
  const bad = (what: string, value: number | string, range: string): HillockError =>
    new HillockError({
      code: "engine/setting",
      problem: `the ${what} of a transient is ${value}; it must be ${range}`,
      place: "transient",
    });
  if (!(stop > 0 && Number.isFinite(stop))) throw bad("stop time", stop, "a positive time in seconds");
  if (!(start >= 0 && start < stop)) throw bad("start time", start, "between 0 and the stop time");
  if (!(tolerance >= 1e-12 && tolerance <= 0.1)) throw bad("tolerance", tolerance, "between 1e-12 and 0.1");
  if (!(step > 0)) throw bad("output step", step, "a positive time in seconds");
  if (!Object.hasOwn(methods, method)) throw bad("method", method, `one of ${Object.keys(methods).join(", ")}`);
  if (!(maximumStep > 0)) throw bad("longest step", maximumStep, "a positive time in seconds");
}
