import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ourText, peerText } from "./ladders.js";
import type { MatchedJob } from "./matching.js";
import { runPeer } from "./ngspice.js";
import { timedProcess } from "./process-time.js";
import { median, type Row } from "./row.js";
import { startWarmProcess } from "./warm-run.js";

/** Runs of a warm process before it is timed. */
const warmUps = 3;

/** Times a job again and again; `end` frees what it holds. */
interface Timer {
  /** s of CPU time. */
  readonly run: () => Promise<number>;
  readonly end: () => void;
}

async function warmTimer({ netlist, ours }: MatchedJob): Promise<Timer> {
  const warm = startWarmProcess();
  const rung = required(ours).rung;
  for (let run = 0; run < warmUps; run++) await warm.run({ netlist, rung });
  return { run: async () => (await warm.run({ netlist, rung })).cpu, end: warm.end };
}

async function coldTimer({ netlist, ours }: MatchedJob): Promise<Timer> {
  const { method, tolerance } = required(ours).rung;
  const folder = mkdtempSync(join(tmpdir(), "hillock-bench-"));
  const file = join(folder, "circuit.cir");
  writeFileSync(file, netlist);
  const script = fileURLToPath(new URL("cold-process.js", import.meta.url));
  return {
    run: async () => (await timedProcess(process.execPath, [script, file, method, `${tolerance}`])).cpu,
    end: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function peerTimer({ netlist, peer }: MatchedJob): Promise<Timer> {
  const { rung } = required(peer);
  return { run: async () => (await runPeer(netlist, rung, false)).cpu, end: () => undefined };
}

/**
 * Rows of a few matched jobs: their sum under `name`, and each by itself below it if there are several. The engines run in
 * turns, so that what else the machine does falls on both.
 *
 * @param start whether ours is a process that has run before, or a new one each time; ngspice is always a new one
 */
export async function timeJobs(
  name: string,
  start: "warm" | "cold",
  matched: readonly MatchedJob[],
  repetitions: number,
): Promise<Row[]> {
  if (matched.some(({ ours, peer }) => !ours || !peer)) return rowsOf(name, matched, [], repetitions);
  const timers: { readonly ours: Timer; readonly peer: Timer }[] = [];
  try {
    for (const job of matched) {
      timers.push({ ours: await (start === "warm" ? warmTimer(job) : coldTimer(job)), peer: await peerTimer(job) });
    }
    const times = matched.map(() => ({ ours: [] as number[], peer: [] as number[] }));
    for (let repetition = 0; repetition < repetitions; repetition++) {
      for (const [k, { ours, peer }] of timers.entries()) {
        times[k].peer.push(await peer.run());
        times[k].ours.push(await ours.run());
      }
    }
    return rowsOf(name, matched, times, repetitions);
  } finally {
    for (const { ours, peer } of timers) {
      ours.end();
      peer.end();
    }
  }
}

/** Seconds of each repetition, of one job. */
interface Times {
  readonly ours: readonly number[];
  readonly peer: readonly number[];
}

function rowsOf(name: string, matched: readonly MatchedJob[], times: readonly Times[], repetitions: number): Row[] {
  const each = matched.map((job, k) => rowOf(`${name}/${job.job.label}`, job, times[k], repetitions));
  if (each.length === 1) return [{ ...each[0], name }];
  const sum = (values: readonly (number | null)[]): number | null =>
    values.reduce((total, value) => (total === null || value === null ? null : total + value), 0);
  const ours = sum(each.map((row) => row.ours));
  const peer = sum(each.map((row) => row.peer));
  const together: Row = {
    name,
    unit: "s",
    ours,
    peer,
    ratio: ours === null || peer === null ? null : peer / ours,
    error: each.some(({ error }) => error === null) ? null : Math.max(...each.map(({ error }) => error as number)),
    settings: {
      target: each[0].settings.target,
      ours: each.map(({ settings }, k) => `${matched[k].job.label}: ${settings.ours}`).join("; "),
      peer: each.map(({ settings }, k) => `${matched[k].job.label}: ${settings.peer}`).join("; "),
      repetitions,
    },
  };
  return [together, ...each];
}

function rowOf(name: string, { job, ours, peer }: MatchedJob, times: Times | undefined, repetitions: number): Row {
  const ourTime = times ? median(times.ours) : null;
  const peerTime = times ? median(times.peer) : null;
  const none = "none on the ladder meets the target";
  return {
    name,
    unit: "s",
    ours: ourTime,
    peer: peerTime,
    ratio: ourTime === null || peerTime === null ? null : peerTime / ourTime,
    error: ours && peer ? Math.max(ours.error, peer.error) : null,
    settings: {
      target: `${job.target} ${job.unit}`,
      ours: ours ? `${ourText(ours.rung)} (${ours.record.steps} steps)` : none,
      peer: peer ? `${peerText(peer.rung)} (${peer.points} points)` : none,
      repetitions,
    },
  };
}

function required<T>(settings: T | undefined): T {
  if (settings === undefined) throw new Error("only jobs whose target is met are timed");
  return settings;
}
