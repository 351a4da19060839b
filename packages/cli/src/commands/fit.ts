import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type Circuit,
  HillockError,
  quantityText,
  type SignalValues,
  shortNumber,
  type Waveforms,
  writeNetlist,
} from "hillock";
import { type CircuitFit, circuitWithValues, fitCircuit, type MeasuredCurves, type Weighting } from "hillock/optimise";
import { type ExitCode, exitCode } from "../failure.js";
import { textTable } from "../output/describe.js";
import { runFolder, writeJson } from "../output/run-folder.js";
import { writeWaveforms } from "../output/waveforms-csv.js";
import { drawFit } from "../plot/draw.js";
import type { Progress } from "../progress.js";
import { readCircuit } from "../read-circuit.js";
import { readTable, type Table } from "../read-table.js";

export interface FitOptions {
  /** Names, each perhaps several with commas. */
  readonly free: readonly string[];
  /** `R1=1e3:1e6`, each perhaps several with commas. */
  readonly bounds?: readonly string[];
  readonly weights?: "equal" | "relative" | "sigma";
  readonly confidence?: number;
  readonly profile?: boolean;
  readonly out?: string;
  readonly root?: string;
}

/** What a fit wrote and says. */
export interface FitOutput {
  /** The object of `result.json`: see docs/result-format.md. */
  readonly object: object;
  readonly text: string;
  readonly exitCode: ExitCode;
}

const weightings: Readonly<Record<string, Weighting>> = { equal: "equal", relative: "relative", sigma: "deviations" };

/**
 * `hillock fit`: fits quantities of a netlist to measured values of its `.dc` or `.op` analysis.
 *
 * @param data CSV: a column for each swept quantity, the others signals (`v(out)`) and their standard deviations (`sigma(v(out))`)
 * @throws usage/..., input/..., fit/..., and what `fitCircuit` throws
 */
export async function fit(file: string, data: string, options: FitOptions, progress: Progress): Promise<FitOutput> {
  const free = listed(options.free);
  const bounds = boundsOf(options.bounds ?? []);
  const circuit = readCircuit(file, options.root);
  const curves = curvesOf(circuit, readTable(data), data);
  progress.stage("hillock fit");
  let steps = 0;
  const fitted = fitCircuit(circuit, curves, {
    ...{ free, bounds, confidence: options.confidence, profile: options.profile },
    ...(options.weights && { weighting: weightings[options.weights] }),
    progress: ({ norm }) => {
      steps++;
      progress.stage(`hillock fit: step ${steps}, residual norm ${shortNumber(norm)}`);
    },
  });
  const folder = runFolder(file, options.out);
  progress.stage("writing tables and figures");
  const subtitle = summaryOf(fitted);
  const values = Float64Array.from(fitted.parameters, ({ value }) => value);
  const csv = await writeWaveforms(join(folder, "fit.csv"), tableOf(curves, fitted));
  const svg =
    curves.swept.length > 0 ? await drawFit(join(folder, "fit.svg"), curves, fitted, circuit.title, subtitle) : null;
  const netlist = join(folder, "fitted.cir");
  await writeFile(netlist, writeNetlist(circuitWithValues(circuit, free, values)));
  const object = {
    schemaVersion: 1,
    command: "fit",
    file,
    data,
    ...describe(circuit, curves, fitted),
    csv,
    svg,
    netlist,
  };
  const result = await writeJson(join(folder, "result.json"), object);
  const text = [
    circuit.title,
    `hillock fit · ${subtitle}`,
    parameterTable(fitted),
    signalLines(fitted),
    ...fitted.warnings.map((warning) => `  warning: ${warning}`),
    ...[csv, ...(svg ? [svg] : []), netlist, result],
  ].join("\n");
  return { object, text, exitCode: fitted.converged ? exitCode.pass : exitCode.fail };
}

const listed = (texts: readonly string[]): string[] =>
  texts
    .flatMap((text) => text.split(","))
    .map((each) => each.trim())
    .filter((each) => each !== "");

