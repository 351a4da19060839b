import { expect, test } from "vitest";
import { parseNetlist } from "../../src/netlist/parse.js";
import { runReference } from "../../src/reference/run-reference.js";
import { webAssemblyRunner } from "../../src/reference/webassembly-runner.js";

const settings = { reltol: 1e-6, method: "trap" } as const;
const read = (lines: string) => parseNetlist(`title\n${lines}\n.end\n`, { file: "test.cir" });

test("ngspice in WebAssembly: a transient, a small-signal sweep, a failure, and a good run after it", async () => {
  const runner = await webAssemblyRunner();
  expect(runner.name).toMatch(/^ngspice-[\d.]+ \(eecircuit-engine\)$/);

  const discharge = read("C1 a 0 1u ic=1\nR1 a 0 1k\n.ic v(a)=1\n.save v(a)\n.tran 10u 1m 0 2u uic");
  const { scales, signals } = await runReference(discharge, 0, runner, settings);
  const last = scales[0].values.length - 1;
  expect(scales[0].values[last]).toBeCloseTo(1e-3, 12);
  expect(signals[0].values[last]).toBeCloseTo(Math.exp(-1), 5);

  const lowPass = read(
    "V1 in 0 0 ac 1\nR1 in a 1k\nC1 a 0 1u\n.save v(a)\n.ac lin 1 159.15494309189535 159.15494309189535",
  );
  const ac = await runReference(lowPass, 0, runner, settings);
  expect(ac.signals[0].values[0]).toBeCloseTo(0.5, 9);
  expect(ac.signals[0].imaginary?.[0]).toBeCloseTo(-0.5, 9);

  // Two sources in parallel: the engine then answers with the data of the run before.
  const impossible = runReference(read("V1 a 0 1\nV2 a 0 2\nR1 a 0 1\n.save v(a)\n.op"), 0, runner, settings);
  await expect(impossible).rejects.toMatchObject({ code: "reference/failed" });

  const both = await Promise.all([
    runReference(read("V1 a 0 3\nR1 a 0 1\n.save v(a)\n.op"), 0, runner, settings),
    runReference(read("V1 a 0 4\nR1 a 0 1\n.save v(a) i(V1)\n.op"), 0, runner, settings),
  ]);
  expect(both.map((run) => run.signals.map(({ values }) => values[0]))).toEqual([[3], [4, -4]]);
}, 60_000);
