import { describe, expect } from "vitest";
import { flatten, parseNetlist } from "../../src/netlist/index.js";
import { randomStream } from "../../src/sampling/random-stream.js";
import { ngspiceTest } from "../requirements.js";
import { ngspiceOperatingPoint } from "./run-ngspice.js";

const count = 400;

/** Moments of what ngspice draws, and of what we do. */
function moments(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return { mean, deviation, most: Math.max(...values.map((value) => Math.abs(value - 100))) };
}

describe("statistical functions mean what they mean to ngspice", () => {
  // How far the values may lie from 100; normal ones farther than any bound of the others.
  const cases: readonly (readonly [formula: string, bound: number])[] = [
    ["gauss(100,0.3,3)", Number.POSITIVE_INFINITY],
    ["agauss(100,6,2)", Number.POSITIVE_INFINITY],
    ["unif(100,0.1)", 10],
    ["aunif(100,5)", 5],
    ["limit(100,7)", 7],
  ];
  for (const [formula, bound] of cases) {
    ngspiceTest(formula, () => {
      const lines = Array.from({ length: count }, (_, k) => `V${k} n${k} 0 {${formula}}\nR${k} n${k} 0 1`).join("\n");
      const text = `draws\n${lines}\n.op\n.end\n`;
      const theirs = ngspiceOperatingPoint(text);
      const values = Array.from({ length: count }, (_, k) => theirs.get(`v(n${k})`) ?? Number.NaN);
      const stream = randomStream(1);
      const flat = flatten(parseNetlist(text, { file: "draws.cir" }), {
        draw: ({ distribution }) =>
          distribution === "normal"
            ? stream.normal()
            : distribution === "uniform"
              ? 2 * stream.uniform() - 1
              : stream.uniform() < 0.5
                ? -1
                : 1,
      });
      const ours = flat.elements.flatMap((element) => (element.kind === "source" ? [element.dc ?? 0] : []));
      const [a, b] = [moments(values), moments(ours)];
      // Six standard errors of a difference of means, and of one of deviations of normal numbers: ngspice draws anew each time.
      expect(Math.abs(a.mean - b.mean)).toBeLessThan(6 * a.deviation * Math.sqrt(2 / count));
      expect(Math.abs(a.deviation - b.deviation)).toBeLessThan((6 * a.deviation) / Math.sqrt(count));
      for (const { deviation, most } of [a, b]) {
        expect(most).toBeLessThanOrEqual(bound * (1 + 1e-12));
        // A uniform number is never sqrt 3 deviations away.
        if (bound === Number.POSITIVE_INFINITY) expect(most).toBeGreaterThan(2.2 * deviation);
      }
    });
  }
});
