import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseRawFile } from "hillock/reference";
import { type DatasetProcess, samplesOf, startDatasetProcess, sweep } from "./dataset-samples.js";
import { fastestWithin, type Trial } from "./ladder-search.js";
import { benchNetlist } from "./netlist-file.js";
import { timedProcess } from "./process-time.js";
import { median, type Row } from "./row.js";
import { vectorPeak } from "./vector-peak.js";

/** Samples of the data set, and those that ngspice computes: its time is taken as proportional. */
const all = 10_000;
const peerSamples = 500;
/** Samples whose outputs are compared, and the error allowed, V. */
const compared = 200;
const allowed = 1e-4;

const ourTolerances = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7];
const peerTolerances = [1e-2, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5];
const tightest = { ours: 1e-12, peer: "reltol=1e-7 vntol=1e-10 abstol=1e-16" };
const warmUps = 3;

/** How the two engines compute the data set, and what its rows are made of. */
export interface MatchedDataset {
  readonly ours: Trial<number>;
  readonly peer: Trial<number>;
  /** Difference of the tightest runs, V. */
  readonly agreement: number;
}

/** The peer's netlist with a loop over samples; their output goes to `file`, or nowhere. */
function peerScript(options: string, samples: number, file?: string): string {
  const values = samplesOf(samples);
  const { variable, from, to, step } = sweep;
  const lines = ["set noaskquit", "set filetype=binary", "set appendwrite"];
  for (let k = 0; k < samples; k++) {
    const [r1, r2, w1, l1, w2, l2] = values.subarray(6 * k, 6 * k + 6);
    lines.push(`alter r1=${r1}`, `alter r2=${r2}`, `alter @b1[m]=${w1 / l1}`, `alter @b2[m]=${w2 / l2}`);
    lines.push(`dc ${variable} ${from} ${to} ${step}`);
    if (file) lines.push(`write ${file} v(out)`);
    lines.push("destroy");
  }
  const control = [".control", ...lines, "quit", ".endc"].join("\n");
  return benchNetlist("dc-dataset-peer.cir").replace(/^\.end$/m, `.options ${options}\n${control}\n.end`);
}

/** CPU time of one process that computes so many samples, s, and v(out) if it is wanted. */
async function runPeer(
  options: string,
  samples: number,
  keep: boolean,
): Promise<{ cpu: number; outputs: Float64Array }> {
  const folder = mkdtempSync(join(tmpdir(), "hillock-bench-"));
  try {
    const file = join(folder, "circuit.cir");
    const raw = join(folder, "outputs.raw");
    writeFileSync(file, peerScript(options, samples, keep ? raw : undefined));
    const { cpu } = await timedProcess("ngspice", ["-n", "-b", file]);
    if (!keep) return { cpu, outputs: new Float64Array(0) };
    const plots = parseRawFile(readFileSync(raw));
    const values = plots.flatMap(({ vectors }) => [...(vectors.find(({ name }) => name === "v(out)")?.real ?? [])]);
    return { cpu, outputs: Float64Array.from(values) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The loop alone, s: the time of a process without samples is subtracted, and the rest is scaled to all samples. */
async function peerTime(reltol: number): Promise<{ startup: number; loop: number }> {
  const { cpu: startup } = await runPeer(`reltol=${reltol}`, 0, false);
  const { cpu } = await runPeer(`reltol=${reltol}`, peerSamples, false);
  return { startup, loop: ((cpu - startup) * all) / peerSamples };
}

function largestDifference(a: Float64Array, b: Float64Array): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return a.reduce((largest, value, k) => Math.max(largest, Math.abs(value - b[k])), 0);
}

/** Finds for each engine the loosest settings with which its error is as allowed: against the middle of the tightest runs. */
export async function matchDataset(process: DatasetProcess, say: (line: string) => void): Promise<MatchedDataset> {
  const ours = (await process.run({ samples: compared, tolerance: tightest.ours, keep: true })).outputs;
  const { outputs: peers } = await runPeer(tightest.peer, compared, true);
  const agreement = largestDifference(ours, peers);
  if (!(agreement <= allowed / 10)) throw new Error(`dc-dataset: the tightest runs differ by ${agreement} V`);
  const truth = ours.map((value, k) => (value + peers[k]) / 2);
  const tell = (settings: string, error: number, cpu: number): void =>
    say(`  dc-dataset: ${settings}: ${error.toExponential(1)} V, ${cpu.toFixed(3)} s`);
  const our = await fastestWithin([ourTolerances], allowed, async (tolerance) => {
    const error = largestDifference((await process.run({ samples: compared, tolerance, keep: true })).outputs, truth);
    const { cpu } = await process.run({ samples: all, tolerance, keep: false });
    tell(`hillock tolerance=${tolerance}`, error, cpu);
    return { error, cpu };
  });
  const peer = await fastestWithin([peerTolerances], allowed, async (reltol) => {
    const error = largestDifference((await runPeer(`reltol=${reltol}`, compared, true)).outputs, truth);
    const { loop } = await peerTime(reltol);
    tell(`ngspice reltol=${reltol}`, error, loop);
    return { error, cpu: loop };
  });
  if (!our || !peer) throw new Error("dc-dataset: no settings meet the target");
  return { ours: our, peer, agreement };
}

/** Time of the data set: warm, in a process that has computed it before; and cold, a whole new process of each engine. */
export async function dcDataset(name: string, repetitions: number, say: (line: string) => void): Promise<Row[]> {
  const process = startDatasetProcess();
  try {
    const { ours, peer, agreement } = await matchDataset(process, say);
    const tolerance = ours.rung;
    let [iterations, operations] = [0, 0];
    for (let run = 0; run < warmUps; run++) {
      ({ iterations, operations } = await process.run({ samples: all, tolerance, keep: false }));
    }
    const script = fileURLToPath(new URL("dataset-process.js", import.meta.url));
    const times = { warm: [] as number[], cold: [] as number[], loop: [] as number[], startup: [] as number[] };
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const { startup, loop } = await peerTime(peer.rung);
      times.startup.push(startup);
      times.loop.push(loop);
      times.warm.push((await process.run({ samples: all, tolerance, keep: false })).cpu);
      times.cold.push((await timedProcess(globalThis.process.execPath, [script, `${all}`, `${tolerance}`])).cpu);
    }
    const points = all * Math.round((sweep.to - sweep.from) / sweep.step + 1);
    const warm = median(times.warm);
    const gigaflops = (rate: number): string => (rate / 1e9).toPrecision(3);
    const limit = `${((1e9 * warm) / points).toPrecision(3)} ns per point, ${(iterations / points).toFixed(2)} iterations per point of ${operations} operations each: ${gigaflops((operations * iterations) / warm)} Gflop/s, where the machine reaches ${gigaflops(vectorPeak())}`;
    const row = (own: string, ourTime: number, peerTime: number, more: string): Row => ({
      name: own,
      unit: "s",
      ours: ourTime,
      peer: peerTime,
      ratio: peerTime / ourTime,
      error: Math.max(ours.error, peer.error),
      settings: {
        target: `${allowed} V`,
        ours: `tolerance=${tolerance} (${more})`,
        peer: `reltol=${peer.rung} (${peerSamples} samples, scaled to ${all}; tightest runs agree to ${agreement.toExponential(1)} V)`,
        repetitions,
      },
    });
    const startup = median(times.startup);
    const loop = median(times.loop);
    return [
      row(name, warm, loop, limit),
      row(`${name}/cold`, median(times.cold), startup + loop, "from the start of the process"),
    ];
  } finally {
    process.end();
  }
}
