import { didYouMean } from "../base/suggest.js";
import { type Elaboration, staticNumber } from "./elaboration.js";
import type { Scope } from "./scope.js";
import { fault, placeOf } from "./source-text.js";
import type { CallSyntax, ExpressionSyntax } from "./syntax.js";
import { evaluateAlgebraic } from "./time-derivative.js";

/** Tasks that only talk to the user. */
const talking: ReadonlySet<string> = new Set([
  "$strobe",
  "$display",
  "$write",
  "$monitor",
  "$debug",
  "$info",
  "$warning",
]);

/** Tasks that advise the simulator, which takes no advice: it controls its error, and locates events, by itself. */
const advising: ReadonlySet<string> = new Set(["$bound_step", "$discontinuity"]);

/** Tasks by which a model says that it must not be used like this. */
const refusing: ReadonlySet<string> = new Set(["$finish", "$stop", "$fatal", "$error"]);

/**
 * Executes a system task. What is printed under conditions that parameters decide is a note with that text; what would
 * be printed in the course of an analysis is not, which is noted. A model that stops itself because of its parameters is
 * not simulated: that is an error.
 */
export function executeTask(e: Elaboration, scope: Scope, call: CallSyntax): void {
  const { name } = call;
  const { line } = placeOf(call.at);
  const isDecided = e.dynamicDepth === 0 && !e.inEvent;
  if (refusing.has(name) && isDecided) {
    const text = message(e, scope, call).text || `it calls ${name}`;
    throw fault("refused", "the model refuses these parameters", call.at, {
      details: [text],
      help: "give the device parameters that its model accepts",
    });
  }
  const { text, isKnown } = talking.has(name) ? message(e, scope, call) : { text: "", isKnown: false };
  if (isDecided && isKnown) e.notes.add(`${e.moduleName}: ${text}`);
  else if (name === "$discontinuity") e.saysDiscontinuous.value = true;
  else if (advising.has(name)) e.notes.add(`${name}() on line ${line} does not act: steps follow from error control`);
  else e.notes.add(`${name}() on line ${line} does not act in the course of an analysis`);
}

/** @throws HillockError unless there is such a task */
export function requireKnownTask(call: CallSyntax): void {
  if ([talking, advising, refusing].some((tasks) => tasks.has(call.name))) return;
  throw fault("unknown-function", `there is no system task ${call.name}`, call.nameAt, {
    help: didYouMean(call.name, [...talking, ...advising, ...refusing], "remove it"),
  });
}

/** What a task prints, and whether all of it is known before the simulation. */
function message(e: Elaboration, scope: Scope, call: CallSyntax): { readonly text: string; readonly isKnown: boolean } {
  // $fatal(number, "text"), and those that take a number alone.
  const start = call.args.findIndex(({ kind }) => kind === "string");
  const texts: string[] = [];
  let isKnown = true;
  let next = start < 0 ? call.args.length : start;
  const valueText = (arg: ExpressionSyntax | undefined): string => {
    if (arg?.kind === "string") return arg.text;
    const number = arg && staticNumber(e, evaluateAlgebraic(e, scope, arg));
    if (number === undefined) isKnown = false;
    return `${number ?? "?"}`;
  };
  while (next < call.args.length) {
    const arg = call.args[next++];
    if (arg.kind !== "string") texts.push(valueText(arg));
    else {
      texts.push(
        arg.text.replace(/%[-+0-9.]*([a-zA-Z%])/g, (_, letter) => {
          if (letter === "%") return "%";
          return letter === "m" ? e.moduleName : valueText(call.args[next++]);
        }),
      );
    }
  }
  return { text: texts.join(" ").replace(/\s+/g, " ").trim(), isKnown };
}
