import { expect, test } from "vitest";
import {
  behaviouralCurrent,
  behaviouralVoltage,
  bipolar,
  capacitor,
  cell,
  circuit,
  coupling,
  crossing,
  current,
  currentControlledCurrent,
  currentControlledVoltage,
  currentSource,
  currentSwitch,
  dcAnalysis,
  delay,
  diode,
  exponential,
  farad,
  find,
  flatten,
  formula,
  frequencyModulated,
  functionDefinition,
  ground,
  inductor,
  instance,
  measure,
  measureFormula,
  model,
  mosfet,
  nodeValue,
  ohm,
  operatingPointAnalysis,
  parameterReference,
  parseNetlist,
  pulse,
  pwl,
  range,
  resistor,
  sine,
  smallSignalAnalysis,
  statistic,
  subcircuit,
  sweep,
  tolerance,
  transientAnalysis,
  verilogADevice,
  verilogASource,
  voltage,
  voltageControlledCurrent,
  voltageControlledVoltage,
  voltageSource,
  voltageSwitch,
  when,
  writeNetlist,
} from "../../src/netlist/index.js";

const text = `Everything once
.hdl "devices/own.va"
.global vdd
.param r=1k
.param c={1/r}
.func parallel(a,b) {a*b/(a+b)}
R1 a 0 {r}
R2 a b 2k tc1=1m
R3 a b RMOD l=10u w=1u
C1 b 0 {c} ic=2
L1 b x 1m
L2 x 0 2m
K1 L1 L2 0.9
Vdd vdd 0 5
V1 a 0 DC 1 AC 2 45 SIN(0 1 1k)
V2 d 0 PULSE(0 5 1u 1n)
V3 e 0 PWL(0 0 1m 1) r=0 td=1u
V4 f 0 EXP(0 1 1u 2u)
V5 g 0 SFFM(0 1 1meg 2 1k)
I1 0 a AC 1
D1 a b DMOD area=2
Q1 a b 0 QMOD
Q2 a b 0 0 QMOD off
M1 a b 0 0 NMOD w=10u l=1u
M2 a b 0 VMOD
S1 a b d 0 SMOD on
W1 a b V1 WMOD
E1 h 0 a b 2
G1 h 0 a b 3
H1 j 0 V1 4
F1 j 0 V1 5
B1 k 0 V=v(a,b)*r+i(V1)
B2 k 0 I=time > 1m ? 1 : 0
N1 a b OWN gain={r} m=2
X1 a b STAGE r={2*r}
.subckt STAGE p q params: r=1k
R1 p q {r}
.model DMOD D
.ends
.model RMOD R(rsh=10)
.model DMOD D(is=1f)
.model QMOD NPN(bf=100)
.model NMOD NMOS(vto=0.7)
.model VMOD VDMOS(pchan vto=-2)
.model SMOD SW(vt=1)
.model WMOD CSW(it=1m)
.model OWN Own(gain=1 pchan)
.ic v(a)=1
.nodeset v(b)={r/1k}
.options reltol=1e-4 method=gear
.save v(a) v(a,b) i(V1)
.op
.dc V1 0 1 0.1 R2 1k 2k 100
.tran 1u 1m 0 10u uic
.ac dec 10 1 1k
.measure tran peak max v(a) from=1u
.measure tran t1 when v(a)=0.5 rise=2
.measure tran d trig v(a) val=0.5 cross=1 targ at=1m
.measure tran y find v(b) at=2u
.measure tran z param='peak*2'
.end
`;

const own = "module Own(p, n); endmodule\n";
const include = (name: string): string => {
  if (name !== "devices/own.va") throw new Error(`no file ${name}`);
  return own;
};

