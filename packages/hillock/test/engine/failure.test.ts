import { describe, expect, test } from "vitest";
import { systemSignal } from "../../src/engine/equations/signals.js";
import { simulate } from "../../src/engine/simulate.js";
import type { TransientResult } from "../../src/engine/transient/result.js";
import { transient } from "../../src/engine/transient/transient.js";
import type { TransientSettings } from "../../src/engine/transient/transient-settings.js";
import { circuitOf, compiled, errorOf, largestError, runTransient, scaleOf, signalOf } from "./run-netlist.js";

describe("a run that cannot go on says when, where, and keeps what it has", () => {
  test("a current that its load can no longer take up", () => {
    const error = errorOf(() =>
      runTransient("I1 0 a PWL(0 0 1m 1m)\nR1 a b 1k\nB1 b 0 I=0.5m*tanh(v(b))\n.tran 1u 1m", { tolerance: 1e-6 }),
    );
    expect(error.code).toBe("engine/no-convergence");
    expect(error.parts.place).toMatch(/^t = 0\.000(5000|4999)\d* s, node [ab], /);
    expect(error.parts.place).toContain("R1");
    expect(error.message).toContain("tried: smaller steps");
    const partial = error.parts.partial as TransientResult;
    const times = scaleOf(partial);
    expect(times.at(-1)).toBeGreaterThan(0.49e-3);
    // Up to just before the end, b follows atanh(i / 0.5 mA).
    const b = signalOf(partial, "v(b)");
    times.forEach((t, k) => {
      if (t < 0.45e-3) expect(b[k]).toBeCloseTo(Math.atanh(t / 0.5e-3), 3);
    });
    expect(partial.record.steps).toBeGreaterThan(10);
  });

  test("a formula that contradicts itself from some time on", () => {
    const error = errorOf(() => runTransient("V1 a 0 1\nB1 b 0 V=time<0.5m ? 0 : v(b)+1\nR1 a b 1k\n.tran 1u 1m"));
    expect(error.code).toBe("engine/no-convergence");
    expect(error.parts.place).toMatch(/^t = 0\.000(5000|4999)\d* s, .*B1/);
    const partial = error.parts.partial as TransientResult;
    expect(largestError(partial, "v(b)", () => 0)).toBe(0);
  });

  test("a solution that runs to infinity in finite time", () => {
    // dv/dt = 1000 v^2 from 1: v = 1 / (1 - 1000 t).
    const error = errorOf(() => runTransient("C1 b 0 1u ic=1\nB1 0 b I=1m*v(b)*v(b)\n.tran 1u 2m uic"));
    expect(error.code).toBe("engine/no-convergence");
    expect(error.parts.place).toMatch(/^t = 0\.00(1000|0999)\d* s, node b, C1, B1$/);
    const partial = error.parts.partial as TransientResult;
    const b = signalOf(partial, "v(b)");
    scaleOf(partial).forEach((t, k) => {
      if (t < 0.9e-3) expect(b[k] * (1 - 1e3 * t)).toBeCloseTo(1, 2);
    });
  });

  test("an operating point that does not exist fails before the first step", () => {
    expect(errorOf(() => runTransient("I1 0 a 1m\nC1 a 0 1n\n.tran 1u 1m")).code).toBe("engine/singular");
  });
});

describe("settings that make no sense are refused by name", () => {
  const circuit = compiled("V1 a 0 1\nR1 a b 1k\nC1 b 0 1n");
  test.each<[string, Partial<TransientSettings>, string]>([
    ["no end", { stop: 0 }, "stop time"],
    ["an end before the start", { stop: -1 }, "stop time"],
    ["an endless run", { stop: Number.POSITIVE_INFINITY }, "stop time"],
    ["not a time", { stop: Number.NaN }, "stop time"],
    ["recording after the end", { start: 2e-3 }, "start time"],
    ["recording before the start", { start: -1e-3 }, "start time"],
    ["no tolerance", { tolerance: 0 }, "tolerance"],
    ["a tolerance beyond all sense", { tolerance: 0.5 }, "tolerance"],
    ["a tolerance below rounding", { tolerance: 1e-15 }, "tolerance"],
    ["not a tolerance", { tolerance: Number.NaN }, "tolerance"],
    ["no output step", { step: 0 }, "output step"],
    ["no longest step", { maximumStep: 0 }, "longest step"],
    ["not a longest step", { maximumStep: Number.NaN }, "longest step"],
  ])("%s", (_, settings, words) => {
    const { code, message } = errorOf(() => transient(circuit, { stop: 1e-3, ...settings }));
    expect(code).toBe("engine/setting");
    expect(message).toContain(words);
  });

  test("a method that there is not", () => {
    const settings = { stop: 1e-3, method: "gear" } as unknown as TransientSettings;
    const { code, message } = errorOf(() => transient(circuit, settings));
    expect(code).toBe("engine/setting");
    expect(message).toContain("esdirk4, tr-bdf2, trapezoidal");
  });

  test("a signal that there is not", () => {
    const save = { kind: "current", element: "R1" } as const;
    const { code, message } = errorOf(() => systemSignal(circuit.system, save));
    expect(code).toBe("engine/unknown-signal");
    expect(message).toContain("i(r1)");
    const nowhere = { kind: "voltage", positive: "z", negative: "0" } as const;
    expect(errorOf(() => systemSignal(circuit.system, nowhere)).message).toContain("Its nodes are: a, b.");
  });
});

test("a run is cancelled when asked, reports how far it is, and keeps its waveform", () => {
  const circuit = circuitOf("V1 a 0 SIN(0 1 100k)\nR1 a b 1k\nC1 b 0 1n\n.tran 1u 1m");
  const fractions: number[] = [];
  const error = errorOf(() =>
    simulate(circuit, { progress: (fraction) => fractions.push(fraction), cancelled: () => fractions.length >= 2 }),
  );
  expect(error.code).toBe("engine/cancelled");
  expect(fractions).toHaveLength(2);
  expect(fractions[1]).toBeGreaterThan(fractions[0]);
  const partial = error.parts.partial as TransientResult;
  expect(partial.record.steps).toBe(512);
  expect(scaleOf(partial).at(-1)).toBeCloseTo(fractions[1] * 1e-3, 9);
  const completed: number[] = [];
  simulate(circuit, { progress: (fraction) => completed.push(fraction) });
  expect(completed.at(-1)).toBe(1);
});
