import { type Check, type CheckResult, judge } from "./check.js";
import type { ExperimentFigure } from "./figure.js";
import type { Lab } from "./lab.js";
import type { Source } from "./source.js";

export interface ExperimentParts<Data> {
  /** `source/figure`, e.g. `uc-neuron/fig-2`. */
  readonly id: string;
  readonly title: string;
  readonly source: Source;
  /** Runs longer than two minutes: only when it is named, or asked for with the long ones. */
  readonly long?: boolean;
  /** Whether it runs circuits (if absent, it does); if not, another engine would find the same, and is not asked. */
  readonly circuits?: boolean;
  readonly run: (lab: Lab) => Promise<Data>;
  readonly checks: readonly Check<Data>[];
  readonly figure: (data: Data) => ExperimentFigure;
  /** What checks and figure do not say by themselves, in plain words: a paragraph each. */
  readonly remarks?: (data: Data) => readonly string[];
}

/** A published figure or table: what to run, what the source says of it, and how it is drawn. */
export interface Experiment {
  readonly id: string;
  readonly title: string;
  readonly source: Source;
  readonly long: boolean;
  readonly circuits: boolean;
  /** The checks without their measurements. */
  readonly checks: readonly Omit<Check<never>, "of">[];
  /** Runs it, on a second lab as well if one is given. */
  readonly reproduce: (lab: Lab, reference?: Lab) => Promise<Reproduction>;
}

/** What an experiment found. */
export interface Reproduction {
  readonly checks: readonly CheckResult[];
  readonly figure: ExperimentFigure;
  readonly remarks: readonly string[];
}

export function experiment<Data>({ run, checks, figure, remarks, ...parts }: ExperimentParts<Data>): Experiment {
  const { long = false, circuits = true, ...about } = parts;
  return {
    ...about,
    long,
    circuits,
    checks: checks.map(({ of: _, ...described }) => described),
    async reproduce(lab, reference) {
      const data = await run(lab);
      const other = reference && circuits ? await run(reference) : undefined;
      return {
        checks: checks.map((each) => resultOf(each, data, other)),
        figure: figure(data),
        remarks: remarks?.(data) ?? [],
      };
    },
  };
}

function resultOf<Data>(check: Check<Data>, data: Data, reference: Data | undefined): CheckResult {
  const { name, passage, target, unit, comparison, tolerance, of, note, explained } = check;
  const ours = of(data);
  return {
    name,
    passage,
    target,
    unit,
    comparison,
    tolerance,
    ours: finite(ours),
    ...(reference !== undefined && { ngspice: finite(of(reference)) }),
    verdict: judge(check, ours),
    ...(note !== undefined && { note }),
    ...(explained && { explanation: explained }),
  };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
