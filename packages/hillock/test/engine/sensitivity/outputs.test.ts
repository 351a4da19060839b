import { describe, expect, test } from "vitest";
import { compileAdjustable } from "../../../src/engine/quantities/adjustable-circuit.js";
import { operatingPointGradient } from "../../../src/engine/sensitivity/operating-point-gradient.js";
import { parseNetlist } from "../../../src/netlist/parse.js";

const netlist = (lines: string) => parseNetlist(`Test\n${lines}\n.end\n`, { file: "test.cir" });

/** Outputs and gradient as rows of plain numbers. */
function gradientOf(lines: string, names: readonly string[], outputs: readonly string[]) {
  const result = operatingPointGradient(compileAdjustable(netlist(lines), names), { outputs });
  const rows = outputs.map((_, k) => [...result.gradient.subarray(k * names.length, (k + 1) * names.length)]);
  return { outputs: [...result.outputs], rows };
}

function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, k) => {
    expect(Math.abs(found[k] - value), `${found[k]} for ${value}`).toBeLessThanOrEqual(
      1e-12 * Math.max(Math.abs(value), 1e-3),
    );
  });
}

describe("gradients in closed form", () => {
  test("a divider: voltage, difference, the current and the power of the source that holds its node", () => {
    // v = V R2/(R1+R2), i(V1) = -V/(R1+R2), p(V1) = -V^2/(R1+R2)
    const [V, A, B] = [10, 2e3, 3e3];
    const total = A + B;
    const { outputs, rows } = gradientOf(
      "V1 in 0 10\nR1 in out 2k\nR2 out 0 3k",
      ["V1", "R1", "R2"],
      ["v(out)", "v(in,out)", "i(v1)", "p(v1)", "v(in)"],
    );
    expectClose(outputs, [6, 4, -2e-3, -20e-3, 10]);
    expectClose(rows[0], [B / total, (-V * B) / total ** 2, (V * A) / total ** 2]);
    expectClose(rows[1], [A / total, (V * B) / total ** 2, (-V * A) / total ** 2]);
    expectClose(rows[2], [-1 / total, V / total ** 2, V / total ** 2]);
    expectClose(rows[3], [(-2 * V) / total, V ** 2 / total ** 2, V ** 2 / total ** 2]);
    expectClose(rows[4], [1, 0, 0]);
  });

  test("sources in a chain, a source between two nodes that are unknown, a current source", () => {
    const lines = "V1 a 0 2\nV2 b a 3\nR1 b c 1k\nV3 c d 0.5\nR2 d 0 1k\nI1 0 d 1m";
    // i = (V1 + V2 - V3 - I1 R2)/(R1 + R2) through R1
    const i = (2 + 3 - 0.5 - 1) / 2e3;
    const { outputs, rows } = gradientOf(lines, ["V1", "V2", "V3", "I1", "R1"], ["i(v1)", "i(v3)", "v(d)", "i(i1)"]);
    expectClose(outputs, [-i, i, (i + 1e-3) * 1e3, 1e-3]);
    expectClose(rows[0], [-1 / 2e3, -1 / 2e3, 1 / 2e3, 1e3 / 2e3, i / 2e3]);
    expectClose(rows[1], [1 / 2e3, 1 / 2e3, -1 / 2e3, -1e3 / 2e3, -i / 2e3]);
    expectClose(rows[2], [0.5, 0.5, -0.5, 1e3 / 2, -i / 2]);
    expectClose(rows[3], [0, 0, 0, 1, 0]);
  });

  test("controlled sources, and a source whose current controls another", () => {
    const lines =
      "V1 in 0 1\nVs in x 0\nR1 x 0 1k\nE1 e 0 in 0 3\nRe e 0 1k\nF1 0 f Vs 20\nRf f 0 100\nH1 h 0 Vs 5k\nRh h 0 1k";
    const { rows } = gradientOf(lines, ["V1", "E1", "F1", "H1", "R1"], ["v(e)", "v(f)", "v(h)"]);
    expectClose(rows[0], [3, 1, 0, 0, 0]);
    expectClose(rows[1], [2, 0, 0.1, 0, -2e-3]);
    expectClose(rows[2], [5, 0, 0, 1e-3, -5e-3]);
  });

  test("the value at rest of a waveform moves with its levels", () => {
    const lines =
      ".param low=0.5 high=3\nV1 in 0 pwl(-1 {low} 1 {high})\nR1 in 0 1k\nV2 b 0 sin({low} {high} 1k 0 0 30)\nR2 b 0 1k";
    const { outputs, rows } = gradientOf(lines, ["low", "high"], ["v(in)", "v(b)"]);
    expectClose(outputs, [1.75, 2]);
    expectClose(rows[0], [0.5, 0.5]);
    expectClose(rows[1], [1, 0.5]);
  });
});

describe("refusals", () => {
  const divider = () => compileAdjustable(netlist("V1 in 0 10\nR1 in out 2k\nR2 out 0 3k"), ["R1"]);
  test.each([["v(nowhere)"], ["i(r1)"], ["out"], ["v(a,b,c)"], ["i(v1,v2)"], ["p(r2)"]])("the signal %s", (signal) => {
    expect(() => operatingPointGradient(divider(), { outputs: [signal] })).toThrow(/engine\/unknown-signal/);
  });

  test("a fold, where slopes have no bound", () => {
    // i(v) = v^2 - 2 v + 2 has its minimum 1 at v = 1: driven by 1 A, the two solutions are one.
    const fold = netlist("I1 0 a 1\nB1 a 0 i=v(a)*v(a)-2*v(a)+2\n.nodeset v(a)=1");
    expect(() => operatingPointGradient(compileAdjustable(fold, ["I1"]), { outputs: ["v(a)"] })).toThrow(
      /engine\/(singular|no-operating-point)/,
    );
  });
});
