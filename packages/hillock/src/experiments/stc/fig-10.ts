import type { Synapse } from "../../models/stc/synapse-states.js";
import { check } from "../check.js";
import { experiment } from "../experiment.js";
import type { FigureBlock } from "../figure.js";
import { figure9a, figure9aStart, figure9b, figure9bStart } from "./published-synapses.js";
import { nicholson2024 } from "./source.js";
import { figure9Spikes } from "./stimuli.js";
import { eulerRun, last, type SynapseRun } from "./synapse-run.js";

const [from, to] = [64_800, 65_000];
/** Of these steps the one with a presynaptic spike. */
const spike = figure9Spikes.pre.find((step) => step >= from && step < to) as number;
const spikeSample = spike - from;

interface Data {
  readonly equations: SynapseRun;
  readonly circuit: SynapseRun;
}

async function run(): Promise<Data> {
  const zoom = { steps: to, record: [{ from, to, every: 1 }] };
  return {
    equations: eulerRun(figure9a, figure9aStart, figure9Spikes, { timestep: 10e-3, ...zoom }),
    circuit: eulerRun(figure9b, figure9bStart, figure9Spikes, { timestep: 1e-3, ...zoom }),
  };
}

/** Change of the early phase from sample to sample. */
const changes = ({ earlyPhase }: SynapseRun) => earlyPhase.map((value, k) => (k === 0 ? 0 : value - earlyPhase[k - 1]));

/** The samples after the spike in which calcium is above the depression threshold, but not above that of potentiation. */
function depressed({ calcium }: SynapseRun, { potentiationThreshold, depressionThreshold }: Synapse): number[] {
  return Array.from(calcium.keys()).filter(
    (k) => k >= spikeSample && calcium[k] > depressionThreshold && calcium[k] <= potentiationThreshold,
  );
}

/** Steepest fall by depression over the fall by recovery at the end. */
function steepness(run: SynapseRun, synapse: Synapse): number {
  const change = changes(run);
  return Math.min(...depressed(run, synapse).map((k) => change[k])) / last(change);
}

/** From the last sample with calcium above the depression threshold to the last that falls steeply, in steps. */
function levelling(run: SynapseRun, synapse: Synapse): number {
  const change = changes(run);
  const steep = Array.from(change.keys()).filter((k) => k >= spikeSample && change[k] < 10 * last(change));
  return Math.max(...steep) - Math.max(...depressed(run, synapse));
}

/** What the early phase is above rest over how fast that falls, s. */
function decayTime(run: SynapseRun, rest: number, timestep: number): number {
  return (-(last(run.earlyPhase) - rest) * timestep) / last(changes(run));
}

const weaker = "Recovery is always active, but is two orders of magnitude weaker than both potentiation and depression";
const levels =
  "The sudden leveling out of the gradient occurs once the calcium concentration decays beyond the depression threshold";

export const figure10 = experiment<Data>({
  id: "stc/fig-10",
  title: "One potentiation of Fig. 9, enlarged",
  source: nicholson2024,
  circuits: false,
  run,
  checks: [
    check("(a): slope of depression over that of recovery", {
      passage: weaker,
      target: 100,
      bound: "at least",
      of: ({ equations }) => steepness(equations, figure9a),
    }),
    check("(b): slope of depression over that of recovery", {
      passage: weaker,
      target: 100,
      bound: "at least",
      of: ({ circuit }) => steepness(circuit, figure9b),
    }),
    check("(a): steps from calcium's fall below the depression threshold to the levelling out", {
      passage: levels,
      target: 0,
      within: 0,
      of: ({ equations }) => levelling(equations, figure9a),
    }),
    check("(b): steps from calcium's fall below the depression threshold to the levelling out", {
      passage: levels,
      target: 0,
      within: 0,
      of: ({ circuit }) => levelling(circuit, figure9b),
    }),
    check("(a): time constant of the decay", {
      passage: "the time constant determining this decay (688.4 s for (a) and 68.84 s for (b))",
      target: 688.4,
      unit: "s",
      tolerance: 0.01,
      of: ({ equations }) => decayTime(equations, figure9a.restingWeight, 10e-3),
      explained: {
        cause:
          "Eq. (3) has a factor of 0.1 before the recovery: without calcium the early phase decays with τ_h/0.1 = 6884 s. In " +
          "(b), where recovery is linear, it takes some 700 s from here to rest, not 68.84 s.",
        test: "Fig. 10: the early phase decays ten times as slowly as its time constant says",
      },
    }),
  ],
  figure: ({ equations, circuit }) => ({
    title: "Potentiation, depression, recovery",
    columns: [
      { width: 1, blocks: [block("(a) equations", "c (mM)", "", "h", equations, figure9a)] },
      { width: 1, blocks: [block("(b) circuit", "i_ca", "A", "v_h", circuit, figure9b)] },
    ],
  }),
});

function block(
  title: string,
  calcium: string,
  unit: string,
  early: string,
  run: SynapseRun,
  synapse: Synapse,
): FigureBlock {
  const { time } = run;
  const range = [time[0], last(time)] as const;
  const level = (value: number) => ({ label: "expected", look: "guide" as const, x: range, y: [value, value] });
  return {
    title: `${title}; dashed: thresholds`,
    x: { name: "time", unit: "s", range },
    panels: [
      {
        y: { name: calcium, unit },
        series: [
          { label: "calcium", x: time, y: run.calcium },
          level(synapse.potentiationThreshold),
          level(synapse.depressionThreshold),
        ],
      },
      { y: { name: early, unit: "V" }, series: [{ label: "early phase", x: time, y: run.earlyPhase }] },
    ],
  };
}
