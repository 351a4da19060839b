import { describe, expect, it } from "vitest";
import {
  type FlatCircuit,
  flatten,
  parseNetlist,
  type StatisticalDraw,
  withNominalValues,
} from "../../src/netlist/index.js";
import { writeNetlist } from "../../src/netlist/write.js";
import { referenceNetlist } from "../../src/reference/reference-netlist.js";

const parse = (lines: string) => parseNetlist(`statistics\n${lines}\n.end\n`, { file: "statistics.cir" });

/** Flattens with the given numbers for the draws, and what was asked for. */
function drawn(lines: string, number: (draw: StatisticalDraw) => number) {
  const draws: StatisticalDraw[] = [];
  const flat = flatten(parse(lines), {
    draw: (draw) => {
      draws.push(draw);
      return number(draw);
    },
  });
  return { flat, names: draws.map(({ name }) => name), draws };
}

function numberIn(flat: FlatCircuit, name: string): number | undefined {
  const element = flat.elements.find((each) => each.name.toLowerCase() === name.toLowerCase());
  return element?.kind === "device" ? element.value : element?.kind === "source" ? element.dc : undefined;
}

describe("statistical functions", () => {
  const all = [
    ["gauss(100, 0.3, 3)", "normal", 100, 110],
    ["agauss(100, 6, 3)", "normal", 100, 102],
    ["unif(100, 0.1)", "uniform", 100, 110],
    ["aunif(100, 5)", "uniform", 100, 105],
    ["limit(100, 7)", "two-point", 100, 107],
    ["2*AGAUSS(50,3,3)+0", "normal", 100, 102],
  ] as const;

  for (const [formula, distribution, nominal, atOne] of all) {
    it(`${formula} is nominal in a run, and varies by the number that is drawn`, () => {
      const lines = `R1 a 0 {${formula}}`;
      expect(numberIn(flatten(parse(lines)), "R1")).toBe(nominal);
      const { flat, draws } = drawn(lines, () => 1);
      expect(numberIn(flat, "R1")).toBe(atOne);
      expect(draws).toEqual([{ name: "R1", distribution }]);
      expect(numberIn(drawn(lines, () => -1).flat, "R1")).toBe(2 * nominal - atOne);
      expect(numberIn(drawn(lines, () => 0).flat, "R1")).toBe(nominal);
    });
  }

  it("draws once for a parameter, whoever uses it, and for each element by itself", () => {
    const { flat, names } = drawn(
      ".param r={agauss(1k,30,3)}\nR1 a 0 {r}\nR2 b 0 {r}\nR3 c 0 {agauss(1k,30,3)}\nR4 d 0 {agauss(1k,30,3)}",
      ({ name }) => ({ r: 1, R3: 2, R4: 3 })[name] ?? Number.NaN,
    );
    expect(names).toEqual(["r", "R3", "R4"]);
    expect(["R1", "R2", "R3", "R4"].map((name) => numberIn(flat, name))).toEqual([1010, 1010, 1020, 1030]);
  });

  it("draws anew in each instance of a subcircuit", () => {
    const { flat, names } = drawn(
      `.param lot={unif(1,0.1)}
.subckt pair a b params: scale=1
.param own={aunif(10,1)}
R1 a b {own*lot*scale}
R2 a b {gauss(5,0.1,1)}
D1 a b DM
.model DM D(is={unif(1f,0.5)} n=1)
.ends
X1 a 0 pair
X2 b 0 pair scale={unif(2,0.5)}
M1 d g 0 0 MN w={agauss(10u,1u,1)} l=1u
.model MN NMOS(vto={agauss(0.7,10m,1)})`,
      ({ name }) => ({ lot: 1, "X1.own": -1, "X2.own": 1, "X2.scale": 1 })[name] ?? 0,
    );
    expect(new Set(names)).toEqual(
      new Set(
        "lot X1.own R.X1.R1 R.X1.R2 X1:DM.is X2.own X2.scale R.X2.R2 X2:DM.is M1.w MN.vto"
          .split(" ")
          .filter((name) => name !== "R.X1.R1"),
      ),
    );
    expect(names.length).toBe(new Set(names).size);
    expect(numberIn(flat, "R.X1.R1")).toBeCloseTo(9 * 1.1, 12);
    expect(numberIn(flat, "R.X2.R1")).toBeCloseTo(11 * 1.1 * 3, 12);
  });

  it("numbers the draws of one formula by where they stand, and counts a function's each time it is called", () => {
    const { names, flat } = drawn(
      ".func noisy(x) {agauss(x,1,1)}\n.func twice(x) {x+x}\n.param p={noisy(1)+noisy(10)*(1>2 ? noisy(3) : 1)}\nR1 a 0 {twice(noisy(5))}\nR2 a 0 {p}",
      ({ name }) => ({ p: 1, "p#2": 2, "p#3": 3, R1: 4, "R1#2": 5 })[name] ?? Number.NaN,
    );
    expect(names).toEqual(["p", "p#2", "p#3", "R1", "R1#2"]);
    expect(numberIn(flat, "R1")).toBe(9 + 10);
    expect(numberIn(flat, "R2")).toBe(2 + 12);
  });

  it("may nest", () => {
    const { flat, names } = drawn("R1 a 0 {agauss(agauss(10,1,1),2,1)}", ({ name }) => (name === "R1" ? 1 : 3));
    expect(names).toEqual(["R1", "R1#2"]);
    expect(numberIn(flat, "R1")).toBe(10 + 1 + 6);
  });

  it("gives sources, waveforms and parameters of devices names of their own", () => {
    const { names } = drawn(
      "V1 a 0 {unif(1,.1)}\nI1 a 0 pulse(0 {aunif(1m,10u)} 0 1n 1n {unif(1u,.1)})\nE1 b 0 a 0 {unif(2,.1)}\nC1 a 0 1n ic={aunif(0,1)}\nV2 c 0 dc 0 ac {unif(1,.1)}\nRb b 0 1\nRc c 0 1",
      () => 0,
    );
    expect(names).toEqual(["V1", "I1.pulse2", "I1.pulse6", "E1", "C1.ic", "V2.ac"]);
  });

  it("is hidden by a .func of the same name", () => {
    const lines = ".func limit(x,y) {max(x,y)}\nR1 a 0 {limit(3,4)}";
    const { flat, names } = drawn(lines, () => 1);
    expect(names).toEqual([]);
    expect(numberIn(flat, "R1")).toBe(4);
    expect(withNominalValues(parse(lines))).toEqual(parse(lines));
  });

  it("stands only where a circuit can vary", () => {
    const wrong: readonly (readonly [lines: string, code: RegExp])[] = [
      ["R1 a 0 1\n.tran 1u {unif(1m,0.1)}", /netlist\/misplaced-draw {2}statistics.cir:3/],
      ["R1 a 0 1\n.options temp={unif(27,0.1)}", /netlist\/misplaced-draw/],
      ["R1 a 0 1\n.ic v(a)={unif(27,0.1)}", /netlist\/misplaced-draw/],
      ["R1 a 0 1\n.op\n.measure op x param='unif(1,2)'", /netlist\/misplaced-draw/],
      ["B1 a 0 V=agauss(1,2,3)\nR1 a 0 1", /netlist\/unknown-function(.|\n)*\.param/],
      ["R1 a 0 {gauss(1,2)}", /netlist\/wrong-operand-count/],
      ["R1 a 0 {gauss(1,2,0)}", /netlist\/not-a-number/],
    ];
    for (const [lines, code] of wrong) {
      expect(() => flatten(parse(lines))).toThrow(code);
      expect(() => drawn(lines, () => 0)).toThrow(code);
    }
    expect(flatten(parse(".param t={unif(1m,0.1)}\nR1 a 0 1\n.tran 1u {t}")).analyses[0]).toMatchObject({ stop: 1e-3 });
  });

  it("is written back, and is nominal in the netlist of the reference", () => {
    const circuit = parse(".param r={2*agauss(1k,10,1)}\nR1 a 0 {unif(r,0.1)}\nV1 a 0 1\n.op");
    expect(parseNetlist(writeNetlist(circuit), { file: "again.cir" })).toEqual(circuit);
    const reference = referenceNetlist(circuit, { kind: "operatingPoint" }, [], { reltol: 1e-3, method: "gear" });
    expect(reference).not.toMatch(/gauss|unif/);
    expect(reference).toMatch(/^R1 a 0 \{?r\}?$/m);
    const same = parse("R1 a 0 {2*3}\nV1 a 0 1");
    expect(withNominalValues(same)).toBe(same);
  });
});
