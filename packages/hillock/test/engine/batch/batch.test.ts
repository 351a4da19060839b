import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Batch, type BatchOptions, createBatch } from "../../../src/engine/batch/index.js";
import { systemSignal } from "../../../src/engine/equations/signals.js";
import { compileExpressions } from "../../../src/engine/kernel/expression-kernel.js";
import { type AdjustableCircuit, compileAdjustable } from "../../../src/engine/quantities/index.js";
import { dcSweep } from "../../../src/engine/static/dc-sweep.js";
import { operatingPoint } from "../../../src/engine/static/operating-point.js";
import { parseNetlist } from "../../../src/netlist/parse.js";
import { circuitOf, errorOf } from "../run-netlist.js";
import { ptanh, ptanhQuantities, ptanhSamples } from "./printed-activation.js";

/** Node voltages of a sample by the engine's own analyses, `[points, nodes]`. */
function byEngine(
  adjustable: AdjustableCircuit,
  values: Float64Array,
  nodes: readonly string[],
  sweep?: BatchOptions["sweep"],
) {
  const { compiled, set } = adjustable.at(values);
  const { system } = compiled;
  const evaluate = compileExpressions(
    system,
    nodes.map((node) => systemSignal(system, { kind: "voltage", positive: node, negative: "0" }).value),
  );
  const rates = new Float64Array(system.currents.length);
  const count = sweep ? Math.round((sweep.to - sweep.from) / sweep.step) + 1 : 1;
  return Array.from({ length: count }, (_, k) => {
    const { point } = operatingPoint(compiled, {
      adjust(start) {
        set(start, values);
        if (sweep)
          start.u[system.inputs.findIndex(({ name }) => name.toLowerCase() === sweep.variable)] =
            sweep.from + k * sweep.step;
      },
    });
    const out = new Float64Array(nodes.length);
    evaluate(point.x, point.u, point.d, point.p, point.t, rates, out);
    return [...out];
  });
}

const samplesOf = (...samples: readonly (readonly number[])[]): Float64Array => Float64Array.from(samples.flat());

const circuits = [
  {
    name: "diodes",
    lines: "V1 in 0 5\nR1 in a 1k\nD1 a b dm\nD2 b 0 dm\nR2 b 0 10k\n.model dm d(is=1e-14 n=1.2 rs=2)",
    quantities: ["R1", "dm.is", "V1"],
    outputs: ["v(a)", "v(b)", "i(v1)"],
    sweep: { variable: "v1", from: -5, to: 20, step: 0.5 },
    samples: samplesOf([1e3, 1e-14, 5], [330, 1e-9, 5], [1e6, 1e-16, 5]),
  },
  {
    name: "bipolar transistors",
    lines:
      "VCC vcc 0 12\nVIN in 0 0\nRB in b 10k\nQ1 c b e qn\nRC vcc c 2.2k\nRE e 0 100\nQ2 o c 0 qn\nRO vcc o 10k\n.model qn npn(bf=200 is=1e-15 vaf=80 ikf=0.1 ise=1e-14 rb=10)",
    quantities: ["RC", "qn.bf", "RE"],
    outputs: ["v(c)", "v(o)", "v(b)"],
    sweep: { variable: "vin", from: 0, to: 5, step: 0.1 },
    samples: samplesOf([2.2e3, 200, 100], [1e3, 50, 10], [10e3, 400, 1e3]),
  },
  {
    name: "a complementary inverter",
    lines:
      "VDD vdd 0 5\nVIN in 0 0\nM1 out in 0 0 mn w=10u l=1u\nM2 out in vdd vdd mp w=25u l=1u\nRL out 0 1meg\n.model mn nmos(vto=0.8 kp=50u lambda=0.02 gamma=0.4)\n.model mp pmos(vto=-0.9 kp=20u lambda=0.03)",
    quantities: ["M1.w", "mn.vto", "RL"],
    outputs: ["v(out)", "i(vdd)"],
    sweep: { variable: "vin", from: 0, to: 5, step: 0.05 },
    samples: samplesOf([10e-6, 0.8, 1e6], [20e-6, 0.6, 1e5], [5e-6, 1.1, 1e7]),
  },
  {
    name: "printed transistors",
    lines: ptanh,
    quantities: ptanhQuantities,
    outputs: ["v(out)", "v(a)", "i(vdd)"],
    sweep: { variable: "vin", from: -2, to: 2, step: 0.04 },
    samples: ptanhSamples(3),
  },
  {
    name: "limited devices",
    lines:
      '.hdl "junction.va"\n.hdl "channel.va"\n.model jm junction\n.model cm channel\nVIN in 0 0\nVDD vdd 0 10\nR1 in a 100\nN1 a 0 jm\nRD vdd d 1k\nRS s 0 10\nN2 d in s cm',
    quantities: ["R1", "RD", "cm.vto"],
    outputs: ["v(a)", "v(d)", "v(s)"],
    sweep: { variable: "vin", from: -10, to: 20, step: 5 },
    samples: samplesOf([100, 1e3, 0.7], [1, 1e4, 0.2], [1e4, 300, 3]),
  },
] as const;

