import { describe, expect, test } from "vitest";
import type { AnalysisResult } from "../../src/engine/record.js";
import { simulate } from "../../src/engine/simulate.js";
import type { TransientResult } from "../../src/engine/transient/result.js";
import { parseNetlist } from "../../src/netlist/parse.js";
import { largestError, scaleOf, signalOf, theValue, valueAt } from "../engine/run-netlist.js";

/** The first analysis of a netlist with these modules, each a model of its own name. */
function analyse(lines: string, modules: Readonly<Record<string, string>>): AnalysisResult {
  const files = Object.keys(modules);
  const models = files.map((file) => file.replace(".va", "")).map((name) => `.model ${name} ${name}`);
  const text = ["title", ...files.map((file) => `.hdl "${file}"`), ...models, lines, ".end", ""].join("\n");
  return simulate(parseNetlist(text, { file: "test.cir", include: (name) => modules[name] }))[0];
}

const integrator = `module integrator(in, out); inout in, out; electrical in, out;
  parameter real START = 2;
  analog V(out) <+ idt(1e3 * V(in), START);
endmodule`;

describe("an integral from an initial value", () => {
  const circuit = "V1 in 0 dc 3 ac 1\nN1 in out integrator\nR1 out 0 1k\nC1 out x 1u\nR2 x 0 1k";
  const modules = { "integrator.va": integrator };

  test("at rest it is that value, whatever the rate", () => {
    expect(theValue(analyse(`${circuit}\n.op`, modules), "v(out)")).toBe(2);
  });

  test.each(["", "uic"])("a transient goes on from there %s", (uic) => {
    const result = analyse(`${circuit}\n.tran 1u 1m ${uic}`, modules);
    expect(largestError(result, "v(out)", (t) => 2 + 3e3 * t)).toBeLessThan(1e-9);
  });

  test("for small signals it is 1/(j w)", () => {
    const { waveforms } = analyse(`${circuit}\n.ac lin 2 10 100`, modules);
    const out = waveforms.signals.find(({ name }) => name === "v(out)");
    for (const k of [0, 1]) {
      expect(out?.values[k]).toBeCloseTo(0, 9);
      expect(out?.imaginary?.[k]).toBeCloseTo(-1e3 / (2 * Math.PI * [10, 100][k]), 9);
    }
  });

  test("a quotient by it is finite where the search for an operating point begins", () => {
    const gap = `module gap(a, b); inout a, b; electrical a, b; real g;
      analog begin g = idt(-1e3 * V(a,b), 2); I(a,b) <+ 1m * V(a,b) / g; end
    endmodule`;
    const circuit = "V1 a 0 1\nN1 a 0 gap\n.save i(v1)";
    expect(theValue(analyse(`${circuit}\n.op`, { "gap.va": gap }), "i(v1)")).toBeCloseTo(-0.5e-3, 12);
    const late = analyse(`${circuit}\n.tran 1u 1m`, { "gap.va": gap });
    expect(valueAt(late, "i(v1)", 1e-3)).toBeCloseTo(-1e-3, 8);
  });
});

