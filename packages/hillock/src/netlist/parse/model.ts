import type { Model } from "../circuit.js";
import { errorAt } from "../netlist-error.js";
import { setPlace } from "../place.js";
import type { Value } from "../value.js";
import { modelType } from "../vocabulary.js";
import { type PlacedParameters, placeParameters, plainParameters } from "./assignments.js";
import {
  atAssignment,
  type Cursor,
  expectEnd,
  peek,
  skip,
  spanFrom,
  spanOf,
  take,
  takeValue,
  takeWord,
  wholeLine,
} from "./cursor.js";
import type { Token } from "./token.js";

/** Words of a VDMOS model that stand without a value. */
const modelFlags = ["pchan", "nchan"];

/** `.model name type(a=1 b=2)`, with or without parentheses and commas. */
export function parseModel(cursor: Cursor): Model {
  const name = takeWord(cursor, "a model's name");
  const word = takeWord(cursor, "a model's type");
  const open = skip(cursor, "(");
  const parameters: PlacedParameters = new Map();
  for (let token = peek(cursor); token && token.kind !== ")"; token = peek(cursor)) {
    if (token.kind === ",") cursor.index++;
    else takeParameter(cursor, parameters);
  }
  if (open) take(cursor, ")");
  expectEnd(cursor, "a model ends at its closing parenthesis");
  const model: Model = { name: name.text, type: modelType(word.text), parameters: plainParameters(parameters) };
  setPlace(model, wholeLine(cursor));
  setPlace(model, spanOf(cursor, name), "name");
  setPlace(model, spanOf(cursor, word), "type");
  placeParameters(model, parameters);
  return model;
}

function takeParameter(cursor: Cursor, parameters: PlacedParameters): void {
  const token = takeWord(cursor, "a model parameter");
  const key = token.text.toLowerCase();
  let value: Value = 1;
  if (skip(cursor, "=")) value = takeValue(cursor, `the value of ${token.text}`, true);
  else if (!modelFlags.includes(key)) throw noValue(token, cursor);
  if (parameters.has(key)) {
    const span = spanOf(cursor, token);
    throw errorAt(span, "duplicate-parameter", `"${token.text}" is given twice`, { help: "keep one of them" });
  }
  parameters.set(key, { value, span: spanFrom(cursor, token) });
}

function noValue(token: Token, cursor: Cursor): Error {
  const next = atAssignment(cursor) || !peek(cursor) ? "" : ` or remove the blank in it`;
  return errorAt(spanOf(cursor, token), "malformed-line", `"${token.text}" has no value`, {
    help: `write ${token.text}=value${next}`,
  });
}
