/** What a run with a rung's settings gave. */
export interface Outcome {
  readonly error: number;
  /** s */
  readonly cpu: number;
}

/** A rung and its outcome. */
export interface Trial<Rung> extends Outcome {
  readonly rung: Rung;
}

/** Trials this many times slower than the best so far are not repeated, and their columns are left. */
const hopeless = 3;
/** Runs of each rung in the last choice. */
const runOffs = 2;

/**
 * The fastest rung that meets the target. Down a column runs only get slower: a column is left when a rung meets the
 * target, or has no chance any more. The columns' winners are then timed again, in turns: a first run is slowed down by
 * the compiler. A rung that fails to run meets nothing.
 */
export async function fastestWithin<Rung>(
  ladder: readonly (readonly Rung[])[],
  target: number,
  attempt: (rung: Rung) => Promise<Outcome | undefined>,
): Promise<Trial<Rung> | undefined> {
  const winners: Trial<Rung>[] = [];
  const best = (): number => Math.min(...winners.map(({ cpu }) => cpu));
  for (const column of ladder) {
    for (const rung of column) {
      const trial = await attempt(rung);
      if (!trial) continue;
      if (trial.error <= target) winners.push({ rung, ...trial });
      if (trial.error <= target || trial.cpu > hopeless * best()) break;
    }
  }
  if (winners.length < 2) return winners[0];
  for (let run = 0; run < runOffs; run++) {
    for (const [k, winner] of winners.entries()) {
      if (winner.cpu > hopeless * best()) continue;
      const again = await attempt(winner.rung);
      if (again && again.cpu < winner.cpu) winners[k] = { ...winner, cpu: again.cpu };
    }
  }
  return winners.find(({ cpu }) => cpu === best());
}
