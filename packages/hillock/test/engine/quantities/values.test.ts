import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile } from "../../../src/engine/compile.js";
import { type Point, startingPoint } from "../../../src/engine/point.js";
import { type AdjustableCircuit, compileAdjustable } from "../../../src/engine/quantities/adjustable-circuit.js";
import { operatingPoint } from "../../../src/engine/static/operating-point.js";
import type { Circuit } from "../../../src/netlist/circuit.js";
import { parseNetlist } from "../../../src/netlist/parse.js";

const netlist = (lines: string) => parseNetlist(`Test\n${lines}\n.end\n`, { file: "test.cir" });

const pointOf = (circuit: Circuit) => operatingPoint(compile(circuit)).point;

function pointAt(adjustable: AdjustableCircuit, values: readonly number[]): Point {
  const point = Float64Array.from(values);
  const there = adjustable.at(point);
  return operatingPoint(there.compiled, { adjust: (start) => there.set(start, point) }).point;
}

function expectSame(found: Float64Array, expected: Float64Array): void {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, k) => {
    expect(Math.abs(found[k] - value), `${found[k]} for ${value}`).toBeLessThanOrEqual(1e-12 * Math.abs(value) + 1e-18);
  });
}

describe("a circuit at other values is the circuit with these numbers written", () => {
  const templates: Readonly<
    Record<string, { lines: (v: readonly string[]) => string; names: string[]; values: number[][] }>
  > = {
    "values, sources, parameters of elements and of cards": {
      names: ["R1", "V1", "D1.area", "DX.is", "DX.n", "G1", "temp"],
      lines: ([r, v, area, is, n, g, temp]) => `V1 in 0 ${v}
R1 in a ${r}
D1 a 0 DX area=${area}
D2 a b DX
R2 b 0 1k
G1 b 0 a 0 ${g}
.options temp={${temp}-273.15}
.model DX D(is=${is} n=${n})`,
      values: [
        [1e3, 3, 1, 1e-14, 1, 1e-3, 300.15],
        [2.7e3, 5, 3, 3e-13, 1.7, 2e-4, 350],
      ],
    },
    "through formulas, functions and subcircuits, with names that shadow each other": {
      names: ["r", "k", "x1.gain"],
      lines: ([r, k, gain]) => `.param r=${r} k=${k} both={twice(r)+k^2} low={min(r,1k)} sized={k>2 ? r*k : r/k}
.func twice(x) {2*x+k}
V1 in 0 {10*log10(k)+ln(r)}
X1 in out cell r={r+1} gain=${gain}
X2 in out cell r={sized}
R9 out 0 {both}
B1 q 0 v={v(out)*pow(k,3)+low/1k+pwr(k,0.5)}
Rq q 0 1k
.subckt cell p n r={r} gain=2
.param own={gain*r}
Rs p m {own}
Xi m n inner
.subckt inner p n
Ri p n {own/2+r}
.ends
.ends`,
      values: [
        [1e3, 3, 4],
        [1700, 1.5, 2.25],
      ],
    },
    "the parameter of one device's model alone": {
      names: ["Q1.bf", "QX.bf"],
      lines: ([own, shared]) => `Vc c 0 5
Ib1 0 b1 10u
Ib2 0 b2 10u
Rc1 c c1 1k
Rc2 c c2 1k
Q1 c1 b1 0 QY
Q2 c2 b2 0 QX
.model QX NPN(is=1e-15 bf=${shared})
.model QY NPN(is=1e-15 bf=${own})`,
      values: [
        [100, 100],
        [80, 150],
      ],
    },
  };

  test.each(Object.entries(templates).slice(0, 2))("%s", (_, { names, lines, values }) => {
    const nominal = values[0];
    const adjustable = compileAdjustable(netlist(lines(nominal.map(String))), names);
    expect(adjustable.quantities.map(({ value }) => value)).toEqual(nominal);
    for (const other of values) {
      const expected = pointOf(netlist(lines(other.map(String))));
      expectSame(pointAt(adjustable, other).x, expected.x);
      expectSame(pointAt(adjustable, other).u, expected.u);
    }
  });

  test("the parameter of one device's model alone", () => {
    const { lines, values } = templates["the parameter of one device's model alone"];
    const shared = netlist(lines(["100", "100"]).replace("QY\n", "QX\n"));
    const adjustable = compileAdjustable(shared, ["Q1.bf", "QX.bf"]);
    for (const other of values) expectSame(pointAt(adjustable, other).x, pointOf(netlist(lines(other.map(String)))).x);
  });

  test("any formula of .param: the number that the netlist's arithmetic gives", () => {
    const circuit = (x: number, y: number, formula: string) =>
      netlist(`.param x=${x} y=${y}\nI1 0 a 1m\nR1 a 0 {1k+abs(${formula})}`);
    const formulas = [
      "x%y",
      "int(x*y)",
      "sqr(x)-sgn(y)*x",
      "pow(x,3)",
      "pow(-x,3)",
      "pwr(x,y/4)",
      "x**y",
      "nint(x*3)",
      "floor(x)+ceil(y)",
      "max(x,y)-min(x,2)",
      "x>y ? x : y*2",
      "x>1 && y>1 ? 3*x : y",
      "ternary_fcn(x-2,x,y)",
      "arctan(x)+tanh(y)+asinh(x*y)",
      "exp(x/3)+log(y)+sqrt(x+y)",
      "!x+-y",
      "x==2 ? 1 : (x!=3)*y",
    ];
    const number = fc.integer({ min: 1, max: 40 }).map((k) => k / 8);
    fc.assert(
      fc.property(fc.constantFrom(...formulas), number, number, (formula, x, y) => {
        const expected = pointOf(circuit(x, y, formula));
        expectSame(pointAt(compileAdjustable(circuit(2, 3, formula), ["x", "y"]), [x, y]).x, expected.x);
      }),
      { numRuns: 150 },
    );
  });

  test("random numbers of statistical functions stay at their nominal values", () => {
    const adjustable = compileAdjustable(netlist(".param r=agauss(1k,0.1,3)\nI1 0 a 1m\nR1 a 0 {r*k}\n.param k=2"), [
      "k",
    ]);
    expectSame(pointAt(adjustable, [3]).x, Float64Array.of(3));
  });
});