describe("$limit", () => {
  const diode = (voltage: string): string => `module junction(a, c); inout a, c; electrical a, c; real v;
    analog begin v = ${voltage}; I(a,c) <+ 1e-14 * (exp(v / $vt) - 1) + ddt(1p * v * v); end
  endmodule`;
  const modules = (voltage: string) => ({ "junction.va": diode(voltage) });
  const limited = modules('$limit(V(a,c), "pnjlim", $vt, 0.6)');
  const plain = modules("V(a,c)");

  test("pnjlim lets Newton find a junction that it loses without, and changes no value", () => {
    const circuit = "V1 in 0 20\nR1 in a 10\nN1 a 0 junction\n.op";
    const found = analyse(circuit, limited);
    const lost = analyse(circuit, plain);
    expect(found.record.operatingPointBy).toBe("newton");
    expect(lost.record.operatingPointBy).not.toBe("newton");
    expect(theValue(found, "v(a)")).toBeCloseTo(theValue(lost, "v(a)"), 12);
    const v = theValue(found, "v(a)");
    expect((20 - v) / 10).toBeCloseTo(1e-14 * Math.exp(v / ((1.380649e-23 * 300.15) / 1.602176634e-19)), 8);
  });

  test("nothing is accepted while it acts: transients agree", () => {
    const circuit = "V1 in 0 sin(0 10 1meg)\nR1 in a 100\nN1 a 0 junction\n.tran 1n 2u";
    const [one, other] = [limited, plain].map((module) => analyse(circuit, module));
    for (const t of [0.2e-6, 0.55e-6, 1.1e-6, 1.9e-6]) {
      expect(valueAt(one, "v(a)", t)).toBeCloseTo(valueAt(other, "v(a)", t), 3);
    }
  });

  test("fetlim changes no value either, from wherever it comes", () => {
    const transistor = (gate: string): string => `module fet(d, g, s); inout d, g, s; electrical d, g, s;
      real vgs, vds, on;
      analog begin
        vgs = ${gate};
        vds = V(d,s);
        on = max(vgs - 0.7, 0);
        I(d,s) <+ vds < on ? 1m * (2*on*vds - vds*vds) : 1m * on*on;
      end
    endmodule`;
    const circuit =
      "V1 vdd 0 5\nR1 vdd a 10k\nN1 a b 0 fet\nR2 vdd b 10k\nN2 b a 0 fet\nR3 b 0 200k\nR4 c b 1\nV2 c 0 3\n.op";
    const [one, other] = ['$limit(V(g,s), "fetlim", 0.7)', "V(g,s)"].map((gate) =>
      analyse(circuit, { "fet.va": transistor(gate) }),
    );
    expect(theValue(one, "v(a)")).toBeCloseTo(theValue(other, "v(a)"), 10);
    expect(one.record.operatingPointBy).toBe("newton");
  });
});

describe("events", () => {
  const counter = (event: string): string => `module counter(out, in); inout out, in; electrical out, in; real n;
    analog begin
      @(${event}) n = n + 1;
      V(out) <+ n;
      I(in) <+ 1u * V(in);
    end
  endmodule`;
  const count = (event: string, at: number, source = "0"): number => {
    const circuit = `V1 in 0 ${source}\nN1 out in counter\nR1 out 0 1k\n.tran 1u 1m`;
    const value = valueAt(analyse(circuit, { "counter.va": counter(event) }), "v(out)", at);
    expect(value).toBeCloseTo(Math.round(value), 9);
    return Math.round(value);
  };

  test("a timer fires once, or again and again, at its times", () => {
    expect([0.24e-3, 0.26e-3, 0.99e-3].map((at) => count("timer(0.25m)", at))).toEqual([0, 1, 1]);
    expect([0.09e-3, 0.11e-3, 0.31e-3, 0.95e-3].map((at) => count("timer(0.1m, 0.1m)", at))).toEqual([0, 1, 3, 9]);
    // A start that has passed counts at once; the series goes on from it.
    expect([0, 0.06e-3, 0.16e-3].map((at) => count("timer(-0.05m, 0.1m)", at))).toEqual([1, 2, 3]);
    expect(count("timer(0)", 0.5e-3)).toBe(1);
  });

  test("a timer's instants are hit", () => {
    const circuit = "V1 in 0 0\nN1 out in counter\nR1 out 0 1k\n.tran 1u 1m";
    const { record } = analyse(circuit, { "counter.va": counter("timer(0.1m, 0.3m)") }) as TransientResult;
    const times = record.events;
    expect(times.length).toBe(4);
    for (const [k, time] of times.entries()) expect(time).toBeCloseTo(0.1e-3 + k * 0.3e-3, 10);
  });

  test("above() counts what is above from the start, and each rise", () => {
    const wave = "sin(0 1 2k 0 0 90)";
    expect([0, 0.4e-3, 0.9e-3].map((at) => count("above(V(in) - 0.5)", at, wave))).toEqual([1, 1, 2]);
    expect(count("above(V(in) - 0.5)", 0.9e-3, "0.2")).toBe(0);
  });

  test("a variable of a block can be held", () => {
    const latch = `module latch(out, in); inout out, in; electrical out, in;
      analog begin : main
        real state = 0.25;
        real seen[0:1] = '{1, 2};
        @(cross(V(in) - 0.5, 1)) begin : inner real twice; twice = 2; state = twice * state; seen[1] = 7; end
        V(out) <+ state + seen[1];
        I(in) <+ 1u * V(in);
      end
    endmodule`;
    const circuit = "V1 in 0 pwl(0 0 1m 1)\nN1 out in latch\nR1 out 0 1k\n.tran 1u 1m";
    const result = analyse(circuit, { "latch.va": latch });
    expect([valueAt(result, "v(out)", 0.4e-3), valueAt(result, "v(out)", 0.6e-3)]).toEqual([2.25, 7.5]);
  });
});

