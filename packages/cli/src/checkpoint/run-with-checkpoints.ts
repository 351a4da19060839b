import { setImmediate as afterEvents } from "node:timers/promises";
import { type Circuit, HillockError, type MeasuredResult, type SimulationProgress, simulation } from "hillock";
import type { Progress } from "../progress.js";
import { readCheckpoint, writeCheckpoint } from "./checkpoint-file.js";
import { watchSignals } from "./watch-signals.js";

export interface CheckpointOptions {
  /** File to save to. */
  readonly checkpoint?: string;
  /** s of computing between two saves; default 10. */
  readonly checkpointInterval?: number;
  /** File to go on from. */
  readonly resume?: string;
}

const defaultInterval = 10;
/** At most one part in so many of the time goes into saving: a state holds the whole waveform and grows with it. */
const savingShare = 5;

/**
 * Simulates, saving checkpoints now and then, and when the process is told to stop (SIGINT, SIGTERM).
 *
 * @throws what `simulation` throws; engine/cancelled after a signal, with what is done in `partial`;
 *   usage/nothing-to-save if the circuit has no transient; what the checkpoint's file throws
 */
export async function runWithCheckpoints(
  circuit: Circuit,
  tolerance: number | undefined,
  { checkpoint, checkpointInterval = defaultInterval, resume }: CheckpointOptions,
  progress: Progress,
): Promise<MeasuredResult[]> {
  if (!circuit.analyses.some(({ kind }) => kind === "transient")) throw nothingToSave();
  const run = simulation(circuit, { tolerance }, resume === undefined ? undefined : readCheckpoint(resume));
  const signals = watchSignals(checkpoint === undefined ? [] : ["SIGINT", "SIGTERM"]);
  let saved = performance.now();
  let wait = 1000 * checkpointInterval;
  try {
    for (;;) {
      const { done, value } = run.next();
      if (done) return value;
      progress.fraction(value.fraction);
      if (checkpoint === undefined || value.fraction === 1) continue;
      // Signals are delivered between events only.
      await afterEvents();
      const signal = signals.received();
      if (signal === undefined && performance.now() - saved < wait) continue;
      const before = performance.now();
      writeCheckpoint(checkpoint, value.checkpoint());
      saved = performance.now();
      wait = Math.max(1000 * checkpointInterval, savingShare * (saved - before));
      if (signal) throw interrupted(signal, value, checkpoint);
    }
  } finally {
    signals.release();
  }
}

function interrupted(signal: string, { result }: SimulationProgress, file: string): HillockError {
  return new HillockError({
    code: "engine/cancelled",
    problem: `the run was stopped by ${signal}`,
    details: [`saved: ${file}`],
    help: `go on with  --resume ${file}`,
    partial: result(),
  });
}

function nothingToSave(): HillockError {
  return new HillockError({
    code: "usage/nothing-to-save",
    problem: "only transients are saved and resumed, and the netlist has none",
    help: "leave out --checkpoint and --resume, or add a .tran line",
  });
}
