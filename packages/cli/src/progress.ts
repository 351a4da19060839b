/** Tells a person how far a job is; on stderr, so that stdout stays clean. */
export interface Progress {
  /** Begins the next part of the job. */
  readonly stage: (what: string) => void;
  /** How far the part is, 0 to 1. */
  readonly fraction: (done: number) => void;
  /** Ends the display. */
  readonly finish: () => void;
}

const barWidth = 24;

/** A bar that is drawn over and over on a terminal; a line per stage elsewhere, as for a log. */
export function createProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  if (!stream.isTTY) {
    return { stage: (what) => void stream.write(`${what}\n`), fraction: () => undefined, finish: () => undefined };
  }
  let stage = "";
  let shown = -1;
  const draw = (done: number) => {
    const filled = Math.round(done * barWidth);
    if (filled === shown) return;
    shown = filled;
    const bar = done > 0 ? `${"█".repeat(filled)}${"·".repeat(barWidth - filled)} ` : "";
    stream.write(`\r\x1b[2K${`${bar}${stage}`.slice(0, (stream.columns || 80) - 1)}`);
  };
  return {
    stage: (what) => {
      stage = what;
      shown = -1;
      draw(0);
    },
    fraction: draw,
    finish: () => void stream.write("\r\x1b[2K"),
  };
}
