import type { CircuitModel } from "../../src/training/circuit-model.js";
import { type PrintedModelSettings, printedModel } from "../../src/training/printed-model.js";
import { type EtaFunction, surrogateModel } from "../../src/training/tanh-models.js";

/** eta as smooth functions of the logarithms of component values: no circuit's, but with gradients like one's. */
export function smoothEta(values: number): EtaFunction {
  const powers = [0, 1, 2, 3].map((n) => Array.from({ length: values }, (_, k) => 0.02 * (1 + ((3 * n + 5 * k) % 7))));
  const base = [0.05, 0.7, 0.2, 3];
  const row = (given: Float64Array, at: number): number[] =>
    powers.map(
      (by, n) => base[n] * Math.exp(0.3 * Math.sin(by.reduce((sum, p, k) => sum + p * Math.log(given[at + k]), n))),
    );
  return {
    eta: (given) => {
      const eta: number[] = [];
      for (let at = 0; at < given.length; at += values) eta.push(...row(given, at));
      return Float64Array.from(eta);
    },
    gradient: (given, byEta) => {
      const into = new Float64Array(given.length);
      for (let s = 0; s * values < given.length; s++)
        row(given, s * values).forEach((eta, n) => {
          const inner = powers[n].reduce((sum, p, k) => sum + p * Math.log(given[s * values + k]), n);
          powers[n].forEach((p, k) => {
            into[s * values + k] += (byEta[4 * s + n] * eta * 0.3 * Math.cos(inner) * p) / given[s * values + k];
          });
        });
      return into;
    },
  };
}

export const smoothActivation: CircuitModel = surrogateModel("tanh", smoothEta(6));
export const smoothNegativeWeight: CircuitModel = surrogateModel("negative-weight", smoothEta(7));

/** A small network with these circuits. */
export function smallModel(given: Partial<PrintedModelSettings> = {}) {
  return printedModel({
    topology: [3, 2, 3],
    activation: smoothActivation,
    negativeWeight: smoothNegativeWeight,
    start: {
      activation: [1e6, 90e-6, 60e-6, 15e3, 490e-6, 35e-6],
      negativeWeight: [255, 100, 255e3, 190e3, 30e3, 300e-6, 50e-6],
    },
    circuitsOf: "layer",
    unitConductance: 1e-5,
    loading: false,
    smallConductances: "rounded",
    negativeWeightsAct: true,
    orderedRatios: true,
    thetaStart: "signed",
    ...given,
  });
}

/** Rows of three classes that can be told apart. */
export function smallData(rows = 12) {
  const inputs = new Float64Array(rows * 3);
  const labels = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    labels[row] = row % 3;
    for (let k = 0; k < 3; k++) inputs[row * 3 + k] = (k === row % 3 ? 0.7 : 0.2) + 0.02 * ((row * 7 + k * 3) % 11);
  }
  return { inputs, labels };
}
