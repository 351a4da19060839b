import { describe, expect, test } from "vitest";
import { chargesAt, currentOf, currentsAt, device, twoTerminal, unknownNames, valueAt } from "./device.js";

describe("contributions", () => {
  test("a resistor's current flows from a into b", () => {
    const resistor = device(twoTerminal("I(a,b) <+ V(a,b) / R;", "parameter real R = 1k;"));
    expect(unknownNames(resistor)).toEqual(["a", "b"]);
    expect(resistor.portCount).toBe(2);
    expect(currentsAt(resistor, { a: 3, b: 1 })).toEqual([2e-3, -2e-3]);
    expect(chargesAt(resistor, { a: 3, b: 1 })).toEqual([0, 0]);
    expect(resistor.parameters).toEqual([{ name: "R", value: 1000 }]);
  });

  test("contributions to one branch add, whichever way it is named", () => {
    const source = twoTerminal("I(a,b) <+ 1; I(b,a) <+ 3; I(ab) <+ 10; I(a) <+ 100;", "branch (a,b) ab;");
    expect(currentsAt(device(source), {})).toEqual([1 - 3 + 10 + 100, -(1 - 3 + 10)]);
  });

  test("a voltage source has its current as unknown", () => {
    const source = device(twoTerminal("V(a,b) <+ 1.5 + 2*I(a,b);"));
    expect(source.unknowns).toEqual([
      { name: "a", kind: "voltage" },
      { name: "b", kind: "voltage" },
      { name: "a,b", kind: "current" },
    ]);
    expect(currentsAt(source, { a: 5, b: 1, "a,b": 0.25 })).toEqual([0.25, -0.25, 4 - 1.5 - 0.5]);
  });

  test("an inductor's flux is the charge of its branch row, with the minus of the branch equation", () => {
    const inductor = device(twoTerminal("V(a,b) <+ ddt(L * I(a,b));", "parameter real L = 2m;"));
    expect(currentsAt(inductor, { a: 3, b: 1, "a,b": 0.5 })).toEqual([0.5, -0.5, 2]);
    expect(chargesAt(inductor, { "a,b": 0.5 })).toEqual([0, 0, -1e-3]);
  });

  test("a current that is read can belong to a current source, or to nothing: then it is an ammeter", () => {
    const mirror = device(`
      module mirror(a, b, out);
        inout a, b, out; electrical a, b, out;
        analog begin
          I(out) <+ 2 * I(a,b);
          I(a,b) <+ V(a,b) / 4;
        end
      endmodule`);
    expect(currentsAt(mirror, { a: 1, "a,b": 0.3 })).toEqual([0.3, -0.3, 0.6, 0.3 - 0.25]);
    const meter = device(twoTerminal("I(b) <+ I(a,b);"));
    expect(currentsAt(meter, { a: 2, "a,b": 0.3 })).toEqual([0.3, -0.3 + 0.3, 2]);
  });

  test("the last kind of contribution decides what a branch is", () => {
    const closed = twoTerminal("I(a,b) <+ 1; if (ON) V(a,b) <+ 0; else I(a,b) <+ V(a,b);", "parameter integer ON = 1;");
    expect(currentsAt(device(closed), { a: 2, b: 1, "a,b": 7 })).toEqual([7, -7, 1]);
    expect(currentsAt(device(closed, { parameters: { ON: 0 } }), { a: 2 })).toEqual([3, -3]);
  });

  test("a branch can be a voltage or a current source by an unknown: an ideal diode", () => {
    const ideal = device(twoTerminal("if (V(a,b) > 0) V(a,b) <+ 0.5; else I(a,b) <+ 1u * V(a,b);"));
    expect(currentsAt(ideal, { a: 2, "a,b": 3 })[2]).toBe(1.5);
    expect(currentsAt(ideal, { a: -2, "a,b": 3 })[2]).toBe(3 + 2e-6);
  });
});

