import { describe, expect, test } from "vitest";
import type { HillockError } from "../../../src/base/error.js";
import { compile } from "../../../src/engine/compile.js";
import { compileAdjustable } from "../../../src/engine/quantities/adjustable-circuit.js";
import { operatingPointGradient } from "../../../src/engine/sensitivity/operating-point-gradient.js";
import { sweepGradient, sweepLossGradient } from "../../../src/engine/sensitivity/sweep-gradient.js";
import { dcSweep } from "../../../src/engine/static/dc-sweep.js";
import { sweptParameters } from "../../../src/engine/static/sweep-axes.js";
import { flatten } from "../../../src/netlist/flatten.js";
import { parseNetlist } from "../../../src/netlist/parse.js";
import { expectDifferencesToAgree } from "./finite-differences.js";
import { parameterNumbers, writtenNumbers } from "./perturbations.js";

const netlist = (lines: string) => parseNetlist(`Test\n${lines}\n.end\n`, { file: "test.cir" });

const limiter = netlist(`.param gain=2 load=3k
Vb b 0 0.1
Vin in 0 {gain/2}
Rs in a 1k
D1 a out DX
D2 0 out DX
Rl out b {load*1.5}
.model DX D(is=1e-12 n=1.4 rs=12)`);

const outputs = ["v(out)", "i(vin)", "p(vb)", "v(a,out)"];

describe("gradients along sweeps", () => {
  test("nested: a source within a temperature", () => {
    const sweeps = [
      { variable: "Vin", from: 0.8, to: 2, step: 0.6 },
      { variable: "temp", from: 0, to: 80, step: 40 },
    ];
    const numbers = writtenNumbers(limiter).filter(({ name }) => name !== "temp");
    const perturbations = [numbers, parameterNumbers(limiter)];
    expect(expectDifferencesToAgree({ circuit: limiter, sweeps, outputs, perturbations })).toBeGreaterThan(0.98);
  });

  test("a resistor", () => {
    const sweeps = [{ variable: "Rs", from: 100, to: 5100, step: 1e3 }];
    const perturbations = [writtenNumbers(limiter), parameterNumbers(limiter)];
    expect(expectDifferencesToAgree({ circuit: limiter, sweeps, outputs, perturbations })).toBeGreaterThan(0.98);
  });

  test("what is swept does not move with the quantities", () => {
    const sweep = { variable: "Vin", from: -1, to: 1, step: 0.5 };
    const { gradient } = sweepGradient(compileAdjustable(limiter, ["Vin"]), sweep, { outputs });
    expect([...gradient].every((slope) => slope === 0)).toBe(true);
    const ofGain = sweepGradient(compileAdjustable(limiter, ["gain"]), sweep, { outputs });
    expect([...ofGain.gradient].every((slope) => slope === 0)).toBe(true);
    const resistor = compileAdjustable(limiter, ["Rs"], { sweeps: [{ variable: "Rs", from: 1, to: 2, step: 1 }] });
    const ofResistor = sweepGradient(resistor, { variable: "Rs", from: 100, to: 300, step: 100 }, { outputs });
    expect([...ofResistor.gradient].every((slope) => slope === 0)).toBe(true);
  });

  test("a point of a sweep has the gradient of the operating point there", () => {
    const adjustable = compileAdjustable(limiter, ["Rs", "DX.is", "load", "temp"]);
    const swept = sweepGradient(adjustable, { variable: "Vin", from: 1, to: 2, step: 0.5 }, { outputs });
    const { gradient } = operatingPointGradient(adjustable, { outputs });
    // Vin is gain/2 = 1 V at rest.
    gradient.forEach((slope, k) => {
      expect(Math.abs(swept.gradient[k] - slope)).toBeLessThanOrEqual(1e-9 * Math.abs(slope));
    });
  });

  test("other values than the nominal ones", () => {
    const changed = netlist(`Vb b 0 0.1
Vin in 0 0.8
Rs in a 2.2k
D1 a out DX
D2 0 out DX
Rl out b 4k
.model DX D(is=5e-12 n=1.4 rs=12)`);
    const names = ["Vin", "Rs", "Rl", "DX.is", "DX.n"];
    const expected = operatingPointGradient(compileAdjustable(changed, names), { outputs });
    const values = Float64Array.of(0.8, 2.2e3, 4e3, 5e-12, 1.4);
    const found = operatingPointGradient(compileAdjustable(limiter, names), { outputs, values });
    found.gradient.forEach((slope, k) => {
      expect(Math.abs(slope - expected.gradient[k])).toBeLessThanOrEqual(1e-9 * Math.abs(expected.gradient[k]));
    });
  });
});

