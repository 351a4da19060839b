import { describe, expect, it } from "vitest";
import { parseSignals } from "../src/sweep/parse-signals.js";
import { parseVariations } from "../src/sweep/parse-variation.js";

describe("--vary", () => {
  const cases: readonly (readonly [text: string, variation: object])[] = [
    ["10%", { tolerance: { distribution: "uniform", relative: 0.1 } }],
    ["10m", { tolerance: { distribution: "uniform", absolute: 0.01 } }],
    ["normal: 5 %", { tolerance: { distribution: "normal", relative: 0.05 } }],
    ["LogNormal:30%", { tolerance: { distribution: "log-normal", relative: 0.3 } }],
    ["log-normal:30%", { tolerance: { distribution: "log-normal", relative: 0.3 } }],
    ["two-point:1e+3", { tolerance: { distribution: "two-point", absolute: 1000 } }],
    ["range:10k..0.5meg", { spanning: "linear", range: [1e4, 5e5] }],
    ["log-range:10k..500k/E24", { spanning: "logarithmic", range: [1e4, 5e5], series: 24 }],
    ["range:0..50k/grid:10k", { spanning: "linear", range: [0, 5e4], grid: { step: 1e4 } }],
    ["10%/E12", { tolerance: { distribution: "uniform", relative: 0.1 }, series: 12 }],
    [
      "normal:5%/within:-1u..10u",
      { tolerance: { distribution: "normal", relative: 0.05 }, range: [-1e-6, 1e-5], beyondRange: "reject" },
    ],
    [
      "normal:5%/clamp:1u..10u",
      { tolerance: { distribution: "normal", relative: 0.05 }, range: [1e-6, 1e-5], beyondRange: "clamp" },
    ],
    [
      "normal:1%+uniform:10%@lot",
      {
        tolerance: { distribution: "normal", relative: 0.01 },
        matched: { distribution: "uniform", relative: 0.1, group: "lot" },
      },
    ],
    ["1e+3@lot", { matched: { distribution: "uniform", absolute: 1000, group: "lot" } }],
  ];
  for (const [text, variation] of cases) {
    it(text, () => expect(parseVariations([`R1=${text}`])).toEqual({ R1: variation }));
  }

  it("is a list, also of several options", () => {
    expect(Object.keys(parseVariations(["R1=1%, M1.w=2%", "X1:DMOD.is=lognormal:3%"]))).toEqual([
      "R1",
      "M1.w",
      "X1:DMOD.is",
    ]);
  });

  for (const text of ["R1", "=5%", "R1=", "R1=ten", "R1=triangle:5%", "R1=5%%", "R1=range:1k", "R1=range:1k..2k..3k"]) {
    it(`refuses ${text}`, () => expect(() => parseVariations([text])).toThrow(/usage\/malformed-variation {2}--vary/));
  }
  for (const text of ["R1=1%,R1=2%", "R1=1%+2%", "R1=1%@a+2%@b", "R1=1%@", "R1=1%/E5", "R1=1%/inside:1..2", "R1=4k7"]) {
    it(`refuses ${text}`, () => expect(() => parseVariations([text])).toThrow(/usage\/malformed-variation {2}--vary/));
  }
});

describe("--outputs", () => {
  it("names signals", () => {
    expect(parseSignals(["v(out), V(a,b)", "i(Vcc)"])).toEqual([
      { kind: "voltage", positive: "out", negative: "0" },
      { kind: "voltage", positive: "a", negative: "b" },
      { kind: "current", element: "Vcc" },
    ]);
  });

  for (const text of ["out", "v()", "i(a,b)", "v(a,b,c)", "v(out", ""]) {
    it(`refuses "${text}"`, () => expect(() => parseSignals([text])).toThrow(/usage\/malformed-signal/));
  }
});
