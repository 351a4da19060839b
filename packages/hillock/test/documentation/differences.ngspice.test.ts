import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { edgeLevels, extent, findEdges } from "../../src/base/crossings.js";
import { simulate } from "../../src/engine/simulate.js";
import type { Circuit } from "../../src/netlist/circuit.js";
import { parseNetlist } from "../../src/netlist/parse.js";
import { writeNetlist } from "../../src/netlist/write.js";
import { parseRawFile, type RawPlot } from "../../src/reference/raw-file.js";
import { webAssemblyRunner } from "../../src/reference/webassembly-runner.js";
import { runNative } from "../devices/native.js";
import { example } from "../examples.js";
import { ngspiceTest } from "../requirements.js";

// Each test checks a claim of SUPPORT.md, "Differences to ngspice", with the numbers that stand there.

const folder = fileURLToPath(new URL("../../../../docs/differences/", import.meta.url));
const read = (file: string): Circuit => parseNetlist(readFileSync(folder + file, "utf8"), { file });

/** A signal of one analysis here. */
function ours(circuit: Circuit, signal: string, analysis = 0): Float64Array {
  const { signals } = simulate(circuit)[analysis].waveforms;
  return signals.find(({ name }) => name === signal)?.values as Float64Array;
}

/** A vector of a plot of ngspice. */
function theirs(plot: RawPlot, signal: string): Float64Array {
  return plot.vectors.find(({ name }) => name === signal)?.real as Float64Array;
}

/** The first plot of a file run by the native ngspice as it stands. */
function runFile(file: string): RawPlot {
  const raw = mkdtempSync(join(tmpdir(), "hillock-differences-"));
  try {
    spawnSync("ngspice", ["-b", "-r", join(raw, "out.raw"), folder + file]);
    return parseRawFile(readFileSync(join(raw, "out.raw")))[0];
  } finally {
    rmSync(raw, { recursive: true });
  }
}

/** The area under straight lines between points, from a time on. */
function integral(time: Float64Array, values: Float64Array, from: number): number {
  let sum = 0;
  for (let k = 1; k < time.length; k++) {
    if (time[k - 1] >= from * (1 - 1e-9)) sum += ((time[k] - time[k - 1]) * (values[k] + values[k - 1])) / 2;
  }
  return sum;
}

ngspiceTest(
  "ngspice's default run of the neuron chatters",
  () => {
    const levels = { low: 2, middle: 2.5, high: 3 };
    const spikes = (plot: RawPlot, at = levels): number =>
      findEdges(theirs(plot, "time"), theirs(plot, "v(out)"), at).rises.length;
    // Chatter hangs on every detail, so the counts are those of the file itself.
    const chatter = runFile("../../examples/ultra-compact-neuron.cir");
    const range = extent(theirs(chatter, "v(out)"));
    expect(range[0]).toBeCloseTo(-4.05, 2);
    expect([spikes(chatter, edgeLevels(...range)), spikes(chatter)]).toEqual([176, 204]);
    const neuron = example("ultra-compact-neuron");
    for (const options of [{ reltol: 1e-4 }, { method: "gear" }] as Circuit["options"][]) {
      expect(spikes(runNative(writeNetlist({ ...neuron, options }))[0])).toBe(199);
    }
    const [time] = simulate(neuron)[0].waveforms.scales;
    expect(findEdges(time.values, ours(neuron, "v(out)"), levels).rises).toHaveLength(199);
  },
  60_000,
);

test("tmax does not bind our steps", () => {
  const [{ record }] = simulate(read("longest-step.cir"));
  expect(record.steps).toBeLessThan(1000);
  expect(simulate(read("longest-step.cir"), { maximumStep: 1e-6 })[0].record.steps).toBeGreaterThanOrEqual(10_000);
});

ngspiceTest("powers are ngspice's", () => {
  const circuit = read("powers.cir");
  const [plot] = runNative(writeNetlist(circuit));
  const values = ["v(p1)", "v(p2)", "v(p3)", "v(p4)", "v(p5)"].map((name) => [
    ours(circuit, name)[0],
    theirs(plot, name)[0],
  ]);
  const expected = [8, -8, 8, 8, -8];
  values.forEach(([own, other], k) => {
    expect(own).toBeCloseTo(expected[k], 9);
    expect(other).toBeCloseTo(expected[k], 9);
  });
});

