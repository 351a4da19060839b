import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { hasNgspice, ngspiceTest } from "../../packages/hillock/test/requirements.js";
import { selectTasks, tasks } from "../src/benchmark.js";
import { quantities, samplesOf } from "../src/dataset-samples.js";
import { countOperations, recordGeneratedCode } from "../src/generated-code.js";
import { fastestWithin } from "../src/ladder-search.js";
import { largestDifference, observe } from "../src/observation.js";
import type { Row } from "../src/row.js";
import { countVectorOperations, vectorPeak } from "../src/vector-peak.js";

const workspace = fileURLToPath(new URL("..", import.meta.url));
const run = promisify(execFile);

describe("the command", () => {
  beforeAll(async () => {
    if (hasNgspice)
      await run(fileURLToPath(new URL("../../node_modules/.bin/tsdown", import.meta.url)), { cwd: workspace });
  });

  ngspiceTest("gives the rows it is asked for as JSON, and its progress on standard error", async () => {
    const args = ["dist/main.js", "smoke", "--json", "--repetitions", "1"];
    const { stdout, stderr } = await run(process.execPath, args, { cwd: workspace });
    const { rows } = JSON.parse(stdout) as { rows: Row[] };
    expect(rows.map(({ name }) => name)).toEqual(["smoke/warm", "smoke/cold"]);
    for (const { unit, ours, peer, ratio, error, settings } of rows) {
      expect(unit).toBe("s");
      expect(ours).toBeGreaterThan(0);
      expect(peer).toBeGreaterThan(0);
      expect(ratio).toBeCloseTo((peer as number) / (ours as number), 10);
      // Both engines have an error, and none is beyond the 10 mV that this circuit is allowed.
      expect(error).toBeGreaterThan(0);
      expect(error).toBeLessThanOrEqual(1e-2);
      expect(settings.target).toBe("0.01 V");
    }
    expect(stderr).toMatch(/^smoke\/warm: /m);
    expect(stderr).toMatch(/^smoke\/cold: /m);
  });
});

test("a name selects its row and the rows below it, and an unknown one is refused", () => {
  const names = (...asked: string[]) => selectTasks(tasks, asked).map(({ name }) => name);
  expect(names("transient-uc")).toEqual(["transient-uc/warm", "transient-uc/cold"]);
  expect(names("dc-dataset")).toEqual(["dc-dataset"]);
  expect(names("characterise")).toEqual(["characterise/inv"]);
  expect(names("transient-uc/cold", "rc")).toEqual(["transient-uc/cold", "rc"]);
  expect(names()).not.toContain("smoke/warm");
  expect(() => names("r")).toThrow(/no row "r".*rectifier/);
});

test("of the rungs that meet the target the fastest is found, and a failing rung meets nothing", async () => {
  const outcomes: Record<string, { error: number; cpu: number } | undefined> = {
    loose: { error: 5, cpu: 1 },
    failing: undefined,
    exact: { error: 0.5, cpu: 3 },
    overExact: { error: 0.1, cpu: 2 },
    other: { error: 1, cpu: 2.5 },
  };
  const tried: string[] = [];
  const found = await fastestWithin([["loose", "failing", "exact", "overExact"], ["other"]], 1, async (rung) => {
    tried.push(rung);
    return outcomes[rung];
  });
  expect(found).toMatchObject({ rung: "other", error: 1, cpu: 2.5 });
  expect(tried).not.toContain("overExact");
  expect(await fastestWithin([["loose"]], 1, async (rung) => outcomes[rung])).toBeUndefined();
});

test("values are observed between points as of a cubic, also beside a jump", () => {
  const times = Float64Array.of(0, 1, 2, 2, 3, 4, 5);
  const values = times.map((t, k) => (k < 3 ? 0 : t ** 3 - t));
  const run = {
    analysis: "transient",
    scales: [{ name: "time", unit: "s", values: times }],
    signals: [{ name: "v(a)", unit: "V", values }],
  } as const;
  const samples = { kind: "samples", signal: "v(a)", first: 3.5, interval: 1, count: 2 } as const;
  const [first, second] = observe(run, samples);
  expect(first).toBeCloseTo(3.5 ** 3 - 3.5, 12);
  expect(second).toBeCloseTo(4.5 ** 3 - 4.5, 12);
});

test("runs with other numbers of spikes differ without bound", () => {
  expect(largestDifference(Float64Array.of(1, 2), Float64Array.of(1, 2.5))).toBe(0.5);
  expect(largestDifference(Float64Array.of(1, 2), Float64Array.of(1))).toBe(Number.POSITIVE_INFINITY);
  expect(largestDifference(Float64Array.of(1, Number.NaN), Float64Array.of(1, 2))).toBeNaN();
});

test("generated code is recorded with its calls, and its operations are counted", () => {
  const recording = recordGeneratedCode();
  const factory = new Function("return (a, b) => (a * b) + (-a) / 2 - pow(a, 3);") as () => (
    a: number,
    b: number,
  ) => number;
  const made = factory();
  for (let i = 0; i < 3; i++) expect(() => made(1, 2)).toThrow(/pow/);
  const [{ source, calls }] = recording.end();
  expect(calls).toBe(4);
  expect(countOperations(source)).toEqual({ multiplications: 1, additions: 2, divisions: 1, inlined: 0, calls: 1 });
  expect(Function("return 1")()).toBe(1);
});

test("vector operations are counted in the modules that are made, and the machine does some", () => {
  const { made, operations } = countVectorOperations(vectorPeak);
  // 80 multiplications and as many additions, in a loop.
  expect(operations).toBe(160);
  expect(made).toBeGreaterThan(1e8);
});

test("samples of the data set do not depend on how many there are, and are within their ranges", () => {
  const few = samplesOf(3);
  expect(samplesOf(10).subarray(0, few.length)).toEqual(few);
  few.forEach((value, k) => {
    const { low, high } = quantities[k % quantities.length];
    expect(value).toBeGreaterThanOrEqual(low);
    expect(value).toBeLessThanOrEqual(high);
  });
});
