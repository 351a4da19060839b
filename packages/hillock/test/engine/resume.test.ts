import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CompiledCircuit, compile } from "../../src/engine/compile.js";
import type { TransientCheckpoint } from "../../src/engine/transient/checkpoint-data.js";
import type { TransientResult } from "../../src/engine/transient/result.js";
import { resumeTransient, transient } from "../../src/engine/transient/transient.js";
import type { TransientSettings } from "../../src/engine/transient/transient-settings.js";
import { parseNetlist } from "../../src/netlist/parse.js";
import { compiled, errorOf } from "./run-netlist.js";

/** A boost converter: diode, inductor, and a switch that its own output current controls through a threshold. */
const converter = `V1 in 0 5
L1 in a 100u ic=0
D1 a out DM
C1 out 0 1u
R1 out 0 200
S1 a 0 clock 0 SW
V2 clock 0 PULSE(0 1 1u 0.2u 0.2u 4u 10u)
S2 out load out 0 SL
R2 load 0 100
.model DM D(IS=1e-22 CJO=50p TT=5n)
.model SW SW(VT=0.5 VH=0.1 RON=0.1 ROFF=1meg)
.model SL SW(VT=9 VH=1 RON=1 ROFF=1meg)`;

const examples = new URL("../../../../examples/", import.meta.url);
const neuron = (): CompiledCircuit =>
  compile(
    parseNetlist(readFileSync(new URL("ultra-compact-neuron.cir", examples), "utf8"), {
      file: "ultra-compact-neuron.cir",
      include: (name) => readFileSync(new URL(name, examples), "utf8"),
    }),
  );

const throughJson = (checkpoint: TransientCheckpoint): TransientCheckpoint => JSON.parse(JSON.stringify(checkpoint));

/** Runs in pieces, each on a circuit that is compiled anew and from a checkpoint that went through JSON. */
function inPieces(
  make: () => CompiledCircuit,
  settings: TransientSettings,
  pieces: readonly number[],
): TransientResult {
  let run = transient(make(), settings);
  for (const piece of pieces) {
    if (run.advance(piece).done) break;
    run = resumeTransient(make(), throughJson(run.checkpoint()));
  }
  run.advance();
  return run.result();
}

function expectSame(one: TransientResult, other: TransientResult): void {
  // Typed arrays are compared bit for bit: toEqual tells -0 from 0.
  expect(other.waveforms).toEqual(one.waveforms);
  expect(other.record).toEqual(one.record);
}

describe("a run in pieces is the run in one, bit for bit", () => {
  test.each(["esdirk4", "tr-bdf2", "trapezoidal"] as const)(
    "converter with diode, switches and inductor, %s",
    (method) => {
      const settings = { stop: 60e-6, method, tolerance: 1e-4 };
      const whole = transient(compiled(converter), settings);
      whole.advance();
      const result = whole.result();
      expect(result.record.events.length).toBeGreaterThan(8);
      expect(result.record.steps).toBeGreaterThan(200);
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 1, maxLength: 4 }), (pieces) => {
          expectSame(
            result,
            inPieces(() => compiled(converter), settings, pieces),
          );
        }),
        { numRuns: 12 },
      );
    },
  );

  test("around every single step near an event", () => {
    const settings = { stop: 12e-6, useInitialConditions: true };
    const whole = transient(compiled(converter), settings);
    whole.advance();
    const result = whole.result();
    for (let cut = 0; cut < result.record.steps; cut += 3) {
      expectSame(
        result,
        inPieces(() => compiled(converter), settings, [cut]),
      );
    }
  });

  test("the ultra-compact neuron's first millisecond", () => {
    const settings = { stop: 1e-3, tolerance: 1e-4 };
    const whole = transient(neuron(), settings);
    whole.advance();
    const result = whole.result();
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: result.record.steps }), { minLength: 1, maxLength: 2 }),
        (pieces) => {
          expectSame(result, inPieces(neuron, settings, pieces));
        },
      ),
      { numRuns: 4 },
    );
  });
});

test("a checkpoint is a copy: what the run does afterwards does not change it", () => {
  const run = transient(compiled(converter), { stop: 30e-6 });
  run.advance(40);
  const checkpoint = run.checkpoint();
  const before = JSON.stringify(checkpoint);
  run.advance();
  expect(JSON.stringify(checkpoint)).toBe(before);
});