test("the current into a port is all that flows there, charge included", () => {
  const sensed = `module sensed(a, out); inout a, out; electrical a, out;
    analog begin I(a) <+ 1m * V(a); I(a) <+ ddt(1n * V(a)); I(a,out) <+ 1u * V(a,out); V(out) <+ 1k * I(<a>); end
  endmodule`;
  const circuit = "V1 in 0 pwl(0 0 1m 1)\nN1 in out sensed\nR1 out 0 1k\n.save i(v1) v(out)\n.tran 1u 1m";
  const result = analyse(circuit, { "sensed.va": sensed });
  const current = signalOf(result, "i(v1)");
  const out = signalOf(result, "v(out)");
  expect(out.length).toBeGreaterThan(10);
  // The current jumps when the ramp begins, within the first steps.
  for (const [k, value] of out.entries())
    if (scaleOf(result)[k] > 1e-6) expect(value).toBeCloseTo(-1e3 * current[k], 9);
  expect(valueAt(result, "v(out)", 0.5e-3)).toBeCloseTo((1e3 * (0.5e-3 + 1e-6 + 0.5e-6)) / 1.001, 9);
});

test("a resistor heats itself, and its thermal port is a node of the circuit", () => {
  const heater = `module heater(a, b, t); inout a, b; electrical a, b; inout t; thermal t;
    parameter real R0 = 100 from (0:inf), TC = 0.01;
    real r;
    analog begin
      r = R0 * (1 + TC * Temp(t));
      I(a,b) <+ V(a,b) / r;
      Pwr(t) <+ -V(a,b) * V(a,b) / r;
    end
  endmodule`;
  // Temperature above the surroundings, in K: 50 K/W.
  const result = analyse("V1 a 0 10\nN1 a 0 t heater\nRth t 0 50\n.op", { "heater.va": heater });
  const rise = theValue(result, "v(t)");
  expect(rise).toBeCloseTo((50 * 100) / (100 * (1 + 0.01 * rise)), 9);
});

test('analysis("static") holds at rest only', () => {
  const module = `module twofold(a); inout a; electrical a;
    analog I(a) <+ analysis("static") || analysis("noise") ? 1m * V(a) : 2m * V(a);
  endmodule`;
  const result = analyse("V1 a 0 1\nN1 a twofold\n.save i(v1)\n.tran 1u 1m", { "twofold.va": module });
  expect(valueAt(result, "i(v1)", 0.5e-3)).toBeCloseTo(-2e-3, 12);
  const small = analyse("V1 a 0 dc 1 ac 1\nN1 a twofold\n.save i(v1)\n.ac lin 1 1 1", { "twofold.va": module });
  expect(theValue(small, "i(v1)")).toBeCloseTo(-2e-3, 12);
});
