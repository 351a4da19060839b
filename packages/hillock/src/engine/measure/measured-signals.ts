import type { Measure, Signal } from "../../netlist/circuit.js";
import type { FlatAnalysis } from "../../netlist/flat-circuit.js";

/** The analysis that a `.measure` is about, as analyses are called here. */
export const measuredAnalysis = {
  tran: "transient",
  dc: "dc",
  ac: "ac",
  op: "operatingPoint",
} as const satisfies Record<Measure["analysis"], FlatAnalysis["kind"]>;

/** The signals that the measures of one kind of analysis look at. */
export function measuredSignals(measures: readonly Measure<number>[], kind: FlatAnalysis["kind"]): Signal[] {
  return measures.filter(({ analysis }) => measuredAnalysis[analysis] === kind).flatMap(signalsOf);
}

function signalsOf({ quantity }: Measure<number>): Signal[] {
  switch (quantity.kind) {
    case "statistic":
      return [quantity.signal];
    case "delay":
      return [quantity.trigger, quantity.target].flatMap((end) => (typeof end === "number" ? [] : [end.signal]));
    case "when":
      return [quantity.event.signal];
    case "find":
      return typeof quantity.at === "number" ? [quantity.signal] : [quantity.signal, quantity.at.signal];
    case "formula":
      return [];
  }
}
