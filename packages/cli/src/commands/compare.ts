import { join } from "node:path";
import { type Circuit, HillockError, shortNumber } from "hillock";
import {
  type ComparedAnalysis,
  type Comparison,
  compare,
  comparedSignals,
  type NgspiceRunner,
  repeatTolerance,
} from "hillock/reference";
import { type ExitCode, exitCode } from "../failure.js";
import { textTable } from "../output/describe.js";
import { analysisNames, runFolder, writeJson } from "../output/run-folder.js";
import { writeTable } from "../output/waveforms-csv.js";
import { drawComparison } from "../plot/draw.js";
import type { Progress } from "../progress.js";
import { readCircuit } from "../read-circuit.js";

export interface CompareOptions {
  readonly tolerance?: number;
  /** As the user gave them: `v(out)@2.5`. */
  readonly spikes?: readonly string[];
  readonly respectTmax?: boolean;
  readonly out?: string;
  readonly root?: string;
}

/** What a comparison says and wrote. */
export interface ComparisonOutput {
  /** `{file, settings, signals, spikes, verdict, reason?}`: see docs/result-format.md. */
  readonly object: object;
  readonly text: string;
  readonly exitCode: ExitCode;
}

const codes = { pass: exitCode.pass, fail: exitCode.fail, "reference-unconverged": exitCode.unconverged } as const;

/** `hillock compare`: runs a netlist on both engines, says whether they agree, and draws them over each other. */
export async function compareFile(
  file: string,
  options: CompareOptions,
  runner: NgspiceRunner,
  progress: Progress,
): Promise<ComparisonOutput> {
  const thresholds = new Map((options.spikes ?? []).map(parseThreshold));
  const circuit = readCircuit(file, options.root);
  checkThresholds(thresholds, circuit);
  const folder = runFolder(file, options.out);
  const comparison = await compare(circuit, runner, {
    tolerance: options.tolerance,
    thresholds,
    respectMaximumStep: options.respectTmax,
    progress: (what) => progress.stage(`${file}: ${what}`),
  });

  progress.stage(`${file}: writing tables and figures`);
  const object = {
    file,
    settings: settingsOf(comparison, runner, options, thresholds),
    signals: comparison.signals,
    spikes: comparison.spikes,
    verdict: comparison.verdict,
    ...(comparison.verdict === "pass" ? {} : { reason: comparison.reasons.join("\n") }),
  };
  const paths = [await writeTable(join(folder, "comparison-signals.csv"), comparison.signals)];
  if (comparison.spikes.length > 0)
    paths.push(await writeTable(join(folder, "comparison-spikes.csv"), comparison.spikes));
  const names = analysisNames(comparison.analyses.map(({ analysis }) => analysis));
  for (const [index, compared] of comparison.analyses.entries()) {
    const path = join(folder, `comparison-${names[index]}.svg`);
    const svg = await drawComparison(path, compared, circuit.title, subtitleOf(compared, runner));
    if (svg) paths.push(svg);
  }
  paths.push(await writeJson(join(folder, "comparison.json"), { schemaVersion: 1, command: "compare", ...object }));
  return { object, text: textOf(file, comparison, runner, paths), exitCode: codes[comparison.verdict] };
}

/** `v(out)@2.5` as signal and level. */
function parseThreshold(text: string): [string, number] {
  const at = text.lastIndexOf("@");
  const level = Number(text.slice(at + 1));
  if (at > 0 && text.length > at + 1 && Number.isFinite(level)) return [text.slice(0, at).trim().toLowerCase(), level];
  throw new HillockError({
    code: "usage/spikes",
    problem: `"${text}" names no spike train`,
    help: "write a signal and a level, such as --spikes 'v(out)@2.5'",
  });
}

/** A threshold of a signal that is not compared would be ignored without a word. */
function checkThresholds(thresholds: ReadonlyMap<string, number>, circuit: Circuit): void {
  const names = comparedSignals(circuit);
  const unknown = [...thresholds.keys()].find((signal) => !names.includes(signal));
  if (unknown === undefined) return;
  throw new HillockError({
    code: "usage/spikes",
    problem: `${unknown} is not among the compared signals`,
    details: [`They are ${names.join(", ")}.`],
    help: "name one of them, or add the signal to the netlist's .save line",
  });
}

function settingsOf(
  comparison: Comparison,
  runner: NgspiceRunner,
  { respectTmax = false }: CompareOptions,
  thresholds: ReadonlyMap<string, number>,
): object {
  const own = comparison.analyses.map(({ ours }) => ours.record.settings);
  return {
    hillock: { tolerance: comparison.tolerance, repeatTolerance: repeatTolerance(comparison.tolerance), analyses: own },
    ngspice: {
      engine: runner.name,
      analyses: comparison.analyses.map(({ analysis, method, reference, attempts }) => ({
        analysis,
        method: method ?? null,
        reltol: reference?.tolerance ?? null,
        repeatReltol: reference?.repeatTolerance ?? null,
        attempts,
      })),
    },
    respectTmax,
    spikes: Object.fromEntries(thresholds),
  };
}

function subtitleOf({ verdict, method, reference, ours }: ComparedAnalysis, runner: NgspiceRunner): string {
  const tolerance = ours.record.settings.tolerance;
  const own = tolerance === undefined ? "hillock" : `hillock, tolerance ${shortNumber(Number(tolerance))}`;
  const accuracy = reference ? [`reltol ${shortNumber(reference.tolerance)}`] : ["no result"];
  const other = [runner.name, ...(method ? [method] : []), ...accuracy].join(", ");
  return `${verdict} · ${own} · ${other}`;
}

function textOf(file: string, comparison: Comparison, runner: NgspiceRunner, paths: readonly string[]): string {
  const { verdict, reasons, notes, signals, spikes } = comparison;
  const engines = comparison.analyses.map(
    (compared) => `  ${compared.analysis}: ${subtitleOf(compared, runner).slice(compared.verdict.length + 3)}`,
  );
  const ofRange = (value: number, range: number) => (range > 0 ? shortNumber(value / range) : "-");
  const signalRows = signals.map(
    ({ name, maxAbs, rms, range, selfError }) =>
      [
        name,
        shortNumber(maxAbs),
        shortNumber(rms),
        shortNumber(range),
        ofRange(maxAbs, range),
        shortNumber(selfError),
      ] as const,
  );
  const spikeRows = spikes.map(
    ({ signal, count, reference, worst, selfError }) =>
      [
        signal,
        `${count}`,
        `${reference}`,
        worst === null ? "-" : shortNumber(worst),
        selfError === null ? "-" : shortNumber(selfError),
      ] as const,
  );
  return [
    `${verdict}  ${file}`,
    ...engines,
    ...reasons.map((reason) => `  ${reason}`),
    ...notes.map((note) => `  note: ${note}`),
    ...(signalRows.length > 0
      ? [textTable([["signal", "max |Δ|", "rms Δ", "range", "max/range", "own errors"], ...signalRows])]
      : []),
    ...(spikeRows.length > 0
      ? [textTable([["spikes of", "hillock", "ngspice", "worst |Δt| (s)", "own errors (s)"], ...spikeRows])]
      : []),
    ...paths.map((path) => `  ${path}`),
  ].join("\n");
}
