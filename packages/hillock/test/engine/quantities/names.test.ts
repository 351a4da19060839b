import { describe, expect, test } from "vitest";
import { compileAdjustable } from "../../../src/engine/quantities/adjustable-circuit.js";
import { parseNetlist } from "../../../src/netlist/parse.js";

const netlist = (lines: string) => parseNetlist(`Test\n${lines}\n.end\n`, { file: "test.cir" });

const circuit = netlist(`.param vdd=5 Rx=2k
V1 in 0 {vdd}
I1 0 in 1m
R1 in a 1k tc1=1m
Rx a 0 {Rx}
E1 e 0 a 0 12
Re e 0 1k
L1 in c 1m
L2 d 0 4m
K1 L1 L2 0.5
Rc c 0 1k
Rd d 0 1k
Q1 in a e NX
Q2 in c e NX area=2
M1 in a 0 0 MX W=10u L=2u
X1 in e cell g=3
X2 in e cell
.subckt cell p n g=2
R1 p m {g*1k}
D1 m n DC
.model DC D(js=1e-15 n=1.1)
.ends
.model NX NPN(is=1e-15 bf=100)
.model MX NMOS(vto=0.7 kp=20u)`);

const quantity = (name: string) => compileAdjustable(circuit, [name]).quantities[0];

describe("names of quantities", () => {
  test.each([
    ["R1", 1e3, "ohm"],
    ["r1.r", 1e3, "ohm"],
    ["R1.tc1", 1e-3, "1/K"],
    ["R1.tc2", 0, "1/K^2"],
    ["V1", 5, "V"],
    ["v1.dc", 5, "V"],
    ["I1", 1e-3, "A"],
    ["E1", 12, ""],
    ["K1", 0.5, ""],
    ["L1", 1e-3, "H"],
    ["M1.w", 10e-6, "m"],
    ["NX.bf", 100, ""],
    ["Q1.is", 1e-15, "A"],
    ["Q1.area", 1, ""],
    ["vto", 0.7, "V"],
    ["w", 10e-6, "m"],
    ["M1.pd", 0, "m"],
    ["bf", 100, ""],
    ["vdd", 5, ""],
    ["param.vdd", 5, ""],
    ["temp", 300.15, "K"],
    ["x1.r1", 3e3, "ohm"],
    ["R.X2.R1", 2e3, "ohm"],
    ["x1.dc.n", 1.1, ""],
    ["X2:DC.is", 1e-15, "A"],
    ["x1.dc.js", 1e-15, "A"],
    ["x1.g", 3, ""],
    ["X2.g", 2, ""],
  ])("%s", (name, value, unit) => {
    expect(quantity(name)).toMatchObject({ name, value, unit });
  });

  test("an element that takes its value from the parameter of its own name is that parameter", () => {
    const { circuit: at, compiled } = compileAdjustable(circuit, ["Rx"]);
    expect(at.elements.find(({ name }) => name === "Rx")).toMatchObject({ value: 2e3 });
    expect(compiled.system.free).toEqual([{ element: "", parameter: "Rx", value: 2e3 }]);
  });

  test("ranges are those of the device's declaration", () => {
    expect(quantity("NX.bf").range).toEqual([0, Number.POSITIVE_INFINITY]);
    expect(quantity("Q1.area").range).toEqual([0, Number.POSITIVE_INFINITY]);
    expect(quantity("K1").range).toEqual([-1, 1]);
    expect(quantity("R1").range).toBeUndefined();
    expect(quantity("vdd").range).toBeUndefined();
  });

  test("what a quantity sets: its slot, and the sources that follow from it", () => {
    const { quantities, inputs } = compileAdjustable(circuit, ["R1", "vdd", "I1"]);
    expect(quantities.map(({ targets }) => targets)).toEqual([
      [{ kind: "parameter", index: 0 }],
      [
        { kind: "parameter", index: 1 },
        { kind: "input", index: 0 },
      ],
      [
        { kind: "parameter", index: 2 },
        { kind: "input", index: 1 },
      ],
    ]);
    expect(inputs.map(({ index }) => index)).toEqual([0, 1]);
  });

  test.each([
    ["R9", "engine/unknown-quantity", "R1"],
    ["R1.w2", "engine/unknown-quantity", ""],
    ["NX.vto", "engine/unknown-quantity", ""],
    ["B1", "engine/unknown-quantity", ""],
    ["x3.r1", "engine/unknown-quantity", "x1.r1"],
    ["n", "engine/ambiguous-quantity", "x2:dc.n"],
    ["tnom", "engine/ambiguous-quantity", ""],
    ["MX.tpg", "engine/fixed-number", "mx"],
  ])("%s is refused as %s", (name, code, hint) => {
    expect(() => quantity(name)).toThrow(new RegExp(`${code}[\\s\\S]*${hint}`, "i"));
  });

  test("one quantity under two names is refused", () => {
    expect(() => compileAdjustable(circuit, ["R1", "r1.r"])).toThrow(/engine\/repeated-quantity/);
    expect(() => compileAdjustable(circuit, ["x1.dc.is", "X1:DC.js"])).toThrow(/engine\/repeated-quantity/);
  });

  test("a parameter that acts only where it is given has to be given", () => {
    const warm = netlist("V1 a 0 1\nR1 a 0 1k tc1=1m\n.options temp=50");
    expect(() => compileAdjustable(warm, ["R1.temp"])).toThrow(/engine\/quantity-without-value/);
    expect(() => compileAdjustable(warm, ["R1.tce"])).toThrow(/engine\/quantity-without-value/);
    const given = netlist("V1 a 0 1\nR1 a 0 1k tc1=1m temp=50");
    expect(compileAdjustable(given, ["R1.temp"]).quantities[0]).toMatchObject({ value: 50, unit: "degC" });
  });
});
