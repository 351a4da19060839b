import type { Job } from "./job.js";
import { fastestWithin, type Trial } from "./ladder-search.js";
import { type OurRung, ourLadder, ourText, type PeerRung, peerLadder, peerText } from "./ladders.js";
import { benchNetlist } from "./netlist-file.js";
import { runPeer } from "./ngspice.js";
import { observe } from "./observation.js";
import { errorAgainst, type Truth, truthOf } from "./truth.js";
import { type OurRun, startWarmProcess } from "./warm-run.js";

/** A job with the fastest settings of each engine that meet its target; undefined where none on the ladder does. */
export interface MatchedJob {
  readonly job: Job;
  readonly netlist: string;
  readonly truth: Truth;
  readonly ours: (Trial<OurRung> & { readonly record: OurRun["record"] }) | undefined;
  readonly peer: (Trial<PeerRung> & { readonly points: number }) | undefined;
}

/** s; a trial that takes longer is given up. */
const patience = 120;

/**
 * Finds the settings for a job: of each engine's ladder the fastest rung whose error is within the target.
 *
 * @param say receives a line for each trial
 * @throws if the tightest runs do not agree
 */
export async function matchJob(job: Job, findTruthAnew: boolean, say: (line: string) => void): Promise<MatchedJob> {
  const netlist = benchNetlist(job.netlist);
  const truth = await truthOf(job, netlist, findTruthAnew);
  const sayTrial = (settings: string, error: number, cpu: number): void =>
    say(`  ${job.label}: ${settings}: ${error.toExponential(1)} ${job.unit}, ${cpu.toFixed(3)} s`);

  const records = new Map<OurRung, OurRun["record"]>();
  const warm = startWarmProcess();
  const ours = await fastestWithin(ourLadder, job.target, async (rung) => {
    const run = await warm.run({ netlist, rung, observation: job.observation }).catch(() => undefined);
    if (!run) return undefined;
    const error = errorAgainst(truth, run.observed);
    records.set(rung, run.record);
    sayTrial(`hillock ${ourText(rung)}`, error, run.cpu);
    return { error, cpu: run.cpu };
  }).finally(warm.end);

  const points = new Map<PeerRung, number>();
  const peer = await fastestWithin(peerLadder, job.target, async (rung) => {
    const run = await runPeer(netlist, rung, true, patience).catch(() => undefined);
    if (!run?.waveforms) return undefined;
    const error = errorAgainst(truth, observe(run.waveforms, job.observation));
    points.set(rung, run.waveforms.scales[0].values.length);
    sayTrial(`ngspice ${peerText(rung)}`, error, run.cpu);
    return { error, cpu: run.cpu };
  });
  return {
    job,
    netlist,
    truth,
    ours: ours && { ...ours, record: records.get(ours.rung) as OurRun["record"] },
    peer: peer && { ...peer, points: points.get(peer.rung) as number },
  };
}
