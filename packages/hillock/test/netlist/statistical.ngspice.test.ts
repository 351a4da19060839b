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
  return { mean, deviation, most: Math.max(...values.map((value) => Math.abs(value - mean))) };
}

describe("statistical functions mean what they mean to ngspice", () => {
  // With how many standard deviations the farthest value may lie away; a bounded distribution has its bound there.
  const cases: readonly (readonly [formula: string, farthest: number])[] = [
    ["gauss(100,0.3,3)", 5],
    ["agauss(100,6,2)", 5],
    ["unif(100,0.1)", Math.sqrt(3) * 1.1],
    ["aunif(100,5)", Math.sqrt(3) * 1.1],
    ["limit(100,7)", 1.2],
  ];
  for (const [formula, farthest] of cases) {
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
      // Five standard errors of a difference of means, and of deviations of normal numbers.
      expect(Math.abs(a.mean - b.mean)).toBeLessThan(5 * a.deviation * Math.sqrt(2 / count));
      expect(Math.abs(a.deviation - b.deviation)).toBeLessThan((5 * a.deviation) / Math.sqrt(count));
      expect(a.most).toBeLessThan(farthest * a.deviation);
      expect(b.most).toBeLessThan(farthest * b.deviation);
    });
  }
});
