import { recordWidth } from "../networks/layer.js";
import { type CircuitBank, middleValues } from "./model-layout.js";

/** All circuits of a bank in all samples of a variation, and what a loss depends on of them. */
export interface SampledCircuits {
  /** Computes the records of all circuits. @param factors `[samples, circuits, values]` */
  readonly evaluate: (parameters: Float64Array, factors: Float64Array, samples: number) => void;
  /** Copies the records of layer `l` in sample `s`. */
  readonly read: (s: number, l: number, into: Float64Array) => void;
  /** Takes d loss / d records of that layer and sample. */
  readonly write: (s: number, l: number, byRecords: Float64Array) => void;
  /** Adds d loss / d parameters of all samples. */
  readonly addGradient: (
    parameters: Float64Array,
    factors: Float64Array,
    samples: number,
    gradient: Float64Array,
  ) => void;
}

/** Circuits that no layer reads are never computed: their records are 0. */
export function sampledCircuits(bank: CircuitBank): SampledCircuits {
  const { model, transformation, groups, count, used } = bank;
  const width = recordWidth(model.curves);
  const numbers = transformation.count;
  let values = new Float64Array(0);
  let records = new Float64Array(0);
  let byRecords = new Float64Array(0);
  let byValues = new Float64Array(0);
  const recordAt = (s: number, l: number): number => (s * count + groups[l].first) * width;

  return {
    evaluate(parameters, factors, samples) {
      const circuits = samples * count;
      if (values.length !== circuits * numbers) {
        values = new Float64Array(circuits * numbers);
        records = new Float64Array(circuits * width);
        byRecords = new Float64Array(circuits * width);
        byValues = new Float64Array(circuits * numbers);
      }
      if (!used) return;
      const middle = middleValues(bank, parameters);
      groups.forEach((group, l) => {
        for (let s = 0; s < samples; s++)
          for (let c = 0; c < group.count; c++) {
            const place = (s * count + group.first + c) * numbers;
            for (let v = 0; v < numbers; v++) values[place + v] = middle[l][v] * factors[place + v];
          }
      });
      model.evaluate(values, circuits, records);
    },
    read(s, l, into) {
      const at = recordAt(s, l);
      into.set(records.subarray(at, at + into.length));
    },
    write(s, l, slopes) {
      byRecords.set(slopes, recordAt(s, l));
    },
    addGradient(parameters, factors, samples, gradient) {
      if (!model.learnable || !used) return;
      byValues.fill(0);
      model.addGradient(values, samples * count, byRecords, byValues);
      for (const group of groups) {
        const sum = new Float64Array(numbers);
        for (let s = 0; s < samples; s++)
          for (let c = 0; c < group.count; c++) {
            const place = (s * count + group.first + c) * numbers;
            for (let v = 0; v < numbers; v++) sum[v] += byValues[place + v] * factors[place + v];
          }
        transformation.addGradient(parameters, group.free, sum, gradient, group.free);
      }
    },
  };
}
