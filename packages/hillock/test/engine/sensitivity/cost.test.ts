import { describe, expect, test } from "vitest";
import { compileAdjustable } from "../../../src/engine/quantities/adjustable-circuit.js";
import { operatingPointGradient } from "../../../src/engine/sensitivity/operating-point-gradient.js";
import { sweepGradient, sweepLossGradient } from "../../../src/engine/sensitivity/sweep-gradient.js";
import { operatingPoint } from "../../../src/engine/static/operating-point.js";
import { parseNetlist } from "../../../src/netlist/parse.js";

/** A ladder of diodes and resistors of different sizes, each a quantity. */
function ladder(stages: number) {
  const lines = Array.from({ length: stages }, (_, k) => `R${k} n${k} n${k + 1} ${1 + k}k\nD${k} n${k + 1} 0 DX`);
  const circuit = parseNetlist(`Ladder\nV1 n0 0 5\n${lines.join("\n")}\n.model DX D(is=1e-12)\n.end\n`, {
    file: "l.cir",
  });
  return compileAdjustable(
    circuit,
    Array.from({ length: stages }, (_, k) => `R${k}`),
  );
}

describe("what a gradient costs beyond the operating point", () => {
  test("one Newton iteration with its factors, and a solution per quantity or per output, whichever are fewer", () => {
    const adjustable = ladder(12);
    const { iterations } = operatingPoint(adjustable.compiled);
    for (const outputs of [["v(n3)"], ["v(n1)", "v(n3)", "v(n5)"]]) {
      const adjoint = operatingPointGradient(adjustable, { outputs });
      expect(adjoint.method).toBe("adjoint");
      expect(adjoint.cost).toEqual({ newtonIterations: iterations + 1, solves: outputs.length });
      const forward = operatingPointGradient(adjustable, { outputs, method: "forward" });
      expect(forward.cost).toEqual({ newtonIterations: iterations + 1, solves: 12 });
    }
    const many = Array.from({ length: 13 }, (_, k) => (k < 12 ? `v(n${k + 1})` : "i(v1)"));
    expect(operatingPointGradient(adjustable, { outputs: many }).method).toBe("forward");
  });

  test("of a loss along a sweep: a solution per point, whatever the number of quantities and outputs", () => {
    const sweep = { variable: "V1", from: 1, to: 5, step: 0.5 };
    const loss = (signals: Float64Array) => ({ value: signals[0], slope: new Float64Array(signals.length).fill(1) });
    for (const stages of [3, 12, 30]) {
      const adjustable = ladder(stages);
      for (const outputs of [["v(n1)"], ["v(n1)", "v(n2)", "i(v1)"]]) {
        const { cost } = sweepLossGradient(adjustable, sweep, { outputs, loss });
        expect(cost.solves).toBe(9);
        const { cost: forward } = sweepGradient(adjustable, sweep, { outputs, method: "forward" });
        expect(forward.solves).toBe(9 * stages);
        expect(cost.newtonIterations).toBeLessThanOrEqual(forward.newtonIterations + 9);
      }
    }
  });

  test("points where the loss does not change are not solved for", () => {
    const loss = (signals: Float64Array) => ({ value: signals[0], slope: signals.map((_, k) => (k === 4 ? 1 : 0)) });
    const { cost } = sweepLossGradient(
      ladder(3),
      { variable: "V1", from: 1, to: 5, step: 0.5 },
      { outputs: ["v(n1)"], loss },
    );
    expect(cost.solves).toBe(1);
  });

  test("quantities that do not act at rest cost nothing, and their gradient is 0", () => {
    const circuit = parseNetlist(
      `Charges
.param cj=3p
V1 in 0 1
R1 in out 1k
C1 out 0 1n ic=0.2
L1 out x 1u
R2 x 0 1k
D1 out 0 DX
Q1 in out 0 QX
M1 in out 0 0 MX W=10u L=1u
.model DX D(is=1e-15 cjo={cj} tt=5n m=0.4 vj=0.7)
.model QX NPN(cje=1p tf=1n)
.model MX NMOS(cgso=1n tox=20n)
.end
`,
      { file: "charges.cir" },
    );
    const names = ["C1", "L1", "cj", "DX.tt", "DX.m", "DX.vj", "QX.cje", "QX.tf", "MX.cgso"];
    const adjustable = compileAdjustable(circuit, names);
    const outputs = ["v(out)", "i(v1)", "i(l1)", "p(v1)"];
    for (const method of ["forward", "adjoint"] as const) {
      const { gradient, cost } = operatingPointGradient(adjustable, { outputs, method });
      expect([...gradient].every((slope) => slope === 0)).toBe(true);
      if (method === "forward") expect(cost.solves).toBe(0);
    }
  });
});
