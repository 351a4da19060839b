import { networkSynapse } from "../../models/stc/circuit-synapse.js";
import { check } from "../check.js";
import { experiment } from "../experiment.js";
import type { FigureBlock } from "../figure.js";
import { networkByCode } from "./published-synapses.js";
import { nicholson2024 } from "./source.js";
import type { Stimulus } from "./stimuli.js";
import { eulerRun, exactRun, last, type SynapseRun } from "./synapse-run.js";

const timestep = 1e-3;
/** Spikes of 40 Hz for 150 ms, the pause of 200 ms after them. */
const duration = 0.35;
const pre = [0, 1, 2, 3, 4, 5].map((k) => 25 * k);
/** The output spikes in the step after that in which its inputs arrive. */
const post = pre.map((step) => step + 1);

/** The four groups of synapses, as the figure's parts (b) to (e). */
const groups = {
  both: { part: "(b) both sides spike", spikes: { pre, post } },
  none: { part: "(c) neither side spikes", spikes: { pre: [], post: [] } },
  onlyPost: { part: "(d) only the output spikes", spikes: { pre: [], post } },
  onlyPre: { part: "(e) only the input spikes", spikes: { pre, post: [] } },
} satisfies Record<string, { part: string; spikes: Stimulus }>;

type Group = keyof typeof groups;

interface Runs {
  /** By Euler, the published code */
  readonly euler: SynapseRun;
  /** Exactly, what circuit and equations mean */
  readonly exact: SynapseRun;
}

type Data = Readonly<Record<Group, Runs>>;

const run = async (): Promise<Data> => {
  const runs = ({ spikes }: { readonly spikes: Stimulus }): Runs => ({
    euler: eulerRun(networkByCode, {}, spikes, { timestep, steps: Math.round(duration / timestep) }),
    exact: exactRun(
      networkSynapse,
      {},
      { pre: spikes.pre.map((step) => step * timestep), post: spikes.post.map((step) => step * timestep) },
      { duration, samples: 1400 },
    ),
  });
  return {
    both: runs(groups.both),
    none: runs(groups.none),
    onlyPost: runs(groups.onlyPost),
    onlyPre: runs(groups.onlyPre),
  };
};

const change = ({ earlyPhase }: SynapseRun): number => last(earlyPhase) - networkSynapse.restingVoltage;
const peak = ({ calcium }: SynapseRun): number => Math.max(...calcium);

const potentiates =
  "The presence of both pre- and postsynaptic spikes at a synapse causes the calcium concentration to surpass the potentiation " +
  "threshold, leading to an increase in synaptic weight.";
const nothing = "There is no change in synaptic weight if neither pre- nor postsynaptic neurons fire.";
const depresses = {
  onlyPost:
    "The presence of only postsynaptic spikes causes the calcium threshold to surpass the depression threshold, but not the " +
    "potentiation threshold, leading to a decrease in synaptic weight.",
  onlyPre:
    "The presence of only presynaptic spikes causes the calcium threshold to surpass the depression threshold, but not the " +
    "potentiation threshold, leading to a decrease in synaptic weight.",
};

const ways = [
  ["Euler", "euler"],
  ["exactly", "exact"],
] as const;

/** Below this a change is that of an Euler step's hop around rest (80 fA for 1 ms on 1.2 pF), V. */
const hop = 100e-6;

export const figure14 = experiment<Data>({
  id: "stc/fig-14",
  title: "The four groups of synapses while a sample is shown",
  source: nicholson2024,
  circuits: false,
  run,
  checks: ways.flatMap(([how, key]) => [
    check<Data>(`${how}: highest calcium where both sides spike`, {
      passage: potentiates,
      target: networkSynapse.potentiationThreshold,
      unit: "A",
      bound: "at least",
      of: ({ both }) => peak(both[key]),
    }),
    check<Data>(`${how}: change of v_h where both sides spike`, {
      passage: potentiates,
      target: 0.05,
      unit: "V",
      bound: "at least",
      of: ({ both }) => change(both[key]),
    }),
    check<Data>(`${how}: change of v_h where neither does`, {
      passage: nothing,
      target: 0,
      unit: "V",
      within: key === "exact" ? 0 : hop,
      of: ({ none }) => change(none[key]),
    }),
    ...(["onlyPost", "onlyPre"] as const).flatMap((group) => [
      check<Data>(`${how}: highest calcium, ${groups[group].part.slice(4)}`, {
        passage: depresses[group],
        target: (networkSynapse.depressionThreshold + networkSynapse.potentiationThreshold) / 2,
        unit: "A",
        within: (networkSynapse.potentiationThreshold - networkSynapse.depressionThreshold) / 2,
        of: (data) => peak(data[group][key]),
      }),
      check<Data>(`${how}: change of v_h, ${groups[group].part.slice(4)}`, {
        passage: depresses[group],
        target: -0.01,
        unit: "V",
        bound: "at most",
        of: (data) => change(data[group][key]),
      }),
    ]),
  ]),
  figure: (data) => ({
    title: "Four groups of synapses: potentiated, unchanged, depressed, depressed (Table 3)",
    columns: [
      { width: 1, blocks: [block("both", data), block("onlyPost", data)] },
      { width: 1, blocks: [block("none", data), block("onlyPre", data)] },
    ],
  }),
});

function block(group: Group, data: Data): FigureBlock {
  const { euler, exact } = data[group];
  const range = [0, duration] as const;
  const level = (value: number) => ({ label: "expected", look: "guide" as const, x: range, y: [value, value] });
  return {
    title: groups[group].part,
    x: { name: "time", unit: "s", range },
    legend: true,
    panels: [
      {
        y: { name: "i_ca", unit: "A", range: [0, 45e-12] },
        series: [
          { label: "Euler", x: euler.time, y: euler.calcium },
          { label: "exact", x: exact.time, y: exact.calcium },
          level(networkSynapse.potentiationThreshold),
          level(networkSynapse.depressionThreshold),
        ],
      },
      {
        y: { name: "v_h", unit: "V", ...(group === "none" && { range: [0.8998, 0.9002] as const }) },
        series: [
          { label: "Euler", x: euler.time, y: euler.earlyPhase },
          { label: "exact", x: exact.time, y: exact.earlyPhase },
        ],
      },
    ],
  };
}
