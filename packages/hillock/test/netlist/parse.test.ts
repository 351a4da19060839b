import { describe, expect, test } from "vitest";
import { type Circuit, type Element, formula, parseNetlist, placeOf } from "../../src/netlist/index.js";

const parse = (body: string): Circuit => parseNetlist(`title\n${body}\n`, { file: "x.cir" });
const only = (body: string): Element => {
  const { elements } = parse(body);
  expect(elements).toHaveLength(1);
  return elements[0];
};

describe("lines", () => {
  test("the first line is the title, whatever it says", () => {
    expect(parseNetlist("R1 a 0 1k\r\nR2 a 0 1k\r\n", { file: "x.cir" })).toMatchObject({
      title: "R1 a 0 1k",
      elements: [{ name: "R2" }],
    });
    expect(parseNetlist("", { file: "x.cir" }).title).toBe("");
    expect(parseNetlist("\uFEFF* a title\n", { file: "x.cir" }).title).toBe("* a title");
  });

  test(".title replaces it", () => expect(parse(".title  another one ").title).toBe("another one"));

  test("comments as ngspice has them", () => {
    const { elements } = parse(
      "V1 a 0 1 $ comment 5\nV2 b 0 2;5\nV3 c 0 3 // foo\nV4 d 0 4 $comment\n  * V5 e 0 5\n$ V6 f 0 6",
    );
    expect(elements.map((element) => "dc" in element && element.dc)).toEqual([1, 2, 3, 4]);
  });

  test("a line continues after comments and blank lines, with blanks before the +", () => {
    const element = only("V1 a 0\n* between\n\n   + PULSE(0 1 ; one\n+ 1u\n+2u)");
    expect(element).toMatchObject({ waveform: { kind: "pulse", values: [0, 1, 1e-6, 2e-6] } });
    expect(placeOf((element as { waveform: object }).waveform, "value 3")).toStrictEqual({
      file: "x.cir",
      line: 7,
      column: 2,
      length: 2,
      text: "+2u)",
    });
  });

  test("included files, relative to the file that includes them, each read once", () => {
    const files: Record<string, string> = {
      "decks/lib/a.lib": "* first line of a library is no title\nR1 a 0 1\n.include ../b.lib\n.end\n",
      "decks/b.lib": ".lib fast\nR2 a 0 2\n.lib b.lib slow\n.endl\n.lib slow\nR3 a 0 3\n.endl\nR4 a 0 4",
    };
    const asked: string[] = [];
    const include = (name: string, from: string): string => {
      asked.push(`${name} from ${from}`);
      return files[
        { "lib/a.lib": "decks/lib/a.lib", "../b.lib": "decks/b.lib", "lib/b": "decks/b.lib", "b.lib": "decks/b.lib" }[
          name
        ] ?? ""
      ];
    };
    const text = "t\n.include 'lib/a.lib'\n.lib \"b.lib\" slow\n.end";
    const circuit = parseNetlist(text, { file: "decks/main.cir", include });
    expect(circuit.elements.map(({ name }) => name)).toEqual(["R1", "R4", "R3"]);
    expect(asked).toEqual(["lib/a.lib from decks/main.cir", "../b.lib from decks/lib/a.lib"]);
    expect(placeOf(circuit.elements[1])).toMatchObject({ file: "decks/b.lib", line: 8 });
  });

  test("a library section may use another of the same file", () => {
    const library = ".lib one\n.lib all.lib two\nR1 a 0 1\n.endl\n.lib two\nR2 a 0 2\n.endl";
    const circuit = parseNetlist("t\n.lib all.lib ONE", { file: "x.cir", include: () => library });
    expect(circuit.elements.map(({ name }) => name)).toEqual(["R2", "R1"]);
  });
});

