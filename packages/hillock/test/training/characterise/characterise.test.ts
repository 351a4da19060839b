import { expect, test } from "vitest";
import { simulate } from "../../../src/engine/simulate.js";
import { dcAnalysis, sweep, voltage } from "../../../src/netlist/build.js";
import { characterise, createTransferCurves, fitCurves } from "../../../src/training/characterise/characterise.js";
import {
  type CharacterisedName,
  characterisationBench,
  characterisedCircuits,
} from "../../../src/training/characterise/characterised-circuits.js";

const names = Object.keys(characterisedCircuits) as CharacterisedName[];

test.each(names)("%s: every design is solved, keeps the constraints, and is nearly a tanh", (name) => {
  const circuit = characterisedCircuits[name];
  const { samples, names: parameters, eta, error, failures, inputs } = characterise(circuit, { samples: 300, seed: 4 });
  expect(failures).toEqual([]);
  expect(inputs.length).toBe(101);
  for (let k = 0; k < 300; k++) {
    const row = samples.values.subarray(k * parameters.length, (k + 1) * parameters.length);
    const values = Object.fromEntries(parameters.map((parameter, j) => [parameter, row[j]]));
    for (const each of circuit.cell.constraints) expect(each.holds(values as never), each.text).toBe(true);
    const [, eta2, , eta4] = eta.subarray(4 * k, 4 * k + 4);
    expect(eta2).toBeGreaterThan(0.5);
    expect(eta4).toBeGreaterThan(0);
    expect(error[k]).toBeLessThan(0.05);
  }
});

test("a sample is the same however many are drawn, and in other chunks", () => {
  const circuit = characterisedCircuits.inv;
  const all = characterise(circuit, { samples: 1030, seed: 9 });
  const few = characterise(circuit, { samples: 40, seed: 9 });
  expect(few.samples.values).toEqual(all.samples.values.slice(0, 40 * 7));
  expect(few.eta).toEqual(all.eta.slice(0, 40 * 4));
  const last = fitCurves(circuit, createTransferCurves(circuit)(all.samples.values.slice(1020 * 7)));
  expect(last.eta).toEqual(all.eta.slice(1020 * 4));
  const other = characterise(circuit, { samples: 40, seed: 10 });
  expect(other.samples.values).not.toEqual(few.samples.values);
});

test("a curve is that of the circuit's DC sweep", () => {
  for (const name of names) {
    const circuit = characterisedCircuits[name];
    const bench = characterisationBench(circuit);
    const defaults = Float64Array.from(Object.values(circuit.cell.parameters), (each) => each.default);
    const { outputs, inputs } = createTransferCurves(circuit, { from: -1, to: 1, points: 41 })(defaults);
    const analyses = [dcAnalysis(sweep("VIN", -1, 1, 0.05))];
    const [{ waveforms }] = simulate({ ...bench, analyses, saves: [voltage("out")] });
    expect(inputs).toEqual(waveforms.scales[0].values);
    waveforms.signals[0].values.forEach((value, k) => {
      expect(Math.abs(outputs[k] - value)).toBeLessThan(1e-9);
    });
  }
});

test("progress counts the samples", () => {
  const done: number[] = [];
  characterise(characterisedCircuits.ptanh, { samples: 1100, seed: 1, onProgress: (count) => done.push(count) });
  expect(done).toEqual([1024, 1100]);
});

test("inputs that are no curve, and curves without a tanh", () => {
  const circuit = characterisedCircuits.inv;
  for (const inputs of [
    { from: 1, to: -1, points: 101 },
    { from: -1, to: 1, points: 4 },
    { from: -1, to: 1, points: 1e6 },
    { from: Number.NaN, to: 1, points: 10 },
    { from: -1, to: Number.POSITIVE_INFINITY, points: 10 },
  ]) {
    expect(() => createTransferCurves(circuit, inputs)).toThrow(/training\/curve-inputs/);
  }
  const curves = {
    lanes: "webassembly" as const,
    inputs: Float64Array.of(0, 1, 2, 3, 4),
    outputs: Float64Array.of(1, 1, 1, 1, 1, -1, -0.9, 0, 0.9, 1),
    failures: [],
  };
  const { failures, eta, error } = fitCurves(circuit, curves);
  expect(failures.map(({ sample, error: { code } }) => [sample, code])).toEqual([[0, "training/flat-curve"]]);
  expect([...eta.subarray(0, 4), error[0]].every(Number.isNaN)).toBe(true);
  expect(eta[5]).toBeLessThan(0);
});
