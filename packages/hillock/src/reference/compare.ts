import { shortNumber } from "../base/short-number.js";
import type { Waveforms } from "../base/waveforms.js";
import type { AnalysisResult } from "../engine/record.js";
import { simulate } from "../engine/simulate.js";
import { defaultTolerance } from "../engine/transient/transient-settings.js";
import type { Circuit } from "../netlist/circuit.js";
import { flatten } from "../netlist/flatten.js";
import { checkDevices } from "./check-devices.js";
import { compareSweeps, sweepSelfRatio } from "./compare-sweeps.js";
import { compareTransients, transientSelfRatio } from "./compare-transients.js";
import { type ConvergedPair, type Convergence, converge, exactAtAll } from "./converge.js";
import type { AnalysisReport, RunPair, SignalReport, SpikeReport, Verdict } from "./report.js";
import { runReference, withAnalysis } from "./run-reference.js";
import type { NgspiceRunner } from "./runner.js";

export interface CompareSettings {
  /** Our tolerance, by default that of the engine; the run is repeated at a tenth of it. */
  readonly tolerance?: number;
  /** Levels of spike trains by signal name (`v(out)`), V or A; the other signals' trains are found by themselves. */
  readonly thresholds?: ReadonlyMap<string, number>;
  /** Called before each run with what comes next. */
  readonly progress?: (what: string) => void;
}

/** Settings of a comparison with our own engine. */
export interface OwnCompareSettings extends CompareSettings {
  /** Keep to the longest step that a `.tran` line names; it binds ngspice only, by default. */
  readonly respectMaximumStep?: boolean;
}

/** Runs one analysis of the circuit on our engine. */
export type OwnEngine = (circuit: Circuit, index: number, tolerance: number) => Promise<AnalysisResult>;

/** How one analysis compares, with the runs that were compared. */
export interface ComparedAnalysis extends AnalysisReport {
  readonly analysis: Waveforms["analysis"];
  readonly ours: AnalysisResult;
  /** Undefined if ngspice gave no pair of results. */
  readonly reference: ConvergedPair | undefined;
  /** ngspice's integration method; only transients have one. */
  readonly method: Method | undefined;
  /** What was tried on ngspice, a line each. */
  readonly attempts: readonly string[];
}

/** How a circuit compares, all its analyses together. */
export interface Comparison {
  /** Our tolerance. */
  readonly tolerance: number;
  readonly analyses: readonly ComparedAnalysis[];
  /** Of all analyses; if there are several, names are led by the analysis: `ac re(v(out))`. */
  readonly signals: readonly SignalReport[];
  readonly spikes: readonly SpikeReport[];
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
  readonly notes: readonly string[];
}

type Method = "gear" | "trap";

/** ngspice's relative tolerances, each ladder three decades long. */
const transientLadder = [1e-4, 1e-5, 1e-6, 1e-7];
const sweepLadder = [1e-6, 1e-7, 1e-8, 1e-9];

/** The tolerance of the run that tells our own error: a tenth, without the dust of binary division. */
export const repeatTolerance = (tolerance: number): number => Number((tolerance / 10).toPrecision(15));

/** Compares `simulate` with ngspice: see {@link compareOn}. */
export async function compare(
  circuit: Circuit,
  runner: NgspiceRunner,
  { respectMaximumStep = false, ...settings }: OwnCompareSettings = {},
): Promise<Comparison> {
  const { analyses } = flatten(withAnalysis(circuit));
  const ownEngine: OwnEngine = async (whole, index, tolerance) => {
    const analysis = analyses[index];
    const bound = analysis.kind === "transient" && respectMaximumStep ? analysis.maximumStep : undefined;
    return simulate({ ...whole, analyses: [whole.analyses[index]] }, { tolerance, maximumStep: bound })[0];
  };
  return await compareOn(ownEngine, circuit, runner, settings);
}

/**
 * Runs a circuit on our engine and on ngspice and compares what they say, analysis by analysis.
 *
 * Our run at `tolerance` is compared; its own error is told by a second run at a tenth of it. ngspice is run at ever
 * tighter tolerances, with Gear's method and, where that does not converge, with the trapezoidal one, until its own error
 * is small against what is allowed; its tightest run is compared.
 *
 * @throws what our engine throws; reference/no-equivalent if ngspice has not one of the devices. That ngspice fails is no error: the verdict is then "reference-unconverged".
 */
