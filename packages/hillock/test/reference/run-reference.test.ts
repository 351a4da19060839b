import { expect, test } from "vitest";
import type { Circuit } from "../../src/netlist/circuit.js";
import { parseNetlist } from "../../src/netlist/parse.js";
import { compare } from "../../src/reference/compare.js";
import { runReference, runReferences } from "../../src/reference/run-reference.js";
import type { NgspiceOutput, NgspiceRunner } from "../../src/reference/runner.js";

const settings = { reltol: 1e-5, method: "gear" } as const;
const read = (lines: string): Circuit => parseNetlist(`title\n${lines}\n.end\n`, { file: "test.cir" });
const divider = "V1 in 0 1\nR1 in out 1k\nR2 out 0 1k";

/** A runner that answers the same to every netlist, and keeps them. */
function answering(output: Partial<NgspiceOutput>): NgspiceRunner & { netlists: string[] } {
  const netlists: string[] = [];
  const run = async (netlist: string) => {
    netlists.push(netlist);
    return { plots: [], log: "", errors: [], ...output };
  };
  return { name: "ngspice-test", netlists, run };
}

function plot(vectors: Readonly<Record<string, readonly number[]>>) {
  return {
    name: "",
    vectors: Object.entries(vectors).map(([name, values]) => ({ name, real: Float64Array.from(values) })),
  };
}

test("signals are named as the engine names them, and differences of voltages are made here", async () => {
  const runner = answering({ plots: [plot({ "v(in)": [1], "v(out)": [0.4], "i(v1)": [-5e-4] })] });
  const run = await runReference(read(`${divider}\n.save v(in,out) v(0,out) i(V1) v(OUT)\n.op`), 0, runner, settings);
  expect(run.analysis).toBe("operatingPoint");
  expect(run.signals.map(({ name, unit, values }) => [name, unit, values[0]])).toEqual([
    ["v(in,out)", "V", 0.6],
    ["v(0,out)", "V", -0.4],
    ["i(v1)", "A", -5e-4],
    ["v(out)", "V", 0.4],
  ]);
  expect(runner.netlists[0]).toMatch(/^\.save v\(in\) v\(out\) i\(V1\)$/im);
});

test("without .save all node voltages are asked for, those in subcircuits too", async () => {
  const runner = answering({ plots: [plot({ "v(in)": [1], "v(out)": [1], "v(x1.m)": [2] })] });
  const circuit = read("V1 in 0 1\nX1 in out S\n.subckt S a b\nR1 a m 1\nR2 m b 1\nR3 b 0 1\n.ends\n.op");
  const run = await runReference(circuit, 0, runner, settings);
  expect(run.signals.map(({ name }) => name).sort()).toEqual(["v(in)", "v(out)", "v(x1.m)"]);
});

test("one analysis at a time, with our tolerances, and without what changes the output", async () => {
  const circuit = read(
    `${divider}\n.options reltol=1e-2 interp temp=50\n.save v(out)\n.op\n.tran 1u 1m 0 2u\n.measure tran m max v(out)`,
  );
  const vectors = { time: [0, 1e-3], "v(out)": [0, 0] };
  const runner = answering({ plots: [plot(vectors)] });
  await runReference(circuit, 1, runner, settings);
  const [netlist] = runner.netlists;
  expect(netlist).toMatch(/reltol=10u/);
  expect(netlist).toMatch(/method=gear/);
  expect(netlist).toMatch(/temp=50/);
  expect(netlist).not.toMatch(/interp|\.op\b|\.meas/);
  // A tenth of the tolerance at which the longest step stays as it is: divided by the cube root of ten.
  expect(netlist).toMatch(/^\.tran 1u 1m 0 928\.318n$/m);
});

test("without a longest step, ngspice's own rule is bounded the same way", async () => {
  const circuit = read(`${divider}\n.save v(out)\n.tran 1m 10m`);
  const runner = answering({ plots: [plot({ time: [0, 1e-2], "v(out)": [0, 0] })] });
  await runReference(circuit, 0, runner, { ...settings, reltol: 1e-4 });
  expect(runner.netlists[0]).toMatch(/^\.tran 1m 10m 0 200u$/m);
});

