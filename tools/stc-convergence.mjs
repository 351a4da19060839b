// How far forward Euler is from the exact trajectory, for docs/two-phase-plasticity.md: node tools/stc-convergence.mjs [--trains 20] [--write]
// Random spikes of both sides, 1 s at 40 Hz on whole ms, so that every timestep meets them; the state after 1 s is compared.
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { importSource } from "./import-source.mjs";

const { values } = parseArgs({ options: { trains: { type: "string", default: "20" }, write: { type: "boolean" } } });
const trains = Number(values.trains);
if (!(Number.isInteger(trains) && trains >= 1)) {
  console.error("usage: node tools/stc-convergence.mjs [--trains N] [--write]");
  process.exit(2);
}
const models = await importSource("models/index.ts");
const { uniformStream } = await importSource("base/random/uniform-stream.ts");
const { circuitSynapse, networkSynapse, acceleratedTiming, differentialSynapse, eulerTrajectory, exactTrajectory } =
  models;

const synapses = [
  ["differential equations (Table 2)", differentialSynapse],
  ["circuit (Table 1)", circuitSynapse],
  ["circuit in networks (Table 3), accelerated", { ...networkSynapse, ...acceleratedTiming }],
];
const timesteps = [
  ["1 ms", 1],
  ["0.1 ms", 10],
  ["10 us", 100],
  ["1 us", 1000],
];

/** About 40 different whole ms of a second, ascending. */
const train = ({ uniform }) => Array.from({ length: 1000 }, (_, ms) => ms).filter(() => uniform() < 0.04);

/** Differences of early and late phase from the exact ones after each train of a second. */
function differences(synapse, perMillisecond) {
  const rows = [];
  for (let seed = 1; seed <= trains; seed++) {
    const stream = uniformStream(seed, 0);
    const spikes = { pre: train(stream), post: train(stream) };
    const scaled = (factor) => ({
      pre: spikes.pre.map((ms) => ms * factor),
      post: spikes.post.map((ms) => ms * factor),
    });
    const inSeconds = { pre: spikes.pre.map((ms) => ms / 1000), post: spikes.post.map((ms) => ms / 1000) };
    const exact = exactTrajectory(synapse, {}, inSeconds, 1).at(1);
    const settings = { timestep: 1e-3 / perMillisecond, steps: 1000 * perMillisecond, record: [] };
    const { final } = eulerTrajectory(synapse, {}, scaled(perMillisecond), settings);
    rows.push([final.earlyPhase[0] - exact.earlyPhase, final.latePhase[0] - exact.latePhase].map(Math.abs));
  }
  return rows;
}

const number = (value) => value.toExponential(1);
const mean = (numbers) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
const lines = [
  "| synapse | dt | early phase, mean, V | largest, V | late phase, mean | largest |",
  "|---|---|---|---|---|---|",
];
for (const [name, synapse] of synapses)
  for (const [label, perMillisecond] of timesteps) {
    const rows = differences(synapse, perMillisecond);
    const [early, late] = [rows.map(([each]) => each), rows.map(([, each]) => each)];
    const cells = [early, late].flatMap((errors) => [number(mean(errors)), number(Math.max(...errors))]);
    lines.push(`| ${name} | ${label} | ${cells.join(" | ")} |`);
  }
const table = lines.join("\n");
if (values.write) {
  const page = new URL("../docs/two-phase-plasticity.md", import.meta.url);
  const [begin, end] = ["<!-- convergence -->", "<!-- end of convergence -->"];
  const text = readFileSync(page, "utf8");
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${begin} and ${end} are not in the page`);
  writeFileSync(page, `${text.slice(0, from)}${begin}\n\n${table}\n\n${text.slice(to)}`);
} else console.log(table);
