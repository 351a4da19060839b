import { describe, expect, test } from "vitest";
import { shippedModules } from "../../src/devices/modules.js";
import { includedFile } from "../../src/netlist/verilog-a-source.js";
import { readVerilogA } from "../../src/veriloga/read.js";
import { twoTerminal } from "./device.js";

const read = (source: string) => readVerilogA(source, { file: "test.va" });
const jumps = expect.objectContaining({ code: "veriloga/discontinuous" });

describe("currents and charges that jump are found", () => {
  test.each([
    ["a step", "I(a,b) <+ V(a,b) > 0.7 ? 1m : 0;"],
    ["a step far out", "I(a,b) <+ V(a,b) > -42 ? 1m : 2m;"],
    ["a small step on a large current", "I(a,b) <+ V(a,b) + (V(a,b) > 0.3 ? 1m : 0);"],
    ["a charge", "I(a,b) <+ ddt(V(a,b) > 0.7 ? V(a,b) : 0);"],
    ["a condition of several", "if (V(a,b) > 0 && V(a,b) < 1 || V(a) > 20) I(a,b) <+ 1; else I(a,b) <+ 0;"],
    ["a voltage", "V(a,b) <+ V(a) > 1 ? I(a,b) : 1;"],
    ["one end of two", "I(a,b) <+ V(a,b) < 0 ? 0 : (V(a,b) < 1 ? V(a,b) : 2);"],
  ])("%s", (_, statement) => {
    expect(() => read(twoTerminal(statement))).toThrow(jumps);
  });
});

describe("what is continuous is not held to jump", () => {
  test.each([
    ["a corner", "I(a,b) <+ V(a,b) > 0.7 ? V(a,b) - 0.7 : 0;"],
    ["an endless slope", "I(a,b) <+ V(a,b) > 0.7 ? sqrt(V(a,b) - 0.7) : 0;"],
    ["a steep exponential", "I(a,b) <+ V(a,b) > 0.7 ? exp(40*V(a,b)) : exp(28) * (1 + 40*(V(a,b) - 0.7));"],
    ["terms that cancel", "I(a,b) <+ V(a,b) < 0 ? 0 : 1e3 * (sqrt(1 + V(a,b)) - 1);"],
    ["a guarded quotient", "I(a,b) <+ V(a,b) == 0 ? 1 : sinh(V(a,b))/V(a,b);"],
    ["a voltage or a current", "if (V(a,b) > 0) V(a,b) <+ 0.5; else I(a,b) <+ 1u*V(a,b);"],
    ["a step in time", "I(a,b) <+ $abstime > 1u ? 1 : 0;"],
  ])("%s", (_, statement) => {
    expect(() => read(twoTerminal(statement))).not.toThrow();
  });
});

test("a model that says that it jumps, or that refuses its defaults, is read", () => {
  const step = "I(a,b) <+ V(a,b) > VT ? 1 : 0;";
  const declared = "parameter real VT = 1;";
  expect(() => read(twoTerminal(step, declared))).toThrow(jumps);
  expect(() => read(twoTerminal(`$discontinuity(0); ${step}`, declared))).not.toThrow();
  expect(() => read(twoTerminal(step, "parameter real VT = 0 from (0:inf);"))).not.toThrow();
});

test.each(Object.values(shippedModules))("$file is continuous, or says that it is not", (source) => {
  expect(() => readVerilogA(source.text, { file: source.file, include: includedFile(source) })).not.toThrow();
});