/** @throws usage/bad-bounds */
function boundsOf(texts: readonly string[]): Record<string, readonly [number, number]> {
  return Object.fromEntries(
    listed(texts).map((text) => {
      const match = /^(.+)=([^:=]*):([^:=]*)$/.exec(text);
      const ends = match?.slice(2).map((end, k) => (end.trim() === "" ? (k === 0 ? -1 : 1) / 0 : Number(end)));
      if (match && ends && !ends.some(Number.isNaN)) return [match[1].trim(), [ends[0], ends[1]] as const];
      throw new HillockError({
        code: "usage/bad-bounds",
        problem: `"${text}" are no bounds`,
        help: "write name=lowest:highest in SI units, for example  --bounds R1=1e3:1e6,N=1:2 ; either end may be left out",
      });
    }),
  );
}

/** @throws fit/analysis, fit/missing-column, fit/unknown-column */
function curvesOf(circuit: Circuit, { columns }: Table, data: string): MeasuredCurves {
  const swept = sweptNames(circuit);
  const plain = (name: string) => name.toLowerCase().replaceAll(/\s/g, "");
  const named = (name: string) => columns.find((each) => plain(each.name) === plain(name));
  const missing = swept.find((name) => !named(name));
  if (missing !== undefined) {
    throw new HillockError({
      code: "fit/missing-column",
      place: data,
      problem: `there is no column ${missing}, which the netlist's .dc sweeps`,
      details: [`Its columns are: ${columns.map(({ name }) => name).join(", ")}.`],
      help: "name the column of a swept source or resistor after it",
    });
  }
  const rest = columns.filter(({ name }) => !swept.some((each) => plain(each) === plain(name)));
  const sigma = (name: string) => /^sigma\((.+)\)$/i.exec(plain(name))?.[1];
  const signals = rest.filter(({ name }) => sigma(name) === undefined);
  for (const { name } of rest) {
    const of = sigma(name);
    if (of === undefined ? isSignal(name) : signals.some((each) => plain(each.name) === of)) continue;
    throw new HillockError({
      code: "fit/unknown-column",
      place: data,
      problem: `the column "${name}" is neither swept nor a signal`,
      details: [
        swept.length > 0 ? `The netlist's .dc sweeps ${swept.join(" and ")}.` : "The netlist sweeps nothing (.op).",
      ],
      help: "name signals v(node), v(a,b) or i(source), and their standard deviations sigma(v(node))",
    });
  }
  if (signals.length === 0) {
    throw new HillockError({
      code: "fit/missing-column",
      place: data,
      problem: "there is no column of a signal",
      help: "add what was measured, for example a column  i(v1)",
    });
  }
  return {
    swept: swept.map((name) => ({ name, values: (named(name) as Table["columns"][number]).values })),
    signals: signals.map(({ name, values }) => ({
      name: plain(name),
      values,
      deviations: rest.find((each) => sigma(each.name) === plain(name))?.values,
    })),
  };
}

const isSignal = (name: string): boolean =>
  /^(v\([^(),]+(,[^(),]+)?\)|i\([^(),]+\))$/i.test(name.replaceAll(/\s/g, ""));

/** What the netlist's one analysis sweeps, the innermost first. */
function sweptNames({ analyses }: Circuit): string[] {
  const [analysis, ...others] = analyses.filter(({ kind }) => kind === "dc" || kind === "operatingPoint");
  if (analysis && others.length === 0) {
    return analysis.kind === "dc" ? analysis.sweeps.map(({ variable }) => variable.toLowerCase()) : [];
  }
  throw new HillockError({
    code: "fit/analysis",
    problem: analysis ? "the netlist has several .dc and .op lines" : "the netlist has neither .dc nor .op",
    help: "say what was measured with one line: .dc with the swept sources (its range does not matter), or .op",
  });
}

