import { fileURLToPath } from "node:url";
import { startLineProcess } from "./line-process.js";
import type { Row } from "./row.js";

/** Largest resident memory, bytes. */
const allowed = 200e6;

/** User CPU time of one epoch of all MNIST images, 784 x 10, without a time step, in a process that begins with it. */
export async function stcEpoch(name: string): Promise<Row> {
  const script = fileURLToPath(new URL("stc-epoch-process.js", import.meta.url));
  const program = startLineProcess(process.execPath, [script]);
  try {
    const { user, peak, samples, spikes } = await program.ask<Record<"user" | "peak" | "samples" | "spikes", number>>(
      {},
    );
    if (peak > allowed) throw new Error(`an epoch takes ${Math.round(peak / 1e6)} MB`);
    return {
      name,
      unit: "s",
      ours: user,
      peer: null,
      ratio: null,
      error: null,
      settings: {
        target: `${allowed / 1e6} MB`,
        ours: `exact: ${samples} images, ${spikes} output spikes; ${Math.round(peak / 1e6)} MB with the images`,
        peer: "-",
        repetitions: 1,
      },
    };
  } finally {
    program.end();
  }
}
