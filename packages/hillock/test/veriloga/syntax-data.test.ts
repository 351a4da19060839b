import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { shippedModules } from "../../src/devices/modules.js";
import { includedFile } from "../../src/netlist/verilog-a-source.js";
import { instantiate } from "../../src/veriloga/instantiate.js";
import { moduleOf } from "../../src/veriloga/module-of.js";
import { parse } from "../../src/veriloga/parse.js";
import { readSyntax, writeSyntax } from "../../src/veriloga/syntax-data.js";
import { surroundings, twoTerminal } from "./device.js";

test.each(Object.values(shippedModules))("$file is the same device from a syntax tree that was written", (shipped) => {
  const source = { file: shipped.file, text: shipped.text };
  const parsed = parse(source, includedFile(shipped));
  const [direct, written] = [parsed, readSyntax(writeSyntax(parsed))].map((syntax) => {
    const module = moduleOf(syntax, source);
    const { graph, ...rest } = instantiate(module, {
      parameters: {},
      connectedPorts: module.ports.length,
      environment: surroundings,
    });
    return { parameters: module.parameters, graph: [graph.operations, graph.payload, graph.first, graph.second], rest };
  });
  expect(written).toEqual(direct);
});

test("places, macros and infinite literals survive", () => {
  const text = `\`define BIG(x) (x*1e999)\n${twoTerminal("I(a,b) <+ min(`BIG(V(a,b)), 1);")}`;
  const parsed = parse({ file: "big.va", text });
  expect(readSyntax(writeSyntax(parsed))).toEqual(parsed);
});

/** Files that a module loads, in the end, without the parser's own. */
function loadedBy(file: URL, seen = new Set<string>()): Set<string> {
  if (seen.has(file.href)) return seen;
  seen.add(file.href);
  for (const [, from] of readFileSync(file, "utf8").matchAll(/^(?:import|export) (?!type )[^;]*? from "([^"]+)";/gm)) {
    if (from.startsWith(".")) loadedBy(new URL(from.replace(/\.js$/, ".ts"), file), seen);
    else seen.add(from);
  }
  return seen;
}

test("devices are made without the parser", () => {
  const source = new URL("../../src/veriloga/", import.meta.url);
  const needed = ["module-of.ts", "instantiate.ts", "syntax-data.ts"].flatMap((file) => [
    ...loadedBy(new URL(file, source)),
  ]);
  expect(needed).not.toContain("chevrotain");
  expect([...loadedBy(new URL("parse.ts", source))]).toContain("chevrotain");
});
