import type { Analysis, Measure, MeasureEvent, MeasureQuantity, NodeValue, Signal, Sweep } from "../circuit.js";
import { formula } from "../formula/parse-formula.js";
import type { Formula, Value } from "../value.js";

/** `.op` */
export const operatingPointAnalysis: Analysis = { kind: "operatingPoint" };

/** `.dc` over the value of a source, a resistor or `temp`; the first sweep is the inner one. */
export function dcAnalysis(...sweeps: readonly Sweep[]): Analysis {
  return { kind: "dc", sweeps };
}

/** One level of a DC sweep. */
export function sweep(variable: string, from: Value, to: Value, step: Value): Sweep {
  return { variable, from, to, step };
}

/** `.tran`; times in s. `step` is the suggested output interval. */
export function transientAnalysis(times: {
  readonly step: Value;
  readonly stop: Value;
  readonly start?: Value;
  readonly maximumStep?: Value;
  readonly useInitialConditions?: boolean;
}): Analysis {
  const { step, stop, start, maximumStep, useInitialConditions = false } = times;
  // SPICE tells the times apart by their order.
  const begin = start ?? (maximumStep === undefined ? undefined : 0);
  return {
    kind: "transient",
    step,
    stop,
    ...(begin !== undefined && { start: begin }),
    ...(maximumStep !== undefined && { maximumStep }),
    useInitialConditions,
  };
}

/** `.ac`; `points` per decade, per octave, or in all (linear); frequencies in Hz. */
export function smallSignalAnalysis(
  spacing: "decade" | "octave" | "linear",
  points: Value,
  from: Value,
  to: Value,
): Analysis {
  return { kind: "ac", spacing, points, from, to };
}

/** v(positive, negative), for `.save` and `.measure`. */
export function voltage(positive: string, negative = "0"): Signal {
  return { kind: "voltage", positive, negative };
}

/** i(element): of a voltage source or an inductor, `v.x1.vs` for Vs within X1. */
export function current(element: string): Signal {
  return { kind: "current", element };
}

/** v(node) = value, V, for initial conditions and nodesets. */
export function nodeValue(node: string, value: Value): NodeValue {
  return { node, value };
}

/** `.measure` */
export function measure(analysis: Measure["analysis"], name: string, quantity: MeasureQuantity): Measure {
  return { analysis, name, quantity };
}

/** A statistic of a signal between two times, the whole run if they are left out. */
export function statistic(
  kind: "avg" | "max" | "min" | "pp" | "rms" | "integ",
  signal: Signal,
  window: { readonly from?: Value; readonly to?: Value } = {},
): MeasureQuantity {
  return { kind: "statistic", statistic: kind, signal, ...window };
}

/** A signal crosses a level; the first time in either direction unless said otherwise. */
export function crossing(
  signal: Signal,
  level: Value,
  { edge = "cross", count = 1, ...rest }: Partial<Pick<MeasureEvent, "edge" | "count" | "delay">> = {},
): MeasureEvent {
  return { kind: "event", signal, level, edge, count, ...rest };
}

/** The value of a signal at a time or at an event. */
export function find(signal: Signal, at: Value | MeasureEvent): MeasureQuantity {
  return { kind: "find", signal, at };
}

/** The time of an event. */
export function when(event: MeasureEvent): MeasureQuantity {
  return { kind: "when", event };
}

/** The time from one event (or time) to another. */
export function delay(trigger: Value | MeasureEvent, target: Value | MeasureEvent): MeasureQuantity {
  return { kind: "delay", trigger, target };
}

/** A formula of the measures before. */
export function measureFormula(body: string | Formula): MeasureQuantity {
  return { kind: "formula", formula: typeof body === "string" ? formula(body) : body };
}
