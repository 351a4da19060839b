import { HillockError } from "../base/error.js";
import { shortNumber } from "../base/short-number.js";
import type { Scale, SignalValues, Waveforms } from "../base/waveforms.js";
import { requestedSignals, signalName } from "../engine/equations/signals.js";
import type { Circuit, Signal } from "../netlist/circuit.js";
import type { FlatAnalysis } from "../netlist/flat-circuit.js";
import { flatten } from "../netlist/flatten.js";
import { isGround } from "../netlist/ground.js";
import { checkDevices } from "./check-devices.js";
import { failureLines } from "./ngspice-log.js";
import type { RawPlot, RawVector } from "./raw-file.js";
import { type ReferenceSettings, referenceNetlist } from "./reference-netlist.js";
import type { NgspiceOutput, NgspiceRunner } from "./runner.js";
import { sweepPoints } from "./sweep-points.js";

/**
 * Runs one analysis of a circuit on ngspice: every time point that ngspice accepts, in double precision.
 *
 * @param index which of the circuit's analyses
 * @returns the signals of `.save`, else all node voltages, named as the engine names them
 * @throws reference/failed if ngspice stops, ends early or simulates something else than it was given; the error carries
 * ngspice's words and, as `partial`, the waveform so far
 * @throws reference/missing-signal if ngspice does not know a saved signal, reference/no-equivalent if it has not one of the
 * devices
 */
export async function runReference(
  circuit: Circuit,
  index: number,
  runner: NgspiceRunner,
  settings: ReferenceSettings,
): Promise<Waveforms> {
  const flat = flatten(circuit);
  checkDevices(flat);
  const signals = requestedSignals(flat);
  const netlist = referenceNetlist(circuit, flat.analyses[index], signals, settings);
  const output = await runner.run(netlist);
  return toWaveforms(
    output,
    flat.analyses[index],
    signals,
    `${runner.name}, ${settings.method}, reltol ${shortNumber(settings.reltol)}`,
  );
}

/** So many of ngspice's last words are passed on. */
const mostLines = 8;

/** All analyses of a circuit on ngspice, in their order: see {@link runReference}. */
export async function runReferences(
  netlist: Circuit,
  runner: NgspiceRunner,
  settings: ReferenceSettings,
): Promise<Waveforms[]> {
  const circuit = withAnalysis(netlist);
  const results: Waveforms[] = [];
  for (let index = 0; index < circuit.analyses.length; index++) {
    results.push(await runReference(circuit, index, runner, settings));
  }
  return results;
}

/** The circuit, with an operating point for its analysis if it names none. */
export function withAnalysis(circuit: Circuit): Circuit {
  return circuit.analyses.length > 0 ? circuit : { ...circuit, analyses: [{ kind: "operatingPoint" }] };
}

/** Waveforms of one analysis from ngspice's output; throws as {@link runReference} does. */
export function toWaveforms(
  { plots, log, errors }: NgspiceOutput,
  analysis: FlatAnalysis,
  signals: readonly Signal[],
  which: string,
): Waveforms {
  const plot = plots.at(-1);
  const points = plot?.vectors[0]?.real.length ?? 0;
  const shortfall = plot && points > 0 ? shortfallOf(plot, analysis) : "there is no result";
  const lines = failureLines(log, shortfall === undefined);
  const failures = [shortfall, lines[0] ?? errors[0]].filter((each) => each !== undefined);
  if (failures.length > 0) {
    throw new HillockError({
      code: "reference/failed",
      problem: `ngspice did not simulate this circuit: ${failures.join("; ")}`,
      place: which,
      details: [...lines, ...errors].slice(-mostLines),
      partial: plot && points > 0 && shortfall ? waveformsOf(plot, analysis, signals, which) : undefined,
    });
  }
  return waveformsOf(plot as RawPlot, analysis, signals, which);
}

/** What is missing of a plot's points, or undefined. */
function shortfallOf(plot: RawPlot, analysis: FlatAnalysis): string | undefined {
  const scale = plot.vectors[0].real;
  if (analysis.kind === "transient") {
    const end = scale[scale.length - 1];
    return end >= analysis.stop * (1 - 1e-9)
      ? undefined
      : `it stopped at t = ${shortNumber(end)} s of ${shortNumber(analysis.stop)} s`;
  }
  const expected = sweepPoints(analysis);
  return scale.length === expected ? undefined : `it computed ${scale.length} of ${expected} points`;
}

function waveformsOf(plot: RawPlot, analysis: FlatAnalysis, signals: readonly Signal[], which: string): Waveforms {
  const vectors = new Map(plot.vectors.map((vector) => [vector.name, vector]));
  const vector = (name: string): RawVector => {
    const found = vectors.get(name);
    if (found) return found;
    throw new HillockError({
      code: "reference/missing-signal",
      problem: `ngspice has no signal ${name}`,
      place: which,
      help: "save voltages of nodes, and currents of voltage sources and inductors",
    });
  };
  const values = signals.map((signal): SignalValues => {
    const name = signalName(signal);
    if (signal.kind === "current") {
      const { real, imaginary } = vector(name);
      return { name, unit: "A", values: real, imaginary };
    }
    const at = (node: string) =>
      isGround(node) ? undefined : vector(signalName({ kind: "voltage", positive: node, negative: "0" }));
    const positive = at(signal.positive);
    const negative = at(signal.negative);
    const points = plot.vectors[0].real.length;
    return {
      name,
      unit: "V",
      values: difference(positive?.real, negative?.real, points),
      imaginary: analysis.kind === "ac" ? difference(positive?.imaginary, negative?.imaginary, points) : undefined,
    };
  });
  return { analysis: analysis.kind, scales: scalesOf(plot.vectors[0].real, analysis), signals: values };
}

/** a - b; what is absent is ground. */
function difference(a: Float64Array | undefined, b: Float64Array | undefined, points: number): Float64Array {
  if (a && !b) return a;
  const values = new Float64Array(points);
  for (let i = 0; i < points; i++) values[i] = (a?.[i] ?? 0) - (b?.[i] ?? 0);
  return values;
}

function scalesOf(scale: Float64Array, analysis: FlatAnalysis): Scale[] {
  switch (analysis.kind) {
    case "operatingPoint":
      return [];
    case "transient":
      return [{ name: "time", unit: "s", values: scale }];
    case "ac":
      return [{ name: "frequency", unit: "Hz", values: scale }];
    case "dc": {
      // ngspice writes the innermost variable only; the others change each time it starts again.
      let repeat = 1;
      return analysis.sweeps.map((sweep, level) => {
        const count = sweepPoints({ kind: "dc", sweeps: [sweep] });
        const held = repeat;
        repeat *= count;
        const values =
          level === 0 ? scale : scale.map((_, point) => sweep.from + sweep.step * (Math.floor(point / held) % count));
        return { name: sweep.variable.toLowerCase(), unit: sweepUnit(sweep.variable), values };
      });
    }
  }
}

/** Unit of what a DC sweep varies. */
function sweepUnit(variable: string): string {
  if (variable.toLowerCase() === "temp") return "degC";
  return { v: "V", i: "A", r: "ohm" }[variable[0].toLowerCase()] ?? "";
}
