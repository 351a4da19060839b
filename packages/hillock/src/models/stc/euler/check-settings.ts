import { HillockError } from "../../../base/error.js";
import { isOfKind } from "../../finite.js";
import type { EulerSettings } from "./settings.js";

/** @throws HillockError `models/settings` unless dt is positive and there are synapses */
export function checkSettings({ timestep, inputs, neurons }: EulerSettings): void {
  if (!isOfKind(timestep, "positive")) throw wrongSetting("timestep", `A step cannot last ${timestep} s.`);
  for (const [name, value] of Object.entries({ inputs, neurons }))
    if (!Number.isSafeInteger(value) || value < 1) throw wrongSetting(name, `There cannot be ${value} ${name}.`);
}

/** The error for a setting of an integration that has no meaning. */
export function wrongSetting(place: string, problem: string): HillockError {
  return new HillockError({
    code: "models/settings",
    place,
    problem,
    help: "Give a finite timestep above 0 s, and whole numbers of steps, inputs and neurons.",
  });
}
