import { expect, test } from "vitest";
import { readVerilogA } from "../../src/veriloga/read.js";
import { currentOf, device, twoTerminal } from "./device.js";

const plain = { settable: true, permitted: [], excluded: [] };
const positive = { lower: 0, upper: Number.POSITIVE_INFINITY, includesLower: false, includesUpper: false };

test("a parameter's declaration is read with its attributes, before it or behind it on its line", () => {
  const { parameters } = readVerilogA(
    `module m(a); inout a; electrical a;
      (* desc="width", units="m", type="instance" *) parameter real W = 1u from (0:inf);
      parameter integer N = 2, K = 3; (* desc="counts" *)
      localparam real TWICE = 2*W;
      parameter X = 1;
      analog I(a) <+ W;
    endmodule`,
    { file: "m.va" },
  );
  expect(parameters).toEqual([
    {
      name: "W",
      type: "real",
      description: "width",
      units: "m",
      ...{ defaultValue: 1e-6, ...plain, permitted: [positive] },
    },
    { name: "N", type: "integer", description: "counts", units: "", defaultValue: 2, ...plain },
    { name: "K", type: "integer", description: "counts", units: "", defaultValue: 3, ...plain },
    { name: "TWICE", type: "real", description: "", units: "", defaultValue: undefined, ...plain, settable: false },
    { name: "X", type: "real", description: "", units: "", defaultValue: 1, ...plain },
  ]);
});

const declarations = `
  parameter real R = 10 from (0:inf);
  parameter real S = 2*R;
  parameter integer N = 1 from [1:5] exclude 3;
  aliasparam RES = R;
  localparam real both = R + S;`;
const source = twoTerminal(
  "I(a,b) <+ both * N + ($param_given(S) ? 1000 : 0) + ($param_given(RES) ? 5000 : 0);",
  declarations,
);

test("defaults follow other parameters; what is given stands, by any case and by alias", () => {
  expect(currentOf(source)).toBe(30);
  expect(currentOf(source, 0, { parameters: { r: 1 } })).toBe(5003);
  expect(currentOf(source, 0, { parameters: { RES: 1, N: 2 } })).toBe(5006);
  expect(currentOf(source, 0, { parameters: { R: 1, S: 1 } })).toBe(6002);
});

test("a default that follows others is no symbol of its own", () => {
  expect(device(source).parameters).toEqual([
    { name: "R", value: 10 },
    { name: "N", value: 1 },
  ]);
  expect(device(source, { parameters: { S: 4 } }).parameters).toEqual([
    { name: "R", value: 10 },
    { name: "S", value: 4 },
    { name: "N", value: 1 },
  ]);
});

test.each([
  [{ R: 0 }, "parameter-range"],
  [{ R: -1 }, "parameter-range"],
  [{ N: 3 }, "parameter-range"],
  [{ N: 6 }, "parameter-range"],
  [{ N: 1.5 }, "parameter-value"],
  [{ R: Number.NaN }, "parameter-value"],
  [{ R: 1, r: 2 }, "parameter-value"],
  [{ R: 1, res: 2 }, "parameter-value"],
  [{ Q: 1 }, "unknown-parameter"],
  [{ both: 1 }, "unknown-parameter"],
])("%o is refused: %s", (parameters, code) => {
  expect(() => device(source, { parameters: parameters as Record<string, number> })).toThrow(
    expect.objectContaining({ code: `veriloga/${code}` }),
  );
});
