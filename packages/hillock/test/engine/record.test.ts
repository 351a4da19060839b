import { describe, expect, test } from "vitest";
import { compile } from "../../src/engine/compile.js";
import { createPowerBalance } from "../../src/engine/equations/power-balance.js";
import { operatingPoint } from "../../src/engine/static/operating-point.js";
import { analyse, circuitOf, compiled, runTransient } from "./run-netlist.js";

const circuits: readonly [string, string, number][] = [
  [
    "linear, with all stores",
    "V1 in 0 SIN(0 1 10k)\nR1 in a 100\nL1 a b 1m\nC1 b 0 1u\nR2 b 0 1k\n.tran 1u 0.5m",
    1e-12,
  ],
  [
    "coupled inductors and controlled sources",
    "V1 in 0 PULSE(0 5 0 1u 1u 20u 50u)\nR1 in a 50\nL1 a 0 1m\nL2 b 0 1m\nK1 L1 L2 0.8\nR2 b 0 50\nE1 c 0 b 0 3\nR3 c d 1k\nG1 d 0 a 0 1m\nC1 d 0 1n\n.tran 1u 0.2m",
    1e-12,
  ],
  [
    "junctions",
    "V1 in 0 SIN(0 3 20k)\nR1 in b 10k\nQ1 c b 0 QN\nR2 v c 1k\nV2 v 0 5\nD1 c o DM\nC1 o 0 10n\nR3 o 0 10k\n.model QN NPN(IS=1e-15 BF=100 CJE=5p CJC=3p TF=1n)\n.model DM D(IS=1e-14 RS=2 CJO=10p)\n.tran 1u 0.2m",
    1e-4,
  ],
  [
    "switches",
    "V1 in 0 5\nR1 in a 1k\nC1 a 0 10n\nS1 a 0 a 0 SW\n.model SW SW(VT=2 VH=1 RON=100 ROFF=1e9)\n.tran 1u 0.1m uic",
    1e-12,
  ],
];

describe.each(circuits)("%s", (_, lines, imbalance) => {
  test("power balances at all steps looked at", () => {
    const { record } = runTransient(lines);
    expect(record.powerBalanceResidual).toBeGreaterThanOrEqual(0);
    expect(record.powerBalanceResidual).toBeLessThan(imbalance);
  });

  test("two runs are the same to the last bit", () => {
    const [one, other] = [runTransient(lines), runTransient(lines)];
    expect(other.waveforms).toEqual(one.waveforms);
    expect(other.record).toEqual(one.record);
  });
});

test("the balance of power sees a current that does not balance", () => {
  const circuit = compiled("V1 a 0 5\nR1 a b 1k\nR2 b 0 1k\nI1 0 b 1m");
  const { point } = operatingPoint(circuit);
  const balance = createPowerBalance(circuit);
  const rates = new Float64Array(circuit.system.currents.length);
  expect(balance(point, rates)).toBeLessThan(1e-14);
  point.x[0] *= 1.01;
  expect(balance(point, rates)).toBeGreaterThan(1e-3);
});

test("static analyses are repeated to the last bit, and balance", () => {
  const lines = "V1 a 0 2\nR1 a b 1k\nD1 b 0 DM\n.model DM D(IS=1e-14)\n";
  for (const analysis of [".op", ".dc V1 -2 2 0.1", ".ac dec 3 1 1k"]) {
    const [one, other] = [analyse(lines + analysis), analyse(lines + analysis)];
    expect(other).toEqual(one);
    expect(one.record.powerBalanceResidual).toBeLessThan(1e-6);
  }
});

test("a compiled circuit carries no state from one run to the next", () => {
  const circuit = compile(circuitOf("V1 a 0 2\nR1 a b 1k\nD1 b 0 DM\n.model DM D(IS=1e-14)"));
  const first = operatingPoint(circuit);
  operatingPoint(circuit, { adjust: ({ u }) => u.fill(-3) });
  expect(operatingPoint(circuit)).toEqual(first);
});

test("a record tells settings, steps, rejections, iterations, and which way the operating point was found", () => {
  const { record } = runTransient(circuits[2][1], { tolerance: 1e-4, method: "tr-bdf2", maximumStep: 5e-6 });
  expect(record.settings).toMatchObject({
    analysis: "transient",
    method: "tr-bdf2",
    tolerance: 1e-4,
    maximumStep: 5e-6,
    stop: 2e-4,
    temperature: 300.15,
    gmin: 1e-12,
  });
  expect(record.steps).toBeGreaterThanOrEqual(40);
  expect(record.rejections).toBeGreaterThan(0);
  expect(record.newtonIterations).toBeGreaterThan(record.steps);
  expect(record.operatingPointBy).toBe("newton");
  expect(record.latchUps).toEqual([]);
});
