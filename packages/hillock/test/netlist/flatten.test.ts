import { describe, expect, test } from "vitest";
import { type FlatCircuit, flatten, formula, parseNetlist, placeOf } from "../../src/netlist/index.js";

const flat = (body: string): FlatCircuit => flatten(parseNetlist(`title\n${body}\n`, { file: "x.cir" }));
const named = (circuit: FlatCircuit, name: string) => {
  const found = circuit.elements.find((element) => element.name === name);
  expect(found, name).toBeDefined();
  return found as NonNullable<typeof found>;
};

describe("names", () => {
  const circuit = flat(`Vin In 0 1
X1 in mid Stage
Xb mid out Stage
Rl OUT gnd 1k
F1 0 out v.x1.vs 2
.subckt Stage a b
Vs a n 0
R1 n b 1k
Xi b Inner
.subckt inner q
R2 Q m 1k
C1 m 0 1n
.ends
.ends
.save v(x1.N) i(v.xb.VS) v(xb.xi.m, OUT)
.ic v(X1.xi.M)=1`);

  test("nodes are spelled as first written, ground is 0", () => {
    expect(circuit.nodes).toEqual(["In", "X1.n", "mid", "X1.Xi.m", "Xb.n", "out", "Xb.Xi.m"]);
  });

  test("elements are named as ngspice names them", () => {
    expect(circuit.elements.map(({ name }) => name)).toEqual([
      "Vin",
      "V.X1.Vs",
      "R.X1.R1",
      "R.X1.Xi.R2",
      "C.X1.Xi.C1",
      "V.Xb.Vs",
      "R.Xb.R1",
      "R.Xb.Xi.R2",
      "C.Xb.Xi.C1",
      "Rl",
      "F1",
    ]);
    expect(named(circuit, "R.Xb.Xi.R2")).toMatchObject({ nodes: ["out", "Xb.Xi.m"], value: 1000 });
    expect(named(circuit, "Rl")).toMatchObject({ nodes: ["out", "0"] });
  });

  test("references are spelled as the names", () => {
    expect(named(circuit, "F1")).toMatchObject({ control: { source: "V.X1.Vs" }, gain: 2 });
    expect(circuit.saves).toStrictEqual([
      { kind: "voltage", positive: "X1.n", negative: "0" },
      { kind: "current", element: "V.Xb.Vs" },
      { kind: "voltage", positive: "Xb.Xi.m", negative: "out" },
    ]);
    expect(circuit.initialConditions).toStrictEqual([{ node: "X1.Xi.m", value: 1 }]);
  });

  test("a flat element knows its place in the netlist", () => {
    expect(placeOf(named(circuit, "R.Xb.R1"))).toMatchObject({ file: "x.cir", line: 9 });
    expect(placeOf(named(circuit, "R.Xb.R1"), "value")).toMatchObject({ line: 9, column: 8, length: 2 });
  });
});