test("progress tells time and share; a finished run stays finished, also resumed", () => {
  const run = transient(compiled(converter), { stop: 30e-6 });
  const first = run.advance(10);
  expect(first.done).toBe(false);
  expect(first.fraction).toBeCloseTo(first.time / 30e-6, 12);
  expect(run.advance(0)).toEqual(first);
  expect(run.advance()).toEqual({ time: 30e-6, fraction: 1, done: true });
  const again = resumeTransient(compiled(converter), throughJson(run.checkpoint()));
  expect(again.advance(5).done).toBe(true);
  expectSame(run.result(), again.result());
});

describe("what is no checkpoint of this run is refused", () => {
  const settings = { stop: 30e-6 };
  const saved = (): TransientCheckpoint => {
    const run = transient(compiled(converter), settings);
    run.advance(30);
    return throughJson(run.checkpoint());
  };
  type Loose = { -readonly [K in keyof TransientCheckpoint]: TransientCheckpoint[K] } & {
    arrays: Record<string, unknown>;
    state: Record<string, unknown>;
  };
  const spoil = (change: (checkpoint: Loose) => void): TransientCheckpoint => {
    const checkpoint = saved() as Loose;
    change(checkpoint);
    return checkpoint;
  };
  const refuse = (checkpoint: unknown, circuit = converter) =>
    errorOf(() => resumeTransient(compiled(circuit), checkpoint as TransientCheckpoint));

  test("another circuit, another value in it", () => {
    expect(refuse(spoil((one) => Object.assign(one, { title: "other" }))).message).toContain('"other"');
    const changed = refuse(saved(), converter.replace("R1 out 0 200", "R1 out 0 201"));
    expect(changed.code).toBe("engine/checkpoint");
    expect(changed.message).toContain("other elements or values");
  });

  test.each<[string, (checkpoint: Loose) => void, string]>([
    ["another version", (one) => Object.assign(one, { version: 2 }), "version 2"],
    ["no state", (one) => Object.assign(one, { state: undefined }), "state"],
    ["no arrays", (one) => Object.assign(one, { arrays: null }), "arrays"],
    ["no settings", (one) => Object.assign(one, { settings: undefined }), "settings"],
    ["a missing array", (one) => Reflect.deleteProperty(one.arrays, "charge"), "arrays.charge is missing"],
    ["a missing signal", (one) => Reflect.deleteProperty(one.arrays, "signal1"), "arrays.signal1 is missing"],
    ["an array too short", (one) => (one.arrays.x as number[]).pop(), "arrays.x has"],
    ["an array too long", (one) => (one.arrays.rate as number[]).push(0), "arrays.rate has"],
    ["signals of different lengths", (one) => (one.arrays.signal0 as number[]).pop(), "arrays.signal0 has"],
    ["a hole in an array", (one) => Object.assign(one.arrays.limits as number[], { 0: null }), "not a number"],
    ["text in an array", (one) => Object.assign(one.arrays.u as number[], { 0: "5" }), "not a number"],
    ["no time in the state", (one) => Reflect.deleteProperty(one.state, "time"), "state.time"],
    ["a step that is not finite", (one) => Object.assign(one.state, { step: null }), "state.step"],
    ["no flag", (one) => Object.assign(one.state, { fresh: 1 }), "state.fresh"],
    ["no list of events", (one) => Reflect.deleteProperty(one.state, "events"), "state.events"],
    [
      "an order that repeats a row",
      (one) => Object.assign(one.order[1], { row: one.order[0].row }),
      "order of elimination",
    ],
    ["an order too short", (one) => (one.order as unknown[]).pop(), "order of elimination"],
    ["no order", (one) => Object.assign(one, { order: undefined }), "order of elimination"],
  ])("%s", (_, change, words) => {
    const { code, message } = refuse(spoil(change));
    expect(code).toBe("engine/checkpoint");
    expect(message).toContain(words);
  });

  test("something else altogether", () => {
    for (const other of [null, 7, "checkpoint", {}]) expect(refuse(other).code).toBe("engine/checkpoint");
  });

  test("as it was saved it is taken", () => {
    expect(
      resumeTransient(
        compiled(converter),
        spoil(() => undefined),
      ).advance().done,
    ).toBe(true);
  });
});
