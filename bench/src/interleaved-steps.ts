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
  counts: { readonly steps: number; readonly warmUp: Readonly<Record<"ours" | "peer", number>> },
  repetitions: number,
): Promise<Record<"ours" | "peer", StepTime>> {
  const times = { ours: [] as number[], peer: [] as number[] };
  const peaks = { ours: 0, peer: 0 };
  const take = (which: "ours" | "peer", steps: number) => programs[which].ask<Steps>({ command: "step", steps });
  for (const which of ["ours", "peer"] as const) await take(which, counts.warmUp[which]);
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const which of ["peer", "ours"] as const) {
      const { user, peak } = await take(which, counts.steps);
      times[which].push((1e3 * user) / counts.steps);
      peaks[which] = Math.max(peaks[which], peak);
    }
  }
  const result = (which: "ours" | "peer"): StepTime => ({
    time: median(times[which]),
    peak: `${Math.round(peaks[which] / 1e6)} MB`,
  });
  return { ours: result("ours"), peer: result("peer") };
}