describe("models", () => {
  const circuit = flat(`.model QM NPN(bf={gain})
.param gain=100
Q1 c b 0 qm
X1 c b S gain=50
X2 c b S
R1 c 0 1
R2 b 0 1
.subckt S c b params: gain=70
Q1 c b 0 QL
Q2 c b 0 QM
Q3 c b 0 QL
.model QL NPN(bf={2*gain})
.ends`);
  const modelOf = (name: string) => {
    const element = named(circuit, name);
    return element.kind === "device" ? element.model : undefined;
  };

  test("a local model is computed for each instance, a global one where it stands", () => {
    expect(modelOf("Q1")).toStrictEqual({ name: "QM", type: "NPN", parameters: { bf: 100 } });
    expect(modelOf("Q.X1.Q1")).toStrictEqual({ name: "X1:QL", type: "NPN", parameters: { bf: 100 } });
    expect(modelOf("Q.X2.Q1")).toStrictEqual({ name: "X2:QL", type: "NPN", parameters: { bf: 140 } });
    expect(modelOf("Q.X2.Q2")).toBe(modelOf("Q1"));
  });

  test("devices of one scope share the model", () => expect(modelOf("Q.X1.Q3")).toBe(modelOf("Q.X1.Q1")));

  test("a nested definition sees the models around it", () => {
    const nested = flat(
      "X1 a A\n.subckt A a\n.model rm R(rsh=7)\nX1 a B\n.subckt B a\nR1 a 0 rm l=2u w=1u\n.ends\n.ends",
    );
    expect(nested.elements).toMatchObject([{ name: "R.X1.X1.R1", model: { name: "X1:rm", parameters: { rsh: 7 } } }]);
  });

  test("a model of the caller is not visible", () => {
    const text = "X1 a A\n.subckt A a\n.model rm R(rsh=7)\nX1 a B\n.ends\n.subckt B a\nR1 a 0 rm l=2u w=1u\n.ends";
    expect(() => flat(text)).toThrow(/netlist\/unknown-model/);
  });
});

describe("behavioural formulas", () => {
  test("have numbers, flat names and few functions", () => {
    const circuit = flat(`X1 p S k=2
V1 p 0 1
.func g(x) {pow(x,k)+uramp(x)}
.subckt S p params: k=1
R1 p n 1
R2 n 0 1
L1 n 0 1
Vs n 0 0
B1 p 0 I=g(v(N,p))*ln(2)+i(L1)-i(vs)+gt0(time)+pi
.ends`);
    expect(named(circuit, "B.X1.B1")).toStrictEqual({
      kind: "behavioural",
      quantity: "current",
      name: "B.X1.B1",
      nodes: ["p", "0"],
      formula: formula(`(v(X1.n,p)**2 + max(v(X1.n,p), 0))*log(2) + i(L.X1.L1) - i(V.X1.Vs) + (time > 0) + ${Math.PI}`),
    });
  });

  test("a parameter comes before the constant of its name", () => {
    const circuit = flat(".param e=3\nB1 a 0 V=e*v(b)\nV1 b 0 1");
    expect(named(circuit, "B1")).toMatchObject({ formula: formula("3*v(b)") });
  });

  test("an argument cannot be a node", () => {
    expect(() => flat(".func d(x) {v(x)*2}\nV1 a 0 1\nB1 b 0 V=d(a)")).toThrow(/netlist\/voltage-of-argument/);
  });
});

describe("analyses, options and measures are numbers", () => {
  const circuit = flat(`.param t=1m n=2
V1 a 0 SIN(0 {n} {1/t})
R1 a 0 {n*1k}
.options reltol={t/10} method=gear interp
.tran {t/100} {t}
.dc v1 0 {n} 1 TEMP 0 50 25
.ac dec 10 1 {n*1k}
.measure tran peak max v(A) from={t/2}
.measure tran twice param='peak*n'
.measure tran d trig at={t} targ v(a) val={n} rise=last`);

  test("analyses", () => {
    expect(circuit.analyses).toStrictEqual([
      { kind: "transient", step: 1e-5, stop: 1e-3, start: 0, useInitialConditions: false },
      {
        kind: "dc",
        sweeps: [
          { variable: "V1", from: 0, to: 2, step: 1 },
          { variable: "temp", from: 0, to: 50, step: 25 },
        ],
      },
      { kind: "ac", spacing: "decade", points: 10, from: 1, to: 2000 },
    ]);
  });

  test("options", () => expect(circuit.options).toStrictEqual({ reltol: 1e-4, method: "gear", interp: true }));

  test("time functions", () => {
    expect(named(circuit, "V1")).toMatchObject({ waveform: { kind: "sin", values: [0, 2, 1000] } });
  });

  test("measures, whose formulas keep the names of other measures", () => {
    expect(circuit.measures).toStrictEqual([
      {
        analysis: "tran",
        name: "peak",
        quantity: {
          kind: "statistic",
          statistic: "max",
          signal: { kind: "voltage", positive: "a", negative: "0" },
          from: 5e-4,
        },
      },
      { analysis: "tran", name: "twice", quantity: { kind: "formula", formula: formula("peak*2") } },
      {
        analysis: "tran",
        name: "d",
        quantity: {
          kind: "delay",
          trigger: 1e-3,
          target: {
            kind: "event",
            signal: { kind: "voltage", positive: "a", negative: "0" },
            level: 2,
            edge: "rise",
            count: "last",
          },
        },
      },
    ]);
  });
});

