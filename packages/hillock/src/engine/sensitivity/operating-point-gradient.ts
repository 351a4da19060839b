import type { Point } from "../point.js";
import type { AdjustableCircuit } from "../quantities/adjustable-circuit.js";
import { operatingPoint } from "../static/operating-point.js";
import { cheaperMethod, createLinearisation, type GradientCost, type GradientMethod } from "./linearisation.js";
import { slopesOf } from "./slopes.js";

/** Which gradients are asked for, and where. */
export interface GradientSettings {
  /** Signals: `v(a)`, `v(a,b)`, `i(v1)`, `p(v1)` (the power that V1 takes up). */
  readonly outputs: readonly string[];
  /** Values of the quantities `[quantities]`; the nominal ones if absent. */
  readonly values?: Float64Array;
  /** The one that takes fewer solutions if absent; both give the same to rounding. */
  readonly method?: GradientMethod;
}

/** Gradients at an operating point. */
export interface OperatingPointGradient {
  /** `[outputs]`, V, A or W. */
  readonly outputs: Float64Array;
  /** d output / d quantity, `[outputs, quantities]` row by row. */
  readonly gradient: Float64Array;
  readonly point: Point;
  readonly method: GradientMethod;
  readonly cost: Readonly<GradientCost>;
}

/**
 * Outputs y at an operating point and their gradient, exact to rounding. With F(x, p) = 0 the static equations and J their
 * Jacobian dF/dx, factored at the solution,
 *
 *     dy/dp = dy/dp|x - dy/dx J^-1 dF/dp
 *
 * column by column ("forward": a solution for each quantity) or row by row ("adjoint": a transposed solution for each
 * output). All slopes are derivatives of the expressions of the equations.
 *
 * @param settings.from an operating point nearby to start from
 * @throws HillockError engine/unknown-signal; engine/singular where there is no gradient; what `operatingPoint` and
 *   {@link AdjustableCircuit.at} throw
 */
export function operatingPointGradient(
  adjustable: AdjustableCircuit,
  settings: GradientSettings & { readonly from?: Point },
): OperatingPointGradient {
  const { outputs, from } = settings;
  const values = settings.values ?? nominalValues(adjustable);
  const circuit = adjustable.at(values);
  const slopes = slopesOf(circuit, outputs);
  const linear = createLinearisation(circuit, slopes);
  const { point, iterations } = operatingPoint(circuit.compiled, {
    ...(from && circuit === adjustable && { from }),
    adjust: (start) => circuit.set(start, values),
    solver: linear.solver,
  });
  linear.linearise(point);
  const method = settings.method ?? cheaperMethod(slopes);
  const gradient = new Float64Array(outputs.length * values.length);
  linear.gradient(method, gradient);
  const { newtonIterations, solves } = linear.cost;
  return {
    outputs: slopes.values.slice(0, outputs.length),
    gradient,
    point,
    method,
    cost: { newtonIterations: iterations + newtonIterations, solves },
  };
}

/** The values of all quantities of a circuit as it was described `[quantities]`. */
export function nominalValues({ quantities }: AdjustableCircuit): Float64Array {
  return Float64Array.from(quantities, ({ value }) => value);
}