describe("parameters", () => {
  test("several on a line, bare formulas, braces and quotes", () => {
    expect(
      parse(".param a=1k b = {a*2} c='a + b' d=a>=b?1:2 e=(a == 1) f=-3 g = max(a, b)*2").parameters,
    ).toStrictEqual([
      { name: "a", value: 1000 },
      { name: "b", value: formula("a*2") },
      { name: "c", value: formula("a + b") },
      { name: "d", value: formula("a >= b ? 1 : 2") },
      { name: "e", value: formula("(a==1)") },
      { name: "f", value: -3 },
      { name: "g", value: formula("max(a, b)*2") },
    ]);
  });

  test("functions with and without =", () => {
    const expected = [{ name: "f", arguments: ["x", "y"], body: formula("x*y") }];
    for (const text of [".func f(x,y) {x*y}", ".func f( x , y ) = {x*y}", ".func f(x,y) 'x*y'", ".func f (x,y) x*y"]) {
      expect(parse(text).functions).toStrictEqual(expected);
    }
  });

  test("subcircuits with params: or bare defaults, nested", () => {
    const bodies = [
      ".subckt s a b params: r=1k c={2*r}",
      ".subckt s a b r=1k c='2*r'",
      ".subckt s a b PARAMS: r = 1k, c={2*r}",
    ];
    for (const head of bodies) {
      const { subcircuits } = parse(`${head}\n.param q=2\n.subckt t x\nR1 x 0 {q}\n.ends t\nR1 a b {r}\n.ends S`);
      expect(subcircuits).toMatchObject([
        {
          name: "s",
          ports: ["a", "b"],
          defaults: [
            { name: "r", value: 1000 },
            { name: "c", value: formula("2*r") },
          ],
          parameters: [{ name: "q", value: 2 }],
          subcircuits: [{ name: "t", elements: [{ name: "R1" }] }],
          elements: [{ name: "R1" }],
        },
      ]);
    }
  });
});

describe("models", () => {
  test.each([
    ".model QN npn(bf=100 IS={1e-15})",
    ".model QN NPN ( bf = 100, is={1e-15} )",
    ".model QN NPN bf=100 is='1e-15'",
    ".model QN NPN(\n+ bf=100\n* more\n+ is={1e-15})",
  ])("%s", (text) => {
    expect(parse(text).models).toStrictEqual([
      { name: "QN", type: "NPN", parameters: { bf: 100, is: formula("1e-15") } },
    ]);
  });

  test("a flag is 1, a bare name a parameter", () => {
    expect(parse(".model M VDMOS(pchan vto=vt0)").models[0].parameters).toStrictEqual({
      pchan: 1,
      vto: formula("vt0"),
    });
  });

  test("odd names are names", () => {
    expect(parse(".model D D(__proto__=1 constructor=2)").models[0].parameters).toStrictEqual(
      Object.fromEntries([
        ["__proto__", 1],
        ["constructor", 2],
      ]),
    );
  });
});

