import type { LineProcess } from "./line-process.js";
import { median } from "./row.js";

interface Steps {
  /** User CPU time of the steps, s. */
  readonly user: number;
  /** Largest resident memory so far, bytes. */
  readonly peak: number;
}

export interface StepTime {
  /** Median user CPU time of a step, ms. */
  readonly time: number;
  /** Largest resident memory, as text. */
  readonly peak: string;
}

/** Times the steps of two programs in turns, each after its warm-up. */
export async function interleavedSteps(
  programs: Readonly<Record<"ours" | "peer", LineProcess>>,
  counts: {
    /** Steps at a time; of each, where one is so much faster that its time would be too short to measure. */
    readonly steps: number | Readonly<Record<"ours" | "peer", number>>;
    readonly warmUp: Readonly<Record<"ours" | "peer", number>>;
  },
  repetitions: number,
): Promise<Record<"ours" | "peer", StepTime>> {
  const times = { ours: [] as number[], peer: [] as number[] };
  const peaks = { ours: 0, peer: 0 };
  const steps = typeof counts.steps === "number" ? { ours: counts.steps, peer: counts.steps } : counts.steps;
  const take = (which: "ours" | "peer", count: number) => programs[which].ask<Steps>({ command: "step", steps: count });
  for (const which of ["ours", "peer"] as const) await take(which, counts.warmUp[which]);
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const which of ["peer", "ours"] as const) {
      const { user, peak } = await take(which, steps[which]);
      times[which].push((1e3 * user) / steps[which]);
      peaks[which] = Math.max(peaks[which], peak);
    }
  }
  const result = (which: "ours" | "peer"): StepTime => ({
    time: median(times[which]),
    peak: `${Math.round(peaks[which] / 1e6)} MB`,
  });
  return { ours: result("ours"), peer: result("peer") };
}
