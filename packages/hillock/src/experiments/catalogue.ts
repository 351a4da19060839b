import { HillockError } from "../base/error.js";
import { didYouMean, listing } from "../base/suggest.js";
import type { Experiment } from "./experiment.js";
import { energy } from "./uc-neuron/energy.js";
import { figure2 } from "./uc-neuron/fig-2.js";
import { figure3 } from "./uc-neuron/fig-3.js";
import { figure4 } from "./uc-neuron/fig-4.js";
import { currentVoltage } from "./uc-neuron/i-v.js";

/** Every experiment, in the order in which they are listed and run. */
export const experiments: readonly Experiment[] = [figure2, figure3, figure4, energy, currentVoltage];

/**
 * The experiments that names mean, each once, in the catalogue's order: an id means that experiment, a source's id all of
 * that source, without the long ones unless `long` is true.
 *
 * @throws experiments/unknown
 */
export function selectExperiments(
  names: readonly string[],
  { long = false }: { readonly long?: boolean } = {},
  from: readonly Experiment[] = experiments,
): Experiment[] {
  const ids = from.map(({ id }) => id);
  const sources = [...new Set(from.map(({ source }) => source.id))];
  for (const name of names) {
    if (ids.includes(name) || sources.includes(name)) continue;
    throw new HillockError({
      code: "experiments/unknown",
      problem: `there is no experiment or source "${name}"`,
      details: [`Sources: ${listing(sources)}.`],
      help: didYouMean(name, [...ids, ...sources], "hillock reproduce --list names all of them"),
    });
  }
  return from.filter((each) => names.includes(each.id) || (names.includes(each.source.id) && (long || !each.long)));
}
