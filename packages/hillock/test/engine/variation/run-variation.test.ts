import { describe, expect, it } from "vitest";
import { compileAdjustable } from "../../../src/engine/quantities/index.js";
import { simulate } from "../../../src/engine/simulate.js";
import {
  type ChunkMap,
  type ChunkResult,
  createChunkWorker,
  mapOverWorkers,
  runVariation,
  type SampleChunk,
  type VariationRequest,
  type VariationSettings,
} from "../../../src/engine/variation/index.js";
import { parseNetlist } from "../../../src/netlist/index.js";
import type { Variation } from "../../../src/sampling/variation.js";
import { example } from "../../examples.js";

const parse = (lines: string) => parseNetlist(`variation\n${lines}\n.end\n`, { file: "variation.cir" });
const request = (lines: string, variations: Record<string, Variation> = {}): VariationRequest => {
  return { circuit: parse(lines), variations };
};
const uniform = (relative: number): Variation => ({ tolerance: { distribution: "uniform", relative } });
const normal = (relative: number): Variation => ({ tolerance: { distribution: "normal", relative } });

const divider = "V1 in 0 1\nR1 in out 1k\nR2 out 0 3k";
const settings: VariationSettings = { samples: 100, seed: 1 };

describe("runVariation", () => {
  it("gives each sample the operating point of its values", async () => {
    const result = await runVariation(request(`${divider}\n.op`, { R1: uniform(0.1), R2: normal(0.05) }), settings);
    const { outputs, values, samples, quantities } = result;
    expect(quantities.map(({ name, nominal, unit }) => [name, nominal, unit])).toEqual([
      ["R1", 1e3, "ohm"],
      ["R2", 3e3, "ohm"],
    ]);
    expect(outputs.map(({ name, unit, nominal }) => [name, unit, nominal])).toEqual([
      ["v(in)", "V", 1],
      ["v(out)", "V", 0.75],
    ]);
    for (let k = 0; k < 100; k++) {
      const [r1, r2] = samples.values.subarray(2 * k, 2 * k + 2);
      expect(values[2 * k + 1]).toBeCloseTo(r2 / (r1 + r2), 12);
    }
    const { summary } = outputs[1];
    expect(summary.count).toBe(100);
    expect(summary.mean).toBeCloseTo(0.75, 2);
    // d v / v = (1 - v) (d R2/R2 - d R1/R1)
    expect(summary.deviation).toBeCloseTo(0.75 * 0.25 * Math.hypot(0.05, 0.1 / Math.sqrt(3)), 3);
    expect(result.failures).toEqual([]);
    expect(result.yield).toBeUndefined();
  });

  it("varies what the netlist draws: shared for a .param, by itself for an element", async () => {
    const lines = `.param r={agauss(1k,100,1)}
V1 a 0 1
R1 a b {r}
R2 b 0 {r}
R3 a c {unif(1k,0.1)}
R4 c 0 {unif(1k,0.1)}
.op`;
    const result = await runVariation({ ...request(lines), signals: signals("b", "c") }, settings);
    expect(result.quantities.map(({ name }) => name)).toEqual(["r", "R3", "R4"]);
    expect(result.outputs.map(({ name }) => name)).toEqual(["v(b)", "v(c)"]);
    expect(result.outputs[0].summary.deviation).toBeLessThan(1e-12);
    expect(result.outputs[1].summary.deviation).toBeCloseTo(0.25 * (0.1 / Math.sqrt(3)) * Math.SQRT2, 3);
  });

  it("sweeps, with bands at each point", async () => {
    const lines = `${divider}\n.dc V1 0 2 0.5\n.measure dc top max v(out)`;
    const result = await runVariation({ ...request(lines, { R1: uniform(0.2) }), signals: signals("out") }, settings);
    expect(result.outputs.map(({ name }) => name)).toEqual(["top"]);
    const [curves] = result.curves;
    expect([...curves.scales[0].values]).toEqual([0, 0.5, 1, 1.5, 2]);
    expect(curves.signals).toEqual([{ name: "v(out)", unit: "V" }]);
    expect([...curves.nominal]).toEqual([0, 0.375, 0.75, 1.125, 1.5]);
    const at = (band: number, point: number) => curves.bands[band * 5 + point];
    expect(at(2, 4)).toBeCloseTo(1.5, 2);
    expect(at(0, 4)).toBeLessThan(at(2, 4));
    expect(at(4, 2)).toBeCloseTo(at(4, 4) / 2, 12);
    expect(result.outputs[0].summary.quantiles[3]).toBeCloseTo(at(2, 4), 12);
  });

  it("measures transients", async () => {
    const lines = `V1 in 0 pwl(0 0 1n 1)
R1 in out 1k
C1 out 0 1n
.tran 10n 10u
.measure tran half when v(out)=0.5`;
    const result = await runVariation(request(lines, { C1: uniform(0.1) }), { samples: 10, seed: 1 });
    expect(result.outputs).toMatchObject([{ name: "half", unit: "s" }]);
    for (let k = 0; k < 10; k++) {
      const c = result.samples.values[k];
      expect(result.values[k] / (Math.LN2 * 1e3 * c + 0.5e-9)).toBeCloseTo(1, 3);
    }
  });

  it("counts what keeps its limits, at all points of a sweep", async () => {
    const lines = `${divider}\n.op\n.dc V1 0.5 1 0.5\n.measure dc ratio find v(out) at=0.5`;
    const result = await runVariation(request(lines, { R1: uniform(0.5) }), {
      ...settings,
      samples: 400,
      limits: ["v(out) > 0.3 && v(out) < 0.75", "ratio/0.5 > 0.7", "V(in) >= 0.5"],
    });
    const passes = [...result.samples.values].map((r1) => 3e3 / (r1 + 3e3));
    const below = passes.filter((v) => v < 0.75 && 0.5 * v > 0.3).length;
    const above = passes.filter((v) => v > 0.7).length;
    expect(result.yields.map(({ passed, count }) => [passed, count])).toEqual([
      [below, 400],
      [above, 400],
      [400, 400],
    ]);
    expect(result.yield?.passed).toBe(passes.filter((v) => v < 0.75 && 0.5 * v > 0.3 && v > 0.7).length);
    expect(result.yield?.interval[0]).toBeLessThan(result.yield?.fraction ?? 0);
  });

  it("draws within constraints", async () => {
    const variations = {
      R1: { range: [1e3, 10e3], spanning: "linear" },
      R2: { range: [1e3, 10e3], spanning: "linear" },
    } as const;
    const result = await runVariation(request(`${divider}\n.op`, variations), {
      ...settings,
      constraints: ["R1 > 2*R2"],
      limits: ["v(out) < 1/3"],
    });
    expect(result.samples.acceptance).toBeCloseTo(((8 / 9) * (4 / 9)) / 2, 1);
    expect(result.yield?.fraction).toBe(1);
  });

  it("varies parameters of model cards within the range that the device declares", async () => {
    const lines = "V1 a 0 1\nR1 a b 1k\nD1 b 0 DM\n.model DM D(is=1f n=1)\n.op";
    const result = await runVariation(request(lines, { "DM.is": normal(0.5), "DM.n": normal(0.1) }), {
      ...settings,
      constraints: ["DM.is < 3f && dm.N > 0.8"],
    });
    const [is, n] = result.quantities;
    expect(is).toMatchObject({ nominal: 1e-15, unit: "A" });
    expect(is.range?.[0]).toBe(0);
    expect(n.nominal).toBe(1);
    const saturation = result.samples.values.filter((_, index) => index % 2 === 0);
    expect(saturation.every((value) => value > 0 && value < 3e-15)).toBe(true);
    // A normal one of 50 % would be below 0 in 2.3 % of the cases, and n below 0.8 in 2.3 %.
    expect(result.samples.acceptance).toBeLessThan(0.99);
    expect(result.failures).toEqual([]);
  });

  it("lists samples that fail, and goes on", async () => {
    const lines = `V1 in 0 1\nR1 in out 1k\nR2 out 0 {agauss(1k,1k,1)}\n.op\n.dc V1 0 1 1
.measure dc reach when v(out)=0.5`;
    const result = await runVariation(request(lines), { ...settings, limits: ["v(out) >= 0"] });
    expect(result.outputs.map(({ name }) => name)).toEqual(["v(in)", "v(out)", "reach"]);
    const short = [...result.samples.values].map((z) => 1e3 + 1e3 * z);
    for (const [k, r2] of short.entries()) {
      expect(result.values[3 * k + 1]).toBeCloseTo(r2 / (r2 + 1e3), 9);
      const failed = result.failures.filter(({ sample }) => sample === k);
      const reaches = r2 / (r2 + 1e3) >= 0.5;
      expect(Number.isNaN(result.values[3 * k + 2])).toBe(!reaches);
      expect(failed.map(({ output, code }) => [output, code])).toEqual(
        reaches ? [] : [["reach", "engine/measure-no-event"]],
      );
    }
    expect(result.outputs[2].summary.count).toBeLessThan(100);
  });

  it("keeps a sample that has no operating point as a failure that does not pass", async () => {
    const lines = "V1 a 0 1\nR1 a b {1k*(1+limit(0,1))}\nR2 b 0 1k\n.op";
    const result = await runVariation(request(lines), { ...settings, limits: ["v(b)>0"] });
    const zero = [...result.samples.values].flatMap((z, k) => (z < 0 ? [k] : []));
    expect(zero.length).toBeGreaterThan(20);
    expect(result.failures.map(({ sample, code }) => [sample, code])).toEqual(
      zero.map((k) => [k, "netlist/impossible-value"]),
    );
    expect(result.yield?.passed).toBe(100 - zero.length);
    expect(result.outputs[0].summary.count).toBe(100 - zero.length);
    for (const k of zero) expect(result.values[2 * k]).toBeNaN();
  });

  it("gives the same bits whoever computes the chunks, in whichever order", async () => {
    const lines = `.model DM D(is={gauss(1f,0.2,1)})\nV1 a 0 1\nR1 a b {unif(1k,0.1)}\nD1 b 0 DM\n.op\n.dc V1 0 1 0.25`;
    const job = request(lines, { V1: uniform(0.01) });
    const here = await runVariation(job, { samples: 101, seed: 9, limits: ["v(b)>0.1"] });
    // Two workers with copies of their own; all later chunks before the earlier ones.
    const map: ChunkMap = async function* (given, chunks) {
      const workers = [structuredClone(given), structuredClone(given)].map(createChunkWorker);
      const all = [...chunks];
      const results: ChunkResult[] = [];
      for (let k = all.length - 1; k >= 0; k--) results[k] = workers[k % 2](structuredClone(all[k]));
      yield* results;
    };
    const seen: number[] = [];
    const there = await runVariation(job, {
      samples: 101,
      seed: 9,
      limits: ["v(b)>0.1"],
      map,
      onChunk: ({ first, count }, chunk, passes) => {
        expect(chunk.values.length).toBe(count * 3);
        expect(passes.length).toBe(count);
        seen.push(first);
      },
    });
    expect(seen).toEqual([0, 32, 64, 96]);
    expect(there).toEqual(here);
    const fewer = await runVariation(job, { samples: 40, seed: 9 });
    expect(fewer.values).toEqual(here.values.subarray(0, fewer.values.length));
    const other = await runVariation(job, { samples: 40, seed: 10 });
    expect(other.values).not.toEqual(fewer.values);
  });

  it("shares chunks among workers, and fails when one of them does", async () => {
    const job = request(`${divider}\n.op`, { R1: uniform(0.1) });
    const hire = (given: VariationRequest) =>
      [0, 1].map(() => {
        const compute = createChunkWorker(structuredClone(given));
        return async (chunk: SampleChunk) => compute(chunk);
      });
    const shared = await runVariation(job, { ...settings, map: mapOverWorkers(hire) });
    expect(shared).toEqual(await runVariation(job, settings));
    const failing = mapOverWorkers((given) =>
      hire(given).map((compute) => async (chunk) => {
        if (chunk.first === 32) throw new RangeError("it died");
        return compute(chunk);
      }),
    );
    await expect(runVariation(job, { ...settings, map: failing })).rejects.toThrow("it died");
  });

  it("gives in a batch what each sample gives as a circuit of its own", async () => {
    const circuit = example("differential-pair-mismatch");
    const result = await runVariation({ circuit, variations: { Rp: uniform(0.01) } }, { samples: 12, seed: 2 });
    const draws = result.quantities.slice(1).map(({ name }) => name);
    const adjustable = compileAdjustable(circuit, ["Rp"], { draws });
    const size = 2 * 41;
    const tables = result.samples.values;
    for (let k = 0; k < 12; k++) {
      const values = tables.slice(k * (1 + draws.length), (k + 1) * (1 + draws.length));
      const [{ waveforms, measures }] = simulate(adjustable.circuitAt(values));
      const [offset, swing] = measures.map((measure) => ("value" in measure ? measure.value : Number.NaN));
      expect(Math.abs(result.values[2 * k] - offset)).toBeLessThan(1e-9);
      expect(Math.abs(result.values[2 * k + 1] - swing)).toBeLessThan(1e-8);
      expect(waveforms.signals[0].values.length * waveforms.signals.length).toBe(size);
    }
    expect(result.curves[0].bands.length).toBe(5 * size);
  });

  it("refuses what makes no sense", async () => {
    const run = (lines: string, variations = {}, more = {}) =>
      runVariation(request(lines, variations), { ...settings, ...more });
    const wide = { R1: uniform(0.1) };
    await expect(run(`${divider}\n.op`)).rejects.toThrow(/engine\/nothing-varies/);
    await expect(run(`${divider}\n.tran 1u 1m`, wide)).rejects.toThrow(/engine\/no-output/);
    await expect(run(`${divider}\n.op`, { R9: uniform(0.1) })).rejects.toThrow(/engine\/unknown-quantity/);
    const drawn = "V1 a 0 1\nR1 a b {unif(1k,.1)+unif(1k,.1)}\nR2 b 0 1k\n.op";
    await expect(run(drawn, { r1: uniform(0.1) })).rejects.toThrow(/engine\/varied-twice/);
    await expect(run(`${divider}\n.op`, wide, { limits: ["v(nowhere)>1"] })).rejects.toThrow(/engine\/unknown-output/);
    await expect(run(`${divider}\n.op`, wide, { limits: ["v(out)>"] })).rejects.toThrow(/netlist\/malformed-formula/);
    await expect(run(`${divider}\n.op`, wide, { constraints: ["R2>1"] })).rejects.toThrow(/engine\/unknown-output/);
    await expect(run(`${divider}\n.op`, wide, { samples: 1e9 })).rejects.toThrow(/engine\/oversized-variation/);
    await expect(run(`${divider}\n.op`, wide, { samples: 0 })).rejects.toThrow(/sampling\/wrong-count/);
  });
});

function signals(...nodes: string[]) {
  return nodes.map((positive) => ({ kind: "voltage", positive, negative: "0" }) as const);
}
