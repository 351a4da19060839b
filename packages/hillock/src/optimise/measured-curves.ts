import { HillockError } from "../base/error.js";

/** A quantity at every point of a measurement. */
export interface MeasuredColumn {
  /** Of what is swept, a source, a resistor or `temp` (degrees C); else a signal: `v(out)`, `i(v1)`. */
  readonly name: string;
  /** `[points]` */
  readonly values: Float64Array;
}

/** Measured values of a circuit at rest. */
export interface MeasuredCurves {
  /** What was set at each point, the fastest first; empty for a single operating point. */
  readonly swept: readonly MeasuredColumn[];
  /** What was measured there; with standard deviations `[points]` if they are known. */
  readonly signals: readonly (MeasuredColumn & { readonly deviations?: Float64Array })[];
}

/** How residuals are weighted: in parts of the largest value of their signal, of each value, or of its standard deviation. */
export type Weighting = "equal" | "relative" | "deviations";

/**
 * Standard deviations by which the residuals are divided `[points, signals]`, row-major; for `equal` and `relative` up to a common
 * factor, which the residuals' scatter gives.
 *
 * @throws optimise/data if columns have different lengths or values that are no finite numbers; if a deviation is not
 *   above 0, or a value 0 cannot be weighted relatively
 */
export function deviationsOf({ swept, signals }: MeasuredCurves, weighting: Weighting): Float64Array {
  const points = signals[0]?.values.length ?? 0;
  if (points === 0) throw badData("there are no measured values", "give a signal and at least one point");
  for (const { name, values } of [...swept, ...signals]) {
    if (values.length !== points)
      throw badData(`${name} has ${values.length} values, not ${points}`, "give one for each point");
    const wrong = values.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) throw badData(`value ${wrong + 1} of ${name} is ${values[wrong]}`, "give finite numbers");
  }
  if (swept.length === 0 && points > 1) {
    throw badData(`there are ${points} points, and nothing tells them apart`, "name what was swept, and its values");
  }
  const columns = signals.map((signal) => columnDeviations(signal, weighting));
  return Float64Array.from({ length: points * signals.length }, (_, at) => {
    return columns[at % signals.length][Math.floor(at / signals.length)];
  });
}

function columnDeviations({ name, values, deviations }: MeasuredCurves["signals"][number], weighting: Weighting) {
  if (weighting === "deviations") {
    if (deviations?.length !== values.length) {
      throw badData(`${name} has no standard deviations`, "give one for each value, or another weighting");
    }
    const wrong = deviations.findIndex((each) => !(each > 0 && Number.isFinite(each)));
    if (wrong >= 0)
      throw badData(`standard deviation ${wrong + 1} of ${name} is ${deviations[wrong]}`, "give numbers above 0");
    return deviations;
  }
  if (weighting === "relative") {
    const wrong = values.indexOf(0);
    if (wrong >= 0) {
      throw badData(
        `value ${wrong + 1} of ${name} is 0, of which no part can be taken`,
        "leave it out, or weight equally",
      );
    }
    return values.map(Math.abs);
  }
  const largest = values.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  return values.map(() => largest || 1);
}

function badData(problem: string, help: string): HillockError {
  return new HillockError({ code: "optimise/data", problem, help });
}