describe("nodes", () => {
  const diode = `
    \`include "disciplines.vams"
    module diode(a, c);
      inout a, c;
      electrical a, c, ai;
      parameter real IS = 1e-14 from (0:inf);
      parameter real RS = 0 from [0:inf);
      analog begin
        if (RS > 0) I(a,ai) <+ V(a,ai) / RS;
        else V(a,ai) <+ 0;
        I(ai,c) <+ IS * (limexp(V(ai,c) / $vt) - 1) + V(a,ai);
      end
    endmodule`;

  test("an internal node is an unknown of its own", () => {
    const resistive = device(diode, { parameters: { RS: 10 } });
    expect(unknownNames(resistive)).toEqual(["a", "c", "ai"]);
    expect(currentsAt(resistive, { a: 1, ai: 0.5 })[0]).toBe(0.05);
  });

  test("V <+ 0 makes an internal node one with its neighbour, and the voltage between them 0", () => {
    const plain = device(diode, { parameters: { RS: 0 } });
    expect(unknownNames(plain)).toEqual(["a", "c"]);
    const [current, back] = currentsAt(plain, { a: 0.6 });
    expect(current).toBeCloseTo(1e-14 * Math.expm1(0.6 / ((1.380649e-23 * 300.15) / 1.602176634e-19)), 12);
    expect(back).toBe(-current);
  });

  test("what chose the equations is listed, the ranges of the parameters first", () => {
    const { decisions, ...plain } = device(diode, { parameters: { RS: 0 } });
    expect(decisions.map(({ condition, isTrue }) => [valueAt({ ...plain, decisions }, condition), isTrue])).toEqual([
      [1, true],
      [1, true],
      [0, false],
    ]);
  });

  test("chains of joined nodes, and nodes joined to ground", () => {
    const chain = device(`
      module chain(a, b);
        inout a, b; electrical a, b, x, y, gnd; ground gnd;
        analog begin
          V(x,y) <+ 0; V(y,b) <+ 0;
          I(a,x) <+ V(a,x);
          I(a,gnd) <+ V(a,gnd) * 10;
        end
      endmodule`);
    expect(unknownNames(chain)).toEqual(["a", "b"]);
    expect(currentsAt(chain, { a: 3, b: 1 })).toEqual([2 + 30, -2]);
  });

  test("two ports stay two nodes: V <+ 0 between them is a wire with a current", () => {
    expect(unknownNames(device(twoTerminal("V(a,b) <+ 0;")))).toEqual(["a", "b", "a,b"]);
  });

  test("an internal node that the parameters leave out has no unknown", () => {
    const source = twoTerminal(
      "I(a,b) <+ V(a,b); if (R > 0) begin I(a,x) <+ V(a,x)/R; I(x,b) <+ V(x,b); end",
      "parameter real R = 0; electrical x;",
    );
    expect(unknownNames(device(source))).toEqual(["a", "b"]);
    expect(unknownNames(device(source, { parameters: { R: 1 } }))).toEqual(["a", "b", "x"]);
  });

  test("a port that is not connected is an internal node; the module can see that", () => {
    const source = `
      module bulk(d, s, b);
        inout d, s, b; electrical d, s, b;
        analog begin
          if ($port_connected(b)) I(d,b) <+ V(d,b); else V(b,s) <+ 0;
          I(d,s) <+ 2 * V(d,b);
        end
      endmodule`;
    expect(currentsAt(device(source), { d: 1, b: 0.5 })).toEqual([1.5, -1, -0.5]);
    const two = device(source, { connectedPorts: 2 });
    expect([two.portCount, unknownNames(two)]).toEqual([2, ["d", "s"]]);
    expect(currentsAt(two, { d: 1, s: 0.5 })).toEqual([1, -1]);
  });

  test("the current through a port is all that flows in there; none where nothing is connected", () => {
    const source = `module m(a, b, c); inout a, b, c; electrical a, b, c;
      analog begin I(a,b) <+ V(a,b); I(a) <+ ddt(2*V(a)); I(b,c) <+ V(b,c) + 10*I(<a>) + 100*I(<c>); end endmodule`;
    const full = device(source);
    expect(unknownNames(full)).toEqual(["a", "b", "c", "<a>", "<c>"]);
    expect(currentsAt(full, { a: 3, "<a>": 5, "<c>": 7 })).toEqual([3, 750 - 3, -750, 5 - 3, 7 + 750]);
    expect(chargesAt(full, { a: 3 })).toEqual([6, 0, 0, -6, 0]);
    expect(currentsAt(device(source, { connectedPorts: 2 }), { a: 3, "<a>": 5 })[1]).toBe(50 - 3);
  });

  test("ports can be declared in the header", () => {
    const source = (header: string): string => `module r(${header}); analog I(a,b) <+ V(a,b); endmodule`;
    expect(unknownNames(device(source("inout electrical a, inout electrical b")))).toEqual(["a", "b"]);
    expect(unknownNames(device(source("inout electrical a, b")))).toEqual(["a", "b"]);
    expect(unknownNames(device("module r(inout a, b); electrical a, b; analog I(a,b) <+ V(a,b); endmodule"))).toEqual([
      "a",
      "b",
    ]);
  });
});

