import { join } from "node:path";
import {
  type Circuit,
  HillockError,
  isHillockError,
  type MeasuredResult,
  type MeasureOutcome,
  measuredRuns,
  type RunRecord,
  shortNumber,
  simulate,
  type Waveforms,
} from "hillock";
import { runReferences } from "hillock/reference";
import { type CheckpointOptions, runWithCheckpoints } from "../checkpoint/run-with-checkpoints.js";
import { withDetail } from "../failure.js";
import { recordLine, signalRange, signalTable } from "../output/describe.js";
import { measureObject, measureTable } from "../output/measures.js";
import { analysisNames, runFolder, writeJson } from "../output/run-folder.js";
import { writeWaveforms } from "../output/waveforms-csv.js";
import { drawWaveforms } from "../plot/draw.js";
import type { Progress } from "../progress.js";
import { readCircuit } from "../read-circuit.js";

export interface SimulateOptions extends CheckpointOptions {
  readonly engine: "hillock" | "ngspice";
  readonly tolerance?: number;
  readonly out?: string;
  readonly root?: string;
}

/** One analysis, whichever engine ran it; ngspice keeps no record. */
interface Result {
  readonly waveforms: Waveforms;
  readonly record?: RunRecord;
  readonly measures: readonly MeasureOutcome[];
}

/** What a simulation wrote and says. */
export interface SimulationOutput {
  /** The object of `result.json`: see docs/result-format.md. */
  readonly object: object;
  readonly text: string;
}

/** `hillock simulate`: runs a netlist's analyses and writes CSV, figures and `result.json`. */
export async function simulateFile(
  file: string,
  options: SimulateOptions,
  progress: Progress,
): Promise<SimulationOutput> {
  const circuit = readCircuit(file, options.root);
  const folder = runFolder(file, options.out);
  const { settings, results } = await runEngine(circuit, options, progress).catch((error) =>
    keepPartial(error, folder),
  );
  const names = analysisNames(results.map(({ waveforms }) => waveforms.analysis));

  progress.stage("writing tables and figures");
  const paths: string[] = [];
  const analyses: object[] = [];
  for (const [index, { waveforms, record, measures }] of results.entries()) {
    const csv = await writeWaveforms(join(folder, `${names[index]}.csv`), waveforms);
    const subtitle = [settings.summary, ...(record ? [recordLine(record)] : [])].join(" · ");
    const svg = await drawWaveforms(join(folder, `${names[index]}.svg`), waveforms, circuit.title, subtitle);
    paths.push(csv, ...(svg ? [svg] : []));
    analyses.push({
      analysis: waveforms.analysis,
      points: waveforms.signals[0]?.values.length ?? 0,
      scales: waveforms.scales.map(({ name, unit }) => ({ name, unit })),
      signals: waveforms.signals.map((signal) => ({ name: signal.name, unit: signal.unit, ...signalRange(signal) })),
      measures: measures.map(measureObject),
      record: record ?? null,
      csv,
      svg: svg ?? null,
    });
  }
  const { summary: _, ...engineSettings } = settings;
  const object = {
    schemaVersion: 1,
    command: "simulate",
    file,
    title: circuit.title,
    settings: engineSettings,
    analyses,
  };
  paths.push(await writeJson(join(folder, "result.json"), object));
  const blocks = results.map(({ waveforms, record, measures }, index) =>
    [
      `${names[index]}${record ? `: ${recordLine(record)}` : ""}`,
      signalTable(waveforms),
      ...(measures.length > 0 ? [measureTable(measures)] : []),
      ...(record?.warnings ?? []).map(note),
    ].join("\n"),
  );
  return { object, text: [circuit.title, settings.summary, ...blocks, ...paths].join("\n") };
}

const note = (warning: string): string => `  note: ${warning}`;

/** @throws usage/interval-without-checkpoint */
function usesCheckpoints({ checkpoint, checkpointInterval, resume }: CheckpointOptions): boolean {
  if (checkpointInterval !== undefined && checkpoint === undefined) {
    throw new HillockError({
      code: "usage/interval-without-checkpoint",
      problem: "--checkpoint-interval is given, but no file to save to",
      help: "add  --checkpoint file",
    });
  }
  return checkpoint !== undefined || resume !== undefined;
}

async function runEngine(circuit: Circuit, options: SimulateOptions, progress: Progress) {
  const { engine, tolerance } = options;
  if (engine === "hillock") {
    progress.stage("hillock");
    const results: Result[] = usesCheckpoints(options)
      ? await runWithCheckpoints(circuit, tolerance, options, progress)
      : simulate(circuit, { tolerance, progress: progress.fraction });
    const used = (results as MeasuredResult[]).find(({ record }) => record.settings.tolerance !== undefined)?.record
      .settings;
    const summary = [
      "hillock",
      ...(used ? [`${used.method}, tolerance ${shortNumber(Number(used.tolerance))}`] : []),
    ].join(" · ");
    return { settings: { engine, tolerance: used?.tolerance ?? null, method: used?.method ?? null, summary }, results };
  }
  if (usesCheckpoints(options)) {
    throw new HillockError({
      code: "usage/checkpoint-engine",
      problem: "a run on ngspice can be neither saved nor resumed",
      help: "leave out --checkpoint and --resume, or --engine",
    });
  }
  const { findRunner } = await import("../ngspice/find-runner.js");
  const runner = await findRunner();
  progress.stage(runner.name);
  const settings = { reltol: tolerance ?? 1e-5, method: "gear" as const };
  const waveforms = await runReferences(circuit, runner, settings);
  const summary = `${runner.name} · gear, reltol ${shortNumber(settings.reltol)}`;
  const measures = measuredRuns(circuit, waveforms);
  return {
    settings: { engine, ngspice: runner.name, ...settings, summary },
    results: waveforms.map((each, index): Result => ({ waveforms: each, measures: measures[index] })),
  };
}

/** Writes what a failed run had computed, and names the file in the error. */
async function keepPartial(error: unknown, folder: string): Promise<never> {
  if (!isHillockError(error)) throw error;
  const partial = error.parts.partial as Result | Waveforms | undefined;
  const waveforms = partial && "waveforms" in partial ? partial.waveforms : partial;
  if (!waveforms?.signals?.length) throw error;
  const path = await writeWaveforms(join(folder, "partial.csv"), waveforms);
  const times = waveforms.scales[0]?.values;
  const until = times?.length ? ` up to ${shortNumber(times[times.length - 1])} ${waveforms.scales[0].unit}` : "";
  throw withDetail(error, `kept: the waveform${until} (${path})`);
}
