import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { experiments, ownLab } from "../../src/experiments/index.js";

const folder = fileURLToPath(new URL(".", import.meta.url));
const tests = readdirSync(folder)
  .map((file) => readFileSync(`${folder}${file}`, "utf8"))
  .join("\n");

describe.each(experiments.filter(({ long }) => !long))("$id", ({ reproduce, checks }) => {
  test("its checks pass, or are explained by a cause that a test demonstrates", async () => {
    const { checks: results, figure } = await reproduce(ownLab());
    expect(results.filter(({ verdict }) => verdict === "fail")).toEqual([]);
    for (const { name, explanation, verdict } of results) {
      // An explanation of what is met has outlived its cause.
      expect({ name, verdict }).toEqual({ name, verdict: explanation ? "explained" : "pass" });
      if (explanation) expect(tests).toContain(`test("${explanation.test}"`);
    }
    expect(results.map(({ name }) => name)).toEqual(checks.map(({ name }) => name));
    for (const { x, panels } of figure.columns.flatMap(({ blocks }) => blocks)) {
      expect(x.range).toBeDefined();
      for (const { series } of panels) {
        for (const { x: xs, y: ys, look } of series) {
          expect(xs.length).toBe(ys.length);
          expect(xs.length).toBeGreaterThan(look === "points" ? 1 : 20 - 18 * Number(look === "guide"));
          expect(Array.from(ys).every(Number.isFinite)).toBe(true);
        }
      }
    }
  }, 60_000);
});

test("at most one check in ten is explained, and ids name their source", () => {
  const checks = experiments.flatMap((each) => each.checks);
  expect(checks.filter(({ explained }) => explained).length).toBeLessThanOrEqual(checks.length / 10);
  for (const { id, source } of experiments) expect(id.startsWith(`${source.id}/`)).toBe(true);
  expect(new Set(experiments.map(({ id }) => id)).size).toBe(experiments.length);
  for (const { name, passage } of checks) expect({ name, long: passage.length > 20 }).toEqual({ name, long: true });
});
