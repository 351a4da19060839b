import { expect, test } from "vitest";
import type { Waveforms } from "../../src/base/waveforms.js";
import type { AnalysisResult } from "../../src/engine/record.js";
import { parseNetlist } from "../../src/netlist/parse.js";
import { compareOn, type OwnEngine } from "../../src/reference/compare.js";
import type { NgspiceRunner } from "../../src/reference/runner.js";
import { transientOf } from "./synthetic.js";

const circuit = parseNetlist("title\nV1 a 0 1\nR1 a 0 1\n.save v(a)\n.op\n.tran 1u 1m\n.end\n", { file: "test.cir" });

/** An engine whose `v(a)` is 1 V at the operating point and falls from 1 V + `error` in a transient. */
function ownEngine(error: number): OwnEngine {
  return async (_, index): Promise<AnalysisResult> => ({
    waveforms: index === 0 ? point(1) : transientOf(1e-3, 101, { "v(a)": (t) => error + 1 - t / 1e-3 }),
    record: {
      settings: {},
      steps: 1,
      rejections: 0,
      newtonIterations: 1,
      events: [],
      operatingPointBy: undefined,
      powerBalanceResidual: 0,
      warnings: [],
    },
  });
}

function point(value: number): Waveforms {
  return {
    analysis: "operatingPoint",
    scales: [],
    signals: [{ name: "v(a)", unit: "V", values: Float64Array.of(value) }],
  };
}

/** An ngspice that is off by `error(method, reltol)` V in a transient; NaN stops it. */
function ngspice(error: (method: string, reltol: string) => number): NgspiceRunner & { runs: string[] } {
  const runs: string[] = [];
  return {
    name: "ngspice-test",
    runs,
    run: async (netlist) => {
      const method = /method=(\w+)/.exec(netlist)?.[1] ?? "";
      const reltol = /reltol=(\w+)/.exec(netlist)?.[1] ?? "";
      const transient = /^\.tran/m.test(netlist);
      runs.push(`${transient ? "tran" : "op"} ${method} ${reltol}`);
      const off = transient ? error(method, reltol) : 0;
      if (Number.isNaN(off)) return { plots: [], log: "Timestep too small", errors: ["exit code 1"] };
      const values = { time: [0, 1e-3], "v(a)": transient ? [1 + off, off] : [1] };
      const vectors = Object.entries(values)
        .filter(([name]) => transient || name !== "time")
        .map(([name, real]) => ({ name, real: Float64Array.from(real) }));
      return { plots: [{ name: "", vectors }], log: "", errors: [] };
    },
  };
}

test("both analyses are compared, named, and judged together", async () => {
  const runner = ngspice(() => 0);
  const comparison = await compareOn(ownEngine(0), circuit, runner, {});
  expect(comparison).toMatchObject({ verdict: "pass", reasons: [], tolerance: 1e-5 });
  expect(comparison.signals.map(({ name }) => name)).toEqual(["op v(a)", "tran v(a)"]);
  expect(runner.runs).toEqual(["op gear 1u", "op gear 100n", "tran gear 100u", "tran gear 10u"]);

  const failing = await compareOn(ownEngine(2e-3), circuit, runner, {});
  expect(failing.verdict).toBe("fail");
  expect(failing.reasons).toEqual(["tran v(a): off by 0.002 at 0 s, allowed are 0.001"]);
});

test("ngspice is tightened three decades, then tried with the trapezoidal method, and the more exact one counts", async () => {
  const rising = ngspice((_, reltol) => ({ "100u": 4, "10u": 3, "1u": 2, "100n": 1 })[reltol] ?? 0);
  const vague = await compareOn(ownEngine(0), circuit, rising, {});
  expect(vague.verdict).toBe("reference-unconverged");
  expect(rising.runs.slice(2)).toEqual(
    ["gear", "trap"].flatMap((method) => ["100u", "10u", "1u", "100n"].map((reltol) => `tran ${method} ${reltol}`)),
  );

  const better = ngspice((method, reltol) =>
    method === "trap" || reltol === "100n" ? 0 : ({ "100u": 1, "10u": 2 }[reltol] ?? 3),
  );
  const { analyses, verdict } = await compareOn(ownEngine(0), circuit, better, {});
  expect(analyses[1].method).toBe("trap");
  expect(verdict).toBe("pass");
});

test("an ngspice that fails leaves the reference unconverged, with its words", async () => {
  const comparison = await compareOn(
    ownEngine(0),
    circuit,
    ngspice(() => Number.NaN),
    {},
  );
  expect(comparison.verdict).toBe("reference-unconverged");
  expect(comparison.reasons[0]).toBe("tran ngspice gave no two results to compare");
  expect(comparison.reasons[1]).toMatch(/^tran gear, reltol 1e-4: .*there is no result/);
  expect(comparison.analyses[1].reference).toBeUndefined();
});

test("a circuit without an analysis is compared at its operating point", async () => {
  const { analyses, signals } = await compareOn(
    ownEngine(0),
    { ...circuit, analyses: [] },
    ngspice(() => 0),
    {},
  );
  expect(analyses.map(({ analysis }) => analysis)).toEqual(["operatingPoint"]);
  expect(signals.map(({ name }) => name)).toEqual(["v(a)"]);
});
