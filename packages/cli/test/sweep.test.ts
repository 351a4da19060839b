import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { examples, netlists, runHillock, scratchFolder } from "./run-hillock.js";

const divider = join(netlists, "varied-divider.cir");

/** A table of numbers and texts by column. */
const table = (path: string): Record<string, string>[] =>
  parse(readFileSync(path, "utf8"), { columns: true, cast: false }) as Record<string, string>[];

const sweep = (folder: string, file: string, ...args: string[]) =>
  runHillock(folder, ["sweep", file, "--samples", "70", "--out", "out", ...args]);

describe("hillock sweep", () => {
  it("writes every sample, statistics and figures", () => {
    const folder = scratchFolder();
    const { status, stdout, stderr } = sweep(folder, divider, "--vary", "R2=10%", "--limit", "half<0.77", "--json");
    expect(stderr).toMatch(/^70 samples$/m);
    expect(status).toBe(0);
    const result = JSON.parse(stdout);
    expect(result).toEqual(JSON.parse(readFileSync(join(folder, "out", "result.json"), "utf8")));
    expect(result).toMatchObject({
      schemaVersion: 1,
      command: "sweep",
      settings: { samples: 70, seed: 1, method: "sobol" },
      quantities: [
        { name: "R2", nominal: 2000, unit: "ohm", tolerance: { distribution: "uniform", relative: 0.1 } },
        { name: "lot", nominal: 0, tolerance: { distribution: "normal", absolute: 1 } },
      ],
      acceptance: 1,
      outputs: [
        { name: "v(out)", unit: "V", count: 70 },
        { name: "half", unit: "V", nominal: 0.75 },
      ],
      sweeps: [{ points: 5, scales: [{ name: "v1", unit: "V" }], signals: [{ name: "v(out)", unit: "V" }] }],
      limits: [{ limit: "half<0.77", count: 70 }],
      failures: { count: 0, samples: 0, first: [] },
    });
    const rows = table(join(folder, "out", "samples.csv"));
    expect(Object.keys(rows[0])).toEqual(["sample", "R2", "lot", "v(out)", "half", "passes", "error"]);
    expect(rows.map(({ sample }) => Number(sample))).toEqual(Array.from({ length: 70 }, (_, k) => k));
    for (const row of rows) {
      const [r1, r2] = [1e3 * (1 + 0.05 * Number(row.lot)), Number(row.R2)];
      expect(Number(row["v(out)"])).toBeCloseTo(r2 / (r1 + r2), 10);
      expect(Number(row.half)).toBeCloseTo((0.5 * (r1 + r2)) / r2, 10);
      expect(row.passes).toBe(Number(row.half) < 0.77 ? "1" : "0");
    }
    expect(result.yield.passed).toBe(rows.filter(({ passes }) => passes === "1").length);
    expect(result.outputs[0].mean).toBeCloseTo(rows.reduce((sum, row) => sum + Number(row["v(out)"]), 0) / 70, 12);
    const points = table(join(folder, "out", "dc-samples.csv"));
    expect(points.length).toBe(350);
    expect(points[349]).toMatchObject({ sample: "69", v1: "1" });
    expect(Number(points[349]["v(out)"])).toBeCloseTo(Number(rows[69]["v(out)"]), 10);
    const bands = table(join(folder, "out", "dc-bands.csv"));
    expect(Object.keys(bands[0])).toEqual([
      "v1",
      "v(out)",
      "v(out) 5 %",
      "v(out) 25 %",
      "v(out) 50 %",
      "v(out) 75 %",
      "v(out) 95 %",
    ]);
    expect(Number(bands[4]["v(out) 5 %"])).toBeCloseTo(result.outputs[0].quantiles[1].value, 12);
    for (const name of ["histogram.svg", "dc.svg"]) {
      expect(readFileSync(join(folder, "out", name), "utf8")).toMatch(/^<svg /);
    }
  });

  it("gives the same bits with one, two and three workers", () => {
    const folder = scratchFolder();
    const example = join(examples, "differential-pair-mismatch.cir");
    const files = ["samples.csv", "dc-samples.csv", "dc-bands.csv", "histogram.svg", "dc.svg"];
    const contents = ["1", "2", "3"].map((workers) => {
      const args = ["sweep", example, "--samples", "101", "--seed", "5", "--vary", "Rp=5%", "--workers", workers];
      const { status, stderr } = runHillock(folder, [...args, "--limit", "abs(offset)<5m", "--out", workers]);
      expect(`${status} ${stderr}`).toMatch(/^0 101 samples/);
      const result = readFileSync(join(folder, workers, "result.json"), "utf8").replaceAll(`"${workers}/`, '"out/');
      return [result, ...files.map((file) => readFileSync(join(folder, workers, file), "utf8"))];
    });
    expect(contents[1]).toEqual(contents[0]);
    expect(contents[2]).toEqual(contents[0]);
  });

  it("sweeps transients by their measures", () => {
    const folder = scratchFolder();
    const file = join(folder, "rc.cir");
    writeFileSync(
      file,
      "RC\nV1 in 0 pwl(0 0 1n 1)\nR1 in out 1k\nC1 out 0 {unif(1n,0.1)}\n.tran 10n 5u\n.measure tran half when v(out)=0.5\n.end\n",
    );
    const { status, stdout } = runHillock(folder, ["sweep", file, "--samples", "8", "--out", "out"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/varied: C1\n(.*\n)* {2}half +6\.93\d+e-7/);
    for (const { C1, half } of table(join(folder, "out", "samples.csv"))) {
      expect(Number(half) / (Math.LN2 * 1e-6 * (1 + 0.1 * Number(C1)) + 0.5e-9)).toBeCloseTo(1, 3);
    }
  });

  it("says which samples failed, in the table and the text", () => {
    const folder = scratchFolder();
    const { status, stdout } = sweep(
      folder,
      divider,
      "--vary",
      "R2=normal:60%/within:500..9k",
      "--constraint",
      "R2!=0",
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/% of the points drawn are within ranges and constraints/);
    expect(stdout).toMatch(/note: \d+ of 70 samples lack a value; the first is \d+: half: engine\/measure-no-event/);
    const failed = table(join(folder, "out", "samples.csv")).filter(({ error }) => error !== "");
    expect(failed.length).toBeGreaterThan(5);
    for (const row of failed) expect(row).toMatchObject({ half: "", error: "half: engine/measure-no-event" });
  });

  it("fails if every sample does", () => {
    const folder = scratchFolder();
    const file = join(folder, "shorted.cir");
    writeFileSync(file, "shorted\nV1 a 0 1\nR1 a b 1k\nR2 b 0 1k\n.op\n.end\n");
    const args = ["sweep", file, "--samples", "5", "--vary", "R2=range:0..0", "--json"];
    const { status, stdout } = runHillock(folder, args);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      failures: { count: 5, samples: 5 },
      outputs: [{ count: 0, mean: null }, {}],
    });
  });

  const wrong: readonly (readonly [code: string, ...args: string[]])[] = [
    ["usage/malformed-variation", divider, "--samples", "5", "--vary", "R2"],
    ["usage/malformed-signal", divider, "--samples", "5", "--outputs", "out"],
    ["usage/invalid-argument", divider, "--samples", "many"],
    ["usage/missing-mandatory-option-value", divider],
    ["engine/unknown-quantity", divider, "--samples", "5", "--vary", "R9=1%"],
    ["engine/unknown-output", divider, "--samples", "5", "--limit", "v(in)>1"],
    ["engine/nothing-varies", join(netlists, "rc.cir"), "--samples", "5"],
    ["engine/no-output", join(netlists, "rc.cir"), "--samples", "5", "--vary", "R1=1%"],
    ["sampling/wrong-count", divider, "--samples", "0"],
  ];
  for (const [code, ...args] of wrong) {
    it(`refuses with ${code}`, () => {
      const { status, stderr } = runHillock(scratchFolder(), ["sweep", ...args]);
      expect(stderr).toContain(code);
      expect(status).toBe(2);
    });
  }
});
