import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { Experiment, FigurePanel, Lab } from "../../src/experiments/index.js";

const folder = fileURLToPath(new URL(".", import.meta.url));
const tests = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.ts"))
  .map((file) => readFileSync(`${folder}${file}`, "utf8"))
  .join("\n");

/** Expects that an experiment's checks pass, or are explained by a cause that a test demonstrates, and that it can be drawn. */
export async function expectReproduction({ reproduce, checks }: Experiment, lab: Lab): Promise<void> {
  const { checks: results, figure } = await reproduce(lab);
  expect(results.filter(({ verdict }) => verdict === "fail")).toEqual([]);
  for (const { name, explanation, verdict } of results) {
    // An explanation of what is met has outlived its cause.
    expect({ name, verdict }).toEqual({ name, verdict: explanation ? "explained" : "pass" });
    if (explanation) expect(tests).toContain(`test("${explanation.test}"`);
  }
  expect(results.map(({ name }) => name)).toEqual(checks.map(({ name }) => name));
  for (const { x, panels } of figure.columns.flatMap(({ blocks }) => blocks)) {
    expect(x.range).toBeDefined();
    for (const panel of panels) expectPanel(panel);
  }
}

function expectPanel({ series, map }: FigurePanel): void {
  expect(series.length > 0).toBe(map === undefined);
  if (map) {
    expect(map.values.length % map.columns).toBe(0);
    expect(Array.from(map.values).every(Number.isFinite)).toBe(true);
  }
  for (const { x, y, look } of series) {
    expect(x.length).toBe(y.length);
    expect(x.length).toBeGreaterThan(look === undefined || look === "line" ? 20 : 1);
    expect(Array.from(y).every(Number.isFinite)).toBe(true);
  }
}
