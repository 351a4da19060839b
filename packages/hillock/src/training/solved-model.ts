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
  const one = Float64Array.of(1);
  const slopes = new Float64Array(names.length);
  return {
    kind,
    curves,
    values: names,
    learnable: true,
    evaluate(given, count, records) {
      const runs = runsOfEqual(given, count, names.length);
      const distinct = new Float64Array(runs.length * names.length);
      runs.forEach(({ first }, n) => {
        distinct.set(given.subarray(first * names.length, (first + 1) * names.length), n * names.length);
      });
      const { outputs, failures } = batch.run(distinct);
      if (failures.length) throw failures[0].error;
      solved = outputs;
      runs.forEach(({ first, end }, n) => {
        const at = first * width;
        for (let k = 0; k < points; k++) records[at + k] = sign * outputs[(n * points + k) * stride];
        stage.write(given, first * names.length, records, at);
        for (let c = first + 1; c < end; c++) records.copyWithin(c * width, at, at + width);
      });
    },
    addGradient(given, count, byRecords, into) {
      const point = startingPoint(adjustable.compiled);
      runsOfEqual(given, count, names.length).forEach(({ first, end }, n) => {
        for (let c = first; c < end; c++) stage.addGradient(given, c * names.length, byRecords, c * width, into);
        adjustable.set(point, given.subarray(first * names.length, (first + 1) * names.length));
        for (let k = 0; k < points; k++) {
          let wanted = false;
          for (let c = first; c < end && !wanted; c++) wanted = byRecords[c * width + k] !== 0;
          if (!wanted) continue;
          const row = (n * points + k) * stride + 1;
          for (let u = 0; u < unknowns.length; u++) point.x[u] = solved[row + u];
          point.u[input] = batch.scale[k];
          linear.linearise(point);
          slopes.fill(0);
          linear.addWeighted(one, slopes);
          for (let c = first; c < end; c++) {
            const by = sign * byRecords[c * width + k];
            for (let v = 0; v < names.length; v++) into[c * names.length + v] += by * slopes[v];
          }
        }
      });
    },
  };
}

/** Neighbours with the same values, as copies of a circuit that deviate alike: solved once. */
function runsOfEqual(values: Float64Array, count: number, width: number): { first: number; end: number }[] {
  const runs: { first: number; end: number }[] = [];
  for (let c = 0; c < count; c++) {
    let same = runs.length > 0;
    for (let v = 0; v < width && same; v++) same = values[c * width + v] === values[(c - 1) * width + v];
    if (same) runs[runs.length - 1].end = c + 1;
    else runs.push({ first: c, end: c + 1 });
  }
  return runs;
}
