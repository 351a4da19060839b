import { decoded, encoded } from "./checkpoint-file.js";

/**
 * A state as JSON that gives the same bits back: typed arrays as base64, numbers that JSON does not know by their names. Plain
 * objects, lists, numbers, texts and Float64Arrays may be in it.
 */
export function toPlain(value: unknown): unknown {
  if (value instanceof Float64Array) return { float64: encoded(value as unknown as number[]) };
  if (typeof value === "number" && !(Number.isFinite(value) && !Object.is(value, -0)))
    return { number: numberName(value) };
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, toPlain(each)]));
}

/** The state again. */
export function fromPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromPlain);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  if (entries.length === 1) {
    const [[key, content]] = entries;
    if (key === "float64") return Float64Array.from(decoded(content as string));
    if (key === "number") return Number(content);
  }
  return Object.fromEntries(entries.map(([key, each]) => [key, fromPlain(each)]));
}

const numberName = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));
