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
 * Load resistance, source voltage of the output transistor, and input conductance: R2, -1 V, 0 of the tanh-like circuit;
 * R5, (R2 V_DD + R1 V_SS)/(R1 + R2), 1/(R3 + R4) of the negative-weight circuit.
 */
export function stageRecords(kind: PrintedCircuit["kind"], curves: CurveFamily): StageRecords {
  const first = curves.width;
  const { loadResistance, sourceVoltage, inputConductance } = stageNumbers;
  if (kind === "tanh") {
    return {
      write(values, at, record, recordAt) {
        record[recordAt + first + loadResistance] = values[at + 3];
        record[recordAt + first + sourceVoltage] = tanhCircuitSupply;
        record[recordAt + first + inputConductance] = 0;
      },
      addGradient(_values, at, byRecord, recordAt, into) {
        into[at + 3] += byRecord[recordAt + first + loadResistance];
      },
    };
  }
  return {
    write(values, at, record, recordAt) {
      const [r1, r2, r3, r4] = [values[at], values[at + 1], values[at + 2], values[at + 3]];
      record[recordAt + first + loadResistance] = values[at + 4];
      record[recordAt + first + sourceVoltage] = (r2 * supplyVoltage + r1 * negativeWeightSupply) / (r1 + r2);
      record[recordAt + first + inputConductance] = 1 / (r3 + r4);
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
    },
  };
}
