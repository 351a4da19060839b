/** What is allowed around a target: a half width, absolute or as a part of the target, or one side of it. */
export type Allowance =
  | { readonly within: number }
  | { readonly tolerance: number }
  | { readonly bound: "at least" | "at most" };

/** Why a check that is not met is none the less understood. */
export interface Explanation {
  readonly cause: string;
  /** Title of the test that demonstrates the cause, as in test/experiments/. */
  readonly test: string;
}

export interface CheckParts<Data> {
  /** The words of the source that the check rests on. */
  readonly passage: string;
  readonly target: number;
  /** SI; a plain number if absent. */
  readonly unit?: string;
  /** The same quantity from what the experiment measured. */
  readonly of: (data: Data) => number;
  /** What a reader should know: a choice that the source leaves open, a value that was fitted. */
  readonly note?: string;
  readonly explained?: Explanation;
}

/** A statement of a source as a number, and what of it we find. */
export interface Check<Data> extends CheckParts<Data> {
  readonly name: string;
  readonly unit: string;
  readonly comparison: "within" | "at least" | "at most";
  /** Half width of what is allowed around the target, in its unit; 0 for a bound. */
  readonly tolerance: number;
}

export type CheckVerdict = "pass" | "fail" | "explained";

/** A check after the experiment was run. */
export interface CheckResult {
  readonly name: string;
  readonly passage: string;
  readonly target: number;
  readonly unit: string;
  readonly comparison: Check<unknown>["comparison"];
  readonly tolerance: number;
  /** null if it has no value (no spike, no crossing). */
  readonly ours: number | null;
  /** The same measured on ngspice, if it was run. */
  readonly ngspice?: number | null;
  readonly verdict: CheckVerdict;
  readonly note?: string;
  readonly explanation?: Explanation;
}

/**
 * A check. Target and allowance are fixed before the experiment is run and are not widened afterwards.
 *
 *     check("fires from about 5 V", { passage: "...", target: 5, unit: "V", within: 0.5, of: ({ ramp }) => threshold(ramp) })
 */
export function check<Data>(name: string, { ...parts }: CheckParts<Data> & Allowance): Check<Data> {
  const { passage, target, unit = "", of, note, explained } = parts;
  const described = { name, passage, target, unit, of, note, explained };
  if ("bound" in parts) return { ...described, comparison: parts.bound, tolerance: 0 };
  const tolerance = "within" in parts ? parts.within : parts.tolerance * Math.abs(target);
  return { ...described, comparison: "within", tolerance };
}

/** The verdict on a measured value; what is not met is `explained` only if the check names the test that shows why. */
export function judge(
  { target, comparison, tolerance, explained }: Pick<Check<never>, "target" | "comparison" | "tolerance" | "explained">,
  value: number,
): CheckVerdict {
  const met =
    comparison === "at least"
      ? value >= target
      : comparison === "at most"
        ? value <= target
        : Math.abs(value - target) <= tolerance;
  return met ? "pass" : explained ? "explained" : "fail";
}