export async function compareOn(
  ownEngine: OwnEngine,
  netlist: Circuit,
  runner: NgspiceRunner,
  settings: CompareSettings,
): Promise<Comparison> {
  const circuit = withAnalysis(netlist);
  checkDevices(flatten(circuit));
  const analyses: ComparedAnalysis[] = [];
  for (let index = 0; index < circuit.analyses.length; index++) {
    analyses.push(await compareAnalysis(ownEngine, circuit, index, runner, settings));
  }
  const named = (index: number, name: string) =>
    analyses.length > 1 ? `${analysisName(circuit, index)} ${name}` : name;
  return {
    tolerance: settings.tolerance ?? defaultTolerance,
    analyses,
    signals: analyses.flatMap(({ signals }, index) =>
      signals.map((each) => ({ ...each, name: named(index, each.name) })),
    ),
    spikes: analyses.flatMap(({ spikes }, index) =>
      spikes.map((each) => ({ ...each, signal: named(index, each.signal) })),
    ),
    verdict: worstVerdict(analyses.map(({ verdict }) => verdict)),
    reasons: analyses.flatMap(({ reasons }, index) => reasons.map((reason) => named(index, reason))),
    notes: analyses.flatMap(({ notes }, index) => notes.map((note) => named(index, note))),
  };
}

async function compareAnalysis(
  ownEngine: OwnEngine,
  circuit: Circuit,
  index: number,
  runner: NgspiceRunner,
  { tolerance = defaultTolerance, thresholds, progress }: CompareSettings,
): Promise<ComparedAnalysis> {
  const ratioOf = (pair: RunPair<Waveforms>) =>
    circuit.analyses[index].kind === "transient" ? transientSelfRatio(pair, thresholds) : sweepSelfRatio(pair);
  const own = async (tolerance: number) => {
    progress?.(`hillock, tolerance ${shortNumber(tolerance)}`);
    return await ownEngine(circuit, index, tolerance);
  };
  const ladder = (method: Method, tolerances: readonly number[]) => {
    const run = (reltol: number) => {
      progress?.(`${runner.name}, ${method}, reltol ${shortNumber(reltol)}`);
      return runReference(circuit, index, runner, { reltol, method });
    };
    return converge(tolerances, run, ratioOf, `${method}, reltol`);
  };

  const run = await own(tolerance);
  const repeat = await own(repeatTolerance(tolerance));
  const ours = { run: run.waveforms, repeat: repeat.waveforms };
  const analysis = run.waveforms.analysis;
  const { method, attempts, best } =
    analysis === "transient" ? await bestMethod(ladder) : { ...(await ladder("gear", sweepLadder)), method: undefined };
  if (!best) {
    const reasons = ["ngspice gave no two results to compare", ...attempts];
    const nothing = { signals: [], spikes: [], notes: [], traces: new Map() };
    return {
      ...nothing,
      analysis,
      ours: run,
      reference: undefined,
      method,
      attempts,
      verdict: "reference-unconverged",
      reasons,
    };
  }
  const report = analysis === "transient" ? compareTransients(ours, best, thresholds) : compareSweeps(ours, best);
  return { ...report, analysis, ours: run, reference: best, method, attempts };
}

/** Gear's method and, where that cannot judge, the trapezoidal one: the more exact of the two. */
async function bestMethod(
  ladder: (method: Method, tolerances: readonly number[]) => Promise<Convergence>,
): Promise<Convergence & { method: Method }> {
  const gear = await ladder("gear", transientLadder);
  if (gear.best && gear.best.ratio <= exactAtAll) return { ...gear, method: "gear" };
  const trap = await ladder("trap", transientLadder);
  const attempts = [...gear.attempts, ...trap.attempts];
  const trapWins = (trap.best?.ratio ?? Number.POSITIVE_INFINITY) < (gear.best?.ratio ?? Number.POSITIVE_INFINITY);
  return trapWins ? { ...trap, attempts, method: "trap" } : { ...gear, attempts, method: "gear" };
}

function analysisName(circuit: Circuit, index: number): string {
  const short = { operatingPoint: "op", dc: "dc", transient: "tran", ac: "ac" }[circuit.analyses[index].kind];
  const before = circuit.analyses.slice(0, index).filter(({ kind }) => kind === circuit.analyses[index].kind).length;
  return before > 0 ? `${short}${before + 1}` : short;
}

/** A failure outweighs a reference that does not converge, which outweighs a pass. */
function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("fail")) return "fail";
  return verdicts.includes("reference-unconverged") ? "reference-unconverged" : "pass";
}
