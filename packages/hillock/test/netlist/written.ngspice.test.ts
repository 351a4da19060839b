import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect } from "vitest";
import { flatten, operatingPointAnalysis, parseNetlist, writeNetlist } from "../../src/netlist/index.js";
import { ngspiceTest } from "../requirements.js";
import { ngspiceOperatingPoint } from "./run-ngspice.js";

const examples = fileURLToPath(new URL("../../../../examples/", import.meta.url));
const include = (name: string, from: string) => readFileSync(resolve(dirname(from), name), "utf8");

/** ngspice draws anew in every run. */
const isDrawn = (name: string): boolean => /\ba?(?:gauss|unif)\s*\(/i.test(readFileSync(join(examples, name), "utf8"));

/** The operating point wants a circuit that rests; an oscillator's depends on Newton's path. */
const files = readdirSync(examples).filter(
  (name) => /^\w.*\.cir$/.test(name) && !/oscillator|astable|latch|bistable/.test(name) && !isDrawn(name),
);

describe("ngspice reads a written netlist as the original", () => {
  for (const name of files) {
    ngspiceTest(name, () => {
      const file = join(examples, name);
      const original = readFileSync(file, "utf8");
      const circuit = parseNetlist(original, { file, include });
      const nodes = flatten(circuit).nodes.map((node) => `v(${node.toLowerCase()})`);
      // Tight, so that the two agree although ngspice numbers the equations differently.
      const options = { ...circuit.options, reltol: 1e-8, vntol: 1e-11 };
      const written = writeNetlist({
        ...circuit,
        options,
        analyses: [operatingPointAnalysis],
        measures: [],
        saves: [],
      });
      const prepared = original
        .replace(/^\.(tran|dc|ac|op|meas|measure|save)\b.*(\n\+.*)*\n/gim, "")
        .replace(
          /^(\.include|\.lib)\s+(\S+)/gim,
          (_, command: string, path: string) => `${command} ${join(examples, path)}`,
        )
        .replace(/\b(reltol|vntol)\s*=\s*\S+/gi, "")
        .replace(/^\.end\s*$/im, ".options reltol=1e-8 vntol=1e-11\n.op\n.end");
      const [ours, theirs] = [written, prepared].map(ngspiceOperatingPoint);
      expect(nodes.length).toBeGreaterThan(0);
      for (const node of nodes) {
        const reference = theirs.get(node) ?? Number.NaN;
        expect(Math.abs((ours.get(node) ?? Number.NaN) - reference), node).toBeLessThanOrEqual(
          1e-6 * Math.abs(reference) + 1e-7,
        );
      }
    });
  }
});
