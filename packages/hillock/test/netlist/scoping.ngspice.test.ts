import { describe, expect } from "vitest";
import { flatten, parseNetlist } from "../../src/netlist/index.js";
import { ngspiceTest } from "../requirements.js";
import { ngspiceOperatingPoint } from "./run-ngspice.js";

/** Netlists of grounded voltage sources, whose values tell what the names mean. */
const decks: Readonly<Record<string, string>> = {
  "a default uses another parameter, which the instance sets": `X1 a s r=5
V0 z 0 1
.subckt s a params: r=1 r2={2*r}
V1 a 0 {r2}
.ends`,
  "a default that names itself means the outer parameter": `.param r=7
X1 a s
.subckt s a params: r={r+1}
V1 a 0 {r}
.ends`,
  "an instance's value is computed outside": `.param r=7
X1 a s r={r+1}
.subckt s a params: r=1
V1 a 0 {r}
.ends`,
  "a subcircuit sees the parameters of its caller": `.param q=1
X1 a outer
.subckt outer a
.param q=5
X1 a inner
.ends
.subckt inner a
V1 a 0 {q}
.ends`,
  "a subcircuit sees what its caller was given": `.param q=1
X1 a outer q=9
.subckt outer a params: q=5
X1 a inner
.ends
.subckt inner a
V1 a 0 {q}
.ends`,
  "a function's free names mean what they mean at the call": `.param k=2
.func f(x) {x*k}
X1 a s
V2 b 0 {f(1)}
.subckt s a
.param k=3
V1 a 0 {f(1)}
.ends`,
  "parameters may be used before they are defined": `.param a={b*2} b=3
V1 a 0 {a}
X1 c s
.subckt s a params: p={q}
.param r={q*2}
.param q=4
V1 a 0 {p+r}
.ends`,
  "a local function comes before a global one": `.func f(x) {x*2}
X1 a s
V2 b 0 {f(1)}
.subckt s a
.func f(x) {x*3}
V1 a 0 {f(1)}
.ends`,
  "functions of functions, with a subcircuit's parameter": `.func g(x) {f(x)+1}
.func f(x) {x*2}
X1 a s k=5
.subckt s a k=1
.func h(x) {g(x)*k}
V1 a 0 {h(1)}
.ends`,
  "an argument comes before a parameter of its name": `.param x=5 y=3
.func f(x) {x*y}
V1 a 0 {f(2)}`,
  "a bare name as an instance's value": `.param rv=5
X1 a s r=rv
.subckt s a r=1
V1 a 0 {r}
.ends`,
  "bare formulas in .param": `.param rv=5 w=rv*2+1 z=-max(rv, 2)*2+1 y=2
V1 a 0 {w}
V2 b 0 {z}
V3 c 0 {y}`,
  "globals and ground": `.global rail
Vr rail 0 3
X1 a s
.subckt s a
V1 a gnd 2
R1 rail GND 1k
.ends`,
};

describe("names mean what they mean to ngspice", () => {
  for (const [name, body] of Object.entries(decks)) {
    ngspiceTest(name, () => {
      const text = `scoping\n${body}\n.op\n.end\n`;
      const flat = flatten(parseNetlist(text, { file: "scoping.cir" }));
      const theirs = ngspiceOperatingPoint(text);
      const sources = flat.elements.filter((element) => element.kind === "source");
      expect(sources.length).toBeGreaterThan(0);
      for (const { nodes, dc = 0 } of sources) {
        const reference = theirs.get(`v(${nodes[0].toLowerCase()})`) ?? Number.NaN;
        expect(Math.abs(dc - reference)).toBeLessThan(1e-12 * Math.abs(dc));
      }
    });
  }
});
