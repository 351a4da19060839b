import { expect, test } from "vitest";
import { experiments } from "../../src/experiments/index.js";

test("at most one check in ten is explained, and ids name their source", () => {
  const checks = experiments.flatMap((each) => each.checks);
  expect(checks.filter(({ explained }) => explained).length).toBeLessThanOrEqual(checks.length / 10);
  for (const { id, source } of experiments) expect(id.startsWith(`${source.id}/`)).toBe(true);
  expect(new Set(experiments.map(({ id }) => id)).size).toBe(experiments.length);
  for (const { name, passage } of checks) expect({ name, long: passage.length > 20 }).toEqual({ name, long: true });
});
