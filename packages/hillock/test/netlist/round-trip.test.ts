import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluateFormula, formula, formulaToText, parseNetlist, writeNetlist } from "../../src/netlist/index.js";
import { arbitraryCircuit, includedText } from "./arbitrary-circuit.js";
import { behaviouralFormula } from "./arbitrary-formula.js";

test("any circuit comes back from its written form", () => {
  fc.assert(
    fc.property(arbitraryCircuit, (circuit) => {
      const text = writeNetlist(circuit);
      expect(parseNetlist(text, { file: "any.cir", include: includedText })).toStrictEqual(circuit);
    }),
    { numRuns: 500 },
  );
});

test("any formula comes back from its text, without need for a decision between ngspice's readers", () => {
  fc.assert(
    fc.property(behaviouralFormula(["r", "X1"], ["a", "x1.n"], ["V1"]), (any) => {
      expect(formula(formulaToText(any))).toStrictEqual(structuredClone(any));
    }),
    { numRuns: 1000 },
  );
});

test("parentheses appear only where they are needed", () => {
  const same = [
    "a + b - c",
    "a - (b - c)",
    "a*(b + c)",
    "-a**b",
    "(-a)**b",
    "a**b**c",
    "a**(b**c)",
    "a < b && c",
    "f(-a,b)",
  ];
  for (const text of same) expect(formulaToText(formula(text))).toBe(text);
  expect(formulaToText(formula("a ? b : (c ? d : e)"))).toBe("a ? b : (c ? d : e)");
  expect(evaluateFormula(formula("2*(3+4)"), { parameter: () => undefined })).toBe(14);
});