/** Modules with limiting that is not limexp's. */
const files: Readonly<Record<string, string>> = {
  "junction.va": `module junction(a, c);
  inout a, c; electrical a, c;
  parameter real IS = 1e-14;
  real v;
  analog begin
    v = $limit(V(a,c), "pnjlim", 0.02585, 0.7);
    I(a,c) <+ IS * (exp(v / 0.02585) - 1) + 1e-12 * V(a,c);
  end
endmodule`,
  "channel.va": `module channel(d, g, s);
  inout d, g, s; electrical d, g, s;
  parameter real VTO = 0.7;
  real v;
  analog begin
    v = $limit(V(g,s), "fetlim", VTO);
    I(d,s) <+ 1e-4 * max(v - VTO, 0) * max(v - VTO, 0) * tanh(2 * V(d,s)) + 1e-9 * V(d,s);
  end
endmodule`,
};
const read = (lines: string) =>
  parseNetlist(`test\n${lines}\n.end\n`, { file: "test.cir", include: (name) => files[name] });

const prepared = circuits.map((circuit) => ({
  ...circuit,
  adjustable: compileAdjustable(read(circuit.lines), circuit.quantities, { sweeps: [circuit.sweep] }),
}));

describe.each(["javascript", "webassembly"] as const)("lanes in %s", (lanes) => {
  test.each(prepared)("$name: sweeps are those of single operating points", (circuit) => {
    const { adjustable, sweep, samples, quantities } = circuit;
    const nodes = circuit.outputs.filter((name) => name.startsWith("v")).map((name) => name.slice(2, -1));
    const batch = createBatch(adjustable, { outputs: circuit.outputs, sweep, lanes });
    expect([batch.lanes, batch.reason]).toEqual([lanes, undefined]);
    const result = batch.run(samples);
    expect([...result.converged]).toEqual([1, 1, 1]);
    for (let sample = 0; sample < 3; sample++) {
      const values = samples.subarray(sample * quantities.length, (sample + 1) * quantities.length);
      byEngine(adjustable, values, nodes, sweep).forEach((point, k) => {
        point.forEach((expected, node) => {
          const at = (sample * batch.scale.length + k) * batch.outputs.length + node;
          expect(Math.abs(result.outputs[at] - expected)).toBeLessThanOrEqual(1e-8);
        });
      });
    }
  });

  test.each(prepared)("$name: operating points have the currents of the engine", ({ lines, quantities, samples }) => {
    const adjustable = compileAdjustable(read(lines), quantities);
    const { system } = adjustable.compiled;
    const source = system.inputs[0].name.toLowerCase();
    const batch = createBatch(adjustable, { outputs: [`i(${source})`], lanes });
    const { outputs } = batch.run(samples);
    for (let sample = 0; sample < 3; sample++) {
      const values = samples.subarray(sample * quantities.length, (sample + 1) * quantities.length);
      const circuit = adjustable.at(values);
      const { point } = operatingPoint(circuit.compiled, { adjust: (start) => circuit.set(start, values) });
      const out = new Float64Array(1);
      const { value } = systemSignal(circuit.compiled.system, { kind: "current", element: source });
      compileExpressions(circuit.compiled.system, [value])(
        point.x,
        point.u,
        point.d,
        point.p,
        point.t,
        new Float64Array(circuit.compiled.system.currents.length),
        out,
      );
      expect(Math.abs(outputs[sample] - out[0])).toBeLessThanOrEqual(1e-8 * Math.abs(out[0]) + 1e-14);
    }
  });

  test("a sample's bits do not depend on how the samples are divided, nor on what is beside it", () => {
    const { adjustable, sweep, outputs } = prepared[3];
    const batch = createBatch(adjustable, { outputs, sweep, lanes });
    const count = 24;
    const width = ptanhQuantities.length;
    const values = ptanhSamples(count);
    const whole = batch.run(values);
    const per = whole.outputs.length / count;
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: count }), { maxLength: 6 }),
        fc.shuffledSubarray([...Array(count).keys()]),
        (cuts, order) => {
          const ends = [...cuts, count].sort((a, b) => a - b);
          let first = 0;
          for (const end of ends) {
            const { outputs: part } = batch.run(values, { first, count: end - first });
            expect(part).toEqual(whole.outputs.slice(first * per, end * per));
            first = end;
          }
          const shuffled = batch.run(
            Float64Array.from(order.flatMap((k) => [...values.subarray(k * width, (k + 1) * width)])),
          );
          order.forEach((k, at) => {
            expect(shuffled.outputs.subarray(at * per, (at + 1) * per)).toEqual(
              whole.outputs.subarray(k * per, (k + 1) * per),
            );
          });
        },
      ),
      { numRuns: 10 },
    );
  });

  test("a sample without a solution is reported, keeps what was solved, and leaves its neighbours alone", () => {
    // v/R + v^2 + p = 0 has a solution while p <= 1/(4 R^2).
    const adjustable = compileAdjustable(circuitOf("R1 a 0 1\nVP p 0 0.1\nB1 a 0 I=v(a)*v(a)+v(p)"), ["R1"]);
    const sweep = { variable: "vp", from: 0, to: 0.2, step: 0.05 };
    const batch = createBatch(adjustable, { outputs: ["v(a)"], sweep, lanes });
    const { outputs, converged, failures } = batch.run(samplesOf([1], [1.5], [1], [Number.NaN], [0.9]));
    const exact = (r: number, p: number): number => (-1 / r + Math.sqrt(1 / (r * r) - 4 * p)) / 2;
    expect([...converged]).toEqual([1, 0, 1, 0, 1]);
    expect(failures.map(({ sample, error }) => [sample, error.code])).toEqual([
      [1, "engine/no-operating-point"],
      [3, "engine/quantity-value"],
    ]);
    [0, 2, 4].forEach((sample) => {
      const r = [1, 1.5, 1, 0, 0.9][sample];
      for (let k = 0; k < 5; k++) expect(outputs[5 * sample + k]).toBeCloseTo(exact(r, 0.05 * k), 8);
    });
    for (let k = 0; k < 3; k++) expect(outputs[5 + k]).toBeCloseTo(exact(1.5, 0.05 * k), 8);
    expect([...outputs.slice(8, 10)]).toEqual([Number.NaN, Number.NaN]);
    expect([...outputs.slice(15, 20)]).toEqual(Array(5).fill(Number.NaN));
    expect(outputs.slice(0, 5)).toEqual(outputs.slice(10, 15));
  });

  test("a point that plain iterations do not solve is solved by continuation, and the sweep goes on", () => {
    // Newton's iteration for arctan-like steps this steep runs back and forth between its flat ends.
    const lines = "VIN in 0 0\nR1 out 0 1\nB1 out 0 I=tanh(200*(v(out)-v(in)))*v(s)\nVS s 0 1";
    const adjustable = compileAdjustable(circuitOf(lines), ["VS"]);
    const sweep = { variable: "vin", from: 0, to: 4, step: 2 };
    const batch = createBatch(adjustable, { outputs: ["v(out)"], sweep, lanes });
    const values = samplesOf([1], [3], [0.5]);
    const result = batch.run(values);
    expect(result.recovered).toBeGreaterThan(0);
    expect([...result.converged]).toEqual([1, 1, 1]);
    [1, 3, 0.5].forEach((size, sample) => {
      [0, 2, 4].forEach((input, k) => {
        const v = result.outputs[3 * sample + k];
        expect(Math.abs(v + Math.tanh(200 * (v - input)) * size)).toBeLessThan(1e-6);
      });
    });
  });

  test("a sample with other equations is solved with its own", () => {
    const adjustable = compileAdjustable(circuitOf("V1 in 0 5\nR1 in a 1k\nD1 a 0 dm\n.model dm d(is=1e-14 rs=1)"), [
      "dm.rs",
    ]);
    const batch = createBatch(adjustable, { outputs: ["v(a)"], lanes });
    const values = samplesOf([1], [0], [10]);
    const { outputs, converged } = batch.run(values);
    expect([...converged]).toEqual([1, 1, 1]);
    [1, 0, 10].forEach((rs, sample) => {
      const [[expected]] = byEngine(adjustable, Float64Array.of(rs), ["a"]);
      expect(outputs[sample]).toBeCloseTo(expected, 8);
    });
  });

  test("a resistor and the temperature are swept in their units", () => {
    const lines = "V1 in 0 5\nR1 in a 1k\nD1 a 0 dm\n.model dm d(is=1e-14)";
    for (const [variable, from, to, step] of [
      ["r1", 500, 5000, 500],
      ["temp", -40, 120, 20],
    ] as const) {
      const sweep = { variable, from, to, step };
      const adjustable = compileAdjustable(circuitOf(lines), ["V1"], { sweeps: [sweep] });
      const batch = createBatch(adjustable, { outputs: ["v(a)"], sweep, lanes });
      const { outputs } = batch.run(samplesOf([3], [5]));
      for (const [sample, v1] of [3, 5].entries()) {
        const circuit = circuitOf(`${lines.replace("0 5", `0 ${v1}`)}\n.dc ${variable} ${from} ${to} ${step}`);
        const own = compileAdjustable(circuit, []);
        const expected = dcSweep(own.compiled, [sweep]).waveforms.signals.find(({ name }) => name === "v(a)");
        expected?.values.forEach((value, k) => {
          expect(Math.abs(outputs[sample * batch.scale.length + k] - value)).toBeLessThan(1e-8);
        });
        expect(expected?.values.length).toBe(batch.scale.length);
      }
    }
  });

  test("a circuit with a device of memory is left to the engine, and says so", () => {
    const lines =
      "VIN in 0 0\nS1 out 0 in 0 sm\nR1 vdd out 1k\nVDD vdd 0 5\n.model sm sw(vt=1 vh=0.3 ron=10 roff=1meg)";
    const sweep = { variable: "vin", from: 0, to: 2, step: 0.1 };
    const adjustable = compileAdjustable(circuitOf(lines), ["R1"]);
    const batch = createBatch(adjustable, { outputs: ["v(out)"], sweep, lanes });
    expect([batch.lanes, batch.reason]).toEqual(["engine", "the circuit has devices with memory"]);
    const { outputs, converged } = batch.run(samplesOf([1e3], [Number.NaN], [2e3]));
    expect([...converged]).toEqual([1, 0, 1]);
    const expected = dcSweep(adjustable.compiled, [sweep]).waveforms.signals.find(({ name }) => name === "v(out)");
    expect(outputs.slice(0, 21)).toEqual(expected?.values);
    expect(outputs.slice(21, 42).every(Number.isNaN)).toBe(true);
  });

  test("signals, sweeps and sizes that are none are refused", () => {
    const adjustable = compileAdjustable(circuitOf("V1 a 0 1\nR1 a b 1k\nR2 b 0 1k"), ["R1", "R2"]);
    const made = (options: BatchOptions) => errorOf(() => createBatch(adjustable, { lanes, ...options })).code;
    expect(made({ outputs: ["w(a)"] })).toBe("engine/unknown-signal");
    expect(made({ outputs: ["v(nowhere)"] })).toBe("engine/unknown-signal");
    expect(made({ outputs: ["v(b)"], sweep: { variable: "v7", from: 0, to: 1, step: 1 } })).toBe("engine/sweep");
    const batch = createBatch(adjustable, { outputs: ["v(b)"], lanes });
    expect(errorOf(() => batch.run(new Float64Array(3))).code).toBe("engine/batch-size");
    expect(errorOf(() => batch.run(new Float64Array(4), { first: 1, count: 2 })).code).toBe("engine/batch-size");
    expect(batch.run(new Float64Array(0)).outputs.length).toBe(0);
    expect(batch.run(samplesOf([1e3, 1e3], [1e3, 3e3])).outputs).toEqual(Float64Array.of(0.5, 0.75));
  });

  test("the tolerance bounds the error, and a looser one takes fewer iterations", () => {
    const { adjustable, sweep } = prepared[3];
    const values = ptanhSamples(20);
    const at = (tolerance: number) =>
      createBatch(adjustable, { outputs: ["v(out)"], sweep, lanes, tolerance }).run(values);
    const exact = at(1e-12);
    let before = exact.iterations;
    for (const tolerance of [1e-9, 1e-7, 1e-5, 1e-3]) {
      const { outputs, iterations } = at(tolerance);
      expect(iterations).toBeLessThan(before);
      before = iterations;
      outputs.forEach((value, k) => {
        expect(Math.abs(value - exact.outputs[k])).toBeLessThanOrEqual(tolerance);
      });
    }
  });
});

