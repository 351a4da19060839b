import type { Analysis, Sweep } from "../circuit.js";
import { errorAt } from "../netlist-error.js";
import { setPlace } from "../place.js";
import type { Value } from "../value.js";
import {
  atValue,
  atWord,
  type Cursor,
  expectEnd,
  peek,
  skip,
  spanFrom,
  takeValue,
  takeWord,
  wholeLine,
} from "./cursor.js";
import type { Token } from "./token.js";

/** `.op` */
export function parseOperatingPoint(cursor: Cursor): Analysis {
  expectEnd(cursor, "an .op line has nothing else on it");
  return placed({ kind: "operatingPoint" }, cursor);
}

/** `.tran step stop [start [maximum step]] [uic]` */
export function parseTransient(cursor: Cursor): Analysis {
  const values: { value: Value; first: Token }[] = [];
  while (values.length < 4 && atValue(cursor)) {
    const first = peek(cursor) as Token;
    values.push({ value: takeValue(cursor, "a time"), first });
  }
  if (values.length < 2) takeValue(cursor, values.length === 0 ? "the output step" : "the end of the run");
  const useInitialConditions = atWord(cursor, "uic");
  if (useInitialConditions) cursor.index++;
  expectEnd(cursor, "write .tran step stop [start [maximum step]] [uic]");
  const [step, stop, start, maximumStep] = values.map(({ value }) => value);
  const analysis: Analysis = {
    kind: "transient",
    step,
    stop,
    ...(start !== undefined && { start }),
    ...(maximumStep !== undefined && { maximumStep }),
    useInitialConditions,
  };
  for (const [index, name] of ["step", "stop", "start", "maximumStep"].entries()) {
    const token = values[index]?.first;
    if (token) setPlace(analysis, { line: cursor.line, start: token.start, end: token.end }, name);
  }
  return placed(analysis, cursor);
}

/** `.dc source from to step [source from to step]` */
export function parseDc(cursor: Cursor): Analysis {
  const sweeps: Sweep[] = [];
  do {
    const word = takeWord(cursor, "a source to sweep");
    const from = takeValue(cursor, "the first value");
    const to = takeValue(cursor, "the last value");
    const sweep: Sweep = { variable: word.text, from, to, step: takeValue(cursor, "the step") };
    setPlace(sweep, spanFrom(cursor, word));
    setPlace(sweep, { line: cursor.line, start: word.start, end: word.end }, "variable");
    sweeps.push(sweep);
  } while (peek(cursor) && sweeps.length < 2);
  expectEnd(cursor, "write .dc source from to step, once or twice");
  return placed({ kind: "dc", sweeps }, cursor);
}

const spacings = { dec: "decade", oct: "octave", lin: "linear" } as const;

/** `.ac dec|oct|lin points from to` */
export function parseAc(cursor: Cursor): Analysis {
  const word = takeWord(cursor, "dec, oct or lin");
  const key = word.text.toLowerCase();
  if (!Object.hasOwn(spacings, key)) {
    const span = { line: cursor.line, start: word.start, end: word.end };
    throw errorAt(span, "malformed-line", "dec, oct or lin is expected here", { help: "write .ac dec points from to" });
  }
  const analysis: Analysis = {
    kind: "ac",
    spacing: spacings[key as keyof typeof spacings],
    points: takeValue(cursor, "the number of points"),
    from: takeValue(cursor, "the first frequency"),
    to: takeValue(cursor, "the last frequency"),
  };
  expectEnd(cursor, "write .ac dec points from to");
  return placed(analysis, cursor);
}

/** `.temp 50`: the value of the option `temp`, degrees C. */
export function parseTemperature(cursor: Cursor): Value {
  skip(cursor, "=");
  const value = takeValue(cursor, "a temperature in degrees C");
  expectEnd(cursor, "one temperature per netlist; sweep others with .dc temp");
  return value;
}

function placed(analysis: Analysis, cursor: Cursor): Analysis {
  setPlace(analysis, wholeLine(cursor));
  return analysis;
}
