import fc from "fast-check";
import { expect, test } from "vitest";
import {
  negativeWeightCircuit,
  printedTanh,
  printedTanhModelElements,
  threeStageNegativeWeightCircuit,
} from "../../../src/circuits/printed/index.js";
import { cell } from "../../../src/netlist/cell.js";
import { evaluateFormula } from "../../../src/netlist/formula/evaluate-formula.js";
import { formula } from "../../../src/netlist/formula/parse-formula.js";
import { ohm, type Quantity, variedQuantities } from "../../../src/netlist/quantity.js";
import { drawSamples } from "../../../src/sampling/draw-samples.js";

const cells = { negativeWeightCircuit, printedTanh, threeStageNegativeWeightCircuit };

for (const [name, { parameters, constraints }] of Object.entries(cells)) {
  const ranges = Object.entries<Quantity>(parameters).map(([key, { range }]) => {
    const [least, most] = range as readonly [number, number];
    return [key, fc.double({ min: least / 2, max: most * 2, noNaN: true })] as const;
  });

  test(`${name}: what a constraint says is what it checks`, () => {
    expect(constraints.length).toBeGreaterThan(0);
    const seen = constraints.map(() => new Set<boolean>());
    fc.assert(
      fc.property(fc.record(Object.fromEntries(ranges)), (values) => {
        constraints.forEach((each, k) => {
          const said = evaluateFormula(formula(each.text), { parameter: (parameter) => values[parameter] }) !== 0;
          expect(each.holds(values as never), each.text).toBe(said);
          seen[k].add(said);
        });
      }),
      { numRuns: 500 },
    );
    expect(seen[0]).toEqual(new Set([true, false]));
  });

  test(`${name}: drawn values can be printed`, () => {
    const quantities = variedQuantities(parameters).map((each) => ({ ...each, spanning: "linear" as const }));
    const { values } = drawSamples(quantities, { samples: 512, seed: 3 });
    values.forEach((value, k) => {
      const { unit, range } = quantities[k % quantities.length];
      expect(value).toBeGreaterThanOrEqual(range?.[0] as number);
      expect(value).toBeLessThanOrEqual(range?.[1] as number);
      const printed = unit === "m" ? Number(`${Math.round(value * 1e6)}e-6`) : Number(value.toPrecision(3));
      expect(value).toBe(printed);
    });
  });
}

test("the model elements of the tanh circuit are elements of it", () => {
  const names = printedTanh.subcircuit.elements.map(({ name }) => name);
  expect(names).toHaveLength(4 + printedTanhModelElements.length);
  for (const { name } of printedTanhModelElements) expect(names).toContain(name);
});

test("a cell whose defaults break a constraint is refused", () => {
  const parts = { name: "C", ports: ["a"], parameters: { R1: ohm(1), R2: ohm(2) } } as const;
  const constraints = [{ text: "R1 > R2", holds: ({ R1, R2 }: { R1: number; R2: number }) => R1 > R2 }];
  expect(() => cell({ ...parts, constraints }, () => [])).toThrow(/netlist\/broken-constraint/);
});
