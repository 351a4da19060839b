import { isGround } from "../engine/equations/names.js";
import { signalName } from "../engine/equations/signals.js";
import type { Analysis, Circuit, Signal } from "../netlist/circuit.js";
import type { FlatCircuit } from "../netlist/flat-circuit.js";
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
 * The options that a reference run is made with. The absolute tolerances keep ngspice's default proportion to reltol;
 * Newton's iteration may take longer than by default, because tight tolerances need it, so that it does not cut the step
 * for nothing.
 */
export function referenceOptions({ reltol, method, options }: ReferenceSettings): Record<string, number | string> {
  const tightness = Math.min(1, reltol / 1e-3);
  return {
    reltol,
    abstol: 1e-12 * tightness,
    vntol: 1e-6 * tightness,
    chgtol: 1e-14 * tightness,
    trtol: 7,
    method,
    itl1: 500,
    itl2: 500,
    itl4: 100,
    ...options,
  };
}

/**
 * The netlist that ngspice runs: the circuit as it is, hierarchy and formulas included, so that ngspice expands it
 * itself, with one analysis, no measurements, the saved vectors and the options above.
 */
export function referenceNetlist(
  circuit: Circuit,
  analysis: Analysis,
  saves: readonly Signal[],
  settings: ReferenceSettings,
): string {
  const kept = Object.entries(circuit.options).filter(([name]) => !outputOptions.includes(name));
  return writeNetlist({
    ...circuit,
    options: { ...Object.fromEntries(kept), ...referenceOptions(settings) },
    saves: vectorsFor(saves),
    analyses: [analysis],
    measures: [],
  });
}

/** The signals that a circuit asks for: those of `.save`, else all node voltages. */
export function requestedSignals(circuit: FlatCircuit): Signal[] {
  if (circuit.saves.length > 0) return [...circuit.saves];
  return circuit.nodes.map((node) => ({ kind: "voltage", positive: node, negative: "0" }));
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