const built = circuit({
  title: "Everything once",
  verilogA: [verilogASource("devices/own.va", own)],
  globals: ["vdd"],
  parameters: { r: 1e3, c: formula("1/r") },
  functions: [functionDefinition("parallel", ["a", "b"], "a*b/(a+b)")],
  elements: [
    resistor("R1", "a", ground, parameterReference("r")),
    resistor("R2", "a", "b", 2e3, { tc1: 1e-3 }),
    resistor("R3", "a", "b", undefined, { model: "RMOD", l: 10e-6, w: 1e-6 }),
    capacitor("C1", "b", ground, parameterReference("c"), { ic: 2 }),
    inductor("L1", "b", "x", 1e-3),
    inductor("L2", "x", ground, 2e-3),
    coupling("K1", "L1", "L2", 0.9),
    voltageSource("Vdd", "vdd", ground, 5),
    voltageSource("V1", "a", ground, {
      dc: 1,
      ac: { magnitude: 2, phase: 45 },
      waveform: sine({ offset: 0, amplitude: 1, frequency: 1e3 }),
    }),
    voltageSource("V2", "d", ground, { waveform: pulse({ from: 0, to: 5, delay: 1e-6, rise: 1e-9 }) }),
    voltageSource("V3", "e", ground, {
      waveform: pwl(
        [
          [0, 0],
          [1e-3, 1],
        ],
        { repeat: 0, delay: 1e-6 },
      ),
    }),
    voltageSource("V4", "f", ground, { waveform: exponential({ from: 0, to: 1, riseDelay: 1e-6, riseTime: 2e-6 }) }),
    voltageSource("V5", "g", ground, {
      waveform: frequencyModulated({ offset: 0, amplitude: 1, carrier: 1e6, index: 2, signal: 1e3 }),
    }),
    currentSource("I1", ground, "a", { ac: 1 }),
    diode("D1", "a", "b", "DMOD", { area: 2 }),
    bipolar("Q1", ["a", "b", ground], "QMOD"),
    bipolar("Q2", ["a", "b", ground, ground], "QMOD", { off: 1 }),
    mosfet("M1", ["a", "b", ground, ground], "NMOD", { W: 10e-6, L: 1e-6 }),
    mosfet("M2", ["a", "b", ground], "VMOD"),
    voltageSwitch("S1", "a", "b", ["d", ground], "SMOD", { on: 1 }),
    currentSwitch("W1", "a", "b", "V1", "WMOD"),
    voltageControlledVoltage("E1", "h", ground, ["a", "b"], 2),
    voltageControlledCurrent("G1", "h", ground, ["a", "b"], 3),
    currentControlledVoltage("H1", "j", ground, "V1", 4),
    currentControlledCurrent("F1", "j", ground, "V1", 5),
    behaviouralVoltage("B1", "k", ground, "v(a,b)*r+i(V1)"),
    behaviouralCurrent("B2", "k", ground, formula("time > 1m ? 1 : 0")),
    verilogADevice("N1", ["a", "b"], "OWN", { Gain: parameterReference("r"), m: 2 }),
    instance("X1", ["a", "b"], "STAGE", { r: formula("2*r") }),
  ],
  subcircuits: [
    subcircuit("STAGE", ["p", "q"], {
      defaults: { r: 1e3 },
      elements: [resistor("R1", "p", "q", parameterReference("r"))],
      models: [model("DMOD", "D")],
    }),
  ],
  models: [
    model("RMOD", "R", { rsh: 10 }),
    model("DMOD", "d", { IS: 1e-15 }),
    model("QMOD", "NPN", { bf: 100 }),
    model("NMOD", "NMOS", { vto: 0.7 }),
    model("VMOD", "VDMOS", { pchan: 1, vto: -2 }),
    model("SMOD", "SW", { vt: 1 }),
    model("WMOD", "CSW", { it: 1e-3 }),
    model("OWN", "Own", { GAIN: 1, pchan: 1 }),
  ],
  initialConditions: [nodeValue("a", 1)],
  nodesets: [nodeValue("b", formula("r/1k"))],
  options: { reltol: 1e-4, method: "gear" },
  saves: [voltage("a"), voltage("a", "b"), current("V1")],
  analyses: [
    operatingPointAnalysis,
    dcAnalysis(sweep("V1", 0, 1, 0.1), sweep("R2", 1e3, 2e3, 100)),
    transientAnalysis({ step: 1e-6, stop: 1e-3, maximumStep: 10e-6, useInitialConditions: true }),
    smallSignalAnalysis("decade", 10, 1, 1e3),
  ],
  measures: [
    measure("tran", "peak", statistic("max", voltage("a"), { from: 1e-6 })),
    measure("tran", "t1", when(crossing(voltage("a"), 0.5, { edge: "rise", count: 2 }))),
    measure("tran", "d", delay(crossing(voltage("a"), 0.5), 1e-3)),
    measure("tran", "y", find(voltage("b"), 2e-6)),
    measure("tran", "z", measureFormula("peak*2")),
  ],
});

test("a circuit built in code equals the parsed netlist", () => {
  expect(built).toStrictEqual(parseNetlist(text, { file: "all.cir", include }));
});

test("a built circuit is written and read back", () => {
  expect(parseNetlist(writeNetlist(built), { file: "all.cir", include })).toStrictEqual(built);
});

test("a built circuit is flattened as the parsed one", () => {
  expect(flatten(built)).toStrictEqual(flatten(parseNetlist(text, { file: "all.cir", include })));
});

test("a name whose letter says something else is refused", () => {
  expect(() => resistor("load", "a", "b", 1)).toThrow(/first letter has to be R/);
  expect(() => behaviouralVoltage("G1", "a", "b", "1")).toThrow(/B or E/);
});

test("a gap in a time function is refused", () => {
  expect(() => pulse({ from: 0, to: 1, width: 1e-3 })).toThrow(/netlist\/unwritable/);
});

test("a cell is a subcircuit whose parameters know their physics", () => {
  const lowPass = cell(
    {
      name: "LOW_PASS",
      ports: ["in", "out"],
      parameters: { R: ohm(10e3, tolerance(0.05), range(1e3, 1e6)), C: farad(15e-9, tolerance(0.1, "normal")) },
    },
    ({ in: input, out }, { R, C }) => [resistor("R1", input, out, R), capacitor("C1", out, ground, C)],
  );
  const parsed = parseNetlist(
    "t\n.subckt LOW_PASS in out params: R=10k C=15n\nR1 in out {R}\nC1 out 0 {C}\n.ends\nX1 a b LOW_PASS C=1u\n",
    { file: "cell.cir" },
  );
  expect(lowPass.subcircuit).toStrictEqual(parsed.subcircuits[0]);
  expect(lowPass.instance("X1", { in: "a", out: "b" }, { C: 1e-6 })).toStrictEqual(parsed.elements[0]);
  expect(lowPass.parameters.R).toStrictEqual({
    unit: "ohm",
    default: 10e3,
    tolerance: { relative: 0.05, distribution: "uniform" },
    range: [1e3, 1e6],
  });
});

test("a cell whose default cannot be made is refused", () => {
  const parts = { name: "C", ports: ["a"], parameters: { R: ohm(1, range(10, 100)) } } as const;
  expect(() => cell(parts, () => [])).toThrow(/netlist\/outside-range/);
});
