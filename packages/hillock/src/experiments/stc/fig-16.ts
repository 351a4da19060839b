import type { CircuitSynapse } from "../../models/stc/circuit-synapse.js";
import type { LatePhase } from "../../models/stc/late-phase.js";
import { check } from "../check.js";
import { experiment } from "../experiment.js";
import type { FigureBlock } from "../figure.js";
import { valueAt } from "../measurements.js";
import { cadence } from "./cadence.js";
import { figure11a, figure11c, figure11Start } from "./published-synapses.js";
import { nicholson2024 } from "./source.js";
import { figure11Spikes } from "./stimuli.js";
import { eulerRun, type SynapseRun } from "./synapse-run.js";

const timestep = 1e-3;

/** The late phases that are compared. */
const latePhases = {
  equation: { kind: "equation" },
  bits16: { kind: "counter", bits: 16 },
  bits8: { kind: "counter", bits: 8 },
  /** What makes an exaggerated illustration: the oscillator follows the two upper bits only. */
  coarse: { kind: "counter", bits: 8, rateBits: 2 },
} satisfies Record<string, LatePhase>;

type Runs = Readonly<Record<keyof typeof latePhases, SynapseRun>>;

interface Data {
  /** Under the input of Fig. 11(c), tagged for 264 s */
  readonly runs: Runs;
  /** Under that of Fig. 11(a), tagged for 53 s */
  readonly fast: Runs;
  /** As `fast`, with a late phase whose time constant is that of the circuit simulation's curve */
  readonly matched: Runs;
}

/** tau_z with which eq. (4) flattens as the digitised late phase of the circuit simulation does, s. */
export const cadenceTimeConstant = 26;

async function run(): Promise<Data> {
  const each = (synapse: CircuitSynapse, seconds: number): Runs => {
    const of = (latePhase: LatePhase) =>
      eulerRun({ ...synapse, latePhase }, figure11Start, figure11Spikes(), {
        timestep,
        steps: seconds / timestep,
        record: [{ from: 0, every: 50 }],
      });
    const { equation, bits16, bits8, coarse } = latePhases;
    return { equation: of(equation), bits16: of(bits16), bits8: of(bits8), coarse: of(coarse) };
  };
  return {
    runs: each(figure11c, 300),
    fast: each(figure11a, 60),
    matched: each({ ...figure11a, latePhaseTimeConstant: cadenceTimeConstant }, 60),
  };
}

/** Most by which a counter's z is above that of the equation. */
export function overestimation(counter: SynapseRun, equation: SynapseRun): number {
  return Math.max(...counter.latePhase.map((z, k) => z - equation.latePhase[k]));
}

/** Slope of a late phase at the beginning over that at the end, of the pieces between the digitised points of Fig. 11(b). */
export function flattening(latePhase: (time: number) => number): number {
  const { x } = cadence.latePhase;
  const slope = (k: number) => (latePhase(x[k + 1]) - latePhase(x[k])) / (x[k + 1] - x[k]);
  return slope(0) / slope(2);
}

/** z at a time, on straight lines between the samples at which it changes: between the counts of a counter. */
export function lateValue({ time, latePhase }: SynapseRun): (at: number) => number {
  const changes = Array.from(time.keys()).filter((k) => k === 0 || latePhase[k] !== latePhase[k - 1]);
  const trace = {
    x: Float64Array.from(changes, (k) => time[k]),
    y: Float64Array.from(changes, (k) => latePhase[k]),
  };
  return (at) => valueAt(trace, at);
}

const digitised = (time: number): number => cadence.latePhase.y[cadence.latePhase.x.indexOf(time)];

const smoother =
  "Had a 16-bit counter been used, the curve would have been smoother, leading to less overestimation of the LPW.";
const notches =
  "an 8-bit counter was used in place of the 16-bit counter proposed in the CMOS model, resulting in distinct notches in the slope of the LPW";

