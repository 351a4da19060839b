import type { FlatAnalysis } from "../netlist/flat-circuit.js";

type Sweeping = Exclude<FlatAnalysis, { readonly kind: "transient" }>;

/**
 * Number of points that an operating point (1), a DC sweep or a small-signal sweep has: both ends of a range belong to it
 * if the steps meet them to rounding.
 */
export function sweepPoints(analysis: Sweeping): number {
  switch (analysis.kind) {
    case "operatingPoint":
      return 1;
    case "dc":
      return analysis.sweeps.reduce((count, { from, to, step }) => count * (wholeSteps((to - from) / step) + 1), 1);
    case "ac": {
      const { spacing, points, from, to } = analysis;
      if (spacing === "linear") return to > from ? points : 1;
      const ratio = spacing === "decade" ? Math.log10(to / from) : Math.log2(to / from);
      return wholeSteps(ratio * points) + 1;
    }
  }
}

function wholeSteps(steps: number): number {
  return Math.max(0, Math.floor(steps * (1 + 1e-9) + 1e-9));
}