function tableOf({ swept, signals }: MeasuredCurves, { signals: fitted }: CircuitFit): Waveforms {
  const columns = signals.flatMap(({ name, values }, k): SignalValues[] => {
    const { unit, values: ours } = fitted[k];
    return [
      { name, unit, values },
      { name: `fit(${name})`, unit, values: ours },
      { name: `residual(${name})`, unit, values: ours.map((each, point) => each - values[point]) },
    ];
  });
  return { analysis: "dc", scales: swept.map(({ name, values }) => ({ name, unit: "", values })), signals: columns };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

function describe(circuit: Circuit, { swept }: MeasuredCurves, fitted: CircuitFit): object {
  const n = fitted.parameters.length;
  return {
    title: circuit.title,
    settings: {
      weights: fitted.weighting === "deviations" ? "sigma" : fitted.weighting,
      confidence: fitted.confidence,
    },
    parameters: fitted.parameters.map(({ standardError, interval, bounds, ...rest }) => ({
      ...rest,
      standardError: finite(standardError),
      interval: interval.map(finite),
      bounds: bounds.map(finite),
    })),
    correlation: Array.from({ length: n }, (_, j) => [...fitted.correlation.subarray(j * n, j * n + n)].map(finite)),
    notIdentifiable: fitted.openCombinations.map(({ parameters, deviation }) => ({
      parameters,
      deviation: finite(deviation),
    })),
    points: fitted.signals[0].values.length,
    swept: swept.map(({ name }) => name),
    signals: fitted.signals.map(({ name, unit, rms, largest }) => ({ name, unit, rms, largest })),
    residualDeviation: fitted.residualDeviation,
    degreesOfFreedom: fitted.degreesOfFreedom,
    converged: fitted.converged,
    end: fitted.end,
    iterations: fitted.history.length,
    evaluations: fitted.evaluations,
    failedEvaluations: fitted.failedEvaluations,
    history: fitted.history.map((each) => ({ ...each, ratio: finite(each.ratio) })),
    warnings: fitted.warnings,
  };
}

function summaryOf({ converged, end, history, degreesOfFreedom, weighting, residualDeviation }: CircuitFit): string {
  const weights = {
    equal: "equal weights",
    relative: `residuals of ${shortNumber(100 * residualDeviation)} %`,
    deviations: `residuals of ${shortNumber(residualDeviation)} sigma`,
  }[weighting];
  return [
    `${converged ? "converged" : "not converged"} (${end}) after ${history.length} steps`,
    weights,
    `${degreesOfFreedom} ${degreesOfFreedom === 1 ? "degree" : "degrees"} of freedom`,
  ].join(" · ");
}

function parameterTable({ parameters, confidence }: CircuitFit): string {
  const show = (value: number, unit: string) => {
    if (Number.isNaN(value)) return "";
    if (!Number.isFinite(value)) return value > 0 ? "unbounded" : "-unbounded";
    // Prefixes belong to plain units.
    return /^[a-z]*$/i.test(unit) && unit !== ""
      ? quantityText(value, unit, 5)
      : `${shortNumber(value, 5)} ${unit}`.trim();
  };
  const header = ["", "value", "", "", `${shortNumber(100 * confidence)} % from`, "to", "", "began at"];
  const rows = parameters.map(({ name, unit, value, standardError, interval, atBound, intervalBy, start }) => [
    name,
    show(value, unit),
    "±",
    show(standardError, unit) || "?",
    show(interval[0], unit),
    show(interval[1], unit),
    atBound ? `at its ${atBound} bound` : intervalBy === "profile" ? "(profile)" : "",
    show(start, unit),
  ]);
  return textTable([header, ...rows]);
}

function signalLines({ signals }: CircuitFit): string {
  return textTable([
    ["residuals", "rms", "largest"],
    ...signals.map(({ name, unit, rms, largest }) => [name, quantityText(rms, unit), quantityText(largest, unit)]),
  ]);
}