describe("ddt", () => {
  const declarations = "parameter real C = 1n; real q, i;";
  const bias = { a: 2 };

  test.each([
    ["in a sum, from both sides", "I(a,b) <+ V(a,b) + ddt(C*V(a,b)) - ddt(C);", 2, 2e-9],
    ["times a parameter", "I(a,b) <+ 3 * ddt(V(a,b)) * C / 2;", 0, 3e-9],
    ["through a variable", "i = ddt(C*V(a,b)); I(a,b) <+ -i + 1;", 1, -2e-9],
    ["under a condition of parameters", "if (C > 0) I(a,b) <+ ddt(C*V(a,b));", 0, 2e-9],
    ["under a condition of unknowns", "if (V(a,b) > 1) q = C*(V(a,b)-1); else q = 0; I(a,b) <+ ddt(q);", 0, 1e-9],
    ["chosen by an unknown", "i = V(a,b) > 1 ? ddt(C*V(a,b)) : 5; I(a,b) <+ i;", 0, 2e-9],
  ])("%s", (_, analog, current, charge) => {
    const capacitor = device(twoTerminal(analog, declarations));
    expect(unknownNames(capacitor)).toEqual(["a", "b"]);
    expect(currentsAt(capacitor, bias)).toEqual([current, 0 - current]);
    const charges = chargesAt(capacitor, bias);
    expect(charges[0]).toBeCloseTo(charge, 20);
    expect(charges[1]).toBeCloseTo(-charge, 20);
  });

  test("used nonlinearly it becomes an unknown u with u - d/dt q = 0", () => {
    const squared = device(twoTerminal("i = ddt(C*V(a,b)); I(a,b) <+ i*i + V(a,b)*i;", declarations));
    expect(unknownNames(squared)).toEqual(["a", "b", "ddt on line 7"]);
    expect(currentsAt(squared, { a: 2, "ddt on line 7": 3 })).toEqual([9 + 6, -15, 3]);
    expect(chargesAt(squared, { a: 2 })).toEqual([0, 0, -2e-9]);
  });

  test("idt is an unknown u with d/dt u - x = 0", () => {
    const integral = device(twoTerminal("I(a,b) <+ 4 * idt(2*V(a,b));"));
    expect(currentsAt(integral, { a: 3, "idt on line 7": 5 })).toEqual([20, -20, -6]);
    expect(chargesAt(integral, { "idt on line 7": 5 })).toEqual([0, 0, 5]);
  });
});