ngspiceTest("Meyer's capacitances pass a charge in a closed cycle, on both engines", () => {
  const circuit = read("gate-charge.cir");
  // A current that is only a derivative is not error-controlled: 1e-3 of it take a tighter tolerance.
  const [{ measures }] = simulate(circuit, { tolerance: 1e-6 });
  const charge = measures.find(({ name }) => name === "charge") as { value: number };
  const [plot] = runNative(writeNetlist({ ...circuit, measures: [], options: { reltol: 1e-6, chgtol: 1e-20 } }));
  const other = integral(theirs(plot, "time"), theirs(plot, "i(vg)"), 10e-6);
  const swing = 3 * 10e-6 * 1e-6 * ((3.9 * 8.854e-12) / 20e-9);
  expect(charge.value / -0.863e-15).toBeCloseTo(1, 2);
  expect(Math.abs(other / charge.value - 1)).toBeLessThan(0.02);
  expect(Math.abs(charge.value) / swing).toBeCloseTo(0.017, 3);
});

ngspiceTest(
  "THETA means two things",
  async () => {
    const circuit = read("vdmos-theta.cir");
    const netlist = writeNetlist(circuit);
    const { plots } = await (await webAssemblyRunner()).run(netlist);
    expect(ours(circuit, "i(vd)")[0]).toBeCloseTo(-0.111, 3);
    expect(theirs(runNative(netlist)[0], "i(vd)")[0]).toBeCloseTo(-0.111, 3);
    expect(theirs(plots[0], "i(vd)")[0]).toBeCloseTo(-0.143, 3);
  },
  60_000,
);

ngspiceTest("the area counts twice in reverse", () => {
  const circuit = read("area-in-reverse.cir");
  const [plot] = runNative(writeNetlist(circuit));
  expect(ours(circuit, "i(v2)")[0] / ours(circuit, "i(v1)")[0]).toBeCloseTo(4, 5);
  expect(theirs(plot, "i(v2)")[0] / theirs(plot, "i(v1)")[0]).toBeCloseTo(4, 5);
});

ngspiceTest("our small-signal conductance is the slope of the sweep, ngspice's is not", () => {
  const circuit = read("recombination.cir");
  const sweep = ours(circuit, "i(v1)", 0);
  const slope = (sweep[1] - sweep[0]) / 0.0002;
  expect(ours(circuit, "i(v1)", 1)[0] / slope).toBeCloseTo(1, 5);
  const plots = runNative(writeNetlist(circuit));
  const other = plots.find(({ name }) => /^AC/.test(name)) as RawPlot;
  expect(theirs(other, "i(v1)")[0] / slope).toBeCloseTo(1.006, 3);
});

ngspiceTest("uic starts where nothing is charged, on both engines", () => {
  const circuit = read("initial-conditions.cir");
  const [plot] = runNative(writeNetlist(circuit));
  for (const [name, value] of [["v(a)", 2] as const, ["v(b)", 5] as const]) {
    expect(ours(circuit, name)[0]).toBeCloseTo(value, 3);
    expect(theirs(plot, name)[0]).toBeCloseTo(value, 3);
  }
  expect(theirs(plot, "time")[0]).toBeGreaterThan(0);
});

test("a resistance of zero, a control block and two readings of a formula are refused", () => {
  const run =
    (...lines: string[]) =>
    () =>
      simulate(parseNetlist(["title", "V1 a 0 1", ...lines, ".op", ".end", ""].join("\n"), { file: "t.cir" }));
  expect(run("R1 a 0 0")).toThrow("netlist/impossible-value");
  expect(run("R1 a 0 1", ".control", "run", ".endc")).toThrow("netlist/control-block");
  expect(run("R1 a 0 {1+-2**2}")).toThrow("netlist/ambiguous-formula");
  expect(run("R1 a 0 {1 + (0==2<3)}")).toThrow("netlist/ambiguous-formula");
});
