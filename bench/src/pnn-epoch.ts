import { fileURLToPath } from "node:url";
import { startLineProcess } from "./line-process.js";
import type { Steps } from "./pnn-step.js";
import { median, type Row } from "./row.js";

/** Epochs at a time, and before they are timed. */
const [epochs, warmUp] = [10, 20];

/**
 * Time of an epoch of the default mode on iris, the validation included, with circuits that are solved ("ours"), and with their
 * surrogates ("peer"), both hillock's: solving should take at most 3 times as long. The two run in turns.
 */
export async function pnnEpoch(name: string, repetitions: number): Promise<Row> {
  const script = fileURLToPath(new URL("pnn-epoch-process.js", import.meta.url));
  const start = (activation: string) => startLineProcess(process.execPath, [script, activation]);
  const programs = { ours: start("circuit"), peer: start("surrogate") };
  try {
    const times = { ours: [] as number[], peer: [] as number[] };
    const peaks = { ours: 0, peer: 0 };
    for (const which of ["peer", "ours"] as const) await programs[which].ask({ steps: warmUp });
    for (let repetition = 0; repetition < repetitions; repetition++) {
      for (const which of ["peer", "ours"] as const) {
        const { user, peak } = await programs[which].ask<Steps>({ steps: epochs });
        times[which].push((1e3 * user) / epochs);
        peaks[which] = Math.max(peaks[which], peak);
      }
    }
    const [ours, peer] = [median(times.ours), median(times.peer)];
    const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
    return {
      name,
      unit: "ms",
      ours,
      peer,
      ratio: peer / ours,
      error: null,
      settings: {
        target: "ratio 1/3",
        ours: `circuit: solved in each epoch; ${megabytes(peaks.ours)}`,
        peer: `surrogate, hillock; ${megabytes(peaks.peer)}`,
        repetitions,
      },
    };
  } finally {
    programs.ours.end();
    programs.peer.end();
  }
}