describe("elements", () => {
  test.each([
    ["R1 a b 1k", { type: "resistor", value: 1000, parameters: {} }],
    ["R1 a b R=1k tc1=1m,tc2=2u", { value: 1000, parameters: { tc1: 1e-3, tc2: 2e-6 } }],
    ["R1 a b rm l=1u w=2u", { model: "rm", parameters: { l: 1e-6, w: 2e-6 } }],
    ["R1 a b 1k rm m=2", { model: "rm", value: 1000, parameters: { m: 2 } }],
    ["R1 a b r={x} m=mult", { value: formula("x"), parameters: { m: formula("mult") } }],
    ["C1 a b 10uF IC=1", { type: "capacitor", value: 10e-6, parameters: { ic: 1 } }],
    ["L1 a b 'x*2' ic = -1m", { type: "inductor", value: formula("x*2"), parameters: { ic: -1e-3 } }],
    ["D1 a b DM", { type: "diode", nodes: ["a", "b"], model: "DM" }],
    ["D1 a b 1N4148 2 off", { model: "1N4148", parameters: { area: 2, off: 1 } }],
    ["D1 a b DM area=2 ic=0.6", { parameters: { area: 2, ic: 0.6 } }],
    ["Q1 c b e 2N2222", { type: "bipolar", nodes: ["c", "b", "e"], model: "2N2222" }],
    ["Q1 c b e QM 2", { nodes: ["c", "b", "e"], model: "QM", parameters: { area: 2 } }],
    ["Q1 c b e s QM 2 ic=0.6,5", { nodes: ["c", "b", "e", "s"], parameters: { area: 2, icvbe: 0.6, icvce: 5 } }],
    ["Q1 1 2 3 4 QM off", { nodes: ["1", "2", "3", "4"], model: "QM", parameters: { off: 1 } }],
    ["M1 d g s b NM L=1u W=2u AS=1p", { nodes: ["d", "g", "s", "b"], parameters: { l: 1e-6, w: 2e-6, as: 1e-12 } }],
    ["M1 d g s VM", { type: "mosfet", nodes: ["d", "g", "s"], model: "VM" }],
    ["M1 d g s b NM ic=1,2", { parameters: { icvds: 1, icvgs: 2 } }],
    ["S1 a b c d SM on", { type: "switch", nodes: ["a", "b", "c", "d"], model: "SM", parameters: { on: 1 } }],
    ["W1 a b Vc WM", { type: "currentSwitch", nodes: ["a", "b"], control: "Vc", model: "WM" }],
    ["K1 L1 L2 0.9", { kind: "coupling", inductors: ["L1", "L2"], coefficient: 0.9 }],
    ["E1 a 0 b 0 2", { kind: "controlled", quantity: "voltage", control: { nodes: ["b", "0"] }, gain: 2 }],
    ["E1 a 0 (b,0) {g}", { control: { nodes: ["b", "0"] }, gain: formula("g") }],
    ["G1 a 0 VCCS b 0 -2m", { quantity: "current", gain: -2e-3 }],
    ["F1 a 0 V1 3", { quantity: "current", control: { source: "V1" }, gain: 3 }],
    ["H1 a 0 V1 3k", { quantity: "voltage", control: { source: "V1" }, gain: 3000 }],
    ["E1 a 0 vol='v(b)*2'", { kind: "behavioural", quantity: "voltage", formula: formula("v(b)*2") }],
    ["G1 a 0 cur = {v(b)*2}", { kind: "behavioural", quantity: "current", formula: formula("v(b)*2") }],
    ["E1 a 0 value={time}", { formula: { kind: "time" } }],
    ["E1 a 0 value {v(b)}", { formula: formula("v(b)") }],
    ["B1 a 0 V = v(b) >= 1 ? 1 : 0", { kind: "behavioural", formula: formula("v(b) >= 1 ? 1 : 0") }],
    ["B1 a 0 I={v(b)==1}", { quantity: "current", formula: formula("v(b)==1") }],
    ["X1 a b STAGE", { kind: "instance", nodes: ["a", "b"], subcircuit: "STAGE", parameters: {} }],
    ["X1 a b STAGE params: R=1k c={x} d=y", { parameters: { r: 1000, c: formula("x"), d: formula("y") } }],
  ])("%s", (text, expected) => expect(only(text)).toMatchObject(expected));

  test("a bipolar transistor's nodes end at the first model there is", () => {
    const { elements } = parse(".model QM NPN\nQ1 c b e QM {a}\nQ2 c b e s QM\nQ3 c b e QM off");
    expect(elements).toMatchObject([
      { nodes: ["c", "b", "e"], model: "QM", parameters: { area: formula("a") } },
      { nodes: ["c", "b", "e", "s"], model: "QM" },
      { nodes: ["c", "b", "e"], parameters: { off: 1 } },
    ]);
  });
});

