import { describe, expect, test } from "vitest";
import { isHillockError } from "../../src/base/error.js";
import { simulate } from "../../src/engine/simulate.js";
import { parseNetlist } from "../../src/netlist/parse.js";

/** What is said of a netlist; the title is put above. */
function messageOf(lines: string): string {
  try {
    simulate(parseNetlist(`title\n${lines}\n`, { file: "x.cir", include: () => lines }));
  } catch (error) {
    if (isHillockError(error)) return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("what is wrong with a circuit is said with its code, its place and the culprit's name", () => {
  test.each<[string, string, string, string]>([
    ["two voltage sources", "V1 a 0 1\nV2 a 0 2\nR1 a 0 1", "engine/voltage-loop  x.cir:3:1", "The loop is V1, V2;"],
    [
      "a source on one node",
      "V1 a 0 1\nV2 a A 2\nR1 a 0 1",
      "engine/voltage-loop  x.cir:3:1",
      "Both its ends are node a.",
    ],
    ["a source between names of ground", "V1 0 gnd 1\nR1 a 0 1", "engine/voltage-loop  x.cir:2:1", "V1 closes a loop"],
    [
      "three sources in a ring, among others",
      "V1 a 0 1\nV2 b a 1\nV3 c 0 1\nV4 b 0 3\nR1 c b 1",
      "engine/voltage-loop  x.cir:5:1",
      "The loop is V2, V1, V4;",
    ],
    [
      "an E source",
      "V1 a 0 1\nV2 c 0 1\nE1 a 0 c 0 2\nR1 a c 1",
      "engine/voltage-loop  x.cir:4:1",
      "The loop is V1, E1;",
    ],
    [
      "an H source",
      "V1 a 0 1\nV2 c 0 1\nR2 c 0 1\nH1 a 0 V2 2",
      "engine/voltage-loop  x.cir:5:1",
      "The loop is V1, H1;",
    ],
    ["a B source", "V1 a 0 1\nR1 a 0 1\nB1 a 0 v=2", "engine/voltage-loop  x.cir:4:1", "The loop is V1, B1;"],
    [
      "sources in subcircuits",
      "X1 a s\nX2 a s\nR1 a 0 1\n.subckt s p\nV1 p 0 1\n.ends",
      "engine/voltage-loop  x.cir:6:1",
      "The loop is V.X1.V1, V.X2.V1;",
    ],
    ["a source and an inductor", "V1 a 0 1\nL1 a 0 1m", "engine/singular  x.cir:3:1", "in the loop of L1, V1."],
    [
      "two inductors",
      "I1 0 a 1\nR1 a 0 1\nL1 a 0 1m\nL2 a 0 1m",
      "engine/singular  x.cir:5:1",
      "in the loop of L2, L1.",
    ],
    [
      "an inductor on one node",
      "V1 a 0 1\nR1 a b 1\nR2 b 0 1\nL1 b b 1m",
      "engine/singular  x.cir:5:1",
      "in the loop of L1.",
    ],
    [
      "an E source that follows itself",
      "E1 a 0 a 0 1\nR1 a 0 1",
      "engine/singular  operating point",
      "the current of E1",
    ],
    [
      "resistances that cancel",
      "I1 0 a 1\nR1 a 0 1\nR2 a 0 -1",
      "engine/singular  operating point",
      "(connected to I1, R1, R2)",
    ],
    [
      "an island",
      "V1 a 0 1\nR1 a 0 1\nR2 b c 1",
      "engine/singular  operating point",
      "nodes b, c\n  No direct current can flow from there to ground. Connected: R2.",
    ],
    ["a node between capacitors", "V1 a 0 1\nC1 a b 1n\nC2 b 0 1n", "engine/singular  operating point", "node b\n"],
    [
      "a current source into a capacitor",
      "I1 a 0 1\nC1 a 0 1n",
      "engine/singular  operating point",
      "Connected: I1, C1.",
    ],
    ["a gate alone", "V1 d 0 1\nM1 d g 0 0 nm\n.model nm nmos", "engine/singular  operating point", "node g\n"],
    ["no elements", ".op", 'engine/empty-circuit  circuit "title"', "the circuit has no elements"],
    ["a resistance of 0", "V1 a 0 1\nR1 a 0 0", "netlist/impossible-value  x.cir:3:8", "(R1)"],
    [
      "a resistance computed to 0",
      ".param r={1-1}\nV1 a 0 1\nR1 a 0 {r}",
      "netlist/impossible-value  x.cir:4:8",
      "(R1)",
    ],
    ["a negative capacitance", "V1 a 0 1\nC1 a 0 -1n", "netlist/impossible-value  x.cir:3:8", "-1 nF is negative (C1)"],
    [
      "a negative inductance",
      "V1 a 0 1\nR1 a b 1\nL1 b 0 -1",
      "netlist/impossible-value  x.cir:4:8",
      "-1 H is negative (L1)",
    ],
    [
      "a width of 0",
      "V1 a 0 1\nM1 a a 0 0 n w=0\n.model n nmos",
      "netlist/impossible-value  x.cir:3:14",
      "w = 0 is not positive (M1)",
    ],
    ["a coupling of 2", "L1 a 0 1\nL2 a 0 1\nR1 a 0 1\nK1 L1 L2 2", "netlist/impossible-value  x.cir:5:10", "(K1)"],
    [
      "a value without bounds",
      "V1 a 0 1\nR1 a 0 1e999",
      "netlist/malformed-number  x.cir:3:8",
      "larger than any number",
    ],
    ["0/0", "V1 a 0 1\nR1 a 0 {0/0}", "netlist/not-a-number  x.cir:3:9", "0/0"],
    [
      "a temperature below absolute zero",
      "V1 a 0 1\nR1 a 0 1\n.temp -300",
      "netlist/impossible-value  x.cir:4:1",
      "temp = -300",
    ],
    ["a negative gmin", "V1 a 0 1\nR1 a 0 1\n.options gmin=-1", "netlist/impossible-value  x.cir:4:10", "gmin = -1 S"],
    [
      "a sweep to absolute zero",
      "V1 a 0 1\nR1 a 0 1\n.dc temp -273.15 0 10",
      "netlist/impossible-value  x.cir:4:5",
      "temp",
    ],
    [
      "an ideality that no diode has",
      "V1 a 0 1\nD1 a 0 dm\n.model dm d(n=-1)",
      "veriloga/",
      "In the device D1 (x.cir:3).",
    ],
    [
      "two elements of a name",
      "V1 a 0 1\nR1 a 0 1\nr1 a 0 2",
      "netlist/duplicate-name  x.cir:4:1",
      "The first is at x.cir:3.",
    ],
    ["two models of a name", "R1 a 0 1\n.model dm d\n.model DM d", "netlist/duplicate-name  x.cir:4:8", 'named "DM"'],
    ["two parameters of a name", "R1 a 0 1\n.param p=1\n.param P=2", "netlist/duplicate-name  x.cir:4:8", 'named "P"'],
    [
      "two functions of a name",
      "R1 a 0 1\n.func f(x)={x}\n.func F(x)={x}",
      "netlist/duplicate-name  x.cir:4:",
      "The first is at x.cir:3.",
    ],
    [
      "two subcircuits of a name",
      "R1 a 0 1\n.subckt s a\n.ends\n.subckt S a\n.ends",
      "netlist/duplicate-name  x.cir:5:1",
      'named "S"',
    ],
    ["a parameter twice on a line", "R1 a 0 1 tc1=1 TC1=2", "netlist/duplicate-parameter  x.cir:2:16", "given twice"],
    [
      "parameters in a circle",
      ".param p={q} q={r+1} r={2*p}\nR1 a 0 {p}",
      "netlist/recursive-parameter  x.cir:2:10",
      "p -> q -> r -> p",
    ],
    ["a parameter of itself", ".param p={p+1}\nR1 a 0 1", "netlist/recursive-parameter  x.cir:2:10", "p -> p"],
    [
      "functions in a circle",
      ".func f(x)={g(x)}\n.func g(x)={f(x)}\nR1 a 0 {f(1)}",
      "netlist/recursive-function",
      "f -> g -> f",
    ],
    [
      "a subcircuit in itself",
      "X1 a s\n.subckt s p\nX2 p s\n.ends",
      "netlist/recursive-subcircuit  x.cir:4:6",
      "s -> s",
    ],
    [
      "subcircuits in a circle",
      "X1 a s\n.subckt s p\nX2 p t\n.ends\n.subckt t p\nX3 p s\n.ends",
      "netlist/recursive-subcircuit  x.cir:7:6",
      "s -> t -> s",
    ],
    ["a file in itself", ".include again.lib", "netlist/recursive-include  again.lib:1:10", "includes itself"],
    [
      "a long chain of parameters",
      `${Array.from({ length: 500 }, (_, k) => `.param p${k}={p${k + 1}}`).join("\n")}\nR1 a 0 1`,
      "netlist/oversized-formula",
      '"p0" depends on a chain',
    ],
    [
      "too many points of a sweep",
      "V1 a 0 1\nR1 a 0 1\n.dc V1 0 1 1e-12",
      "engine/sweep",
      "V1 has 1000000000001 points",
    ],
    [
      "too many points of nested sweeps",
      "V1 a 0 1\nR1 a 0 1\n.dc V1 0 1 1e-4 temp 0 100 0.01",
      "engine/sweep",
      "the nested sweep has",
    ],
    [
      "too many frequencies",
      "V1 a 0 ac 1\nR1 a 0 1\n.ac dec 1000000000000 1 10",
      "engine/setting",
      "1000000000000 points",
    ],
  ])("%s", (_, lines, start, words) => {
    const message = messageOf(lines);
    expect(message.startsWith(start), message).toBe(true);
    expect(message).toContain(words);
  });
});
