import type { Analysis, Sweep } from "../circuit.js";
import type { FlatAnalysis, FlatElement, FlatSweep } from "../flat-circuit.js";
import { errorOf } from "../netlist-error.js";
import { keepPlaces } from "../place.js";
import { checkTemperatures } from "./check-values.js";
import type { Registry } from "./flat-names.js";
import { existingElement } from "./references.js";
import { numberOf } from "./resolve.js";
import type { ScopeInstance } from "./scope-instance.js";

/** An analysis with its numbers, checked. @throws HillockError netlist/wrong-analysis and of unknown names */
export function flatAnalysis(analysis: Analysis, scope: ScopeInstance, registry: Registry): FlatAnalysis {
  const wrong = (part: string, problem: string, help: string) =>
    errorOf(analysis, part, "wrong-analysis", problem, { help });
  switch (analysis.kind) {
    case "operatingPoint":
      return analysis;
    case "dc":
      return keepPlaces(analysis, {
        kind: "dc",
        sweeps: analysis.sweeps.map((sweep) => flatSweep(sweep, scope, registry)),
      });
    case "transient": {
      const step = numberOf(analysis.step, scope);
      const stop = numberOf(analysis.stop, scope);
      const start = analysis.start === undefined ? 0 : numberOf(analysis.start, scope);
      const maximumStep = analysis.maximumStep === undefined ? undefined : numberOf(analysis.maximumStep, scope);
      if (!(step > 0)) throw wrong("step", `the output step ${step} is not positive`, "write .tran step stop");
      if (!(stop > 0)) throw wrong("stop", `the end ${stop} is not positive`, "write .tran step stop");
      if (!(start >= 0 && start < stop)) {
        throw wrong("start", `the output begins at ${start} s, outside of the run`, "let start lie between 0 and stop");
      }
      if (maximumStep !== undefined && !(maximumStep > 0)) {
        throw wrong("maximumStep", `the maximum step ${maximumStep} is not positive`, "leave it out, or give a time");
      }
      const { useInitialConditions } = analysis;
      const bound = maximumStep !== undefined && { maximumStep };
      return keepPlaces(analysis, { kind: "transient", step, stop, start, ...bound, useInitialConditions });
    }
    case "ac": {
      const points = numberOf(analysis.points, scope);
      const from = numberOf(analysis.from, scope);
      const to = numberOf(analysis.to, scope);
      if (!(Number.isInteger(points) && points > 0)) {
        throw wrong("", `${points} is no number of points`, "give a whole number from 1");
      }
      if (!(from > 0 || (from === 0 && analysis.spacing === "linear"))) {
        throw wrong("", `the first frequency ${from} Hz is not positive`, "begin above 0 Hz");
      }
      if (!(to >= from))
        throw wrong("", `the frequencies run down from ${from} to ${to} Hz`, "give the lower one first");
      return keepPlaces(analysis, { kind: "ac", spacing: analysis.spacing, points, from, to });
    }
  }
}

const sweepable = (element: FlatElement) =>
  element.kind === "source" || (element.kind === "device" && element.type === "resistor");

function flatSweep(sweep: Sweep, scope: ScopeInstance, registry: Registry): FlatSweep {
  const isTemperature = sweep.variable.toLowerCase() === "temp";
  const variable = isTemperature
    ? "temp"
    : existingElement(registry, sweep.variable, sweep, "variable", sweepable, "a source, a resistor or temp").name;
  const from = numberOf(sweep.from, scope);
  const to = numberOf(sweep.to, scope);
  const step = numberOf(sweep.step, scope);
  if (isTemperature) checkTemperatures(sweep, from, to);
  if (from !== to && !((to - from) * step > 0)) {
    throw errorOf(sweep, "", "wrong-analysis", `steps of ${step} do not lead from ${from} to ${to}`, {
      help: "give the step the sign of the way",
    });
  }
  return keepPlaces(sweep, { variable, from, to, step });
}
