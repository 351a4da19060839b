import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ngspiceTest } from "../../hillock/test/requirements.js";
import { runHillock, scratchFolder } from "./run-hillock.js";

const characteristic = "uc-neuron/i-v";

test("--list names every experiment and runs none", () => {
  const folder = scratchFolder();
  const { status, stdout, stderr } = runHillock(folder, ["reproduce", "--list"]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  for (const id of ["fig-2", "fig-3", "fig-4", "energy", "i-v"]) expect(stdout).toContain(`uc-neuron/${id}`);
  expect(stdout).toContain("Scientific Reports 9, 11123 (2019)");
  for (const id of ["fig-9", "mnist-01-corrected", "discrepancies"]) expect(stdout).toContain(`stc/${id}`);
  expect(existsSync(join(folder, "runs"))).toBe(false);
  const { experiments } = JSON.parse(runHillock(folder, ["reproduce", "uc-neuron", "--list", "--json"]).stdout);
  expect(experiments.find(({ id }: { id: string }) => id === characteristic)).toMatchObject({ long: false, checks: 6 });
});

test("one experiment: a table for people, a figure, result.json", () => {
  const folder = scratchFolder();
  const { status, stdout, stderr } = runHillock(folder, ["reproduce", characteristic]);
  expect(status).toBe(0);
  expect(stderr).toContain(`${characteristic}: run 1\n`);
  expect(stdout).toMatch(/ {2}target +ours +verdict\n/);
  expect(stdout).toMatch(/latch current over hold current +at least 2 +3\.7\d* +pass/);
  expect(stdout).toContain("explained: ");
  expect(stdout).toContain(join("runs/reproduce", `${characteristic}.svg`));
  const svg = readFileSync(join(folder, "runs/reproduce", `${characteristic}.svg`), "utf8");
  for (const label of ["membrane voltage (V)", "current (mA)", "voltage rising"]) expect(svg).toContain(label);
  const written = JSON.parse(readFileSync(join(folder, "runs/reproduce/result.json"), "utf8"));
  expect(written).toMatchObject({ schemaVersion: 1, command: "reproduce" });
});

test("--json prints the documented object alone; the same run gives the same files", () => {
  const folder = scratchFolder();
  const outputs = ["one", "two"].map((out) =>
    runHillock(folder, ["reproduce", characteristic, "--json", "--out", out]).stdout.replaceAll(`${out}/`, ""),
  );
  expect(outputs[0]).toBe(outputs[1]);
  expect(outputs[0].trimEnd().split("\n")).toHaveLength(1);
  const { experiments } = JSON.parse(outputs[0]);
  expect(experiments).toHaveLength(1);
  expect(experiments[0]).toMatchObject({ id: characteristic, svg: `${characteristic}.svg` });
  for (const check of experiments[0].checks) {
    expect(check).toMatchObject({
      name: expect.any(String),
      passage: expect.any(String),
      target: expect.any(Number),
      ours: expect.any(Number),
      tolerance: expect.any(Number),
      verdict: expect.stringMatching(/^(pass|explained)$/),
    });
    expect(check).not.toHaveProperty("ngspice");
  }
  const [one, two] = ["one", "two"].map((out) => readFileSync(join(folder, out, `${characteristic}.svg`), "utf8"));
  expect(one).toBe(two);
});

test("an experiment that needs a data set reads it from its npm package, and says in words what it found", () => {
  const folder = scratchFolder();
  const { status, stdout } = runHillock(folder, ["reproduce", "stc/mnist-01"]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/standard: accuracy +0\.96 +0\.96 +pass/);
  expect(stdout).toMatch(/accelerated: accuracy +0\.93 +0\.93 +pass/);
  expect(stdout).toContain("Of the wrong answers, 4 of 4 (standard) and 7 of 7 (accelerated) are ones");
  const { experiments } = JSON.parse(readFileSync(join(folder, "runs/reproduce/result.json"), "utf8"));
  expect(experiments[0].remarks).toHaveLength(1);
}, 60_000);

test("--ngspice passes over experiments without circuits", () => {
  const { status, stdout } = runHillock(scratchFolder(), ["reproduce", "stc/fig-14", "--ngspice", "--json"]);
  expect(status).toBe(0);
  for (const check of JSON.parse(stdout).experiments[0].checks) expect(check).not.toHaveProperty("ngspice");
});

ngspiceTest("--ngspice measures the same there", () => {
  const { status, stdout } = runHillock(scratchFolder(), ["reproduce", characteristic, "--ngspice", "--json"]);
  expect(status).toBe(0);
  for (const { ours, ngspice } of JSON.parse(stdout).experiments[0].checks) {
    expect(Math.abs(ngspice / ours - 1)).toBeLessThan(1e-3);
  }
});

test("names that mean nothing", () => {
  const errorOf = (args: readonly string[]) => {
    const { status, stdout } = runHillock(scratchFolder(), ["reproduce", ...args, "--json"]);
    return { status, ...JSON.parse(stdout).error };
  };
  expect(errorOf(["uc-neuron/fig-22"])).toMatchObject({
    status: 2,
    code: "experiments/unknown",
    help: "did you mean uc-neuron/fig-2?",
  });
  expect(errorOf(["uc-neurn"])).toMatchObject({
    status: 2,
    code: "experiments/unknown",
    help: "did you mean uc-neuron?",
  });
  expect(errorOf([])).toMatchObject({ status: 2, code: "usage/nothing-to-reproduce" });
});
