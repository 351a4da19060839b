import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { parseRawFile, type RawPlot } from "../../src/reference/raw-file.js";
import { ngspiceTest } from "../requirements.js";

/** Raw file of a netlist on the native ngspice. */
function simulate(lines: string): RawPlot[] {
  const folder = mkdtempSync(join(tmpdir(), "hillock-raw-"));
  try {
    writeFileSync(join(folder, "test.cir"), `title\n${lines}\n.end\n`);
    execFileSync("ngspice", ["-n", "-b", "-r", "test.raw", "test.cir"], { cwd: folder, stdio: "ignore" });
    return parseRawFile(readFileSync(join(folder, "test.raw")));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

ngspiceTest("a transient with hierarchical names", () => {
  const [plot, ...others] = simulate(
    "V1 a 0 0 SIN(0 1 1k)\nX1 a S\n.subckt S p\nVs p q 0\nL1 q 0 1\n.ends\n.save v(X1.q) i(V.X1.Vs) i(L.X1.L1)\n.tran 10u 1m",
  );
  expect(others).toEqual([]);
  expect(plot.name).toBe("Transient Analysis");
  const [time, ...signals] = plot.vectors;
  expect(time.name).toBe("time");
  expect(signals.map(({ name }) => name).sort()).toEqual(["i(l.x1.l1)", "i(v.x1.vs)", "v(x1.q)"]);
  const last = time.real.length - 1;
  expect(last).toBeGreaterThan(99);
  expect(time.real[last]).toBeCloseTo(1e-3, 12);
  const voltage = signals.find(({ name }) => name === "v(x1.q)");
  for (let point = 0; point <= last; point++) {
    expect(voltage?.real[point]).toBeCloseTo(Math.sin(2e3 * Math.PI * time.real[point]), 9);
  }
});

ngspiceTest("several analyses of one netlist: complex, nested and single points", () => {
  const plots = simulate(
    "V1 a 0 1 AC 2 90\nV2 b 0 0\nR1 a b 1\n.save v(a) v(b)\n.ac dec 2 1 100\n.dc V1 0 1 0.5 V2 0 2 2\n.op",
  );
  const named = (name: RegExp) => plots.find((plot) => name.test(plot.name));
  const ac = named(/^AC/)?.vectors.find(({ name }) => name === "v(a)");
  expect(ac?.real).toHaveLength(5);
  expect(ac?.real[4]).toBeCloseTo(0, 12);
  expect(ac?.imaginary?.[4]).toBeCloseTo(2, 12);
  const b = named(/^DC/)?.vectors.find(({ name }) => name === "v(b)");
  expect([...(b?.real ?? [])]).toEqual([0, 0, 0, 2, 2, 2]);
  expect(named(/^Operating/)?.vectors.map(({ name, real }) => [name, ...real])).toEqual([
    ["v(a)", 1],
    ["v(b)", 0],
  ]);
});
