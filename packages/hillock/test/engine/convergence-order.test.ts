import { expect, test } from "vitest";
import type { Method } from "../../src/engine/transient/tableau.js";
import { runTransient, signalOf } from "./run-netlist.js";

/** A rectifier with a nonlinear junction capacitance, driven smoothly: no corners, so that steps are all alike. */
const rectifier = `V1 in 0 SIN(0.5 1 2k)
R1 in a 1k
D1 a b DM
C1 b 0 50n
R2 b 0 5k
.model DM D(IS=1e-14 CJO=20n VJ=0.7 TT=2u)
.save v(a) v(b)
.tran 1u 0.5m`;

const endOf = (method: Method, tolerance: number, maximumStep?: number) => {
  const result = runTransient(rectifier, { method, tolerance, maximumStep });
  return { end: ["v(a)", "v(b)"].map((signal) => signalOf(result, signal).at(-1) as number), record: result.record };
};

const exact = endOf("esdirk4", 1e-11).end;

// The tolerance follows the step's own error, so that it never shortens a step, and Newton's error shrinks with it.
test.each([
  { method: "esdirk4", order: 4, longest: 8e-6, loosest: 2e-3, errorOrder: 4 },
  { method: "tr-bdf2", order: 2, longest: 2e-6, loosest: 2e-4, errorOrder: 3 },
  { method: "trapezoidal", order: 2, longest: 2e-6, loosest: 4e-3, errorOrder: 3 },
] as const)("$method converges with order $order", ({ method, order, longest, loosest, errorOrder }) => {
  const errors = [0, 1, 2].map((halvings) => {
    const step = longest / 2 ** halvings;
    const { end, record } = endOf(method, loosest / 2 ** (errorOrder * halvings), step);

    const full = 0.5e-3 / step;
    expect(record.steps).toBeGreaterThanOrEqual(full);
    expect(record.steps).toBeLessThan(full + 15);
    return Math.max(...end.map((value, k) => Math.abs(value - exact[k])));
  });
  for (let k = 1; k < errors.length; k++) {
    const observed = Math.log2(errors[k - 1] / errors[k]);
    expect(observed).toBeGreaterThan(order - 0.3);
    expect(observed).toBeLessThan(order + 1.3);
  }
});
