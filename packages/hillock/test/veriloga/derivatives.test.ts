import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { differentiate } from "../../src/expr/differentiate.js";
import { type Expression, type SymbolKind, symbol } from "../../src/expr/graph.js";
import { interpret } from "../../src/expr/interpret.js";
import type { DeviceEquations } from "../../src/veriloga/device-module.js";
import { device, surroundings, twoTerminal } from "./device.js";

const junction = `
  module junction(a, c);
    inout a, c; electrical a, c, ai;
    parameter real IS = 1e-14 from (0:inf);
    parameter real RS = 10 from (0:inf);
    parameter real CJ = 1p, VJ = 0.8, M = 0.4, FC = 0.5;
    real v, q;
    analog function real depletion;
      input v, vj, m, fc; real v, vj, m, fc;
      if (v < fc*vj) depletion = vj * (1 - pow(1 - v/vj, 1 - m)) / (1 - m);
      else depletion = vj * (1 - pow(1 - fc, 1 - m)) / (1 - m) + (v - fc*vj) * pow(1 - fc, -m);
    endfunction
    analog begin
      v = V(ai,c);
      q = CJ * depletion(v, VJ, M, FC);
      I(a,ai) <+ V(a,ai) / RS;
      I(ai,c) <+ IS * (limexp(v / $vt) - 1) + $simparam("gmin") * v;
      I(ai,c) <+ ddt(q + 1n * IS * exp(v / $vt));
    end
  endmodule`;

const transistor = `
  module transistor(d, g, s);
    inout d, g, s; electrical d, g, s;
    parameter real K = 1m, VT = 0.5, LAMBDA = 0.05, TYPE = 1;
    real vgs, vds, mode, on, i;
    analog begin
      vds = TYPE * V(d,s);
      if (vds >= 0) begin mode = 1; vgs = TYPE * V(g,s); end
      else begin mode = -1; vds = -vds; vgs = TYPE * V(g,d); end
      on = max(vgs - VT, 0);
      i = on < vds ? 0.5*K*on*on : K*vds*(on - 0.5*vds);
      I(d,s) <+ TYPE * mode * i * (1 + LAMBDA*vds);
      I(g,s) <+ ddt(1p * tanh(V(g,s)));
    end
  endmodule`;

const smooth = twoTerminal(
  "I(a,b) <+ G * sinh(V(a,b)) / (1 + abs(V(a,b))) + hypot(V(a,b), G) * atan(V(a)) + ddt(ln(1 + V(a)*V(a)) * sqrt(2 + sin(V(b))));",
  "parameter real G = 0.3;",
);

/** Values of all symbols of a device, by `kind index`. */
type Point = ReadonlyMap<string, number>;

function evaluate(equations: DeviceEquations, expression: Expression, point: Point): number {
  return interpret(
    equations.graph,
    expression,
    (kind: SymbolKind, index: number) => point.get(`${kind} ${index}`) ?? 0,
  );
}

/**
 * Compares d expression / d symbol with a central difference, to the accuracy that this has.
 *
 * @param intermediate size of the numbers that cancel inside the expression
 */
function expectSlope(
  equations: DeviceEquations,
  expression: Expression,
  [kind, index]: readonly [SymbolKind, number],
  point: Point,
  intermediate: number,
): void {
  const at = point.get(`${kind} ${index}`) ?? 0;
  const step = kind === "unknown" ? 1e-6 : 1e-5 * Math.abs(at);
  const moved = (to: number): number => evaluate(equations, expression, new Map([...point, [`${kind} ${index}`, to]]));
  const [below, above] = [moved(at - step), moved(at + step)];
  const difference = (above - below) / (2 * step);
  const wanted = symbol(equations.graph, kind, index);
  const slope = evaluate(equations, differentiate(equations.graph, expression, wanted), point);
  const rounding = (16 * Number.EPSILON * Math.max(Math.abs(below), Math.abs(above), intermediate)) / step;
  expect(Math.abs(slope - difference)).toBeLessThanOrEqual(1e-6 * Math.abs(difference) + rounding);
}

describe("derivatives of device equations agree with finite differences", () => {
  test.each([
    // The depletion charge is a difference of terms of the size CJ VJ / (1 - M).
    ["junction", junction, 1.4e-12],
    ["transistor", transistor, 0],
    ["smooth", smooth, 1],
  ])("%s", (_, source, intermediate) => {
    const equations = device(source);
    // On a grid whose differences stay clear of 0, 0.4 and 0.5 V, where min, max, abs and conditions have corners.
    const voltages = fc
      .array(fc.integer({ min: -100, max: 70 }), {
        minLength: equations.unknowns.length,
        maxLength: equations.unknowns.length,
      })
      .map((steps) => steps.map((step, k) => 0.01 * step + 0.0031 * k));
    fc.assert(
      fc.property(voltages, (values) => {
        const point = new Map<string, number>([
          ...values.map((value, k) => [`unknown ${k}`, value] as const),
          ...equations.parameters.map(({ value }, k) => [`parameter ${k}`, value] as const),
          ["environment 0", surroundings.temperature],
          ["environment 1", surroundings.gmin],
        ]);
        const symbols = [
          ...equations.unknowns.map((_, k) => ["unknown", k] as const),
          ...equations.parameters.map((_, k) => ["parameter", k] as const),
          ["environment", 0] as const,
        ];
        for (const expression of [...equations.currents, ...equations.charges]) {
          for (const which of symbols) expectSlope(equations, expression, which, point, intermediate);
        }
      }),
      { numRuns: 60 },
    );
  });
});
