import type { ExitCode } from "../failure.js";
import type { Progress } from "../progress.js";
import { exportRun } from "./export.js";
import { trainPrinted } from "./train-printed.js";
import { verify } from "./verify.js";

/** `hillock demo`: from the iris flowers to a network that can be printed, checked against ngspice, with a report. */
export async function demo(progress: Progress): Promise<{ text: string; exitCode: ExitCode }> {
  const settings = { variation: 0.1, seed: 1, activation: "circuit", hidden: [3], mode: "default" } as const;
  const trained = await trainPrinted("iris", settings, progress);
  const verified = await verify(trained.run, progress);
  const exported = await exportRun(trained.run, progress);
  const text = [trained.text, verified.text, exported.text, `Open ${verified.report} in a browser.`].join("\n\n");
  return { text, exitCode: verified.exitCode };
}
