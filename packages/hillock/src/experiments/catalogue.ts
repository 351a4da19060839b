import { HillockError } from "../base/error.js";
import { didYouMean, listing } from "../base/suggest.js";
import type { Experiment } from "./experiment.js";
import { discrepancies } from "./stc/discrepancies.js";
import { figure9 } from "./stc/fig-9.js";
import { figure10 } from "./stc/fig-10.js";
import { figure11 } from "./stc/fig-11.js";
import { figure14 } from "./stc/fig-14.js";
import { figure15 } from "./stc/fig-15.js";
import { figure16 } from "./stc/fig-16.js";
import { figure17Experiment } from "./stc/fig-17.js";
import { mnist01 } from "./stc/mnist-01.js";
import { mnist01Corrected } from "./stc/mnist-01-corrected.js";
import { energy } from "./uc-neuron/energy.js";
import { figure2 } from "./uc-neuron/fig-2.js";
import { figure3 } from "./uc-neuron/fig-3.js";
import { figure4 } from "./uc-neuron/fig-4.js";
import { currentVoltage } from "./uc-neuron/i-v.js";

/** Every experiment, in the order in which they are listed and run. */
export const experiments: readonly Experiment[] = [
  figure2,
  figure3,
  figure4,
  energy,
  currentVoltage,
  figure9,
  figure10,
  figure11,
  figure14,
  figure15,
  figure16,
  figure17Experiment,
  mnist01,
  mnist01Corrected,
  discrepancies,
];

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