test.each(prepared)("$name: both kinds of lanes give the same bits", ({ adjustable, outputs, sweep, samples }) => {
  const [script, vector] = (["javascript", "webassembly"] as const).map(
    (lanes): Batch => createBatch(adjustable, { outputs, sweep, lanes }),
  );
  const [one, other] = [script.run(samples), vector.run(samples)];
  expect(other.outputs).toEqual(one.outputs);
  expect(other.iterations).toBe(one.iterations);
});

test("functions without vector code are computed in JavaScript, and it says so", () => {
  const adjustable = compileAdjustable(circuitOf("V1 a 0 1\nR1 a b 1k\nB1 b 0 I=sin(v(b))*1m"), ["R1"]);
  const batch = createBatch(adjustable, { outputs: ["v(b)"], tables: false });
  expect([batch.lanes, batch.reason]).toEqual(["javascript", "there is no vector code for sin, cos"]);
  const { outputs } = batch.run(samplesOf([1e3]));
  expect(outputs[0] + Math.sin(outputs[0])).toBeCloseTo(1, 8);
});

test.each(prepared)(
  "$name: tables change nothing to within the tolerance",
  ({ name, adjustable, outputs, sweep, samples }) => {
    const [direct, tables] = [false, true].map((asked) => createBatch(adjustable, { outputs, sweep, tables: asked }));
    expect(direct.tabulated).toBe(0);
    expect(direct.lanes).toBe("webassembly");
    expect(tables.tabulated).toBe({ "printed transistors": 1, "limited devices": 1 }[name as string] ?? 0);
    const [one, other] = [direct.run(samples), tables.run(samples)];
    one.outputs.forEach((value, k) => {
      expect(Math.abs(other.outputs[k] - value)).toBeLessThanOrEqual(2e-9);
    });
    const script = createBatch(adjustable, { outputs, sweep, tables: false, lanes: "javascript" });
    expect(script.run(samples).outputs).toEqual(one.outputs);
  },
);

