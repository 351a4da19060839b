import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ngspiceTest } from "../../hillock/test/requirements.js";
import { netlists, runHillock, scratchFolder } from "./run-hillock.js";

const rc = join(netlists, "rc.cir");

ngspiceTest("a netlist on which both engines agree: exit 0, and the documented object alone on stdout", () => {
  const folder = scratchFolder();
  const { status, stdout, stderr } = runHillock(folder, ["compare", rc, "--json"]);
  expect(status).toBe(0);
  expect(stderr).toContain(`${rc}: hillock, tolerance 1e-5\n`);
  expect(stdout.trimEnd().split("\n")).toHaveLength(1);
  const report = JSON.parse(stdout);
  expect(Object.keys(report)).toEqual(["file", "settings", "signals", "spikes", "verdict"]);
  expect(report).toMatchObject({ file: rc, verdict: "pass" });
  expect(report.settings).toMatchObject({
    hillock: { tolerance: 1e-5, repeatTolerance: 1e-6 },
    ngspice: { engine: expect.stringMatching(/^ngspice-/), analyses: [{ analysis: "transient", method: "gear" }] },
    respectTmax: false,
    spikes: {},
  });
  expect(report.signals.map(({ name }: { name: string }) => name)).toEqual(["v(in)", "v(out)"]);
  for (const signal of report.signals) {
    expect(Object.keys(signal)).toEqual(["name", "maxAbs", "rms", "range", "selfError"]);
    expect(signal.maxAbs).toBeLessThanOrEqual(1e-3 * signal.range + 2 * signal.selfError);
  }
  for (const train of report.spikes) {
    expect(Object.keys(train)).toEqual(["signal", "count", "reference", "worst", "selfError"]);
    expect(train).toMatchObject({ count: 4, reference: 4 });
  }
  const written = JSON.parse(readFileSync(join(folder, "runs/rc/comparison.json"), "utf8"));
  expect(written).toEqual({ schemaVersion: 1, command: "compare", ...report });
  const svg = readFileSync(join(folder, "runs/rc/comparison-tran.svg"), "utf8");
  for (const label of ["hillock", "ngspice", "Δ (mV)"]) expect(svg).toContain(label);
  expect(readFileSync(join(folder, "runs/rc/comparison-signals.csv"), "utf8")).toMatch(
    /^name,maxAbs,rms,range,selfError\n/,
  );
});

ngspiceTest("a threshold of one's own, and a mistake in it", () => {
  const folder = scratchFolder();
  const { stdout } = runHillock(folder, ["compare", rc, "--json", "--spikes", "V(out)@4.95", "--spikes", "v(in)@1"]);
  const { spikes, settings } = JSON.parse(stdout);
  expect(settings.spikes).toEqual({ "v(out)": 4.95, "v(in)": 1 });
  expect(spikes.map(({ signal, count }: { signal: string; count: number }) => [signal, count])).toEqual([
    ["v(in)", 4],
    ["v(out)", 0],
  ]);
  for (const bad of ["v(out)", "@2", "v(out)@high"]) {
    const { status, stdout } = runHillock(folder, ["compare", rc, "--json", "--spikes", bad]);
    expect({ status, code: JSON.parse(stdout).error.code }).toEqual({ status: 2, code: "usage/spikes" });
  }
  const unknown = runHillock(folder, ["compare", rc, "--json", "--spikes", "v(nowhere)@1"]);
  expect(unknown.status).toBe(2);
  expect(JSON.parse(unknown.stdout).error).toMatchObject({
    code: "usage/spikes",
    problem: expect.stringContaining("v(nowhere)"),
  });
});

ngspiceTest("a tolerance too loose for a free-running oscillator: exit 1, with the reason", () => {
  const file = join(netlists, "relaxation.cir");
  const { status, stdout } = runHillock(scratchFolder(), ["compare", file, "--json", "--tolerance", "0.1"]);
  const { verdict, reason, spikes } = JSON.parse(stdout);
  expect({ status, verdict }).toEqual({ status: 1, verdict: "fail" });
  expect(reason).toMatch(/^v\(a\): /);
  expect(spikes[0].signal).toBe("v(a)");
});

ngspiceTest("an ngspice that cannot do it: exit 3, with its words", () => {
  const file = join(netlists, "no-ngspice.cir");
  const { status, stdout } = runHillock(scratchFolder(), ["compare", file, "--json"]);
  const { verdict, reason, settings } = JSON.parse(stdout);
  expect({ status, verdict }).toEqual({ status: 3, verdict: "reference-unconverged" });
  expect(reason).toContain("ngspice gave no two results to compare");
  expect(reason).toMatch(/gear, reltol 1e-4: .* it stopped at t = 3\.236e-4 s of 0\.002 s; .*[Tt]imestep too small/);
  expect(settings.ngspice.analyses[0].attempts.length).toBeGreaterThan(0);
});

ngspiceTest("several netlists: one object for all, and the worst outcome counts", () => {
  const broken = join(netlists, "unknown-model.cir");
  const folder = scratchFolder();
  const { status, stdout } = runHillock(folder, ["compare", rc, broken, "--json", "--out", "all"]);
  expect(status).toBe(2);
  const { comparisons } = JSON.parse(stdout);
  expect(comparisons[0]).toMatchObject({ file: rc, verdict: "pass" });
  expect(comparisons[1]).toMatchObject({ file: broken, error: { code: "netlist/unknown-model" } });
  expect(readFileSync(join(folder, "all/rc/comparison.json"), "utf8")).toContain('"pass"');
  const text = runHillock(folder, ["compare", rc, broken]);
  expect(text.stdout).toContain("1 of 2 pass");
});

test("without a native ngspice the WebAssembly build is used, and named", () => {
  const { status, stdout } = runHillock(scratchFolder(), ["compare", rc, "--json"], { PATH: "", HILLOCK_NGSPICE: "" });
  expect(status).toBe(0);
  expect(JSON.parse(stdout).settings.ngspice.engine).toMatch(/^ngspice-[\d.]+ \(eecircuit-engine\)$/);
});

test("HILLOCK_NGSPICE that is no ngspice is an error, not a reason to use another", () => {
  const { status, stdout } = runHillock(scratchFolder(), ["compare", rc, "--json"], {
    HILLOCK_NGSPICE: process.execPath,
  });
  expect(status).toBe(2);
  expect(JSON.parse(stdout).error.code).toBe("reference/not-found");
});
