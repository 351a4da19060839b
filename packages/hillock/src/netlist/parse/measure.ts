import { didYouMean } from "../../base/suggest.js";
import type { Measure, MeasureEvent, MeasureQuantity } from "../circuit.js";
import { parseFormula } from "../formula/parse-formula.js";
import { errorAt } from "../netlist-error.js";
import { setPlace } from "../place.js";
import type { Value } from "../value.js";
import {
  atWord,
  type Cursor,
  expectEnd,
  missing,
  peek,
  skip,
  spanFrom,
  spanOf,
  take,
  takeValue,
  takeWord,
  wholeLine,
} from "./cursor.js";
import { takeSignal } from "./signal.js";
import type { Token } from "./token.js";

const analyses = ["tran", "dc", "ac", "op"] as const;
const statistics = ["avg", "max", "min", "pp", "rms", "integ"] as const;
const kinds = [...statistics, "trig", "when", "find", "param"];

/** `.measure tran name what ...`: statistics from/to, trig ... targ ..., when, find ... at or when, param. */
export function parseMeasure(cursor: Cursor): Measure {
  const word = takeWord(cursor, "tran, dc, ac or op");
  const analysis = analyses.find((name) => name === word.text.toLowerCase());
  if (!analysis) {
    const help = "write .measure tran name ...";
    throw errorAt(spanOf(cursor, word), "malformed-line", "tran, dc, ac or op is expected here", { help });
  }
  const name = takeWord(cursor, "a name for the result");
  const measure: Measure = { analysis, name: name.text, quantity: takeQuantity(cursor) };
  expectEnd(cursor, "SUPPORT.md lists the forms of .measure");
  setPlace(measure, wholeLine(cursor));
  setPlace(measure, spanOf(cursor, name), "name");
  return measure;
}

function takeQuantity(cursor: Cursor): MeasureQuantity {
  const word = takeWord(cursor, `one of ${kinds.join(", ")}`);
  const kind = word.text.toLowerCase();
  const statistic = statistics.find((name) => name === kind);
  if (statistic) {
    const quantity: MeasureQuantity = { kind: "statistic", statistic, signal: takeSignal(cursor) };
    return { ...quantity, ...takeWindow(cursor) };
  }
  switch (kind) {
    case "trig": {
      const trigger = takeInstant(cursor);
      const target = atWord(cursor, "targ");
      if (!target) throw missing(cursor, "targ", "write trig v(a) val=1 rise=1 targ v(b) val=1 rise=1");
      cursor.index++;
      return { kind: "delay", trigger, target: takeInstant(cursor) };
    }
    case "when":
      return { kind: "when", event: takeEvent(cursor, true) };
    case "find": {
      const signal = takeSignal(cursor);
      if (atWord(cursor, "at")) return { kind: "find", signal, at: takeAt(cursor) };
      if (!atWord(cursor, "when"))
        throw missing(cursor, "at= or when", "write find v(a) at=1m or find v(a) when v(b)=1");
      cursor.index++;
      return { kind: "find", signal, at: takeEvent(cursor, true) };
    }
    case "param": {
      take(cursor, "=");
      const body = skip(cursor, "formula");
      if (!body) throw missing(cursor, "a formula in quotes", "write param='a - b'");
      return {
        kind: "formula",
        formula: parseFormula({ line: cursor.line, start: body.start + 1, end: body.end - 1 }),
      };
    }
    default: {
      const help = didYouMean(kind, kinds, `known are ${kinds.join(", ")}`);
      const problem = `"${word.text}" is no supported measurement`;
      throw errorAt(spanOf(cursor, word), "unsupported-measure", problem, { help });
    }
  }
}

function takeWindow(cursor: Cursor): { from?: Value; to?: Value } {
  const window: { from?: Value; to?: Value } = {};
  for (;;) {
    const key = atWord(cursor, "from") ? "from" : atWord(cursor, "to") ? "to" : undefined;
    if (!key) return window;
    if (key in window) throw twice(cursor, key);
    cursor.index++;
    take(cursor, "=");
    window[key] = takeValue(cursor, "a time");
  }
}

function takeAt(cursor: Cursor): Value {
  takeWord(cursor, "at");
  take(cursor, "=");
  return takeValue(cursor, "a time");
}

function takeInstant(cursor: Cursor): Value | MeasureEvent {
  return atWord(cursor, "at") ? takeAt(cursor) : takeEvent(cursor, false);
}

/** `v(a)=1 rise=2` after `when`; `v(a) val=1 rise=2` after `trig` and `targ`. */
function takeEvent(cursor: Cursor, bare: boolean): MeasureEvent {
  const first = peek(cursor) as Token;
  const signal = takeSignal(cursor);
  let level: Value | undefined;
  if (bare) {
    take(cursor, "=");
    if (peek(cursor)?.kind === "word" && peek(cursor, 1)?.kind === "(") {
      const help = "compare with a number; let a B source form the difference";
      throw errorAt(spanOf(cursor, peek(cursor) as Token), "unsupported-measure", "a level has to be a number", {
        help,
      });
    }
    level = takeValue(cursor, "a level");
  }
  const found: { edge?: MeasureEvent["edge"]; count?: number | "last"; delay?: Value } = {};
  for (let word = peek(cursor); word?.kind === "word"; word = peek(cursor)) {
    const key = word.text.toLowerCase();
    if (key === "val" && !bare) {
      if (level !== undefined) throw twice(cursor, key);
      cursor.index++;
      take(cursor, "=");
      level = takeValue(cursor, "a level");
    } else if (key === "td") {
      if (found.delay !== undefined) throw twice(cursor, key);
      cursor.index++;
      take(cursor, "=");
      found.delay = takeValue(cursor, "a time");
    } else if (key === "rise" || key === "fall" || key === "cross") {
      if (found.edge) throw twice(cursor, key);
      cursor.index++;
      take(cursor, "=");
      found.edge = key;
      found.count = takeCount(cursor);
    } else break;
  }
  if (level === undefined) throw missing(cursor, "val=", "write v(a) val=1 rise=1");
  const { edge = "cross", count = 1, delay } = found;
  const event: MeasureEvent = { kind: "event", signal, level, edge, count, ...(delay !== undefined && { delay }) };
  setPlace(event, spanFrom(cursor, first));
  return event;
}

function takeCount(cursor: Cursor): number | "last" {
  const word = takeWord(cursor, "a count or last");
  if (word.text.toLowerCase() === "last") return "last";
  if (/^[1-9]\d{0,8}$/.test(word.text)) return Number(word.text);
  const help = "write a whole number from 1, or last";
  throw errorAt(spanOf(cursor, word), "malformed-number", `"${word.text}" is no count`, { help });
}

function twice(cursor: Cursor, key: string): Error {
  const span = spanOf(cursor, peek(cursor) as Token);
  return errorAt(span, "duplicate-parameter", `${key} stands twice`, { help: "keep one of them" });
}