test("a run that ends early is an error with ngspice's words and the waveform so far", async () => {
  const log = "doAnalyses: TRAN:  Timestep too small; time = 5e-05, timestep = 1.25e-19\n\nrun simulation(s) aborted";
  const runner = answering({ plots: [plot({ time: [0, 5e-5], "v(out)": [0, 2] })], log, errors: ["exit code 1"] });
  const failing = runReference(read(`${divider}\n.save v(out)\n.tran 1u 1m`), 0, runner, settings);
  await expect(failing).rejects.toMatchObject({
    code: "reference/failed",
    parts: {
      problem: expect.stringContaining("it stopped at t = 5e-5 s of 0.001 s; doAnalyses: TRAN:  Timestep too small"),
      details: [expect.stringContaining("Timestep too small"), "run simulation(s) aborted", "exit code 1"],
      partial: { signals: [{ name: "v(out)", values: Float64Array.of(0, 2) }] },
    },
  });
});

test("no result, too few points, an ignored parameter, a missing vector: each is an error", async () => {
  const circuit = read(`${divider}\n.save v(out)\n.dc V1 0 1 0.5`);
  const code = (output: Partial<NgspiceOutput>) =>
    runReference(circuit, 0, answering(output), settings).then(
      () => "none",
      (error) => `${error.code}: ${error.parts.problem}`,
    );
  const good = { plots: [plot({ "v(v-sweep)": [0, 0.5, 1], "v(out)": [0, 0.25, 0.5] })] };
  expect(await code(good)).toBe("none");
  expect(await code({})).toContain("reference/failed: ngspice did not simulate this circuit: there is no result");
  expect(await code({ plots: [plot({ "v(v-sweep)": [0], "v(out)": [0] })] })).toContain("it computed 1 of 3 points");
  expect(await code({ ...good, log: "unrecognized parameter (foo) - ignored" })).toContain(
    "unrecognized parameter (foo)",
  );
  expect(await code({ ...good, errors: ["exit code 1"] })).toContain("exit code 1");
  expect(await code({ plots: [plot({ "v(v-sweep)": [0, 0.5, 1], "v(in)": [0, 0, 0] })] })).toBe(
    "reference/missing-signal: ngspice has no signal v(out)",
  );
});

test("a nested sweep has a scale for each loop", async () => {
  const circuit = read("V1 a 0 0\nV2 b 0 0\nR1 a b 1k\n.save v(a)\n.dc V1 0 1 0.5 V2 -1 1 2");
  const runner = answering({ plots: [plot({ "v(v-sweep)": [0, 0.5, 1, 0, 0.5, 1], "v(a)": [0, 0.5, 1, 0, 0.5, 1] })] });
  const { scales } = await runReference(circuit, 0, runner, settings);
  expect(scales.map(({ name, unit, values }) => [name, unit, ...values])).toEqual([
    ["v1", "V", 0, 0.5, 1, 0, 0.5, 1],
    ["v2", "V", -1, -1, -1, 1, 1, 1],
  ]);
});

test("a circuit without an analysis gets its operating point", async () => {
  const runs = await runReferences(
    read(`${divider}\n.save v(out)`),
    answering({ plots: [plot({ "v(out)": [0.5] })] }),
    settings,
  );
  expect(runs.map(({ analysis }) => analysis)).toEqual(["operatingPoint"]);
});

test("a device that ngspice has not is refused before it is run", async () => {
  const runner = answering({});
  const circuit = (model: string) => read(`${divider}\nN1 out 0 X\n.model X ${model}\n.op`);
  const refused = async (model: string): Promise<string> => {
    for (const work of [
      () => runReference(circuit(model), 0, runner, settings),
      () => compare(circuit(model), runner),
    ]) {
      await expect(work).rejects.toMatchObject({ code: "reference/no-equivalent" });
    }
    const outcome = await runReference(circuit(model), 0, runner, settings).catch((error) => error);
    return String(outcome.message);
  };
  expect(await refused("diode")).toMatch(/test\.cir:5[\s\S]*write it as an element D/);
  expect(await refused("vteam")).toContain("hillock simulate");
  expect(runner.netlists).toEqual([]);
});

test("a module that no element uses is no part of ngspice's netlist", async () => {
  const runner = answering({ plots: [plot({ "v(out)": [0.5] })] });
  const text = `title\n.hdl "a.va"\n${divider}\n.model X a\n.save v(out)\n.op\n`;
  const circuit = parseNetlist(text, { file: "test.cir", include: () => "module a(p, n); endmodule" });
  await runReference(circuit, 0, runner, settings);
  expect(runner.netlists[0]).not.toContain(".hdl");
});
