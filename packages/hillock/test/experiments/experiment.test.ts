import fc from "fast-check";
import { expect, test } from "vitest";
import { selectExperiments } from "../../src/experiments/catalogue.js";
import { check, judge } from "../../src/experiments/check.js";
import { type Experiment, experiment } from "../../src/experiments/experiment.js";
import { ownLab } from "../../src/experiments/lab.js";
import { parseNetlist } from "../../src/netlist/parse.js";

const source = { id: "rc", title: "RC", citation: "nobody" };
const passage = "the capacitor charges through the resistor";
const divider = parseNetlist("divider\nV1 a 0 3\nR1 a b 1k\nR2 b 0 2k\n.save v(b)\n.op\n.end", { file: "divider.cir" });

const about = (id: string, long = false): Experiment =>
  experiment<number>({
    id,
    title: id,
    source,
    long,
    run: async (lab) => (await lab.simulate(divider)).signals[0].values[0],
    checks: [
      check("met", { passage, target: 2, unit: "V", tolerance: 0.01, of: (volts) => volts }),
      check("not met", { passage, target: 3, within: 0.5, of: (volts) => volts }),
      check("understood", {
        passage,
        target: 3,
        bound: "at least",
        of: (volts) => volts,
        explained: { cause: "c", test: "t" },
      }),
      check("without a value", { passage, target: 0, bound: "at most", of: () => Number.NaN }),
    ],
    figure: (volts) => ({ title: `${volts} V`, columns: [] }),
  });

test("an experiment measures what it ran and judges it", async () => {
  const runs: number[] = [];
  const { checks, figure } = await about("rc/fig-1").reproduce(ownLab({ progress: (run) => runs.push(run) }));
  expect(runs[0]).toBe(1);
  expect(figure.title).toBe("2 V");
  expect(checks.map(({ name, ours, verdict }) => [name, ours, verdict])).toEqual([
    ["met", 2, "pass"],
    ["not met", 2, "fail"],
    ["understood", 2, "explained"],
    ["without a value", null, "fail"],
  ]);
  expect(checks[0]).toEqual({
    name: "met",
    passage,
    target: 2,
    unit: "V",
    comparison: "within",
    tolerance: 0.02,
    ours: 2,
    verdict: "pass",
  });
  expect(checks.some((each) => "ngspice" in each)).toBe(false);
});

test("a second lab gives its own values and does not change the verdicts", async () => {
  const other = {
    ...ownLab(),
    simulate: async () => ({
      analysis: "operatingPoint" as const,
      scales: [],
      signals: [{ name: "v(b)", unit: "V" as const, values: Float64Array.of(3) }],
    }),
  };
  const { checks } = await about("rc/fig-1").reproduce(ownLab(), other);
  expect(checks.map(({ ours, ngspice, verdict }) => [ours, ngspice, verdict])).toEqual([
    [2, 3, "pass"],
    [2, 3, "fail"],
    [2, 3, "explained"],
    [null, null, "fail"],
  ]);
});

test("an experiment without circuits is not run on the second lab", async () => {
  let runs = 0;
  const counting = experiment<number>({
    id: "rc/fig-4",
    title: "no circuit",
    source,
    circuits: false,
    run: async () => ++runs,
    checks: [check("runs", { passage, target: 1, within: 0, of: (found) => found })],
    figure: () => ({ title: "", columns: [] }),
    remarks: (found) => [`run ${found} time`],
  });
  const { checks, remarks } = await counting.reproduce(ownLab(), ownLab());
  expect(runs).toBe(1);
  expect(remarks).toEqual(["run 1 time"]);
  expect(checks[0]).not.toHaveProperty("ngspice");
});

test("a lab has data only if it is given some", async () => {
  await expect(ownLab().data("mnist/labels")).rejects.toThrow(/experiments\/no-data[\s\S]*mnist\/labels/);
  const lab = ownLab({ data: async (name) => new TextEncoder().encode(name) });
  expect(new TextDecoder().decode(await lab.data("mnist/labels"))).toBe("mnist/labels");
});

test("what is allowed includes its edge and nothing beyond it", () => {
  const finite = fc.double({ min: -1e3, max: 1e3, noNaN: true });
  fc.assert(
    fc.property(finite, fc.double({ min: 0.01, max: 10, noNaN: true }), (target, within) => {
      const both = check("c", { passage, target, within, of: () => 0 });
      expect(judge(both, target + 0.99 * within)).toBe("pass");
      expect(judge(both, target - 0.99 * within)).toBe("pass");
      expect(judge(both, target + 1.01 * within)).toBe("fail");
      expect(judge(both, target - 1.01 * within)).toBe("fail");
      const least = check("c", { passage, target, bound: "at least", of: () => 0 });
      expect([judge(least, target), judge(least, target + within), judge(least, target - within)]).toEqual([
        "pass",
        "pass",
        "fail",
      ]);
      const most = check("c", { passage, target, bound: "at most", of: () => 0 });
      expect([judge(most, target), judge(most, target - within), judge(most, target + within)]).toEqual([
        "pass",
        "pass",
        "fail",
      ]);
    }),
  );
});

test("names select experiments: an id, a source, long ones only when asked for", () => {
  const all = [about("rc/fig-1"), about("rc/fig-2", true), about("rc/fig-3")];
  const ids = (names: string[], long = false) => selectExperiments(names, { long }, all).map(({ id }) => id);
  expect(ids(["rc"])).toEqual(["rc/fig-1", "rc/fig-3"]);
  expect(ids(["rc"], true)).toEqual(["rc/fig-1", "rc/fig-2", "rc/fig-3"]);
  expect(ids(["rc/fig-2"])).toEqual(["rc/fig-2"]);
  expect(ids(["rc/fig-3", "rc", "rc/fig-1"])).toEqual(["rc/fig-1", "rc/fig-3"]);
  expect(() => ids(["rc/fig-4"])).toThrow(/experiments\/unknown[\s\S]*did you mean rc\/fig-/);
});
