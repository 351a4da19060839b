// Trains the surrogates that are stored in packages/hillock/src/training/surrogate/stored/, some minutes each:
// node tools/surrogates.mjs inv | ptanh | inv-published [--iterations 500] [--starts 2]
// inv-published learns from the published simulations, whose folder is that of the tests: HILLOCK_DATA, by default ../shared.
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { importSource } from "./import-source.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const stored = `${root}packages/hillock/src/training/surrogate/stored/`;
const exportNames = {
  inv: "negativeWeightSurrogate",
  ptanh: "tanhSurrogate",
  "inv-published": "publishedNegativeWeightSurrogate",
};
/** Of our own characterisations. */
const samples = 10_000;
const spread = 0.15;
const seed = 1;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { iterations: { type: "string", default: "500" }, starts: { type: "string", default: "2" } },
});
const [name] = positionals;
const [iterations, starts] = [Number(values.iterations), Number(values.starts)];
const isCount = (value) => Number.isInteger(value) && value >= 1;
if (positionals.length !== 1 || !(name in exportNames) || !isCount(iterations) || !isCount(starts)) {
  console.error(`usage: node tools/surrogates.mjs ${Object.keys(exportNames).join("|")} [--iterations N] [--starts N]`);
  process.exit(2);
}
// Not the folder's index, which needs what is made here.
const { characterisedData } = await importSource("training/surrogate/characterised-data.ts");
const { surrogateDesigns } = await importSource("training/surrogate/design.ts");
const { surrogateError, trainSurrogate } = await importSource("training/surrogate/train-surrogate.ts");
const { names, powers, outputs, data, source } = name === "inv-published" ? published() : characterised(name);

const trained = trainSurrogate(data.train, data.valid, {
  names,
  powers,
  outputs,
  hidden: [12, 12],
  seed,
  starts,
  iterations,
  progress({ start, iteration, train, valid }) {
    if (iteration % 50 !== 0) return;
    console.error(
      `start ${start}, iteration ${iteration}: ${train.toExponential(2)} train, ${valid.toExponential(2)} valid`,
    );
  },
});
// Ten digits are more than the network knows.
const network = { ...trained.network, weights: trained.network.weights.map((each) => Number(each.toPrecision(10))) };
const ofParts = (measure) => Object.fromEntries(Object.entries(data).map(([part, each]) => [part, measure(each)]));
const options = process.argv.slice(2).join(" ");
const surrogate = {
  ...network,
  circuit: name,
  provenance: {
    data: source,
    command: `node tools/surrogates.mjs ${options}`,
    samples: ofParts(({ eta }) => eta.length / 4),
    error: ofParts((each) => Number(surrogateError(network, each).toPrecision(4))),
  },
};
console.log(JSON.stringify(surrogate.provenance, null, 2));
writeFileSync(`${stored}${name}.ts`, textOf(surrogate));

/** The sequence's points in their order: 70 % to train with, 20 % to choose by, 10 % to judge by. */
function characterised(circuit) {
  const { names, powers } = surrogateDesigns[circuit];
  const all = characterisedData(surrogateDesigns[circuit].circuit, { samples, seed, spread });
  const count = all.eta.length / 4;
  const rows = (from, to) => ({
    omega: all.omega.slice(from * names.length, to * names.length),
    eta: all.eta.slice(from * 4, to * 4),
  });
  const [first, second] = [Math.floor(0.7 * count), Math.floor(0.9 * count)];
  return {
    names,
    powers,
    data: { train: rows(0, first), valid: rows(first, second), test: rows(second, count) },
    source: `own characterisation: ${samples} samples, seed ${seed}, components off by up to ${100 * spread} %; ${all.leftOut} left out`,
  };
}

/** The network sees the logarithms of all component values. */
function published() {
  const folder = resolve(root, process.env.HILLOCK_DATA || "../shared", "data/inv_circuit");
  const { names } = surrogateDesigns.inv;
  const [header, ...lines] = readFileSync(`${folder}/inv_dataset.csv`, "utf8").trim().split(/\r?\n/);
  const columns = header.split(",");
  const table = lines.map((line) => line.split(","));
  const pick = (rows, wanted) =>
    Float64Array.from(rows.flatMap((row) => wanted.map((column) => Number(row[columns.indexOf(column)]))));
  const part = (which) => {
    const rows = table.filter((row) => row[columns.indexOf("split")] === which);
    return { omega: pick(rows, names), eta: pick(rows, ["eta1", "eta2", "eta3", "eta4"]) };
  };
  const { Y_names, Y_min, Y_max } = JSON.parse(readFileSync(`${folder}/normalisation.json`, "utf8"));
  return {
    names,
    outputs: Y_names.map((each, o) => ({ name: each, least: Y_min[o], most: Y_max[o] })),
    data: { train: part("train"), valid: part("valid"), test: part("test") },
    source: "simulations published with H. Zhao et al., DATE 2023, in their parts train, valid and test",
  };
}

function textOf({ weights, ...rest }) {
  const lines = [];
  for (let first = 0; first < weights.length; first += 8)
    lines.push(`    ${weights.slice(first, first + 8).join(", ")},`);
  const parts = Object.entries(rest).map(([key, value]) => `  ${key}: ${JSON.stringify(value)},`);
  return `import type { Surrogate } from "../surrogate.js";

/** Made by \`${rest.provenance.command}\`. */
// biome-ignore format: numbers
export const ${exportNames[name]}: Surrogate = {
${parts.join("\n")}
  weights: [
${lines.join("\n")}
  ],
};
`;
}
