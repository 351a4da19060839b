import type { Measure, MeasureEvent, Signal } from "../circuit.js";
import type { Value } from "../value.js";
import { formulaText, lineOf, valueText, word } from "./words.js";

/** `v(a)`, `v(a,b)` or `i(V1)`: a signal as `.save` has it. */
export function signalText(signal: Signal): string {
  if (signal.kind === "current") return `i(${word(signal.element)})`;
  const { positive, negative } = signal;
  return negative === "0" ? `v(${word(positive)})` : `v(${word(positive)},${word(negative)})`;
}

/** The `.measure` line of a measure. */
export function measureText({ analysis, name, quantity }: Measure): string {
  const head = [".measure", analysis, word(name)];
  switch (quantity.kind) {
    case "statistic": {
      const { statistic, signal, from, to } = quantity;
      return lineOf([...head, statistic, signalText(signal), ...optional("from", from), ...optional("to", to)]);
    }
    case "delay":
      return lineOf([...head, "trig", ...instant(quantity.trigger), "targ", ...instant(quantity.target)]);
    case "when":
      return lineOf([...head, "when", ...event(quantity.event, true)]);
    case "find": {
      const { signal, at } = quantity;
      const when = isEvent(at) ? ["when", ...event(at, true)] : instant(at);
      return lineOf([...head, "find", signalText(signal), ...when]);
    }
    case "formula":
      return lineOf([...head, `param='${formulaText(quantity.formula)}'`]);
  }
}

const isEvent = (at: Value | MeasureEvent): at is MeasureEvent => typeof at === "object" && at.kind === "event";

const instant = (at: Value | MeasureEvent) => (isEvent(at) ? event(at, false) : [`at=${valueText(at)}`]);

const optional = (name: string, value: Value | undefined) =>
  value === undefined ? [] : [`${name}=${valueText(value)}`];

function event({ signal, level, edge, count, delay }: MeasureEvent, bare: boolean): string[] {
  const what = bare ? [`${signalText(signal)}=${valueText(level)}`] : [signalText(signal), `val=${valueText(level)}`];
  return [...what, ...optional("td", delay), `${edge}=${count}`];
}
