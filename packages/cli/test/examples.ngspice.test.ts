import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compare } from "hillock/reference";
import { expect } from "vitest";
import { ngspiceTest } from "../../hillock/test/requirements.js";
import { nativeRunner } from "../src/ngspice/native-runner.js";
import { readCircuit } from "../src/read-circuit.js";

const folder = fileURLToPath(new URL("../../../examples/", import.meta.url));

// Every example, the whole of it, as `hillock compare` judges it.
for (const file of readdirSync(folder).filter((name) => name.endsWith(".cir"))) {
  ngspiceTest(`${file} agrees with ngspice`, async () => {
    const runner = await nativeRunner("ngspice");
    if (!runner) throw new Error("ngspice does not run");
    const { verdict, reasons } = await compare(readCircuit(`${folder}${file}`), runner);
    expect({ verdict, reasons }).toEqual({ verdict: "pass", reasons: [] });
  });
}
