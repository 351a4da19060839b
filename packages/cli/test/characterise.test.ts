import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { runHillock, scratchFolder } from "./run-hillock.js";

const table = (path: string): Record<string, string>[] =>
  parse(readFileSync(path, "utf8"), { columns: true, cast: false }) as Record<string, string>[];

describe("hillock characterise", () => {
  it("writes designs with their tanh, and where they come from", () => {
    const folder = scratchFolder();
    const args = ["characterise", "inv", "--samples", "60", "--seed", "3", "--out", "out"];
    const { status, stdout, stderr } = runHillock(folder, [...args, "--json"]);
    expect(stderr).toMatch(/^60 designs of inv, 101 inputs each$/m);
    expect(status).toBe(0);
    const result = JSON.parse(stdout);
    expect(result).toEqual(JSON.parse(readFileSync(join(folder, "out", "result.json"), "utf8")));
    expect(result).toMatchObject({
      schemaVersion: 1,
      command: "characterise",
      circuit: "inv",
      law: "v(out) = -(eta1 + eta2 tanh((v(in) - eta3) eta4))",
      supplies: { vdd: 1, vss: -2.2 },
      settings: { samples: 60, seed: 3, method: "sobol", inputs: { from: -2, to: 2, points: 101 } },
      constraints: ["R1 > R2", "R3 > R4", "R1/R2 > R3/R4", "W > L"],
      failures: { count: 0, first: [] },
    });
    expect(result.parameters[0]).toEqual({
      name: "R1",
      nominal: 255,
      unit: "ohm",
      range: [10, 500],
      significantDigits: 3,
    });
    const rows = table(join(folder, "out", "samples.csv"));
    expect(Object.keys(rows[0])).toEqual([
      "sample",
      "R1",
      "R2",
      "R3",
      "R4",
      "R5",
      "W",
      "L",
      "eta1",
      "eta2",
      "eta3",
      "eta4",
      "rms",
      "error",
    ]);
    expect(rows).toHaveLength(60);
    for (const row of rows) {
      expect(Number(row.R1) / Number(row.R2)).toBeGreaterThan(Number(row.R3) / Number(row.R4));
      expect(Number(row.eta2)).toBeGreaterThan(0.5);
      expect(Number(row.rms)).toBeLessThan(0.05);
    }
    const errors = rows.map(({ rms }) => Number(rms)).sort((a, b) => a - b);
    expect(result.rms).toMatchObject({ minimum: errors[0], maximum: errors[59] });

    const again = runHillock(folder, args);
    expect(again.stdout).toMatch(/^ {2}eta4 \(1\/V\) /m);
    expect(table(join(folder, "out", "samples.csv"))).toEqual(rows);
  });

  it("its bench is a netlist that gives a design's curve", () => {
    const folder = scratchFolder();
    runHillock(folder, ["characterise", "ptanh", "--samples", "2", "--out", "out"]);
    const [row] = table(join(folder, "out", "samples.csv"));
    const bench = readFileSync(join(folder, "out", "bench.cir"), "utf8");
    const values = ["R1", "W1", "L1", "R2", "W2", "L2"].map((name) => `${name}=${row[name]}`).join(" ");
    const netlist = bench
      .replace(/^(X1 .*? PRINTED_TANH).*$/m, `$1 ${values}`)
      .replace(/^\.end$/m, ".dc VIN -1 1 0.02\n.save v(out)\n.end");
    expect(netlist).toContain(values);
    writeFileSync(join(folder, "one.cir"), netlist);
    expect(runHillock(folder, ["simulate", "one.cir", "--out", "one"]).status).toBe(0);
    const [eta1, eta2, eta3, eta4] = ["eta1", "eta2", "eta3", "eta4"].map((name) => Number(row[name]));
    const points = table(join(folder, "one", "dc.csv"));
    expect(points).toHaveLength(101);
    const squares = points.map(
      (point) => (Number(point["v(out)"]) - (eta1 + eta2 * Math.tanh((Number(point.vin) - eta3) * eta4))) ** 2,
    );
    const rms = Math.sqrt(squares.reduce((sum, each) => sum + each, 0) / 101);
    expect(rms).toBeCloseTo(Number(row.rms), 8);
  });

  it("says what it cannot do", () => {
    const folder = scratchFolder();
    const code = (...args: string[]): string => {
      const { status, stdout } = runHillock(folder, ["characterise", ...args, "--json"]);
      expect(status).not.toBe(0);
      return JSON.parse(stdout).error.code;
    };
    expect(code("relu")).toBe("usage/invalid-argument");
    expect(code("inv", "--samples", "0")).toBe("usage/samples");
    expect(code("inv", "--samples", "3", "--from", "2")).toBe("training/curve-inputs");
    expect(code("inv", "--samples", "3", "--points", "1")).toBe("training/curve-inputs");
    expect(code("inv", "--from", "a")).toBe("usage/invalid-argument");
  });
});
