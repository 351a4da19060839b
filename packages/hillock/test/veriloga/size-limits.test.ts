import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isHillockError } from "../../src/base/error.js";
import { instantiate } from "../../src/veriloga/instantiate.js";
import { readVerilogA } from "../../src/veriloga/read.js";
import { surroundings } from "./device.js";

const valid = readFileSync(new URL("../fuzz/every-construct.va", import.meta.url), "utf8");

/** "equations" or the code of the error; anything else thrown passes through. */
function outcome(source: string): string {
  try {
    const module = readVerilogA(source, { file: "large.va" });
    instantiate(module, { parameters: {}, connectedPorts: module.ports.length, environment: surroundings });
    return "equations";
  } catch (error) {
    if (isHillockError(error)) return error.code;
    throw error;
  }
}

test("the source is valid as it stands", () => expect(outcome(valid)).toBe("equations"));

test.each([
  ["parentheses", `${"(".repeat(20_000)}1`],
  ["signs", `${"- ".repeat(20_000)}1`],
  ["conditions", `${"1 ? 2 : ".repeat(20_000)}1`],
])("%s nested thousands deep are an error", (_, expression) => {
  const source = valid.replace("1m * I(s,b)", expression);
  expect(outcome(source)).not.toBe("equations");
});

test("macros that multiply are stopped", () => {
  const doubling = Array.from({ length: 60 }, (_, k) => `\`define D${k + 1} \`D${k} \`D${k}`).join("\n");
  expect(outcome(`\`define D0 +1\n${doubling}\n${valid.replace("1m *", "1m `D60 *")}`)).toBe("veriloga/too-large");
  expect(outcome(`\`define D0\n${doubling}\n${valid.replace("1m *", "1m `D60 *")}`)).toBe("veriloga/too-large");
});

test("loops in loops are stopped", () => {
  const loops = "for (k = 0; k < 9000; k = k + 1) for (bits = 0; bits < 9000; bits = bits + 1) q = q + 1;";
  expect(outcome(valid.replace("@(initial_step)", `${loops} @(initial_step)`))).toBe("veriloga/too-long");
});
