import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { negativeWeightCircuit, printedTanh } from "../../../src/circuits/printed/index.js";
import {
  crossbarDrawing,
  nearestPrintable,
  nearestPrintableValues,
  printableDesign,
  roundedNetwork,
} from "../../../src/fabrication/index.js";
import { grid, metre, ohm, range, significantDigits } from "../../../src/netlist/quantity.js";
import { negativeWeightValues } from "../../../src/networks/printed-network.js";
import { smallNetwork } from "./networks.js";

const resistance = ohm(1e6, range(10e3, 10e6), significantDigits(3));
const length = metre(90e-6, range(80e-6, 100e-6), grid(1e-6));

describe("nearest printable values", () => {
  test("three digits of a resistor, steps of 1 um of a channel", () => {
    expect(nearestPrintable(resistance, 231_390.2, "R")).toBe(231e3);
    expect(nearestPrintable(resistance, 99_951, "R")).toBe(100e3);
    expect(nearestPrintable(length, 84.49e-6, "W")).toBe(84e-6);
  });

  test("a rounding error beyond the range is the bound, more is an error", () => {
    expect(nearestPrintable(resistance, 10.0000001e6, "R")).toBe(10e6);
    expect(nearestPrintable(length, 79.9999e-6, "W")).toBe(80e-6);
    expect(() => nearestPrintable(resistance, 12e6, "layer 1, neuron 2, bias")).toThrow(
      expect.objectContaining({ code: "fabrication/not-printable" }),
    );
    expect(() => nearestPrintable(resistance, Number.NaN, "R")).toThrow(/NaN ohm/);
  });

  test("constraints that rounding would break are kept", () => {
    // Rounded one by one: 500/248 against 124/61.5, which is more.
    const values = { R1: 499.9, R2: 248.4, R3: 249.5e3, R4: 124.4e3, R5: 255e3, W: 500e-6, L: 40e-6 };
    expect(values.R1 / values.R2).toBeGreaterThan(values.R3 / values.R4);
    const rounded = nearestPrintableValues(negativeWeightCircuit, values, "layer 1");
    expect(negativeWeightCircuit.constraints.every((constraint) => constraint.holds(rounded as never))).toBe(true);
    for (const [name, value] of Object.entries(values)) expect(Math.abs(rounded[name] / value - 1)).toBeLessThan(0.01);
  });

  test("printable values that fulfil the constraints, near any that do", () => {
    const within = (name: keyof typeof negativeWeightCircuit.parameters) => {
      const [least, most] = negativeWeightCircuit.parameters[name].range as readonly [number, number];
      return fc.double({ min: least, max: most, noNaN: true });
    };
    const values = fc
      .record({
        R1: within("R1"),
        R2: within("R2"),
        R3: within("R3"),
        R4: within("R4"),
        R5: within("R5"),
        W: within("W"),
        L: within("L"),
      })
      .filter(
        (each) =>
          each.R1 > 1.001 * each.R2 && each.R3 > 1.001 * each.R4 && each.R1 / each.R2 > 1.001 * (each.R3 / each.R4),
      );
    fc.assert(
      fc.property(values, (each) => {
        const rounded = nearestPrintableValues(negativeWeightCircuit, each, "layer 1") as typeof each;
        expect(rounded.R1 / rounded.R2).toBeGreaterThan(rounded.R3 / rounded.R4);
        for (const name of negativeWeightValues) {
          const { range: [least, most] = [0, 0] } = negativeWeightCircuit.parameters[name];
          expect(rounded[name]).toBeGreaterThanOrEqual(least);
          expect(rounded[name]).toBeLessThanOrEqual(most);
          if (name.startsWith("R")) expect(Number(rounded[name].toPrecision(3))).toBe(rounded[name]);
          else expect(Math.abs(rounded[name] * 1e6 - Math.round(rounded[name] * 1e6))).toBeLessThan(1e-9);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("printable design", () => {
  test("R = 1/(|theta| unit), signs, absent resistors", () => {
    const { inputs, layers, buffered } = printableDesign(smallNetwork);
    expect(inputs).toBe(2);
    expect(buffered).toBeUndefined();
    expect(layers[0].weights).toEqual([
      [231e3, -333e3],
      [-1e6, null],
    ]);
    expect(layers[0].bias).toEqual([500e3, -800e3]);
    // To ground the sign means nothing.
    expect(layers[0].ground).toEqual([1e6, 2e6]);
    expect(layers[1].weights[2]).toEqual([4.76e6, 200e3]);
    expect(layers[0].activation).toEqual({ R1: 1.15e6, W1: 90e-6, L1: 60e-6, R2: 19e3, W2: 491e-6, L2: 35e-6 });
    expect(printedTanh.constraints.every((constraint) => constraint.holds(layers[0].activation))).toBe(true);
  });

  test("the network of the rounded values is that of its design, and rounds to itself", () => {
    const rounded = roundedNetwork(smallNetwork);
    expect(printableDesign(rounded)).toEqual(printableDesign(smallNetwork));
    expect(1 / (rounded.layers[0].theta[0][0] * 1e-5)).toBeCloseTo(231e3, 6);
    expect(rounded.layers[1].theta[2][0]).toBe(0);
  });

  test("the mirrored curve of the published models is no circuit", () => {
    const circuits = [
      { kind: "mirrored-negative-weight", values: smallNetwork.circuits[1].values } as const,
      smallNetwork.circuits[1],
    ];
    expect(() => printableDesign({ ...smallNetwork, circuits })).toThrow(
      expect.objectContaining({ code: "fabrication/no-circuit" }),
    );
  });

  test("a weight that is too small to print is named", () => {
    const theta = smallNetwork.layers[0].theta.map((row) => [...row]);
    theta[1][1] = 0.004;
    const layers = [{ ...smallNetwork.layers[0], theta }, smallNetwork.layers[1]];
    expect(() => printableDesign({ ...smallNetwork, layers })).toThrow(/layer 1, neuron 2, input 2/);
  });
});

test("the drawing has every resistor once, and marks negative weights", () => {
  const design = printableDesign(smallNetwork);
  const svg = crossbarDrawing(design, { inputNames: ["length & width", "mass"], outputNames: ["A", "B", "<C>"] });
  expect(svg).toMatch(/^<svg xmlns/);
  expect(svg).toContain("length &amp; width");
  expect(svg).toContain("&lt;C&gt;");
  const values = [...svg.matchAll(/font-size="10">(−?)([\d.]+ [kM])</g)].map(([, minus, value]) => `${minus}${value}`);
  const count = (text: string) => values.filter((value) => value === text).length;
  expect(values).toHaveLength(7 + 10);
  expect(count("231 k")).toBe(1);
  expect(count("−333 k")).toBe(1);
  expect(count("−800 k")).toBe(1);
  expect(count("4.76 M")).toBe(1);
});