describe("statements", () => {
  test("case takes the first item that matches, and default if none does", () => {
    const source = twoTerminal(
      "case (N) 1, 2: x = 10; default: x = 30; 3: x = 20; endcase I(a,b) <+ x;",
      "parameter integer N = 1; real x;",
    );
    expect([1, 2, 3, 4].map((N) => currentOf(source, 0, { parameters: { N } }))).toEqual([10, 10, 20, 30]);
  });

  test("case by an unknown chooses when the circuit runs", () => {
    const source = twoTerminal("n = V(a,b); case (n) 0: I(a,b) <+ 1; 1: I(a,b) <+ 2; default: ; endcase", "integer n;");
    expect([0, 1, 2].map((v) => currentOf(source, v))).toEqual([1, 2, 0]);
  });

  test("for, while and repeat are written out", () => {
    const declarations = "parameter integer N = 4; integer k; real x;";
    const loops = [
      "x = 0; for (k = 1; k <= N; k = k + 1) x = x + k * V(a,b); I(a,b) <+ x;",
      "x = 0; k = 1; while (k <= N) begin x = x + k * V(a,b); k = k + 1; end I(a,b) <+ x;",
      "x = 0; k = 0; repeat (N) begin k = k + 1; x = x + k * V(a,b); end I(a,b) <+ x;",
    ];
    for (const loop of loops) expect(currentOf(twoTerminal(loop, declarations), 2)).toBe(20);
  });

  test("if by an unknown merges variables and contributions", () => {
    const source = twoTerminal(
      "x = 1; I(a,b) <+ 100; if (V(a,b) > 0) begin x = 2; I(a,b) <+ V(a,b); end else if (V(a,b) < -1) x = 3; I(a,b) <+ 10*x;",
      "real x;",
    );
    expect([1, -0.5, -2].map((v) => currentOf(source, v))).toEqual([100 + 1 + 20, 110, 130]);
  });

  test("a condition of parameters inside one of unknowns is decided now", () => {
    const source = twoTerminal("if (V(a,b) > 0) if (R > 0) I(a,b) <+ V(a,b)/R;", "parameter real R = 0;");
    expect(currentOf(source, 1)).toBe(0);
    expect(currentOf(source, 1, { parameters: { R: 2 } })).toBe(0.5);
  });

  test("blocks have variables and constants of their own", () => {
    const source = twoTerminal(
      "x = 1; begin : inner real x; localparam real two = 2; x = 5 * two; I(a,b) <+ x; end I(a,b) <+ x;",
      "real x;",
    );
    expect(currentOf(source)).toBe(11);
  });

  test("what is printed under conditions that parameters decide is a note", () => {
    const source = twoTerminal(
      'if (R > 5) $strobe("R = %g is %s\\n", R, "large"); $warning("%m: 100 %%"); if (V(a,b) > 1) $strobe("late"); I(a,b) <+ V(a,b)/R;',
      "parameter real R = 10;",
    );
    expect(device(source).notes).toEqual([
      "twoterminal: R = 10 is large",
      "twoterminal: twoterminal: 100 %",
      "$strobe() on line 7 does not act in the course of an analysis",
    ]);
    expect(device(source, { parameters: { R: 1 } }).notes).toHaveLength(2);
  });

  test("what only prints, advises or makes noise is noted", () => {
    const source = twoTerminal(
      '$strobe("v", V(a,b)); $bound_step(1n); I(a,b) <+ $limit(V(a,b), "pnjlim", 1, 2) + flicker_noise(1, 1, "f");',
    );
    expect(device(source).notes).toEqual([
      "$strobe() on line 7 does not act in the course of an analysis",
      "$bound_step() on line 7 does not act: steps follow from error control",
      "flicker_noise() on line 7 is read as zero: noise is not simulated",
    ]);
  });
});

describe("analog functions", () => {
  test("have arguments, variables, constants, conditions and loops of their own", () => {
    const source = twoTerminal(
      "x = 7; I(a,b) <+ power(V(a,b), 3) + x;",
      `real x;
      parameter real scale = 2;
      analog function real power;
        input base, count; real base, x; integer count, k;
        begin
          x = scale;
          for (k = 0; k < count; k = k + 1) x = x * base;
          if (base < 0) power = -x; else power = x;
        end
      endfunction`,
    );
    expect([3, -3].map((v) => currentOf(source, v))).toEqual([54 + 7, 54 + 7]);
  });

  test("call each other, and give results through output arguments", () => {
    const source = twoTerminal(
      "x = split(V(a,b), y); I(a,b) <+ x + 100*y;",
      `real x, y;
      analog function real twice; input v; real v; twice = 2*v; endfunction
      analog function real split; input v; output rest; real v, rest;
        begin split = twice(v); rest = v > 1 ? v - 1 : 0; end
      endfunction`,
    );
    expect([3, 0.5].map((v) => currentOf(source, v))).toEqual([6 + 200, 1]);
  });
});

test("ddx is the partial derivative", () => {
  const source = twoTerminal("I(a,b) <+ ddx(V(a)*V(a)*V(b) + exp(V(a,b)), V(a));");
  expect(currentsAt(device(source), { a: 2, b: 3 })[0]).toBeCloseTo(12 + Math.exp(-1), 12);
});
