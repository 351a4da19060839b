import type { CurveFamily } from "../networks/curve.js";
import { stageNumbers } from "../networks/layer.js";
import {
  negativeWeightSupply,
  type PrintedCircuit,
  supplyVoltage,
  tanhCircuitSupply,
} from "../networks/printed-network.js";

/** The stage numbers of a circuit's record from its component values, and their gradients. */
export interface StageRecords {
  readonly write: (values: Float64Array, at: number, record: Float64Array, recordAt: number) => void;
  readonly addGradient: (
    values: Float64Array,
    at: number,
    byRecord: Float64Array,
    recordAt: number,
    into: Float64Array,
  ) => void;
}

/**
 * Load resistance, source voltage, input conductance, W/L and source resistance: R2, -1 V, 0, W2/L2, 0 of the tanh-like circuit;
 * R5, (R2 V_DD + R1 V_SS)/(R1 + R2), 1/(R3 + R4), W/L, R1 R2/(R1 + R2) of the negative-weight circuit.
 */
export function stageRecords(kind: PrintedCircuit["kind"], curves: CurveFamily): StageRecords {
  const first = curves.width;
  const { loadResistance, sourceVoltage, inputConductance, aspect, sourceResistance } = stageNumbers;
  if (kind === "tanh") {
    return {
      write(values, at, record, recordAt) {
        record[recordAt + first + loadResistance] = values[at + 3];
        record[recordAt + first + sourceVoltage] = tanhCircuitSupply;
        record[recordAt + first + inputConductance] = 0;
        record[recordAt + first + aspect] = values[at + 4] / values[at + 5];
        record[recordAt + first + sourceResistance] = 0;
      },
      addGradient(values, at, byRecord, recordAt, into) {
        into[at + 3] += byRecord[recordAt + first + loadResistance];
        const byAspect = byRecord[recordAt + first + aspect];
        into[at + 4] += byAspect / values[at + 5];
        into[at + 5] -= (byAspect * values[at + 4]) / (values[at + 5] * values[at + 5]);
      },
    };
  }
  return {
    write(values, at, record, recordAt) {
      const [r1, r2, r3, r4] = [values[at], values[at + 1], values[at + 2], values[at + 3]];
      record[recordAt + first + loadResistance] = values[at + 4];
      record[recordAt + first + sourceVoltage] = (r2 * supplyVoltage + r1 * negativeWeightSupply) / (r1 + r2);
      record[recordAt + first + inputConductance] = 1 / (r3 + r4);
      record[recordAt + first + aspect] = values[at + 5] / values[at + 6];
      record[recordAt + first + sourceResistance] = (r1 * r2) / (r1 + r2);
    },
    addGradient(values, at, byRecord, recordAt, into) {
      const [r1, r2, r3, r4] = [values[at], values[at + 1], values[at + 2], values[at + 3]];
      const source =
        ((negativeWeightSupply - supplyVoltage) * byRecord[recordAt + first + sourceVoltage]) / ((r1 + r2) * (r1 + r2));
      into[at] += source * r2;
      into[at + 1] -= source * r1;
      const input = byRecord[recordAt + first + inputConductance] / ((r3 + r4) * (r3 + r4));
      into[at + 2] -= input;
      into[at + 3] -= input;
      into[at + 4] += byRecord[recordAt + first + loadResistance];
      const byAspect = byRecord[recordAt + first + aspect];
      into[at + 5] += byAspect / values[at + 6];
      into[at + 6] -= (byAspect * values[at + 5]) / (values[at + 6] * values[at + 6]);
      const before = byRecord[recordAt + first + sourceResistance] / ((r1 + r2) * (r1 + r2));
      into[at] += before * r2 * r2;
      into[at + 1] += before * r1 * r1;
    },
  };
}
