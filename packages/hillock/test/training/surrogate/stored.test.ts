import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  characterisedData,
  negativeWeightSurrogate,
  publishedNegativeWeightSurrogate,
  type Surrogate,
  type SurrogateData,
  surrogateDesigns,
  surrogateError,
  surrogateEta,
  surrogateFunction,
  tanhSurrogate,
} from "../../../src/training/surrogate/index.js";
import { sharedData, sharedDataTest } from "../../requirements.js";

const folder = "data/inv_circuit";

/** A part of the published simulations. */
function published(part: string): SurrogateData {
  const lines = readFileSync(sharedData(`${folder}/inv_dataset.csv`), "utf8")
    .trim()
    .split(/\r?\n/);
  const rows = lines.map((line) => line.split(",")).filter((row) => row[11] === part);
  const columns = (from: number, to: number) =>
    Float64Array.from(rows.flatMap((row) => row.slice(from, to).map(Number)));
  return { omega: columns(0, 7), eta: columns(7, 11) };
}

const all: readonly (readonly [string, Surrogate])[] = [
  ["published negative-weight", publishedNegativeWeightSurrogate],
  ["negative-weight", negativeWeightSurrogate],
  ["tanh", tanhSurrogate],
];

describe("Stored surrogates", () => {
  test.each(all)(
    "%s: at most 2,000 parameters, and the bound is kept on data of its own that it was not chosen by",
    (_, surrogate) => {
      expect(surrogate.weights.length).toBeLessThanOrEqual(2000);
      expect(surrogate.provenance.error.test).toBeLessThanOrEqual(7e-7);
    },
  );

  sharedDataTest(
    folder,
    "published: the error on the published test rows is what it says, in the published normalisation",
    () => {
      const { Y_min, Y_max } = JSON.parse(readFileSync(sharedData(`${folder}/normalisation.json`), "utf8"));
      const test = published("test");
      expect(test.eta.length).toBe(4 * 1001);
      const eta = surrogateEta(publishedNegativeWeightSurrogate, test.omega);
      const squares = eta.map((each, at) => ((each - test.eta[at]) / (Y_max[at % 4] - Y_min[at % 4])) ** 2);
      const error = squares.reduce((sum, each) => sum + each, 0) / squares.length;
      expect(error).toBeLessThanOrEqual(7e-7);
      expect(error).toBeCloseTo(publishedNegativeWeightSurrogate.provenance.error.test, 10);
      expect(surrogateError(publishedNegativeWeightSurrogate, test)).toBeCloseTo(error, 15);
    },
  );

  test.each([
    ["inv", negativeWeightSurrogate],
    ["ptanh", tanhSurrogate],
  ] as const)("%s: as good on other circuits, simulated now", (name, surrogate) => {
    const design = surrogateDesigns[name];
    expect(surrogate.names).toEqual(design.names);
    const other = characterisedData(design.circuit, { samples: 500, seed: 2, spread: 0.1 });
    expect(other.leftOut).toBeLessThanOrEqual(2);
    expect(surrogateError(surrogate, other)).toBeLessThanOrEqual(7e-7);
  });

  test.each(all)("%s: gradients are those of the values", (_, surrogate) => {
    const { eta, gradient } = surrogateFunction(surrogate);
    const cell = surrogate.names.length === 6 ? surrogateDesigns.ptanh.circuit.cell : surrogateDesigns.inv.circuit.cell;
    const nominal = Float64Array.from(Object.values(cell.parameters), (each) => each.default);
    for (let o = 0; o < 4; o++) {
      const span = surrogate.outputs[o].most - surrogate.outputs[o].least;
      const byEta = Float64Array.from({ length: 4 }, (_each, k) => (k === o ? 1 / span : 0));
      const found = gradient(nominal, byEta);
      for (let k = 0; k < nominal.length; k++) {
        const [up, down] = [1, -1].map(
          (sign) => eta(nominal.map((each, j) => (j === k ? each * (1 + sign * 1e-4) : each)))[o],
        );
        expect(found[k] * nominal[k]).toBeCloseTo((up - down) / 2e-4 / span, 6);
      }
    }
  });
});
