import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { ngspiceTest } from "../../hillock/test/requirements.js";
import { netlists, runHillock, scratchFolder } from "./run-hillock.js";

const rc = join(netlists, "rc.cir");
const table = (path: string): string[][] => parse(readFileSync(path, "utf8"));

test("a transient: a table in full precision, a figure, result.json, and a summary that names them", () => {
  const folder = scratchFolder();
  const { status, stdout, stderr } = runHillock(folder, ["simulate", rc]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "hillock\nwriting tables and figures\n" });
  expect(stdout).toContain("RC low-pass driven by pulses");
  for (const name of ["tran.csv", "tran.svg", "result.json"]) expect(stdout).toContain(join("runs/rc", name));

  const [header, ...rows] = table(join(folder, "runs/rc/tran.csv"));
  expect(header).toEqual(["time", "v(in)", "v(out)"]);
  const end = rows.findIndex(([time]) => Math.abs(Number(time) - 0.501e-3) < 1e-12);
  const charged = 5 * (1 - Math.exp(-4.005));
  expect(Number(rows[end][2])).toBeCloseTo(charged, 2);
  expect(rows.some(([, , out]) => out.length > 12)).toBe(true);

  const result = JSON.parse(readFileSync(join(folder, "runs/rc/result.json"), "utf8"));
  expect(result).toMatchObject({
    schemaVersion: 1,
    command: "simulate",
    file: rc,
    title: "RC low-pass driven by pulses",
    settings: { engine: "hillock", tolerance: 1e-5 },
    analyses: [
      {
        analysis: "transient",
        points: rows.length,
        scales: [{ name: "time", unit: "s" }],
        signals: [
          { name: "v(in)", unit: "V", maximum: expect.closeTo(5, 9) },
          { name: "v(out)", unit: "V" },
        ],
        csv: "runs/rc/tran.csv",
        svg: "runs/rc/tran.svg",
      },
    ],
  });
  expect(result.analyses[0].record.steps).toBeGreaterThan(10);
  const svg = readFileSync(join(folder, "runs/rc/tran.svg"), "utf8");
  expect(svg).toMatch(/^<svg[^>]*>/);
  for (const label of ["RC low-pass driven by pulses", "v(out) (V)", "time (ms)"]) expect(svg).toContain(label);
});

test("--json prints one object on stdout, --out and --tolerance are obeyed", () => {
  const folder = scratchFolder();
  const { status, stdout } = runHillock(folder, ["simulate", rc, "--json", "--out", "here", "--tolerance", "1e-6"]);
  expect(status).toBe(0);
  expect(stdout.trimEnd().split("\n")).toHaveLength(1);
  const printed = JSON.parse(stdout);
  expect(printed).toEqual(JSON.parse(readFileSync(join(folder, "here/result.json"), "utf8")));
  expect(printed.settings.tolerance).toBe(1e-6);
  const loose = runHillock(folder, ["simulate", rc, "--json"]);
  expect(JSON.parse(loose.stdout).analyses[0].points).toBeLessThan(printed.analyses[0].points);
});

test("the same run gives the same files, byte by byte", () => {
  const folder = scratchFolder();
  for (const out of ["one", "two"]) runHillock(folder, ["simulate", rc, "--out", out]);
  for (const name of ["tran.csv", "tran.svg"]) {
    expect(readFileSync(join(folder, "one", name), "utf8")).toBe(readFileSync(join(folder, "two", name), "utf8"));
  }
});

test("files included from folders below are found beside the file that names them", () => {
  const { status, stdout } = runHillock(scratchFolder(), ["simulate", join(netlists, "included.cir"), "--json"]);
  expect(status).toBe(0);
  expect(JSON.parse(stdout).analyses[0].signals).toEqual([{ name: "v(out)", unit: "V", minimum: 0.75, maximum: 0.75 }]);
});

