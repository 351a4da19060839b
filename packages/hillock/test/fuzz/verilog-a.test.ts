import { expect, test } from "vitest";
import { isHillockError } from "../../src/base/error.js";
import type { VerilogASource } from "../../src/netlist/circuit.js";
import { includedFile } from "../../src/netlist/verilog-a-source.js";
import { instantiate } from "../../src/veriloga/instantiate.js";
import { readVerilogA } from "../../src/veriloga/read.js";
import { surroundings } from "../veriloga/device.js";
import { type MutatedModule, modules, mutatedModule } from "./mutated-module.js";

// npm run fuzz -- --verilog-a --count N --seed S --first K sets these; the suite runs a fixed few.
const count = Number(process.env.HILLOCK_FUZZ_COUNT ?? 1200);
const seed = Number(process.env.HILLOCK_FUZZ_SEED ?? 1);
const first = Number(process.env.HILLOCK_FUZZ_FIRST ?? 0);
const isLarge = process.env.HILLOCK_FUZZ_COUNT !== undefined;

/** No source may take longer, ms: many times what the slowest does, for machines under load. */
const longest = 20_000;
const mostFailures = 5;

/** "equations" or the code of the error; anything else thrown passes through. */
function outcome(source: VerilogASource): string {
  try {
    const module = readVerilogA(source.text, { file: source.file, include: includedFile(source) });
    const { currents, charges, unknowns } = instantiate(module, {
      parameters: {},
      connectedPorts: module.ports.length,
      environment: surroundings,
    });
    expect([currents.length, charges.length]).toEqual([unknowns.length, unknowns.length]);
    return "equations";
  } catch (error) {
    if (!isHillockError(error)) throw error;
    expect(error.message).toMatch(/^veriloga\/[a-z-]+ {2}(\S+\.va|predefined macros|constants\.vams):\d+:\d+\n/);
    return error.code;
  }
}

test.each(modules)("$file is a device as it stands", (source) => expect(outcome(source)).toBe("equations"));

test(
  "a mutated source gives a device or an error of ours with its place, and neither hangs nor crashes",
  () => {
    const outcomes = new Map<string, number>();
    const failures: string[] = [];
    let slowest = { index: -1, time: 0 };
    for (let index = first; index < first + count; index++) {
      const mutated = mutatedModule(seed, index);
      const start = performance.now();
      try {
        const code = outcome(mutated.source);
        outcomes.set(code, (outcomes.get(code) ?? 0) + 1);
      } catch (error) {
        failures.push(failure(index, mutated, error));
        if (failures.length === mostFailures) break;
      }
      const time = performance.now() - start;
      if (time > slowest.time) slowest = { index, time };
      if (isLarge && index % 1000 === 999) console.log(`${index + 1} sources`);
    }
    expect(failures.join("\n\n")).toBe("");
    expect(slowest.time, `source ${slowest.index}`).toBeLessThan(longest);
    if (isLarge) {
      const rows = [...outcomes].sort(([, a], [, b]) => b - a).map(([code, times]) => `${times} ${code}`);
      console.log([...rows, `slowest: source ${slowest.index}, ${slowest.time.toFixed(0)} ms`].join("\n"));
    } else {
      // The changes reach the whole reader, not only its parser.
      expect(outcomes.get("equations") ?? 0).toBeGreaterThan(count / 10);
      expect(outcomes.size).toBeGreaterThan(25);
    }
  },
  isLarge ? 3_600_000 : 120_000,
);

function failure(index: number, { source, mutations }: MutatedModule, error: unknown): string {
  const cause = error instanceof Error ? error.stack?.slice(0, 1500) : String(error);
  return `source ${index} of seed ${seed}, ${source.file}: ${mutations.join(", ")}\n${cause}`;
}