describe("independent sources", () => {
  test.each([
    ["V1 a 0 5", { quantity: "voltage", dc: 5 }],
    ["I1 a 0 DC 1m", { quantity: "current", dc: 1e-3 }],
    ["V1 a 0 DC={v}", { dc: formula("v") }],
    ["V1 a 0", {}],
    ["V1 a 0 AC", { ac: { magnitude: 1, phase: 0 } }],
    ["V1 a 0 AC 2 90 DC 4", { dc: 4, ac: { magnitude: 2, phase: 90 } }],
    ["V1 a 0 DC 0 AC 1 SIN(0 1 1k)", { dc: 0, ac: { magnitude: 1 }, waveform: { kind: "sin", values: [0, 1, 1000] } }],
    ["V1 a 0 SIN 0 1 1k", { waveform: { kind: "sin", values: [0, 1, 1000] } }],
    ["V1 a 0 pulse(0,1,{d}, 1n) dc 2", { dc: 2, waveform: { kind: "pulse", values: [0, 1, formula("d"), 1e-9] } }],
    ["V1 a 0 3 PWL ( 0 0 1m 1 ) r=0 td=1u", { dc: 3, waveform: { values: [0, 0, 1e-3, 1], repeat: 0, delay: 1e-6 } }],
    ["V1 a 0 EXP(0 1)", { waveform: { kind: "exp", values: [0, 1] } }],
    ["V1 a 0 SFFM(0 1 1meg 2 1k)", { waveform: { kind: "sffm", values: [0, 1, 1e6, 2, 1e3] } }],
  ])("%s", (text, expected) => expect(only(text)).toMatchObject(expected));

  test.each([
    "V1 a 0 1 2",
    "V1 a 0 SIN(0 1) 3",
    "V1 a 0 DC 1 DC 2",
    "V1 a 0 SIN(0 1",
    "V1 a 0 SIN()",
    "V1 a 0 AM(1 2)",
  ])("%s is refused", (text) => expect(() => parse(text)).toThrow(/^netlist\//));
});

describe("the circuit's own lines", () => {
  test("save", () => {
    expect(parse(".save v(a) V(a,b) i(V1), i(v.x1.vs) out V1#branch").saves).toStrictEqual([
      { kind: "voltage", positive: "a", negative: "0" },
      { kind: "voltage", positive: "a", negative: "b" },
      { kind: "current", element: "V1" },
      { kind: "current", element: "v.x1.vs" },
      { kind: "voltage", positive: "out", negative: "0" },
      { kind: "current", element: "V1" },
    ]);
    expect(parse(".save all").saves).toStrictEqual([]);
  });

  test("conditions and options", () => {
    const circuit = parse(
      ".ic v(a)=1 V(b) = {x}\n.nodeset v(c)=2\n.options reltol=1e-4 method=Gear interp\n.option abstol=1p\n.temp 50\n.global vdd Vss",
    );
    expect(circuit.initialConditions).toStrictEqual([
      { node: "a", value: 1 },
      { node: "b", value: formula("x") },
    ]);
    expect(circuit.nodesets).toStrictEqual([{ node: "c", value: 2 }]);
    expect(circuit.options).toStrictEqual({ reltol: 1e-4, method: "gear", interp: true, abstol: 1e-12, temp: 50 });
    expect(circuit.globals).toStrictEqual(["vdd", "Vss"]);
  });

  test.each([
    [".op", { kind: "operatingPoint" }],
    [".tran 1u 1m", { kind: "transient", step: 1e-6, stop: 1e-3, useInitialConditions: false }],
    [".tran 1u {t} 0 1u UIC", { stop: formula("t"), start: 0, maximumStep: 1e-6, useInitialConditions: true }],
    [".ac lin 10 1 1k", { kind: "ac", spacing: "linear", points: 10, from: 1, to: 1000 }],
    [".dc V1 0 1 .1", { kind: "dc", sweeps: [{ variable: "V1", from: 0, to: 1, step: 0.1 }] }],
    [".dc V1 0 1 .1 temp 0 50 10", { sweeps: [{}, { variable: "temp", from: 0, to: 50, step: 10 }] }],
  ])("%s", (text, expected) => expect(parse(text).analyses).toMatchObject([expected]));

  const a = { kind: "voltage", positive: "a", negative: "0" };
  test.each([
    ["max v(a)", { kind: "statistic", statistic: "max", signal: a }],
    ["INTEG i(V1) from=1u to={t}", { statistic: "integ", from: 1e-6, to: formula("t") }],
    ["when v(a)=0.5", { kind: "when", event: { signal: a, level: 0.5, edge: "cross", count: 1 } }],
    ["when v(a)=0.5 fall=last td=1u", { event: { edge: "fall", count: "last", delay: 1e-6 } }],
    ["find v(a) at=1m", { kind: "find", signal: a, at: 1e-3 }],
    [
      "find v(a) when v(b,c)={l} rise=2",
      { at: { signal: { positive: "b", negative: "c" }, level: formula("l"), count: 2 } },
    ],
    [
      "trig v(a) val=0.1 rise=1 targ v(a) val=0.9 rise=1",
      { kind: "delay", trigger: { level: 0.1, edge: "rise" }, target: { level: 0.9 } },
    ],
    ["trig at=1u targ v(a) val=0.9 td=2u", { trigger: 1e-6, target: { edge: "cross", delay: 2e-6 } }],
    ["param='b - 2*c'", { kind: "formula", formula: formula("b - 2*c") }],
  ])(".measure tran m %s", (text, expected) => {
    expect(parse(`.measure tran m ${text}`).measures).toMatchObject([
      { analysis: "tran", name: "m", quantity: expected },
    ]);
  });
});

test("places are beside the circuit: a moved netlist gives an equal circuit", () => {
  const text = "R1 a 0 {2*r}\n.model D D(is=1f)\n.save v(a)";
  expect(parse(`* moved\n\n${text}`)).toStrictEqual(parse(text));
});

test("each part of an element knows its place", () => {
  const element = only("Q1 c base e 2N2222 area=2");
  const column = (part: string) => placeOf(element, part)?.column;
  expect(["", "name", "node 1", "model", "parameter area", "no such part"].map(column)).toEqual([1, 1, 6, 13, 20, 1]);
});
