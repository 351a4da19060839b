import { HillockError } from "../../base/error.js";
import { add, multiply } from "../../expr/build.js";
import { constant, type Expression, type Graph } from "../../expr/graph.js";
import type { FlatSource, FlatWaveform } from "../../netlist/flat-circuit.js";
import { placeOf } from "../../netlist/place.js";
import { staticValue, type TimeFrame } from "../transient/source-waveform.js";
import type { NamedExpressions } from "./dependent-values.js";

/** Which arguments of a waveform are voltages or currents; its value is linear in them. */
const isLevel: Readonly<Record<FlatWaveform["kind"], (index: number) => boolean>> = {
  pulse: (index) => index < 2,
  pwl: (index) => index % 2 === 1,
  sin: (index) => index < 2,
  exp: (index) => index < 2,
  sffm: (index) => index < 2,
};

/**
 * The value of a source at rest, as an expression where it depends on quantities. Without a DC value it is that of the
 * waveform at t = 0: a sum of its levels with fixed weights.
 *
 * @param depends expressions of the source's numbers
 * @returns undefined if it depends on none
 * @throws HillockError engine/fixed-number if the times of a waveform depend on a quantity
 */
export function staticSource(
  graph: Graph,
  source: FlatSource,
  depends: NamedExpressions,
  frame: TimeFrame,
): Expression | undefined {
  const { dc, waveform } = source;
  if (dc !== undefined || !waveform) return depends.dc;
  const { kind, values } = waveform;
  const names = Object.keys(depends).filter((name) => !["magnitude", "phase"].includes(name));
  if (names.length === 0) return undefined;
  const time = names.find((name) => !(name.startsWith("values ") && isLevel[kind](Number(name.slice(7)))));
  if (time !== undefined) {
    throw new HillockError({
      code: "engine/fixed-number",
      problem: `a time of the waveform of ${source.name} follows from a quantity, which cannot be varied there`,
      place: placeOf(source) ?? source.name,
      help: `give ${source.name} a DC value: it is what an operating point uses`,
    });
  }
  let sum: Expression = constant(graph, 0);
  values.forEach((value, index) => {
    if (!isLevel[kind](index)) return;
    const alone = values.map((other, at) => (at === index ? 1 : isLevel[kind](at) ? 0 : other));
    const weight = staticValue({ ...source, waveform: { ...waveform, values: alone } }, frame);
    const level = depends[`values ${index}`] ?? constant(graph, value);
    sum = add(graph, sum, multiply(graph, constant(graph, weight), level));
  });
  return sum;
}
