import { describe, expect, test } from "vitest";
import { analyse, errorOf, theValue } from "./run-netlist.js";

const solve = (lines: string) => analyse(`${lines}\n.op`);

describe("methods, each on a circuit that needs it", () => {
  test("Newton: a divider and a diode", () => {
    const result = solve("V1 a 0 5\nR1 a b 1k\nD1 b 0 DM\n.model DM D(IS=1e-14)\n.options gmin=0");
    expect(result.record.operatingPointBy).toBe("newton");
    const v = theValue(result, "v(b)");
    const thermal = (1.38064852e-23 / 1.6021766208e-19) * 300.15;
    expect((1e-14 * Math.expm1(v / thermal)) / ((5 - v) / 1e3)).toBeCloseTo(1, 5);
  });

  test("gmin stepping: a comparator that Newton's iteration leaps across, to and fro", () => {
    const result = solve("V1 in 0 5\nR1 in a 1k\nB1 a 0 I=tanh(50*(v(a)-2.5))");
    expect(result.record.operatingPointBy).toBe("gmin stepping");
    const v = theValue(result, "v(a)");
    expect(v).toBeCloseTo(2.5 + Math.atanh((5 - v) / 1e3) / 50, 9);
  });

  test("gmin stepping: a conductance that is zero where the search begins", () => {
    const result = solve("I1 0 a 8m\nB1 a 0 I=v(a)*v(a)*v(a)*1m");
    expect(result.record.operatingPointBy).toBe("gmin stepping");
    expect(theValue(result, "v(a)")).toBeCloseTo(2, 8);
  });

  test("source stepping: a steep follower, which no conductance to ground can ease", () => {
    const result = solve("V1 in 0 5\nB1 a 0 V=v(in)*tanh(-20*(v(a)-0.6*v(in)))\nR1 a 0 1k");
    expect(result.record.operatingPointBy).toBe("source stepping");
    const v = theValue(result, "v(a)");
    expect(v).toBeCloseTo(5 * Math.tanh(-20 * (v - 3)), 7);
  });

  test("pseudo-transient: a characteristic with hundreds of folds, which only time leads past", () => {
    const result = solve("I1 0 a 25m\nB1 a 0 I=5m*sin(100*v(a))+1m*v(a)\nR1 a 0 1k");
    expect(result.record.operatingPointBy).toBe("pseudo-transient");
    const v = theValue(result, "v(a)");
    expect(5e-3 * Math.sin(100 * v) + 2e-3 * v).toBeCloseTo(25e-3, 10);
  });

  test("limiting: junctions in series are driven with hundreds of volts", () => {
    const diodes = Array.from({ length: 6 }, (_, k) => `D${k} d${k} d${k + 1} DM`).join("\n");
    const result = solve(`V1 a 0 400\nR1 a d0 10\n${diodes}\nR2 d6 0 10\n.model DM D(IS=1e-20)`);
    const drop = theValue(result, "v(d0)") - theValue(result, "v(d6)");
    const current = theValue(result, "v(d6)") / 10;
    const thermal = (1.38064852e-23 / 1.6021766208e-19) * 300.15;
    expect(drop / (6 * thermal * Math.log(current / 1e-20))).toBeCloseTo(1, 5);
    expect(result.record.newtonIterations).toBeLessThan(100);
  });
});

const flipFlop = `V1 c 0 5
R1 c a 1k
R2 c b 1k
R3 a p 10k
R4 b q 10k
Q1 a q 0 QN
Q2 b p 0 QN
.model QN NPN(IS=1e-16 BF=100)`;

test("a flip-flop rests where .nodeset puts it, on either side", () => {
  const sides = ["v(a)=5 v(b)=0", "v(a)=0 v(b)=5"].map((nodeset) => {
    const result = solve(`${flipFlop}\n.nodeset ${nodeset}`);
    return [theValue(result, "v(a)"), theValue(result, "v(b)")];
  });
  expect(sides[0][0]).toBeGreaterThan(4.5);
  expect(sides[0][1]).toBeLessThan(0.1);
  expect(sides[1][0]).toBeCloseTo(sides[0][1], 6);
  expect(sides[1][1]).toBeCloseTo(sides[0][0], 6);
});

