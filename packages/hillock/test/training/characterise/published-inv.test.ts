import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { createTransferCurves, fitCurves } from "../../../src/training/characterise/characterise.js";
import { characterisedCircuits } from "../../../src/training/characterise/characterised-circuits.js";
import { sharedData, sharedDataTest } from "../../requirements.js";

const file = "data/inv_circuit/inv_dataset.csv";

/** Part of the variance of `truth` that `found` explains. */
function coefficientOfDetermination(found: readonly number[], truth: readonly number[]): number {
  const mean = truth.reduce((sum, each) => sum + each, 0) / truth.length;
  const rest = truth.reduce((sum, each, k) => sum + (each - found[k]) ** 2, 0);
  return 1 - rest / truth.reduce((sum, each) => sum + (each - mean) ** 2, 0);
}

const column = (values: Float64Array, width: number, index: number): number[] =>
  [...values].filter((_, k) => k % width === index);

sharedDataTest(file, "the negative-weight circuit has the published curves on all 1001 rows of the test set", () => {
  const [header, ...lines] = readFileSync(sharedData(file), "utf8").trim().split(/\r?\n/);
  expect(header).toBe("R1,R2,R3,R4,R5,W,L,eta1,eta2,eta3,eta4,split");
  const rows = lines.map((line) => line.split(",")).filter((row) => row[11] === "test");
  expect(rows).toHaveLength(1001);
  const circuit = characterisedCircuits.inv;
  expect(Object.keys(circuit.cell.parameters)).toEqual(header.split(",").slice(0, 7));
  const values = Float64Array.from(rows.flatMap((row) => row.slice(0, 7).map(Number)));
  const published = Float64Array.from(rows.flatMap((row) => row.slice(7, 11).map(Number)));

  const curves = createTransferCurves(circuit)(values);
  const { eta, failures } = fitCurves(circuit, curves);
  expect(failures).toEqual([]);
  const curvesOf = (etas: Float64Array): number[] =>
    rows.flatMap((_, k) => {
      const [eta1, eta2, eta3, eta4] = etas.subarray(4 * k, 4 * k + 4);
      return Array.from(curves.inputs, (x) => eta1 + eta2 * Math.tanh((x - eta3) * eta4));
    });
  const theirs = curvesOf(published);
  expect(coefficientOfDetermination(curvesOf(eta), theirs)).toBeGreaterThan(0.9998);
  // Not its tanh but the simulated curve itself: theirs were published as tanh only.
  const simulated = Array.from(curves.outputs, (volts) => -volts);
  expect(coefficientOfDetermination(simulated, theirs)).toBeGreaterThan(0.9995);

  const [eta1, eta2, eta3, eta4] = [0, 1, 2, 3].map((k) =>
    coefficientOfDetermination(column(eta, 4, k), column(published, 4, k)),
  );
  expect(eta1).toBeGreaterThan(0.999);
  expect(eta2).toBeGreaterThan(0.999);
  expect(eta3).toBeGreaterThan(0.9999);
  // The steepest transitions lie between a few inputs, and their data do not say which inputs they had.
  expect(eta4).toBeGreaterThan(0.9);
});
