import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Job } from "./job.js";
import { ourText, ourTruthRungs, type PeerRung, peerText, peerTruthRungs } from "./ladders.js";
import { runPeer } from "./ngspice.js";
import { largestDifference, observe } from "./observation.js";
import { startWarmProcess } from "./warm-run.js";

/** What a job gives when both engines are as exact as they can be. */
export interface Truth {
  /** Of the netlist and the observation. */
  readonly hash: string;
  /** The settings of the two runs. */
  readonly settings: string;
  /** Largest difference of the two runs. */
  readonly agreement: number;
  /** The middle between the two runs. */
  readonly values: readonly number[];
}

/**
 * The committed truth of a job. It takes minutes to find and depends on the circuit only, so it is found anew only when
 * the circuit has changed, or when it is asked for.
 */
export async function truthOf(job: Job, netlist: string, anew: boolean): Promise<Truth> {
  const file = fileURLToPath(new URL(`../truth/${job.netlist.replace(/\.cir$/, ".json")}`, import.meta.url));
  const hash = createHash("sha256")
    .update(JSON.stringify([netlist, job.observation]))
    .digest("hex");
  if (!anew) {
    const kept = readTruth(file);
    if (kept?.hash === hash && kept.agreement <= job.target / 10) return kept;
  }
  const truth = await findTruth(job, netlist, hash);
  writeFileSync(file, `${JSON.stringify(truth, null, 1)}\n`);
  return truth;
}

function readTruth(file: string): Truth | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Truth;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * The tightest runs of both engines, which must agree to a tenth of the target: only then do they tell the error of a run
 * that is allowed as much as the target.
 *
 * @throws if they do not agree
 */
export async function findTruth(job: Job, netlist: string, hash: string): Promise<Truth> {
  const { observation, target, unit, label } = job;
  const tried: string[] = [];
  let ours: Float64Array | undefined;
  let peer: Float64Array | undefined;
  // The engines take turns in getting tighter.
  for (let turn = 0; turn < ourTruthRungs.length + peerTruthRungs.length - 1; turn++) {
    const ourRung = ourTruthRungs[turn >> 1];
    const peerRung = peerTruthRungs[(turn + 1) >> 1];
    if (turn % 2 === 0) {
      const warm = startWarmProcess();
      ours = (await warm.run({ netlist, rung: ourRung, observation }).finally(warm.end)).observed;
    }
    if (turn % 2 === 1 || turn === 0) peer = await observePeer(job, netlist, peerRung);
    if (!ours || !peer) continue;
    const agreement = largestDifference(ours, peer);
    const settings = `${ourText(ourRung)}; ngspice ${peerText(peerRung)}`;
    if (agreement <= target / 10) {
      const values = Array.from(ours, (value, k) => (value + (peer as Float64Array)[k]) / 2);
      return { hash, settings, agreement, values };
    }
    tried.push(`${settings}: ${agreement} ${unit} (${ours.length} and ${peer.length} values)`);
  }
  throw new Error(`${label}: the tightest runs differ by more than ${target / 10} ${unit}\n${tried.join("\n")}`);
}

async function observePeer({ observation }: Job, netlist: string, rung: PeerRung): Promise<Float64Array | undefined> {
  const { waveforms } = await runPeer(netlist, rung, true);
  return waveforms && observe(waveforms, observation);
}

/** Error of a run. */
export function errorAgainst(truth: Truth, observed: Float64Array): number {
  return largestDifference(Float64Array.from(truth.values), observed);
}
