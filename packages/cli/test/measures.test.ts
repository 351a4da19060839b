import { join } from "node:path";
import { expect, test } from "vitest";
import { ngspiceTest } from "../../hillock/test/requirements.js";
import { netlists, runHillock, scratchFolder } from "./run-hillock.js";

const file = join(netlists, "measures.cir");

test("measures are printed and written; one without a value ends nothing", () => {
  const { status, stdout } = runHillock(scratchFolder(), ["simulate", file]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^ +half +7\.93\d*e-4 +s$/m);
  expect(stdout).toMatch(/^ +never +failed$/m);
  expect(stdout).toMatch(/^ +peak +0\.999\d* +V +at 1\.01\d*e-4$/m);
  expect(stdout).toMatch(/^ +engine\/measure-no-event .*measures\.cir:8:1$/m);
  expect(stdout).toContain("v(out) never crosses 3 V");

  const json = runHillock(scratchFolder(), ["simulate", file, "--json"]);
  const [{ signals, measures }] = JSON.parse(json.stdout).analyses;
  expect(signals.map(({ name }: { name: string }) => name)).toEqual(["v(out)"]);
  expect(measures).toMatchObject([
    { name: "half", analysis: "tran", unit: "s", value: expect.closeTo(0.1005e-3 + 1e-3 * Math.log(2), 6) },
    {
      name: "never",
      analysis: "tran",
      error: { code: "engine/measure-no-event", help: expect.any(String), place: { file, line: 8 } },
    },
    { name: "peak", analysis: "tran", unit: "V" },
  ]);
});

ngspiceTest("on ngspice, of the signals that are saved", () => {
  const { status, stdout } = runHillock(scratchFolder(), ["simulate", file, "--engine", "ngspice", "--json"]);
  expect(status).toBe(0);
  expect(JSON.parse(stdout).analyses[0].measures).toMatchObject([
    { name: "half", value: expect.closeTo(0.1005e-3 + 1e-3 * Math.log(2), 6) },
    { name: "never", error: { code: "engine/measure-no-event" } },
    { name: "peak", error: { code: "engine/measure-signal", help: "add v(in,out) to .save" } },
  ]);
});
