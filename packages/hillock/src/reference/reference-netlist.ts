import { requestedSignals, signalName } from "../engine/equations/signals.js";
import type { Circuit, Signal } from "../netlist/circuit.js";
import type { FlatAnalysis } from "../netlist/flat-circuit.js";
import { flatten } from "../netlist/flatten.js";
import { isGround } from "../netlist/ground.js";
import { withNominalValues } from "../netlist/nominal-values.js";
import { writeNetlist } from "../netlist/write.js";

/** How exactly ngspice is to compute. */
export interface ReferenceSettings {
  /** ngspice's relative tolerance; the absolute ones go down with it. */
  readonly reltol: number;
  /** Integration method of a transient. */
  readonly method: "gear" | "trap";
  /** Further ngspice options, by lower-case name; they win over everything else. */
  readonly options?: Readonly<Record<string, number | string>>;
}

/** Options of a netlist that would change which points come out, or in which form. */
const outputOptions = ["interp", "acct", "list", "node", "opts", "noprint", "nopage", "post", "ingold", "numdgt"];

/**
 * The options that a reference run is made with. The absolute tolerances keep ngspice's default proportion to reltol as
 * far as they can: in a transient a current below 1 pA is lost in rounding where resistances are small, and asking for it
 * makes ngspice stop. Newton's iteration may take longer than by default, so that it does not cut the step for nothing.
 */
export function referenceOptions(
  { reltol, method, options }: ReferenceSettings,
  kind: FlatAnalysis["kind"],
): Record<string, number | string> {
  const proportional = (byDefault: number, least: number) =>
    rounded(Math.max(least, byDefault * Math.min(1, reltol / 1e-3)));
  const transient = kind === "transient";
  return {
    reltol,
    abstol: proportional(1e-12, transient ? 1e-12 : 1e-15),
    vntol: proportional(1e-6, transient ? 1e-9 : 1e-12),
    chgtol: proportional(1e-14, 0),
    trtol: 7,
    method,
    itl1: 500,
    itl2: 500,
    itl4: 100,
    ...options,
  };
}

/**
 * The analysis with a longest step that shrinks with the tolerance: ngspice's steps go with the cube root of it, both
 * with Gear's and with the trapezoidal method, but never beyond the longest step. Where that bound rules, as it does
 * in smooth circuits, two tolerances would otherwise take the same steps, agree, and hide their error.
 */
export function boundedAnalysis(analysis: FlatAnalysis, reltol: number): FlatAnalysis {
  if (analysis.kind !== "transient") return analysis;
  const { step, stop, start, maximumStep } = analysis;
  // ngspice's own bound where a netlist gives none.
  const bound = maximumStep ?? Math.min(step, (stop - start) / 50);
  return { ...analysis, maximumStep: rounded(bound * Math.min(1, Math.cbrt(reltol / loosestReltol))) };
}

const rounded = (value: number): number => Number(value.toPrecision(6));

/** The tolerance at which ngspice's longest step is left as it is. */
const loosestReltol = 1e-4;

/**
 * The netlist that ngspice runs: the circuit as it is, hierarchy and formulas included, so that ngspice expands it
 * itself, with one analysis, no measurements, the saved vectors and the options above. Statistical functions have their
 * nominal values, as in our run.
 */
export function referenceNetlist(
  circuit: Circuit,
  analysis: FlatAnalysis,
  saves: readonly Signal[],
  settings: ReferenceSettings,
): string {
  const kept = Object.entries(circuit.options).filter(([name]) => !outputOptions.includes(name));
  return writeNetlist({
    ...withNominalValues(circuit),
    // No element uses what is in them: see checkDevices.
    verilogA: [],
    options: { ...Object.fromEntries(kept), ...referenceOptions(settings, analysis.kind) },
    saves: vectorsFor(saves),
    analyses: [boundedAnalysis(analysis, settings.reltol)],
    measures: [],
  });
}

/** Names of the signals that a comparison of this circuit is about. */
export function comparedSignals(circuit: Circuit): string[] {
  return requestedSignals(flatten(circuit)).map(signalName);
}

/** What ngspice has to keep for these signals: it knows no differences of voltages, and no voltage of ground. */
function vectorsFor(signals: readonly Signal[]): Signal[] {
  const vectors = new Map<string, Signal>();
  for (const signal of signals) {
    const nodes = signal.kind === "voltage" ? [signal.positive, signal.negative].filter((node) => !isGround(node)) : [];
    const parts: Signal[] =
      signal.kind === "current" ? [signal] : nodes.map((node) => ({ kind: "voltage", positive: node, negative: "0" }));
    for (const part of parts) vectors.set(signalName(part), part);
  }
  return [...vectors.values()];
}