describe("values that the circuit cannot have", () => {
  const circuit = netlist(`.param k=2 f=1
V1 in 0 5
R1 in a 1k
Ra a 0 {1k/(k-1)}
D1 a 0 DX area=1
C1 a 0 1n
.model DX D(is=1e-14 n={k/2} rs=10 bv=100)`);
  const names = ["R1", "DX.is", "D1.area", "k", "C1", "temp", "V1"];
  const adjustable = compileAdjustable(circuit, names);
  const nominal = adjustable.quantities.map(({ value }) => value);
  const set = (changes: Readonly<Record<string, number>>) => {
    const values = Float64Array.from(names, (name, k) => changes[name] ?? nominal[k]);
    adjustable.set(startingPoint(adjustable.compiled), values);
  };

  test.each([
    [{ "DX.is": 0 }, "veriloga/parameter-range", "IS of diode"],
    [{ "DX.is": -1e-14 }, "veriloga/parameter-range", "D1"],
    [{ k: -2 }, "veriloga/parameter-range", "N of diode"],
    [{ k: 1 }, "engine/quantity-value", "value of Ra"],
    [{ R1: 0 }, "netlist/impossible-value", "R1"],
    [{ C1: -1e-9 }, "netlist/impossible-value", "C1"],
    [{ "D1.area": 0 }, "netlist/impossible-value", "area"],
    [{ temp: 0 }, "engine/quantity-value", "temperature"],
    [{ V1: Number.NaN }, "engine/quantity-value", "V1"],
    [{ R1: Number.POSITIVE_INFINITY }, "engine/quantity-value", "R1"],
  ])("%o", (changes, code, place) => {
    expect(() => set(changes)).toThrow(new RegExp(`${code}[\\s\\S]*${place}`));
  });

  test("the wrong number of values", () => {
    expect(() => adjustable.set(startingPoint(adjustable.compiled), Float64Array.of(1))).toThrow(
      /engine\/quantity-value/,
    );
  });

  test("what has been refused leaves the point as it was", () => {
    const point = startingPoint(adjustable.compiled);
    const before = point.p.slice();
    const values = Float64Array.from(nominal);
    values[1] = -1;
    expect(() => adjustable.set(point, values)).toThrow();
    expect(point.p).toEqual(before);
  });

  test.each([
    ["an option", ".param t=300\n.options gmin={t*1e-15}\nV1 a 0 1\nR1 a 0 1k", "t"],
    ["the time of a waveform", ".param d=1m\nV1 a 0 pwl(-1 0 {d} 5)\nR1 a 0 1k", "d"],
    ["a whole number", ".param p=1\nV1 a 0 1\nM1 a a 0 0 MX W=1u L=1u\n.model MX NMOS(vto=0.5 tpg={p})", "p"],
    ["a level", ".param p=1\nV1 a 0 1\nM1 a a 0 0 MX W=1u L=1u\n.model MX NMOS(vto=0.5 level={p})", "p"],
  ])("%s does not follow from a quantity", (_, lines, name) => {
    expect(() => compileAdjustable(netlist(lines), [name])).toThrow(/engine\/fixed-number/);
  });
});

describe("values at which a device has other equations", () => {
  const lines = (rs: number) => `V1 in 0 1\nR1 in a 100\nD1 a 0 DX\n.model DX D(is=1e-14 rs=${rs})`;
  const names = ["DX.rs", "R1"];

  test("are refused by set, and compiled anew by at, both ways", () => {
    for (const [from, to] of [
      [10, 0],
      [0, 10],
    ]) {
      const adjustable = compileAdjustable(netlist(lines(from)), names);
      const values = Float64Array.of(to, 100);
      expect(() => adjustable.set(startingPoint(adjustable.compiled), values)).toThrow(
        /engine\/other-equations[\s\S]*D1/,
      );
      const there = adjustable.at(values);
      expect(there.compiled.system.unknowns.length).not.toBe(adjustable.compiled.system.unknowns.length);
      expectSame(operatingPoint(there.compiled).point.x, pointOf(netlist(lines(to))).x);
      expect(adjustable.at(Float64Array.of(from, 50))).toBe(adjustable);
      // From there, the way back is found as well.
      expectSame(pointAt(there, [from, 100]).x, pointOf(netlist(lines(from))).x);
    }
  });

  test("a resistance that changes sign has the same equations", () => {
    const adjustable = compileAdjustable(netlist(lines(10)), names);
    expect(adjustable.at(Float64Array.of(10, -50))).toBe(adjustable);
  });
});
