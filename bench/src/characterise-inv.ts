import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseRawFile } from "hillock/reference";
import { characterise, characterisedCircuits, createTransferCurves } from "hillock/training";
import { benchNetlist } from "./netlist-file.js";
import { timedProcess } from "./process-time.js";
import { median, type Row } from "./row.js";

/** Designs that are characterised, and those that ngspice computes: its time is taken as proportional. */
const all = 10_000;
const peerSamples = 500;
/** Designs whose curves are compared, and the error allowed, V. */
const compared = 100;
const allowed = 2e-3;
/** The default of ngspice. */
const reltol = 1e-3;

/** The peer's netlist with a loop over designs; their curves go to `file`, or nowhere. */
function peerScript(values: Float64Array, file?: string): string {
  const { from, to, points } = characterisedCircuits.inv.inputs;
  const lines = ["set noaskquit", "set filetype=binary", "set appendwrite"];
  for (let at = 0; at < values.length; at += 7) {
    const [r1, r2, r3, r4, r5, width, length] = values.subarray(at, at + 7);
    [r1, r2, r3, r4, r5].forEach((value, k) => {
      lines.push(`alter r${k + 1}=${value}`);
    });
    lines.push(`alter @b1[m]=${width / length}`, `dc VIN ${from} ${to} ${(to - from) / (points - 1)}`);
    if (file) lines.push(`write ${file} v(out)`);
    lines.push("destroy");
  }
  const control = [".control", ...lines, "quit", ".endc"].join("\n");
  return benchNetlist("characterise-inv-peer.cir").replace(/^\.end$/m, `.options reltol=${reltol}\n${control}\n.end`);
}

/** CPU time of one process that computes these designs, s, and v(out) if it is wanted. */
async function runPeer(values: Float64Array, keep: boolean): Promise<{ cpu: number; outputs: Float64Array }> {
  const folder = mkdtempSync(join(tmpdir(), "hillock-bench-"));
  try {
    const file = join(folder, "circuit.cir");
    const raw = join(folder, "outputs.raw");
    writeFileSync(file, peerScript(values, keep ? raw : undefined));
    const { cpu } = await timedProcess("ngspice", ["-n", "-b", file]);
    const plots = keep ? parseRawFile(readFileSync(raw)) : [];
    const curves = plots.flatMap(({ vectors }) => [...(vectors.find(({ name }) => name === "v(out)")?.real ?? [])]);
    return { cpu, outputs: Float64Array.from(curves) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Time of the characterisation: for us a whole new process that draws the designs, computes their curves and fits a tanh to each;
 * for ngspice the curves alone, with its start.
 */
export async function characteriseInv(name: string, repetitions: number): Promise<Row> {
  const circuit = characterisedCircuits.inv;
  const { values } = characterise(circuit, { samples: peerSamples, seed: 1 }).samples;
  const first = values.subarray(0, 7 * compared);
  const ours = createTransferCurves(circuit)(first).outputs;
  const { outputs: peers } = await runPeer(first, true);
  if (peers.length !== ours.length) throw new Error(`${name}: ngspice gave ${peers.length} of ${ours.length} values`);
  const error = ours.reduce((largest, value, k) => Math.max(largest, Math.abs(value - peers[k])), 0);
  if (!(error <= allowed)) throw new Error(`${name}: ngspice's curves are ${error} V off`);

  const script = fileURLToPath(new URL("characterise-process.js", import.meta.url));
  const times = { ours: [] as number[], peer: [] as number[] };
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const { cpu: startup } = await runPeer(new Float64Array(), false);
    const { cpu } = await runPeer(values, false);
    times.peer.push(startup + ((cpu - startup) * all) / peerSamples);
    times.ours.push((await timedProcess(process.execPath, [script, `${all}`])).cpu);
  }
  const [ourTime, peerTime] = [median(times.ours), median(times.peer)];
  return {
    name,
    unit: "s",
    ours: ourTime,
    peer: peerTime,
    ratio: peerTime / ourTime,
    error,
    settings: {
      target: `${allowed} V`,
      ours: `whole process: ${all} designs, 101 inputs, tanh fits`,
      peer: `reltol=${reltol}, without fits (${peerSamples} designs, scaled to ${all})`,
      repetitions,
    },
  };
}
