import { expect, test } from "vitest";
import { actingOptions, supportMarkdown } from "../../../../tools/support-table.js";
import { compile } from "../../src/engine/compile.js";
import { parseNetlist } from "../../src/netlist/parse.js";
import { knownOptions, wordOptions } from "../../src/netlist/vocabulary.js";

// `npm run support` writes the file anew.
test("SUPPORT.md is what the tools make of the sources", async () => {
  await expect(supportMarkdown()).toMatchFileSnapshot("../../../../SUPPORT.md");
});

test.each([...knownOptions])("the option %s acts only if SUPPORT.md says so", (option) => {
  const equations = (options: string) => {
    const text = `diode\nV1 a 0 0.6\nD1 a 0 DM\n.model DM D(IS=1f CJO=1p TT=1n)\n${options}\n.end\n`;
    const { system } = compile(parseNetlist(text, { file: "diode.cir" }));
    return JSON.stringify([system.environment, system.graph, system.currents, system.charges]);
  };
  const value = wordOptions.has(option) ? "gear" : "50";
  const changes = equations(`.options ${option}=${value}`) !== equations("");
  expect(changes).toBe(actingOptions.includes(option));
});
