import { join } from "node:path";
import { runVariation, type SamplingMethod } from "hillock";
import { type ExitCode, exitCode } from "../failure.js";
import { analysisNames, runFolder, writeJson } from "../output/run-folder.js";
import { drawBands, drawHistograms } from "../plot/draw-variation.js";
import type { Progress } from "../progress.js";
import { readCircuit } from "../read-circuit.js";
import { parseSignals } from "../sweep/parse-signals.js";
import { parseVariations } from "../sweep/parse-variation.js";
import { openSampleTables, type SampleTables, writeBands } from "../sweep/sample-tables.js";
import { samplesText, variationObject } from "../sweep/variation-object.js";
import { createWorkerMap, defaultWorkers } from "../sweep/worker-pool.js";

export interface SweepOptions {
  readonly samples: number;
  readonly seed: number;
  readonly vary?: readonly string[];
  readonly constraint?: readonly string[];
  readonly limit?: readonly string[];
  readonly method: SamplingMethod;
  readonly outputs?: readonly string[];
  readonly workers?: number;
  readonly tolerance?: number;
  readonly out?: string;
  readonly root?: string;
}

/** `hillock sweep`: runs a netlist's analyses for many samples of what varies in it, and says how the results scatter. */
export async function sweep(
  file: string,
  options: SweepOptions,
  progress: Progress,
): Promise<{ readonly object: object; readonly text: string; readonly exitCode: ExitCode }> {
  const { samples, seed, method, limit: limits = [], constraint: constraints = [], tolerance } = options;
  const circuit = readCircuit(file, options.root);
  const variations = parseVariations(options.vary ?? []);
  const signals = options.outputs && parseSignals(options.outputs);
  const folder = runFolder(file, options.out);
  const kinds = circuit.analyses.map(({ kind }) => kind);
  const sweeps = analysisNames(kinds).filter((_, index) => kinds[index] === "dc");
  const workers = options.workers ?? defaultWorkers(samples);

  progress.stage(`${samples} samples`);
  let tables: SampleTables | undefined;
  const result = await runVariation(
    { circuit, variations, ...(signals && { signals }), ...(tolerance !== undefined && { tolerance }) },
    {
      samples,
      seed,
      method,
      limits,
      constraints,
      ...(workers > 1 && { map: createWorkerMap(workers) }),
      onPrepared: async (prepared) => {
        tables = await openSampleTables(folder, prepared, sweeps, limits.length > 0);
      },
      onChunk: async (chunk, drawn, passes) => {
        await tables?.add(chunk, drawn, passes);
        progress.fraction((chunk.first + chunk.count) / samples);
      },
    },
  ).finally(() => tables?.close());

  progress.stage("writing tables and figures");
  const subtitle = `hillock · ${samples} samples, ${method}, seed ${seed}`;
  const histogram = await drawHistograms(join(folder, "histogram.svg"), result, circuit.title, subtitle);
  const curves = [];
  for (const [index, each] of result.curves.entries()) {
    curves.push({
      bands: await writeBands(join(folder, `${sweeps[index]}-bands.csv`), each),
      svg: await drawBands(join(folder, `${sweeps[index]}.svg`), each, circuit.title, subtitle),
    });
  }
  const [table, ...curveTables] = tables?.paths ?? [];
  const object = {
    schemaVersion: 1,
    command: "sweep",
    file,
    title: circuit.title,
    settings: { samples, seed, method, limits, constraints, tolerance: tolerance ?? null },
    ...variationObject(result, { table, curveTables, curves, histogram }),
  };
  const paths = [
    ...(tables?.paths ?? []),
    ...curves.flatMap(({ bands, svg }) => [bands, svg]),
    ...(histogram ? [histogram] : []),
    await writeJson(join(folder, "result.json"), object),
  ];
  const failed = new Set(result.failures.filter(({ output }) => output === undefined).map(({ sample }) => sample)).size;
  return {
    object,
    text: [circuit.title, subtitle, ...samplesText(result), ...paths].join("\n"),
    exitCode: failed === samples ? exitCode.fail : exitCode.pass,
  };
}