test("what is beyond a table is computed directly, with the same bits in both kinds of lanes", () => {
  // The nominal sample stays below 1 V; the others go to 30 V.
  const lines = "VIN in 0 0\nR1 in a 1k\nR2 a 0 {r}\nB1 a 0 I=1m*tanh(v(a))\n.param r=30";
  const adjustable = compileAdjustable(circuitOf(lines), ["r"]);
  const sweep = { variable: "vin", from: -30, to: 30, step: 1 };
  const [one, other] = (["javascript", "webassembly"] as const).map((lanes) => {
    const batch = createBatch(adjustable, { outputs: ["v(a)"], sweep, lanes });
    expect([batch.lanes, batch.tabulated]).toEqual([lanes, 1]);
    return batch.run(samplesOf([30], [1e6], [1e3]));
  });
  expect(other.outputs).toEqual(one.outputs);
  [30, 1e6, 1e3].forEach((r, sample) => {
    for (let k = 0; k < 61; k++) {
      const v = one.outputs[61 * sample + k];
      expect(Math.abs((v - (k - 30)) / 1e3 + v / r + 1e-3 * Math.tanh(v))).toBeLessThan(1e-11);
    }
  });
});

test("extraordinary values are left to JavaScript, with the same bits: exponentials beyond all bounds, logarithms of negative numbers", () => {
  const lines = "VIN in 0 0\nR1 in a 1k\nB1 a 0 I=v(a) > -0.5 ? 1m*exp(v(a)*800)-1m : 1u*ln(-v(a))\nR2 a 0 1k";
  const adjustable = compileAdjustable(circuitOf(lines), ["R1"]);
  const sweep = { variable: "vin", from: -4, to: 4, step: 0.25 };
  const [one, other] = (["javascript", "webassembly"] as const).map((lanes) => {
    const batch = createBatch(adjustable, { outputs: ["v(a)"], sweep, lanes });
    expect(batch.lanes).toBe(lanes);
    return batch.run(samplesOf([1e3], [200], [5e3]));
  });
  expect([...one.converged]).toEqual([1, 1, 1]);
  expect(other.outputs).toEqual(one.outputs);
});
