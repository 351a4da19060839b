import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { chromiumPath } from "../../tools/browser/chromium.js";
import { peerVersion } from "./ngspice.js";

/** The machine and the programs that a table was made with. */
export async function machineText(): Promise<string> {
  const cores = cpus();
  const model = cores[0]?.model.trim() ?? "unknown processor";
  const chromium = spawnSync(chromiumPath, ["--version"], { encoding: "utf8" }).stdout?.match(/Chromium [\d.]+/)?.[0];
  return [`${cores.length} cores (${model})`, `Node ${process.versions.node}`, await peerVersion(), chromium]
    .filter((part) => part !== undefined)
    .join(", ");
}
