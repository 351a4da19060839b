import fc from "fast-check";
import { describe, expect } from "vitest";
import { isHillockError } from "../../src/base/error.js";
import { evaluateFormula, type Formula, flatten, formulaToText, parseNetlist } from "../../src/netlist/index.js";
import { ngspiceTest } from "../requirements.js";
import { constantFormula } from "./arbitrary-formula.js";
import { evaluateFlat } from "./evaluate-flat.js";
import { behaviouralFormulas, constantFormulas } from "./formula-cases.js";
import { ngspiceOperatingPoint } from "./run-ngspice.js";

const definitions = `.param base=1k
.param forward={later/2}
.param later={base+1}
.func double(x) {2*x}
.func parallel(a,b) {a*b/(a+b)}
Va a 0 -2
Vb b 0 3
Vc c 0 0.5
Ra a 0 1
Rb b 0 1
Rc c 0 1`;

/** A netlist whose node `n<k>` has the value of the k-th formula. */
function deck(formulas: readonly string[], line: (formula: string, index: number) => string): string {
  const lines = formulas.map((formula, index) => `${line(formula, index)}\nRx${index} n${index} 0 1`);
  return `formulas\n${definitions}\n${lines.join("\n")}\n.op\n.end\n`;
}

function once<T>(compute: () => T): () => T {
  let result: { value: T } | undefined;
  return () => {
    result ??= { value: compute() };
    return result.value;
  };
}

const close = (ours: number, theirs: number | undefined) => {
  expect(theirs).toBeDefined();
  expect(Math.abs(ours - (theirs ?? Number.NaN))).toBeLessThanOrEqual(1e-9 * Math.abs(ours) + 1e-14);
};

describe(".param formulas are computed as ngspice does", () => {
  const text = deck(
    constantFormulas,
    (formula, index) => `.param p${index}={${formula}}\nV${index} n${index} 0 {p${index}}`,
  );
  const theirs = once(() => ngspiceOperatingPoint(text));
  const ours = once(() => flatten(parseNetlist(text, { file: "formulas.cir" })));
  for (const [index, formula] of constantFormulas.entries()) {
    ngspiceTest(formula, () => {
      const source = ours().elements.find(({ name }) => name === `V${index}`);
      close((source as { dc?: number }).dc ?? Number.NaN, theirs().get(`v(n${index})`));
    });
  }
});

describe("behavioural formulas are computed as ngspice does", () => {
  const text = deck(behaviouralFormulas, (formula, index) => `B${index} n${index} 0 V=${formula}`);
  const theirs = once(() => ngspiceOperatingPoint(text));
  const ours = once(() => flatten(parseNetlist(text, { file: "formulas.cir" })));
  for (const [index, formula] of behaviouralFormulas.entries()) {
    ngspiceTest(formula, () => {
      const source = ours().elements.find(({ name }) => name === `B${index}`) as { formula: Formula };
      close(evaluateFlat(source.formula, theirs()), theirs().get(`v(n${index})`));
    });
  }
});

ngspiceTest("200 random formulas, as written by formulaToText, have the same value in ngspice", () => {
  const evaluated = (formula: Formula): number => {
    try {
      return evaluateFormula(formula, { parameter: (name) => (name === "base" ? 1000 : undefined) });
    } catch (error) {
      // ngspice stops at these, and so do we.
      if (isHillockError(error) && error.code === "netlist/not-a-number") return Number.NaN;
      throw error;
    }
  };
  const usable = (value: number) =>
    Number.isFinite(value) && (value === 0 || (Math.abs(value) > 1e-9 && Math.abs(value) < 1e9));
  const formulas = fc
    .sample(constantFormula(["base"]), { numRuns: 2000, seed: 7 })
    .map((formula) => ({ text: formulaToText(formula), value: evaluated(formula) }))
    .filter(({ value }) => usable(value))
    .slice(0, 200);
  expect(formulas).toHaveLength(200);
  const texts = formulas.map(({ text }) => text);
  const theirs = ngspiceOperatingPoint(
    deck(texts, (text, index) => `.param p${index}={${text}}\nV${index} n${index} 0 {p${index}}`),
  );
  for (const [index, { value, text }] of formulas.entries()) {
    const reference = theirs.get(`v(n${index})`) ?? Number.NaN;
    expect(Math.abs(value - reference), text).toBeLessThanOrEqual(1e-7 * Math.abs(value) + 1e-12);
  }
});