describe("a sweep that leaves the equations it was compiled with", () => {
  const module = `module warm(a, b); inout a, b; electrical a, b;
parameter real G = 1m from (0:inf);
analog begin
  if ($temperature > 320) I(a,b) <+ 2 * G * V(a,b);
  else I(a,b) <+ G * V(a,b);
end endmodule`;
  const circuit = parseNetlist('Test\n.hdl "warm.va"\n.model W warm(g=1m)\nI1 0 a 1m\nN1 a 0 W\nR1 a 0 1k\n.end\n', {
    file: "test.cir",
    include: () => module,
  });
  const flat = flatten(circuit);
  const sweep = (to: number) => ({ variable: "temp", from: 20, to, step: 10 });

  test("is refused there, with the points until then", () => {
    const compiled = compile(flat, { free: sweptParameters(flat, [sweep(80)]) });
    expect(dcSweep(compiled, [sweep(40)]).waveforms.signals[0].values).toEqual(Float64Array.of(0.5, 0.5, 0.5));
    try {
      dcSweep(compiled, [sweep(80)]);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: "engine/other-equations", parts: { place: "temp = 50" } });
      expect((error as HillockError).parts.partial).toMatchObject({ record: { steps: 3 } });
    }
    const adjustable = compileAdjustable(circuit, ["W.g"], { sweeps: [sweep(80)] });
    expect(() => sweepGradient(adjustable, sweep(80), { outputs: ["v(a)"] })).toThrow(/engine\/other-equations/);
  });

  test("as a quantity, the temperature has the equations that hold", () => {
    const adjustable = compileAdjustable(circuit, ["W.g", "temp"]);
    // v = I/(G + 1 mS), and I/(2 G + 1 mS) above 320 K
    const at = (temperature: number) =>
      operatingPointGradient(adjustable, { outputs: ["v(a)"], values: Float64Array.of(1e-3, temperature) });
    expect(at(300).outputs[0]).toBeCloseTo(0.5, 12);
    expect(at(330).outputs[0]).toBeCloseTo(1 / 3, 12);
    expect(at(330).gradient[0]).toBeCloseTo(-2e-3 / 9e-6, 9);
    expect(at(300).gradient[0]).toBeCloseTo(-1e-3 / 4e-6, 9);
  });
});

describe("gradients of a loss along a sweep", () => {
  const names = ["Rs", "Vb", "DX.is", "DX.n", "DX.rs", "load", "temp"];
  const sweep = { variable: "Vin", from: -2, to: 2, step: 0.2 };
  /** Squares of the distance to a straight line. */
  const loss = (signals: Float64Array) => {
    const slope = signals.map((y, k) => (k % outputs.length === 0 ? 2 * (y - 0.01 * k) : 0));
    return { value: slope.reduce((sum, half) => sum + half ** 2 / 4, 0), slope };
  };

  test("are the slopes of the loss times those of the outputs", () => {
    const adjustable = compileAdjustable(limiter, names);
    const { gradient, outputs: signals } = sweepGradient(adjustable, sweep, { outputs });
    const { slope, value } = loss(signals);
    const found = sweepLossGradient(adjustable, sweep, { outputs, loss });
    expect(Math.abs(found.value - value)).toBeLessThanOrEqual(1e-12 * value);
    names.forEach((name, k) => {
      const expected = slope.reduce((sum, weight, row) => sum + weight * gradient[row * names.length + k], 0);
      expect(Math.abs(found.gradient[k] - expected), name).toBeLessThanOrEqual(1e-9 * Math.abs(expected));
    });
  });

  test("see all outputs at once: a loss that is not a sum over the points", () => {
    const adjustable = compileAdjustable(limiter, names);
    const spread = (signals: Float64Array) => {
      const slope = new Float64Array(signals.length);
      const last = signals.length - outputs.length;
      slope[0] = -signals[last];
      slope[last] = -signals[0];
      return { value: -signals[0] * signals[last], slope };
    };
    const found = sweepLossGradient(adjustable, sweep, { outputs, loss: spread });
    const { gradient, outputs: signals } = sweepGradient(adjustable, sweep, { outputs });
    const { slope } = spread(signals);
    names.forEach((_, k) => {
      const expected = slope.reduce((sum, weight, row) => sum + weight * gradient[row * names.length + k], 0);
      expect(Math.abs(found.gradient[k] - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected));
    });
  });
});
