import { HillockError, isMeasureFailure, type MeasureOutcome, shortNumber } from "hillock";
import { errorObject } from "../failure.js";
import { textTable } from "./describe.js";

/** A measure as `result.json` has it. */
export function measureObject(outcome: MeasureOutcome): object {
  return isMeasureFailure(outcome) ? { ...outcome, error: errorObject(new HillockError(outcome.error)) } : outcome;
}

/** Measures with their values, a line each; below, the errors of those that have none. */
export function measureTable(measures: readonly MeasureOutcome[]): string {
  const rows = measures.map((outcome) => {
    if (isMeasureFailure(outcome)) return [outcome.name, "failed", "", ""];
    const { name, value, unit = "", at } = outcome;
    return [name, shortNumber(value, 6), unit, at === undefined ? "" : `at ${shortNumber(at, 6)}`];
  });
  const errors = measures.filter(isMeasureFailure).map(({ error }) => indented(new HillockError(error).message));
  return [textTable(rows), ...errors].join("\n");
}

const indented = (text: string): string => text.replace(/^/gm, "  ");
