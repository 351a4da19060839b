/** Phrases by which ngspice 39 to 45 says that a run is no result, or that it simulated another circuit than it was given. */
const failures = [
  /timestep too small/i,
  /singular matrix/i,
  /run simulation\(s\) aborted/i,
  /simulation interrupted/i,
  /iteration limit reached|no convergence|failed to converge/i,
  /fatal error/i,
  /^\s*error\b/i,
  /\berror on line\b/i,
  /unrecognized parameter|unknown parameter|unrecognized variable/i,
  /unknown model type|could not find a valid modelname|unable to find definition of model/i,
  /unknown (sub)?ckt|no such (device|function|vector)/i,
  /out of memory/i,
  /there aren't any circuits loaded|circuit not parsed/i,
];

/** Steps on ngspice's way to an operating point that read like failures and are none. */
const progress = /^(note|warning): .*(gmin|source) stepping|(gmin|source) stepping (failed|completed)/i;

/**
 * The lines of ngspice's log that make a run worthless, in order, without repetitions; none if the run is good.
 * "Singular matrix" alone is a warning while ngspice still tries other ways to an operating point; then a good run ends
 * with all its points, so the line is reported only if `complete` is false.
 */
export function failureLines(log: string, complete: boolean): string[] {
  const lines = log.split(/\r?\n/).map((line) => line.trim());
  const found = lines.filter((line) => !progress.test(line) && failures.some((pattern) => pattern.test(line)));
  const distinct = [...new Set(found)];
  return complete
    ? distinct.filter((line) => !/singular matrix|no convergence|failed to converge/i.test(line))
    : distinct;
}