test("a .nodeset only begins the search: it does not move a circuit with one solution", () => {
  const result = solve("V1 a 0 4\nR1 a b 1k\nR2 b 0 3k\n.nodeset v(b)=-7");
  expect(theValue(result, "v(b)")).toBeCloseTo(3, 9);
});

describe("circuits that determine no voltage or current are refused, by name", () => {
  test.each([
    ["a node behind two capacitors", "V1 a 0 1\nC1 a b 1n\nC2 b 0 1n", "node b", "C1, C2"],
    ["a current source into a capacitor", "I1 0 a 1m\nC1 a 0 1u", "node a", "I1, C1"],
    ["a node on a single element", "V1 a 0 1\nR1 a 0 1k\nC1 a b 1n", "node b", "C1"],
    ["an open gate", "V1 d 0 1\nC1 g 0 1p\nM1 d g 0 0 NM\n.model NM NMOS(VTO=0.8)", "node g", "C1, M1"],
    [
      "an island of resistors, whose matrix is singular only to rounding",
      "V1 a 0 1\nR0 a 0 1k\nR1 b c 1.3k\nR2 c d 3.7k\nR3 d b 2.9k\nR4 d e 1.1k\nI1 b d 1m",
      "nodes b, c, d, e",
      "R1, R2, R3, R4, I1",
    ],
  ])("%s", (_, lines, nodes, elements) => {
    const { code, message, parts } = errorOf(() => solve(lines));
    expect(code).toBe("engine/singular");
    expect(parts.problem).toBe(`nothing determines the voltage of ${nodes}`);
    expect(message).toContain(`Connected: ${elements}.`);
  });

  test.each([
    ["a voltage source across an inductor", "V1 a 0 1\nL1 a 0 1m", ["L1"]],
    ["two inductors in parallel", "V1 in 0 1\nR1 in a 1\nL1 a 0 1m\nL2 a 0 1m", ["L1", "L2"]],
    ["a loop of sources and an inductor", "V1 a 0 1\nE1 b 0 a 0 2\nL1 a b 1\nR1 b 0 1", ["L1", "E1"]],
  ])("%s", (_, lines, culprits) => {
    const { code, parts } = errorOf(() => solve(lines));
    expect(code).toBe("engine/singular");
    expect(culprits.map((one) => `nothing determines the current of ${one}`)).toContain(parts.problem);
  });

  test("a loop of voltage sources, before anything is computed", () => {
    const { code, message } = errorOf(() => solve("V1 a 0 1\nV2 b a 1\nE1 b 0 a 0 2\nR1 b 0 1"));
    expect(code).toBe("engine/voltage-loop");
    expect(message).toContain("The loop is V2, V1, E1");
  });

  test("what a gyrator holds is not floating, though nothing conducts to it", () => {
    const result = solve("G1 a 0 b 0 1m\nG2 0 b a 0 1m\nC1 b 0 1u\nI1 0 a 1m");
    expect(theValue(result, "v(b)")).toBeCloseTo(1, 12);
  });
});

describe("circuits without an operating point say so", () => {
  test.each([
    ["a current that nothing can take up", "I1 0 a 1\nB1 a 0 I=tanh(v(a))*0.5"],
    ["a diode driven backwards", "I1 0 a 1m\nD1 0 a DM\n.model DM D(IS=1e-14)\n.options gmin=0"],
    ["a slope without bound where the search begins", "I1 0 a 1m\nB1 a 0 I=sqrt(v(a))*1m"],
  ])("%s", (_, lines) => {
    const { code, message } = errorOf(() => solve(lines));
    expect(code).toBe("engine/no-operating-point");
    expect(message).toMatch(/node a \(connected to I1, [BD]1\)/);
    expect(message).toContain("tried: Newton, gmin stepping, source stepping, pseudo-transient");
  });

  test("a switch that undoes itself", () => {
    const { code, message } = errorOf(() =>
      solve("V1 in 0 5\nR1 in a 1k\nR2 a 0 1k\nS1 a 0 a 0 SW\n.model SW SW(VT=1 VH=0 RON=1 ROFF=1meg)"),
    );
    expect(code).toBe("engine/no-stable-state");
    expect(message).toContain("S1");
  });
});