test.each([
  ["two elements of one expanded name", "X1 a S\nR.X1.R1 a 0 1\n.subckt S a\nR1 a 0 1\n.ends", "duplicate-name"],
  ["two parameters", ".param a=1\n.param A=2", "duplicate-name"],
  ["a default and a parameter", "X1 S\n.subckt S params: a=1\n.param a=2\n.ends", "duplicate-name"],
  ["two subcircuits", ".subckt S a\n.ends\n.subckt s a\n.ends", "duplicate-name"],
  ["two models", ".model D D\n.model d D", "duplicate-name"],
  ["two functions", ".func f(x) x\n.func F(y) y", "duplicate-name"],
  ["two measures", "V1 a 0 1\n.measure tran m max v(a)\n.measure tran M min v(a)", "duplicate-name"],
  ["a diode without its model", "D1 a 0 DX", "unknown-model"],
  ["a bipolar switch model", "S1 a 0 b 0 QM\n.model QM NPN", "wrong-model-type"],
  ["an ic of ground", "V1 a 0 1\n.ic v(0)=1", "wrong-node"],
  ["a switch control that is no node", "V1 a 0 1\nS1 a 0 cc 0 SM\n.model SM SW", "unknown-node"],
  ["a gain's control that is no node", "V1 a 0 1\nE1 b 0 ax 0 2", "unknown-node"],
  ["a current switch without its source", "V1 a 0 1\nW1 a 0 Vx WM\n.model WM CSW", "unknown-element-name"],
  ["a controlling current source", "I1 a 0 1\nF1 a 0 I1 2", "wrong-element"],
  ["a coupling to a capacitor", "L1 a 0 1\nC1 a 0 1\nK1 L1 C1 0.5", "wrong-element"],
  ["a coupling of an inductor with itself", "L1 a 0 1\nK1 L1 l1 0.5", "malformed-line"],
  ["a negative rise time", "V1 a 0 PULSE(0 1 0 -1n)", "wrong-waveform"],
  ["a pulse of one value", "V1 a 0 PULSE(1)", "wrong-waveform"],
  ["an output that starts late", "V1 a 0 1\n.tran 1u 1m 2m", "wrong-analysis"],
  ["half a point", "V1 a 0 1\n.ac dec 0.5 1 10", "wrong-analysis"],
  ["frequencies that fall", "V1 a 0 1\n.ac dec 5 10 1", "wrong-analysis"],
  ["a multiplier of 0", "R1 a 0 1 m=0", "impossible-value"],
  ["a negative inductance", "L1 a 0 -1", "impossible-value"],
  ["time in a parameter", ".param a={time}", "not-constant"],
  ["the root of a negative number", ".param a={sqrt(-1)}", "not-a-number"],
  ["an infinite number", ".param a={exp(1000)}", "not-a-number"],
  ["temper", "B1 a 0 V=temper", "unsupported-name"],
])("%s: refused", (_, body, code) => expect(() => flat(body)).toThrow(new RegExp(`^netlist/${code} `)));

test("a parameter of any name is a parameter", () => {
  const circuit = flat("X1 a S\n.subckt S a params: constructor=3\nR1 a 0 {constructor}\n.ends");
  expect(circuit.elements).toMatchObject([{ value: 3 }]);
});
