import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { sharedData } from "../../requirements.js";

/** Columns of a reference file by their names. */
export function goldenColumns(file: string): Record<string, Float64Array> {
  const [head, ...rows] = readFileSync(sharedData(`data/stc/${file}`), "utf8")
    .trim()
    .split("\n");
  const cells = rows.map((row) => row.split(",").map(Number));
  return Object.fromEntries(head.split(",").map((name, k) => [name, Float64Array.from(cells, (row) => row[k])]));
}

/** biome-ignore lint/suspicious/noExplicitAny: a file of facts */
export const goldenSummary = (): any => JSON.parse(readFileSync(sharedData("data/stc/golden_summary.json"), "utf8"));

/** Largest relative difference of two columns; where the reference is 0, so has ours to be. */
export function largestDifference(ours: ArrayLike<number>, reference: ArrayLike<number>): number {
  expect(ours.length).toBe(reference.length);
  expect(reference.length).toBeGreaterThan(100);
  let largest = 0;
  for (let k = 0; k < reference.length; k++) {
    const difference = Math.abs(ours[k] - reference[k]);
    if (difference !== 0) largest = Math.max(largest, difference / Math.abs(reference[k]));
    if (Number.isNaN(ours[k])) return Number.NaN;
  }
  return largest;
}

/** The files have ten digits, the last of which may be off by half. */
export const tenDigits = 1e-9;
