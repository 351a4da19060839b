import { constantValue } from "../../expr/graph.js";
import type { CompiledCircuit } from "../compile.js";
import { compileExpressions } from "../kernel/expression-kernel.js";
import { judgedUnknowns } from "./stage.js";
import { floors, type March, type Stepper } from "./step.js";
import type { Tableau } from "./tableau.js";

/** Judges whether a step's polynomial follows the solution inside the step. */
export interface ShapeCheck {
  /**
   * Largest distance of the polynomial through the step's nodes from the stages that it does not go through, in units of
   * what is tolerable. To be called after the stages are refined.
   */
  readonly error: (march: March, stepper: Stepper, tableau: Tableau, start: Float64Array) => number;
  /** Takes the end of the last step judged into account in the sizes that later steps are measured by. */
  readonly accept: () => void;
  /** Largest magnitude of each quantity so far. */
  readonly largest: Float64Array;
}

/** A step may be off inside by this many times the tolerance of its end, relative to the largest value so far. */
const allowance = 5;

/**
 * What holds little charge follows its surroundings at once; its error does not show in the charges, and the step could
 * pass over its corners (a diode that begins to conduct). So the unknowns, the currents that flow into the nodes held by
 * sources, and the sources themselves must be smooth enough within a step to be interpolated.
 */
export function createShapeCheck(compiled: CompiledCircuit, tolerance: number): ShapeCheck {
  const { system } = compiled;
  const judged = judgedUnknowns(compiled);
  const size = system.unknowns.length;
  // Only what flows through conductances: charging currents may jump where a source has a corner.
  const observed = system.currents.slice(size).filter((current) => constantValue(system.graph, current) === undefined);
  const evaluateObserved = compileExpressions(system, observed);
  const varying = [...system.inputs.keys()].filter((k) => system.inputs[k].waveform !== undefined);
  const count = judged.length + observed.length + varying.length;
  const still = new Float64Array(system.currents.length);
  const currents = new Float64Array(observed.length);
  const floor = new Float64Array(count).fill(floors.current);
  judged.forEach((unknown, k) => {
    floor[k] = floors[system.unknowns[unknown].kind];
  });
  varying.forEach((input, k) => {
    floor[judged.length + observed.length + k] = floors[system.inputs[input].quantity];
  });
  const largest = new Float64Array(count);
  const end = new Float64Array(count);
  const nodes = Array.from({ length: 4 }, () => new Float64Array(count));
  const probe = new Float64Array(count);
  const scale = new Float64Array(count);

  function error(march: March, stepper: Stepper, tableau: Tableau, start: Float64Array): number {
    const { point } = march;
    const { stageX, stageU } = stepper;
    const gather = (x: Float64Array, u: Float64Array, time: number, out: Float64Array): void => {
      for (let k = 0; k < judged.length; k++) out[k] = x[judged[k]];
      evaluateObserved(x, u, point.d, point.p, time, still, currents);
      for (let k = 0; k < currents.length; k++) out[judged.length + k] = currents[k];
      for (let k = 0; k < varying.length; k++) out[judged.length + observed.length + k] = u[varying[k]];
    };
    const last = tableau.c.length - 1;
    gather(stageX[last], stageU[last], point.t, end);
    if (tableau.checked.length === 0) return 0;
    const { stages, weights } = interpolations(tableau);
    gather(start, point.u, point.t, nodes[0]);
    for (let i = 0; i < stages.length; i++) gather(stageX[stages[i]], stageU[stages[i]], point.t, nodes[i + 1]);
    for (let k = 0; k < count; k++) scale[k] = 1 / Math.max(largest[k], Math.abs(end[k]), floor[k]);
    let worst = 0;
    for (let c = 0; c < tableau.checked.length; c++) {
      const stage = tableau.checked[c];
      gather(stageX[stage], stageU[stage], point.t, probe);
      const own = weights[c];
      for (let k = 0; k < count; k++) {
        let value = -probe[k];
        for (let i = 0; i < own.length; i++) value += own[i] * nodes[i][k];
        worst = Math.max(worst, Math.abs(value) * scale[k]);
      }
    }
    return worst / (allowance * tolerance);
  }

  function accept(): void {
    for (let k = 0; k < count; k++) largest[k] = Math.max(largest[k], Math.abs(end[k]));
  }

  return { error, accept, largest };
}

interface Interpolations {
  /** Stages that the polynomial goes through, after the start of the step. */
  readonly stages: readonly number[];
  /** Weights of the start and these stages in the polynomial's value at each checked stage `[checked][node]`. */
  readonly weights: readonly (readonly number[])[];
}

const interpolationsOf = new Map<Tableau, Interpolations>();

function interpolations(tableau: Tableau): Interpolations {
  let known = interpolationsOf.get(tableau);
  if (!known) {
    const stages = [...tableau.interior, tableau.c.length - 1];
    const abscissae = [0, ...stages.map((stage) => tableau.c[stage])];
    known = { stages, weights: tableau.checked.map((stage) => lagrangeWeights(abscissae, tableau.c[stage])) };
    interpolationsOf.set(tableau, known);
  }
  return known;
}

/** Weights of the values at `abscissae` in the value of their polynomial at `position`. */
function lagrangeWeights(abscissae: readonly number[], position: number): number[] {
  return abscissae.map((own, i) =>
    abscissae.reduce((weight, other, j) => (j === i ? weight : (weight * (position - other)) / (own - other)), 1),
  );
}
