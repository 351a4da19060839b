import { createBatch } from "../engine/batch/index.js";
import { startingPoint } from "../engine/point.js";
import { compileAdjustable } from "../engine/quantities/index.js";
import { createLinearisation } from "../engine/sensitivity/linearisation.js";
import { slopesOf } from "../engine/sensitivity/slopes.js";
import { tableCurves } from "../networks/curve.js";
import { recordWidth } from "../networks/layer.js";
import type { PrintedCircuit } from "../networks/printed-network.js";
import { characterisationBench } from "./characterise/characterised-circuits.js";
import { characterisedCircuits } from "./characterise/index.js";
import type { CircuitModel } from "./circuit-model.js";
import { stageRecords } from "./stage-records.js";

/** Input voltages at which curves are solved for. */
export interface SolvedPlaces {
  /** V; beyond them curves are straight lines. */
  readonly from: number;
  readonly to: number;
  readonly points: number;
}

/** Columns lie between what an inverted weight takes down and the supply; tanh-like circuits switch within 10 mV. */
const tanhPlaces: SolvedPlaces = { from: -1.5, to: 1.2, points: 541 };
/** Inputs of negative-weight circuits lie between the supplies of the tanh-like ones. */
const negativeWeightPlaces: SolvedPlaces = { from: -1.1, to: 1.1, points: 221 };

/**
 * Curves that the engine solves for: the transfer curve of each circuit at these places, and between them a cubic. The gradient is
 * that of the solved equations F(x, p) = 0 by the adjoint method, exact for every resistance and channel:
 *
 *     dL/dp = - sum over the places of (J^-T dL/dx)^T dF/dp
 */
export function solvedModel(kind: PrintedCircuit["kind"], places?: SolvedPlaces): CircuitModel {
  const circuit = characterisedCircuits[kind === "tanh" ? "ptanh" : "inv"];
  const { from, to, points } = places ?? (kind === "tanh" ? tanhPlaces : negativeWeightPlaces);
  const curves = tableCurves(from, to, points);
  const names = Object.keys(circuit.cell.parameters);
  const adjustable = compileAdjustable(
    characterisationBench(circuit),
    names.map((name) => `X1.${name}`),
  );
  const { system } = adjustable.compiled;
  const unknowns = system.unknowns.map(({ name, kind: of }) => `${of === "voltage" ? "v" : "i"}(${name})`);
  const sweep = { variable: "VIN", from, to, step: (to - from) / (points - 1) };
  const batch = createBatch(adjustable, { outputs: ["v(out)", ...unknowns], sweep });
  const input = system.inputs.findIndex(({ name }) => name.toLowerCase() === "vin");
  const linear = createLinearisation(adjustable, slopesOf(adjustable, ["v(out)"], new Set([input])));
  const stage = stageRecords(kind, curves);
  const sign = kind === "mirrored-negative-weight" ? -1 : 1;
  const width = recordWidth(curves);
  const stride = 1 + unknowns.length;
  let solved: Float64Array = new Float64Array(0);
  const one = new Float64Array(1);
  return {
    kind,
    curves,
    values: names,
    learnable: true,
    evaluate(given, count, records) {
      const { outputs, failures } = batch.run(given);
      if (failures.length) throw failures[0].error;
      solved = outputs;
      for (let c = 0; c < count; c++) {
        for (let k = 0; k < points; k++) records[c * width + k] = sign * outputs[(c * points + k) * stride];
        stage.write(given, c * names.length, records, c * width);
      }
    },
    addGradient(given, count, byRecords, into) {
      const point = startingPoint(adjustable.compiled);
      for (let c = 0; c < count; c++) {
        const at = c * names.length;
        const values = given.subarray(at, at + names.length);
        stage.addGradient(given, at, byRecords, c * width, into);
        adjustable.set(point, values);
        const sum = into.subarray(at, at + names.length);
        for (let k = 0; k < points; k++) {
          one[0] = sign * byRecords[c * width + k];
          if (one[0] === 0) continue;
          const row = (c * points + k) * stride + 1;
          point.x.set(solved.subarray(row, row + unknowns.length));
          point.u[input] = batch.scale[k];
          linear.linearise(point);
          linear.addWeighted(one, sum);
        }
      }
    },
  };
}
