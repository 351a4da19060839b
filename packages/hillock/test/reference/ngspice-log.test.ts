import { expect, test } from "vitest";
import { failureLines } from "../../src/reference/ngspice-log.js";

test("a run that was aborted", () => {
  const log = "Circuit: x\n\nError: Transient op failed, timestep too small\n\nrun simulation(s) aborted\n";
  expect(failureLines(log, false)).toEqual([
    "Error: Transient op failed, timestep too small",
    "run simulation(s) aborted",
  ]);
});

test("a singular matrix on the way to a good run is no failure", () => {
  const log =
    "Warning: singular matrix:  check node b\nWarning: Dynamic gmin stepping failed\nNote: Transient op finished successfully";
  expect(failureLines(log, true)).toEqual([]);
  expect(failureLines(log, false)).toEqual(["Warning: singular matrix:  check node b"]);
});

test("a parameter that ngspice ignores is a failure even though all points came out", () => {
  const log =
    "Warning: Model issue on line 4 :\n  .model dm d(is=1e-14 foo=3) ...\nunrecognized parameter (foo) - ignored";
  expect(failureLines(log, true)).toEqual(["unrecognized parameter (foo) - ignored"]);
});

test("a good run", () => {
  expect(
    failureLines("Note: No compatibility mode selected!\nDoing analysis at TEMP = 27\nNo. of Data Rows : 607", true),
  ).toEqual([]);
});
