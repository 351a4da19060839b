// How far forward Euler is from the exact trajectory, as docs/two-phase-plasticity.md has it.
import { uniformStream } from "../packages/hillock/src/base/random/uniform-stream.js";
import {
  acceleratedTiming,
  circuitSynapse,
  differentialSynapse,
  eulerTrajectory,
  exactTrajectory,
  networkSynapse,
  type Synapse,
} from "../packages/hillock/src/models/index.js";

const synapses: readonly (readonly [name: string, synapse: Synapse])[] = [
  ["differential equations (Table 2)", differentialSynapse],
  ["circuit (Table 1)", circuitSynapse],
  ["circuit in networks (Table 3), accelerated", { ...networkSynapse, ...acceleratedTiming }],
];

/** Timesteps, each with its steps in a millisecond. */
export const timesteps = [
  { name: "1 ms", perMillisecond: 1 },
  { name: "0.1 ms", perMillisecond: 10 },
  { name: "10 us", perMillisecond: 100 },
  { name: "1 us", perMillisecond: 1000 },
] as const;

/** Where the table is in its page. */
export const markers = { begin: "<!-- convergence -->", end: "<!-- end of convergence -->" } as const;

export const heading = [
  "| synapse | dt | early phase, mean, V | largest, V | late phase, mean | largest |",
  "|---|---|---|---|---|---|",
];

/** Euler's errors with one synapse and timestep. */
export interface ConvergenceRow {
  readonly synapse: string;
  readonly timestep: string;
  /** Of each train: differences of early phase, V, and of late phase after a second */
  readonly early: readonly number[];
  readonly late: readonly number[];
}

/** Errors after a second with random spikes of both sides, 40 Hz each, on whole ms, so that every timestep meets them. */
export function convergenceRows(
  trains: number,
  chosen: readonly { readonly name: string; readonly perMillisecond: number }[] = timesteps,
): ConvergenceRow[] {
  return synapses.flatMap(([name, synapse]) => {
    const runs = Array.from({ length: trains }, (_, k) => {
      const stream = uniformStream(k + 1, 0);
      const [pre, post] = [spikes(stream), spikes(stream)];
      return {
        pre,
        post,
        exact: exactTrajectory(synapse, {}, { pre: pre.map(inSeconds), post: post.map(inSeconds) }, 1).at(1),
      };
    });
    return chosen.map(({ name: timestep, perMillisecond }) => {
      const settings = { timestep: 1e-3 / perMillisecond, steps: 1000 * perMillisecond, record: [] };
      const inSteps = (ms: number) => ms * perMillisecond;
      const errors = runs.map(({ pre, post, exact }) => {
        const inputs = { pre: pre.map(inSteps), post: post.map(inSteps) };
        const { final } = eulerTrajectory(synapse, {}, inputs, settings);
        return [final.earlyPhase[0] - exact.earlyPhase, final.latePhase[0] - exact.latePhase].map(Math.abs);
      });
      return {
        synapse: name,
        timestep,
        early: errors.map(([early]) => early),
        late: errors.map(([, late]) => late),
      };
    });
  });
}

/** The row as the table has it. */
export function rowText({ synapse, timestep, early, late }: ConvergenceRow): string {
  const cells = [early, late].flatMap((errors) =>
    [mean(errors), Math.max(...errors)].map((each) => each.toExponential(1)),
  );
  return `| ${synapse} | ${timestep} | ${cells.join(" | ")} |`;
}

/** Mean of numbers. */
export function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}

/** The table, without its markers. */
export function convergenceTable(trains: number): string {
  return [...heading, ...convergenceRows(trains).map(rowText)].join("\n");
}

/** Where in a page the table is. */
export function tablePlace(page: string): { readonly from: number; readonly to: number } {
  const from = page.indexOf(markers.begin) + markers.begin.length;
  const to = page.indexOf(markers.end);
  if (!page.includes(markers.begin) || to < from)
    throw new Error(`${markers.begin} and ${markers.end} are not in the page`);
  return { from, to };
}

const inSeconds = (ms: number) => ms / 1000;

/** About 40 different whole ms of a second, ascending. */
function spikes({ uniform }: ReturnType<typeof uniformStream>): number[] {
  return Array.from({ length: 1000 }, (_, ms) => ms).filter(() => uniform() < 0.04);
}