ngspiceTest("--engine ngspice runs the same netlist there", () => {
  const { status, stdout } = runHillock(scratchFolder(), ["simulate", rc, "--engine", "ngspice", "--json"]);
  expect(status).toBe(0);
  const { settings, analyses } = JSON.parse(stdout);
  expect(settings).toMatchObject({
    engine: "ngspice",
    ngspice: expect.stringMatching(/^ngspice-.*native/),
    method: "gear",
  });
  expect(analyses[0].record).toBeNull();
  expect(analyses[0].signals[1].maximum).toBeCloseTo(5 * (1 - Math.exp(-4.005)), 2);
});

describe("what goes wrong", () => {
  const errorOf = (args: readonly string[]) => {
    const { status, stdout } = runHillock(scratchFolder(), [...args, "--json"]);
    return { status, ...JSON.parse(stdout).error };
  };

  test("a mistake in the netlist: exit 2, the coded error on stderr with the place", () => {
    const file = join(netlists, "unknown-model.cir");
    const { status, stdout, stderr } = runHillock(scratchFolder(), ["simulate", file]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(`netlist/unknown-model  ${file}:3:8`);
    expect(stderr).toMatch(/3 \| D1 a 0 DMISSING\n +\^{8} no \.model/);
    expect(errorOf(["simulate", file])).toMatchObject({
      status: 2,
      code: "netlist/unknown-model",
      place: { file, line: 3, column: 8 },
      message: expect.stringContaining("help:"),
    });
  });

  test("a file outside of the netlist's folder is not read, unless --root allows it", () => {
    const file = join(netlists, "parts/outside.cir");
    expect(errorOf(["simulate", file])).toMatchObject({ status: 2, code: "input/outside-root" });
    expect(runHillock(scratchFolder(), ["simulate", file, "--root", netlists]).status).toBe(0);
  });

  test("a netlist that is not there, a folder that cannot be made", () => {
    expect(errorOf(["simulate", "missing.cir"])).toMatchObject({ status: 2, code: "input/not-readable" });
    expect(errorOf(["simulate", rc, "--out", `${rc}/below`])).toMatchObject({ status: 2, code: "output/not-writable" });
  });

  test("usage", () => {
    expect(errorOf(["simulate"])).toMatchObject({ status: 2, code: "usage/missing-argument" });
    expect(errorOf(["simulate", rc, "--tolerance", "zero"])).toMatchObject({
      status: 2,
      code: "usage/invalid-argument",
    });
    expect(errorOf(["simulate", rc, "--engine", "spectre"])).toMatchObject({
      status: 2,
      code: "usage/invalid-argument",
    });
    expect(errorOf(["simulte", rc])).toMatchObject({ status: 2, code: "usage/unknown-command" });
    const { status, stderr } = runHillock(scratchFolder(), ["simulate", rc, "--outt", "x"]);
    expect(status).toBe(2);
    expect(stderr).toContain("usage/unknown-option");
    expect(stderr).toContain("Did you mean --out?");
  });

  test("a run that cannot go on: exit 1, and what was computed is kept and named", () => {
    const folder = scratchFolder();
    const { status, stderr } = runHillock(folder, ["simulate", join(netlists, "no-value.cir")]);
    expect(status).toBe(1);
    expect(stderr).toContain("engine/no-convergence");
    expect(stderr).toContain("kept: the waveform up to 0.001 s (runs/no-value/partial.csv)");
    const rows = table(join(folder, "runs/no-value/partial.csv"));
    expect(rows[0]).toEqual(["time", "v(b)", "v(c)"]);
    const [time, membrane] = (rows.at(-1) ?? []).map(Number);
    expect(time).toBeCloseTo(1e-3, 9);
    expect(membrane).toBeCloseTo(1, 6);
    expect(existsSync(join(folder, "runs/no-value/result.json"))).toBe(false);
  });

  ngspiceTest("the same on ngspice", () => {
    const folder = scratchFolder();
    const file = join(netlists, "no-value.cir");
    const { status, stderr } = runHillock(folder, ["simulate", file, "--engine", "ngspice"]);
    expect(status).toBe(1);
    expect(stderr).toContain("reference/failed");
    expect(stderr).toContain("kept: the waveform up to 0.001 s (runs/no-value/partial.csv)");
    expect(table(join(folder, "runs/no-value/partial.csv")).length).toBeGreaterThan(10);
  });
});
