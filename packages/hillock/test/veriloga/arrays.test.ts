import { describe, expect, test } from "vitest";
import { readVerilogA } from "../../src/veriloga/read.js";
import { currentOf, currentsAt, device, twoTerminal } from "./device.js";

test("elements are variables of their own, named by an index that parameters and loops decide", () => {
  const source = twoTerminal(
    "x[N] = 5; for (k = N; k > 0; k = k - 1) x[k-1] = 2*x[k]; I(a,b) <+ x[0] + 100*x[N];",
    "parameter integer N = 2 from [1:4]; real x[0:4]; integer k;",
  );
  expect(currentOf(source)).toBe(20 + 500);
  expect(currentOf(source, 1, { parameters: { N: 3 } })).toBe(40 + 500);
});

test("bounds may run down, be negative, and follow parameters", () => {
  const source = twoTerminal(
    "for (k = -1; k <= N; k = k + 1) x[k] = k; I(a,b) <+ x[-1] + 10*x[N];",
    "parameter integer N = 2; real x[N:-1]; integer k;",
  );
  expect(currentOf(source)).toBe(19);
  expect(currentOf(source, 1, { parameters: { N: 5 } })).toBe(49);
});

test("an array is declared with its values, or with one for all", () => {
  const list = (values: string): string =>
    twoTerminal("I(a,b) <+ x[0] + 10*x[1] + 100*x[2];", `integer x[0:2] = ${values};`);
  expect(currentOf(list("'{1, 2, 3}"))).toBe(321);
  expect(currentOf(list("{1.4, 2.6, 3}"))).toBe(331);
  expect(currentOf(list("7"))).toBe(777);
});

test("conditions on unknowns merge elements one by one", () => {
  const source = twoTerminal(
    "x[0] = 1; x[1] = 2; if (V(a,b) > 0) x[0] = 3; else x[1] = 4; I(a,b) <+ x[0] + 10*x[1];",
    "real x[0:1];",
  );
  expect([1, -1].map((v) => currentOf(source, v))).toEqual([23, 41]);
});

test("an index that depends on unknowns selects; it has no value outside the bounds", () => {
  const source = twoTerminal(
    "I(a,b) <+ x[V(a,b)] + P[V(a,b)];",
    "real x[0:2] = '{10, 20, 30}; parameter real P[0:2] = '{1, 2, 3};",
  );
  expect([0.4, 0.6, 2.4].map((v) => currentOf(source, v))).toEqual([11, 22, 33]);
  expect(currentOf(source, 3)).toBeNaN();
});

test("a table that has no element at 0 has no value at rest", () => {
  const source = twoTerminal("I(a,b) <+ x[V(a,b)];", "real x[1:3] = '{10, 20, 30};");
  expect(() => device(source)).toThrow(expect.objectContaining({ code: "veriloga/not-finite" }));
});

describe("arrays of parameters", () => {
  const declared = `(* desc="poles", units="1/s" *) parameter real P[0:2] = '{1, 2, 3} from (0:inf); localparam real L[0:1] = '{P[0], 5};`;
  const source = twoTerminal("I(a,b) <+ P[0] + 10*P[1] + 100*P[2] + 1000*L[1] + 10000*L[0];", declared);

  test("are parameters of their own", () => {
    expect(device(source).parameters.map(({ name, value }) => [name, value])).toEqual([
      ["P[0]", 1],
      ["P[1]", 2],
      ["P[2]", 3],
    ]);
    expect(currentOf(source, 1, { parameters: { "p[0]": 4 } })).toBe(4 + 20 + 300 + 5000 + 40_000);
    expect(() => device(source, { parameters: { "P[1]": 0 } })).toThrow(
      expect.objectContaining({ code: "veriloga/parameter-range" }),
    );
  });

  test("carry the description of their declaration", () => {
    const { parameters } = readVerilogA(source, { file: "test.va" });
    expect(parameters[1]).toMatchObject({ name: "P[1]", description: "poles", units: "1/s", defaultValue: 2 });
  });
});

test("functions take, change and return arrays and elements", () => {
  const declared = `real x[0:1], s; integer k;
    analog function real total; input [0:2] v; real v[0:2]; integer k;
      begin total = 0; for (k = 0; k < 3; k = k + 1) total = total + v[k]; end
    endfunction
    analog function real swap; inout v; output first; real v[5:6], first, h;
      begin first = v[5]; h = v[5]; v[5] = v[6]; v[6] = h; swap = 0; end
    endfunction`;
  const source = twoTerminal(
    "x[0] = 1; x[1] = 2; s = swap(x, x[1]); I(a,b) <+ x[0] + 10*x[1] + 100*total('{1, V(a,b), 3});",
    declared,
  );
  // x[1] is assigned twice: by the array, then by the element.
  expect(currentOf(source, 2)).toBe(2 + 10 + 600);
});

test("elements are held between events", () => {
  const source = twoTerminal(
    "@(initial_step) n[0] = 3; @(cross(V(a,b))) for (k = 0; k < 2; k = k + 1) n[k] = n[k] + k + 1; I(a,b) <+ n[0] + 10*n[1];",
    "integer n[0:1], k;",
  );
  const equations = device(source);
  expect(equations.states.map(({ name }) => name).filter((name) => name.startsWith("n"))).toEqual(["n[0]", "n[1]"]);
  const n = equations.states.map(({ name }) => (name === "n[0]" ? 3 : name === "n[1]" ? 4 : 0));
  expect(currentsAt(equations, {}, { states: n })[0]).toBe(43);
});
