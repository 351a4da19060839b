import type { HillockError } from "../../base/error.js";
import type { Distribution } from "../../sampling/variation.js";
import { errorOf } from "../netlist-error.js";
import type { Formula } from "../value.js";
import { mapOperands } from "./map-formula.js";

/** A random number that a circuit asks for. */
export interface StatisticalDraw {
  /**
   * What it belongs to: a parameter (`vth`, `X1.vth`), an element's value (`R1`, `R.X1.R1`), one of its parameters (`M1.w`)
   * or a model's (`DMOD.is`); the second one of the same formula has `#2` after it, and so on.
   */
  readonly name: string;
  /** Of the number: standard normal, uniform in (-1, 1), or one of -1 and 1. */
  readonly distribution: Distribution;
}

/** Supplies the random numbers of a circuit. */
export type DrawSource = (draw: StatisticalDraw) => number;

interface StatisticalFunction {
  readonly operands: number;
  readonly distribution: Distribution;
  /** The value for the operands and the random number; without it, the nominal value. */
  readonly value: (...operands: number[]) => number;
}

/**
 * ngspice's statistical functions (manual, "Statistical circuit analysis"), of a random number z that is 0 for the nominal
 * value: gauss(n, r, s) = n (1 + r/s z), agauss(n, a, s) = n + a/s z with z standard normal; unif(n, r) = n (1 + r z),
 * aunif(n, a) = n + a z with z uniform in (-1, 1); limit(n, a) = n + a z with z one of -1 and 1.
 */
export const statisticalFunctions: Readonly<Record<string, StatisticalFunction>> = {
  gauss: {
    operands: 3,
    distribution: "normal",
    value: (nominal, spread, sigma, z = 0) => nominal + ((nominal * spread) / sigma) * z,
  },
  agauss: {
    operands: 3,
    distribution: "normal",
    value: (nominal, spread, sigma, z = 0) => nominal + (spread / sigma) * z,
  },
  unif: { operands: 2, distribution: "uniform", value: (nominal, spread, z = 0) => nominal + nominal * spread * z },
  aunif: { operands: 2, distribution: "uniform", value: (nominal, spread, z = 0) => nominal + spread * z },
  limit: { operands: 2, distribution: "two-point", value: (nominal, spread, z = 0) => nominal + spread * z },
};

/** Whether a formula part is a call of one of {@link statisticalFunctions}, once `.func` functions are inlined. */
export function isStatistical(formula: Formula): formula is Formula & { readonly kind: "call" } {
  return formula.kind === "call" && Object.hasOwn(statisticalFunctions, formula.name.toLowerCase());
}

/** A formula each of whose statistical calls has a draw of its own. */
export interface DrawnFormula {
  readonly formula: Formula;
  readonly draws: ReadonlyMap<Formula, StatisticalDraw>;
}

/**
 * Names the draws of a formula after its site, in the order in which its calls are written. A call stands for as many
 * draws as it occurs once `.func` functions are expanded, as in ngspice. All have their number, also those that a condition
 * leaves out, so that the names do not depend on values.
 */
export function drawsOf(inlined: Formula, site: string): DrawnFormula {
  const draws = new Map<Formula, StatisticalDraw>();
  const visit = (part: Formula): Formula => {
    // An operand that is one object in two places becomes two.
    const own = mapOperands(part, visit);
    if (isStatistical(own)) {
      const count = draws.size + 1;
      const { distribution } = statisticalFunctions[own.name.toLowerCase()];
      draws.set(own, { name: count === 1 ? site : `${site}#${count}`, distribution });
    }
    return own;
  };
  return { formula: visit(inlined), draws };
}

/** The error of a statistical function where the circuit cannot vary. */
export function misplacedDraw(formula: Formula): HillockError {
  return errorOf(formula, "", "misplaced-draw", "a random number cannot stand here", {
    details: ["It may vary parameters, values of elements and sources, and model parameters."],
    help: "define a .param by it, and name that here",
  });
}
