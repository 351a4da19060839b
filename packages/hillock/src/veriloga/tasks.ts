import { type Elaboration, staticNumber } from "./elaboration.js";
import { didYouMean } from "./nearest-name.js";
import type { Scope } from "./scope.js";
import { fault, placeOf } from "./source-text.js";
import type { CallSyntax } from "./syntax.js";
import { evaluateAlgebraic } from "./time-derivative.js";

/** Tasks that only talk to the user or advise the simulator. */
const inactive: ReadonlySet<string> = new Set([
  "$strobe",
  "$display",
  "$write",
  "$monitor",
  "$debug",
  "$info",
  "$warning",
  "$bound_step",
  "$discontinuity",
]);

/** Tasks by which a model says that it must not be used like this. */
const refusing: ReadonlySet<string> = new Set(["$finish", "$stop", "$fatal", "$error"]);

/**
 * Executes a system task. Those that print or advise do not act, which is noted. A model that stops itself because of
 * its parameters is not simulated: that is an error.
 */
export function executeTask(e: Elaboration, scope: Scope, call: CallSyntax): void {
  if (refusing.has(call.name) && e.dynamicDepth === 0 && !e.inEvent) {
    throw fault("refused", "the model refuses these parameters", call.at, { details: [message(e, scope, call)] });
  }
  e.notes.add(`${call.name}() on line ${placeOf(call.at).line} does not act`);
}

/** @throws HillockError unless there is such a task */
export function requireKnownTask(call: CallSyntax): void {
  if (inactive.has(call.name) || refusing.has(call.name)) return;
  throw fault("unknown-function", `there is no system task ${call.name}`, call.nameAt, {
    help: didYouMean(call.name, [...inactive, ...refusing], "remove it"),
  });
}

/** What the task would print, as far as it is known before the simulation. */
function message(e: Elaboration, scope: Scope, call: CallSyntax): string {
  const start = call.args.findIndex(({ kind }) => kind === "string");
  const format = call.args[start];
  if (format?.kind !== "string") return `it calls ${call.name}`;
  let next = start + 1;
  return format.text
    .replace(/%[-+0-9.]*([a-zA-Z%])/g, (_, letter) => {
      if (letter === "%") return "%";
      if (letter === "m") return e.moduleName;
      const arg = call.args[next++];
      if (arg === undefined) return "?";
      if (arg.kind === "string") return arg.text;
      return `${staticNumber(e, evaluateAlgebraic(e, scope, arg)) ?? "?"}`;
    })
    .replace(/\s+/g, " ")
    .trim();
}
