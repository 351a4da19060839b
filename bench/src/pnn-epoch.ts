import { fileURLToPath } from "node:url";
import { interleavedSteps } from "./interleaved-steps.js";
import { startLineProcess } from "./line-process.js";
import type { Row } from "./row.js";

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
    const { ours, peer } = await interleavedSteps(
      programs,
      { steps: epochs, warmUp: { ours: warmUp, peer: warmUp } },
      repetitions,
    );
    return {
      name,
      unit: "ms",
      ours: ours.time,
      peer: peer.time,
      ratio: peer.time / ours.time,
      error: null,
      settings: {
        target: "ratio 1/3",
        ours: `circuit: solved in each epoch; ${ours.peak}`,
        peer: `surrogate, hillock; ${peer.peak}`,
        repetitions,
      },
    };
  } finally {
    programs.ours.end();
    programs.peer.end();
  }
}
