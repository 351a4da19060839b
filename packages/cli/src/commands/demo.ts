import { existsSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { HillockError } from "hillock";
import type { ExitCode } from "../failure.js";
import { findRunner } from "../ngspice/find-runner.js";
import type { Progress } from "../progress.js";
import { compareFile } from "./compare.js";
import { simulateFile } from "./simulate.js";

/** The demonstration's netlist, in the repository that the command is part of. */
const netlist = fileURLToPath(new URL("../../../examples/ultra-compact-neuron.cir", import.meta.url));

/** `hillock demo`: simulates the ultra-compact neuron, checks it against ngspice, and says where the pictures are. */
export async function demo(progress: Progress): Promise<{ text: string; exitCode: ExitCode }> {
  if (!existsSync(netlist)) {
    throw new HillockError({
      code: "input/not-readable",
      problem: "the demonstration's netlist, examples/ultra-compact-neuron.cir, is not here",
      help: "run the demonstration in a clone of the repository",
    });
  }
  const file = relative(process.cwd(), netlist);
  const simulation = await simulateFile(file, { engine: "hillock" }, progress);
  const comparison = await compareFile(file, {}, await findRunner(), progress);
  return { text: `${simulation.text}\n\n${comparison.text}`, exitCode: comparison.exitCode };
}
