import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HillockError, shortNumber, writeNetlist } from "hillock";
import {
  type Characterisation,
  type CharacterisedCircuit,
  type CharacterisedName,
  characterisationBench,
  characterise,
  characterisedCircuits,
  mostSteepness,
} from "hillock/training";
import { type ExitCode, exitCode } from "../failure.js";
import { openCsv } from "../output/csv-file.js";
import { textTable } from "../output/describe.js";
import { runFolder, writeJson } from "../output/run-folder.js";
import type { Progress } from "../progress.js";

export interface CharacteriseOptions {
  readonly samples: number;
  readonly seed: number;
  readonly from?: number;
  readonly to?: number;
  readonly points?: number;
  readonly out?: string;
}

const etaNames = ["eta1", "eta2", "eta3", "eta4"] as const;
const etaUnits = ["V", "V", "V", "1/V"] as const;

/** Failures that are listed one by one; the table of samples has all. */
const mostListed = 20;

/** `hillock characterise`: the transfer curves of many designs of a printed circuit, and the tanh of each. */
export async function characteriseCircuit(
  name: string,
  options: CharacteriseOptions,
  progress: Progress,
  version: string,
): Promise<{ readonly object: object; readonly text: string; readonly exitCode: ExitCode }> {
  const { samples, seed } = options;
  const circuit: CharacterisedCircuit = characterisedCircuits[name as CharacterisedName];
  const inputs = {
    from: options.from ?? circuit.inputs.from,
    to: options.to ?? circuit.inputs.to,
    points: options.points ?? circuit.inputs.points,
  };
  checkSamples(samples);
  const folder = runFolder(`characterise-${name}`, options.out);
  progress.stage(`${samples} designs of ${name}, ${inputs.points} inputs each`);
  const result = characterise(circuit, {
    samples,
    seed,
    inputs,
    onProgress: (done) => progress.fraction(done / samples),
  });

  progress.stage("writing tables");
  const netlist = writeNetlist(characterisationBench(circuit));
  const csv = await writeSamples(join(folder, "samples.csv"), result);
  const bench = join(folder, "bench.cir");
  await writeFile(bench, netlist);
  const summary = summaryOf(result);
  const object = {
    schemaVersion: 1,
    command: "characterise",
    version,
    circuit: name,
    description: circuit.description,
    law: `v(out) = ${circuit.sign < 0 ? "-" : ""}(eta1 + eta2 tanh((v(in) - eta3) eta4))`,
    fit: `least squares over the inputs; eta4 from ${shortNumber(0.01 / (inputs.to - inputs.from))} to ${shortNumber(mostSteepness(result.inputs))} 1/V`,
    supplies: circuit.supplies,
    settings: { samples, seed, method: "sobol", inputs },
    parameters: Object.entries(circuit.cell.parameters).map(([parameter, { default: nominal, ...rest }]) => ({
      name: parameter,
      nominal,
      ...rest,
    })),
    constraints: circuit.cell.constraints.map(({ text }) => text),
    acceptance: result.samples.acceptance,
    ...summary,
    failures: {
      count: result.failures.length,
      first: result.failures.slice(0, mostListed).map(({ sample, error }) => ({
        sample,
        code: error.code,
        problem: error.parts.problem,
      })),
    },
    netlist,
    csv,
    bench,
  };
  const paths = [csv, bench, await writeJson(join(folder, "result.json"), object)];
  return {
    object,
    text: [
      `${circuit.description}: ${object.law}`,
      `hillock ${version} · ${samples} designs, sobol, seed ${seed} · ${inputs.points} inputs from ${inputs.from} V to ${inputs.to} V`,
      `${shortNumber(100 * result.samples.acceptance, 3)} % of the points drawn fulfil ${object.constraints.join(", ")}`,
      textTable([
        ["", "least", "5 %", "median", "95 %", "largest"],
        ...[...summary.eta, { ...summary.rms, name: "rms", unit: "V" }].map(({ name: each, unit, ...numbers }) => [
          `${each} (${unit})`,
          ...[numbers.minimum, numbers.low, numbers.median, numbers.high, numbers.maximum].map((value) =>
            shortNumber(value, 4),
          ),
        ]),
      ]),
      ...(summary.steeperThanInputsTell > 0
        ? [`${summary.steeperThanInputsTell} switch more steeply than these inputs can tell: their eta4 is the bound`]
        : []),
      ...(result.failures.length > 0
        ? [`${result.failures.length} failed, the first one: ${result.failures[0].error.message}`]
        : []),
      ...paths,
    ].join("\n"),
    exitCode: result.failures.length === samples ? exitCode.fail : exitCode.pass,
  };
}

async function writeSamples(path: string, result: Characterisation): Promise<string> {
  const { names, samples, eta, error, failures } = result;
  const codes = new Map(failures.map((each) => [each.sample, each.error.code]));
  const file = await openCsv(path, ["sample", ...names, ...etaNames, "rms", "error"]);
  for (let k = 0; k < error.length; k++) {
    await file.write([
      k,
      ...samples.values.subarray(k * names.length, (k + 1) * names.length),
      ...eta.subarray(4 * k, 4 * k + 4),
      error[k],
      codes.get(k) ?? "",
    ]);
  }
  await file.close();
  return path;
}

function summaryOf({ eta, error, inputs }: Characterisation) {
  const solved = [...error.keys()].filter((k) => !Number.isNaN(error[k]));
  const spread = (of: (k: number) => number) => {
    const sorted = Float64Array.from(solved, of).sort();
    const at = (part: number) => sorted[Math.round(part * (sorted.length - 1))] ?? Number.NaN;
    return { minimum: at(0), low: at(0.05), median: at(0.5), high: at(0.95), maximum: at(1) };
  };
  const bound = mostSteepness(inputs) * (1 - 1e-9);
  return {
    eta: etaNames.map((name, j) => ({ name, unit: etaUnits[j], ...spread((k) => eta[4 * k + j]) })),
    rms: spread((k) => error[k]),
    steeperThanInputsTell: solved.filter((k) => eta[4 * k + 3] >= bound).length,
  };
}

/** Numbers that are kept, at most, so that they stay in memory. */
const mostSamples = 1_000_000;

function checkSamples(samples: number): void {
  if (samples >= 1 && samples <= mostSamples) return;
  throw new HillockError({
    code: "usage/samples",
    place: "--samples",
    problem: `${samples} designs cannot be characterised at once`,
    help: `give 1 to ${mostSamples}`,
  });
}
