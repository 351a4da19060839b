import { closest } from "../../base/suggest.js";
import type { IndependentSource, Waveform } from "../circuit.js";
import { errorAt } from "../netlist-error.js";
import { type Span, setPlace } from "../place.js";
import type { Value } from "../value.js";
import { atValue, atWord, type Cursor, missing, peek, skip, spanFrom, spanOf, takeValue, takeWord } from "./cursor.js";
import { placeElement, takeNodes } from "./device.js";
import type { Token } from "./token.js";

const waveforms: Readonly<Record<string, { kind: Waveform["kind"]; most: number; form: string }>> = {
  pulse: { kind: "pulse", most: 7, form: "PULSE(v1 v2 delay rise fall width period)" },
  pwl: { kind: "pwl", most: Number.POSITIVE_INFINITY, form: "PWL(t1 v1 t2 v2 ...)" },
  sin: { kind: "sin", most: 6, form: "SIN(offset amplitude frequency delay damping phase)" },
  exp: { kind: "exp", most: 6, form: "EXP(v1 v2 delay1 tau1 delay2 tau2)" },
  sffm: { kind: "sffm", most: 5, form: "SFFM(offset amplitude carrier index signal)" },
};

const foreign = ["am", "trnoise", "trrandom", "external", "portnum", "distof1", "distof2"];

/** V, I: a bare number or DC first or later, AC, and one time function, in any order. */
export function parseIndependentSource(
  quantity: "voltage" | "current",
  name: Token,
  cursor: Cursor,
): IndependentSource {
  const nodes = takeNodes(cursor, 2, { letter: quantity === "voltage" ? "V" : "I", terminals: "p n" });
  const parts: { dc?: Value; ac?: IndependentSource["ac"]; waveform?: Waveform } = {};
  const spans: { part: string; span: Span }[] = [];
  const set = (part: "dc" | "ac" | "waveform", value: object | number, first: Token) => {
    if (part in parts) {
      const what = part === "waveform" ? "a time function" : part.toUpperCase();
      throw errorAt(spanOf(cursor, first), "duplicate-parameter", `${what} is given twice`, {
        help: "keep one of them",
      });
    }
    Object.assign(parts, { [part]: value });
    spans.push({ part, span: spanFrom(cursor, first) });
  };
  for (let token = peek(cursor); token; token = peek(cursor)) {
    const word = token.text.toLowerCase();
    if (atValue(cursor) && parts.waveform === undefined) {
      set("dc", takeValue(cursor, "a DC value"), token);
    } else if (token.kind === "word" && word === "dc") {
      cursor.index++;
      skip(cursor, "=");
      set("dc", takeValue(cursor, "a DC value"), token);
    } else if (token.kind === "word" && word === "ac") {
      cursor.index++;
      skip(cursor, "=");
      const magnitude = atValue(cursor) ? takeValue(cursor, "an AC magnitude") : 1;
      skip(cursor, ",");
      const phase = atValue(cursor) ? takeValue(cursor, "an AC phase") : 0;
      set("ac", { magnitude, phase }, token);
    } else if (token.kind === "word" && Object.hasOwn(waveforms, word)) {
      set("waveform", takeWaveform(cursor), token);
    } else throw notOfASource(token, cursor);
  }
  const source: IndependentSource = {
    kind: "source",
    quantity,
    name: name.text,
    nodes: [nodes[0].text, nodes[1].text],
    ...parts,
  };
  placeElement(source, cursor, name, nodes);
  for (const { part, span } of spans) setPlace(source, span, part);
  return source;
}

function notOfASource(token: Token, cursor: Cursor): Error {
  const span = spanOf(cursor, token);
  const word = token.text.toLowerCase();
  if (foreign.includes(word)) {
    return errorAt(span, "unsupported-waveform", `${token.text} is not supported`, {
      help: `the time functions are ${Object.keys(waveforms).join(", ").toUpperCase()}; others can be B sources of time`,
    });
  }
  const best = closest(word, ["dc", "ac", ...Object.keys(waveforms)])?.toUpperCase();
  return errorAt(span, "unexpected-text", `"${token.text}" is not understood in a source`, {
    help: best ? `did you mean ${best}?` : "a source has a DC value, AC magnitude phase, and one time function",
  });
}

function takeWaveform(cursor: Cursor): Waveform {
  const name = takeWord(cursor, "a time function");
  const { kind, most, form } = waveforms[name.text.toLowerCase()];
  const open = skip(cursor, "(");
  const values: Value[] = [];
  const spans: Span[] = [];
  for (let first = peek(cursor); first && (atValue(cursor) || first.kind === ","); first = peek(cursor)) {
    if (first.kind === ",") cursor.index++;
    else {
      values.push(takeValue(cursor, "a number"));
      spans.push(spanFrom(cursor, first));
    }
  }
  if (open && !skip(cursor, ")")) {
    if (peek(cursor)) takeValue(cursor, "a number");
    throw missing(cursor, '")"', `write ${form}`);
  }
  if (values.length > most) {
    const problem = `${name.text} has at most ${most} values, this is one more`;
    throw errorAt(spans[most], "wrong-waveform", problem, { help: `write ${form}` });
  }
  const span = spanFrom(cursor, name);
  if (values.length === 0)
    throw errorAt(span, "wrong-waveform", `${name.text} has no values`, { help: `write ${form}` });
  if (kind === "pwl" && values.length % 2 === 1) {
    const problem = "PWL needs pairs of time and value; the last value is missing";
    throw errorAt(spans[spans.length - 1], "wrong-waveform", problem, { help: `write ${form}` });
  }
  const waveform: Waveform = { kind, values, ...(kind === "pwl" && takeRepetition(cursor)) };
  setPlace(waveform, span);
  for (const [index, place] of spans.entries()) setPlace(waveform, place, `value ${index}`);
  return waveform;
}

/** `r=` and `td=` after a PWL list. */
function takeRepetition(cursor: Cursor): { repeat?: Value; delay?: Value } {
  const result: { repeat?: Value; delay?: Value } = {};
  for (;;) {
    const key = atWord(cursor, "r") ? "repeat" : atWord(cursor, "td") ? "delay" : undefined;
    if (key === undefined || peek(cursor, 1)?.kind !== "=") return result;
    cursor.index += 2;
    result[key] = takeValue(cursor, "a time");
  }
}