export const figure16 = experiment<Data>({
  id: "stc/fig-16",
  title: "Late phase by a counter: how much it overestimates",
  source: nicholson2024,
  circuits: false,
  run,
  checks: [
    check("8 bits: most by which z is above that of eq. (4)", {
      passage: smoother,
      target: 1e-3,
      bound: "at least",
      of: ({ runs }) => overestimation(runs.bits8, runs.equation),
    }),
    check("overestimation with 8 bits over that with 16", {
      passage: smoother,
      target: 100,
      bound: "at least",
      of: ({ runs }) => overestimation(runs.bits8, runs.equation) / overestimation(runs.bits16, runs.equation),
    }),
    check("an oscillator that follows 2 bits: most by which z is above that of eq. (4)", {
      passage:
        "An exaggerated illustration of the potential cause for the larger late-phase contribution in the 8-bit Cadence Virtuoso simulation results",
      target: 0.05,
      bound: "at least",
      of: ({ runs }) => overestimation(runs.coarse, runs.equation),
      note: "How the oscillator follows the counter is not stated; held for a quarter of the range, its rate gives the picture's notches.",
    }),
    check("8 bits: slope of the late phase in the first piece over that in the third", {
      passage: notches,
      target: flattening(digitised),
      tolerance: 0.1,
      of: ({ fast }) => flattening(lateValue(fast.bits8)),
      note: "The target is that of the circuit simulation in Fig. 11(b).",
      explained: {
        cause:
          "The circuit simulation's late phase does not rise with 360 s but with some 26 s. A counter of 8 bits overestimates z by " +
          "0.15 %, which cannot be seen; a time constant that is fourteen times as short can.",
        test: "Fig. 16: a late phase fourteen times as fast flattens as the circuit simulation's does",
      },
    }),
  ],
  remarks: ({ runs }) => {
    const percent = (counter: SynapseRun) => `${(100 * overestimation(counter, runs.equation)).toPrecision(2)} %`;
    return [
      `A counter that holds the rate of eq. (4) from count to count overestimates z by up to ${percent(runs.bits8)} with 8 bits and ` +
        `${percent(runs.bits16)} with 16. The effect that the thesis names is real and, with 8 bits, too small to be seen; it takes an ` +
        `oscillator that follows two bits only (${percent(runs.coarse)}) to draw Fig. 16.`,
    ];
  },
  figure: ({ runs, matched }) => ({
    title: "Late phase by eq. (4) and by counters",
    columns: [
      { width: 1, blocks: [lateBlock(runs)] },
      { width: 1, blocks: [matchedBlock(matched)] },
    ],
  }),
});

const labels: Readonly<Record<keyof typeof latePhases, string>> = {
  equation: "eq. (4)",
  bits16: "16 bits",
  bits8: "8 bits",
  coarse: "8 bits, rate by 2",
};

function lateBlock(runs: Runs): FigureBlock {
  const keys = ["equation", "bits16", "bits8", "coarse"] as const;
  const excess = (key: keyof typeof latePhases) => runs[key].latePhase.map((z, k) => z - runs.equation.latePhase[k]);
  const lines = (of: (key: keyof typeof latePhases) => Float64Array, which: readonly (keyof typeof latePhases)[]) =>
    which.map((key) => ({ label: labels[key], x: runs[key].time, y: of(key) }));
  return {
    title: "τ_z = 360 s, input of Fig. 11(c)",
    x: { name: "time", unit: "s", range: [0, 300] },
    legend: true,
    panels: [
      { y: { name: "z", unit: "" }, series: lines((key) => runs[key].latePhase, keys) },
      { y: { name: "z above eq. (4)", unit: "" }, series: lines(excess, ["equation", "coarse"]) },
      { y: { name: "z above eq. (4)", unit: "" }, series: lines(excess, ["equation", "bits16", "bits8"]) },
    ],
  };
}

function matchedBlock({ equation, coarse }: Runs): FigureBlock {
  const { x, y } = cadence.latePhase;
  const end = lateValue(equation)(x[3]);
  return {
    title: `τ_z = ${cadenceTimeConstant} s, input of Fig. 11(a)`,
    x: { name: "time", unit: "s", range: [0, 60] },
    legend: true,
    panels: [
      {
        y: { name: "z", unit: "" },
        series: [
          { label: labels.equation, x: equation.time, y: equation.latePhase },
          { label: labels.coarse, x: coarse.time, y: coarse.latePhase },
          {
            label: "circuit simulation, to scale",
            look: "points",
            x: x.slice(0, 4),
            y: y.slice(0, 4).map((percent) => ((percent - y[0]) / (y[3] - y[0])) * end),
          },
        ],
      },
    ],
  };
}
