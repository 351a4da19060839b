import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { flatten, parseNetlist, type Waveforms } from "hillock";
import { parseRawFile, toWaveforms } from "hillock/reference";
import type { PeerRung } from "./ladders.js";
import { timedProcess } from "./process-time.js";

/** A run of ngspice; `waveforms` only where they were asked for. */
export interface PeerRun {
  /** User and system time of the whole process, s. */
  readonly cpu: number;
  readonly waveforms?: Waveforms;
}

/** The netlist with the options of a rung; everything else is as ngspice has it by default. */
export function peerNetlist(netlist: string, { method, reltol, trtol, maximumStep, absolute = "" }: PeerRung): string {
  const options = `.options method=${method} reltol=${reltol} trtol=${trtol} ${absolute}`;
  const bounded = maximumStep === undefined ? netlist : netlist.replace(/^(\.tran \S+ \S+)/m, `$1 0 ${maximumStep}`);
  return bounded.replace(/^\.end$/m, `${options}\n.end`);
}

/**
 * Runs a netlist on the native ngspice. For its time, the waveforms go to /dev/null, so that no disk is waited for.
 *
 * @param keep whether the waveforms are kept
 * @param timeout s
 */
export async function runPeer(netlist: string, rung: PeerRung, keep: boolean, timeout?: number): Promise<PeerRun> {
  const folder = mkdtempSync(join(tmpdir(), "hillock-bench-"));
  try {
    const file = join(folder, "circuit.cir");
    // By a link of our own: ngspice may delete a raw file that it finds empty, as the null device seems, and as root it can.
    const raw = join(folder, "waveforms.raw");
    if (!keep) symlinkSync("/dev/null", raw);
    writeFileSync(file, peerNetlist(netlist, rung));
    const { cpu, output } = await timedProcess("ngspice", ["-n", "-b", "-r", raw, file], timeout);
    if (!keep) return { cpu };
    const flat = flatten(parseNetlist(netlist, { file: "bench" }));
    const plots = parseRawFile(readFileSync(raw));
    return { cpu, waveforms: toWaveforms({ plots, log: output, errors: [] }, flat.analyses[0], flat.saves, "ngspice") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Version of the native ngspice. */
export async function peerVersion(): Promise<string> {
  const { output } = await timedProcess("ngspice", ["--version"]);
  return /ngspice-[\w.]+/.exec(output)?.[0] ?? "ngspice";
}
