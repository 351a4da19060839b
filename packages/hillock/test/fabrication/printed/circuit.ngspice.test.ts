import { expect } from "vitest";
import { printedNetwork } from "../../../src/circuits/printed/index.js";
import { compareWithNgspice, measureNetwork, printableDesign, printedNetlist } from "../../../src/fabrication/index.js";
import { webAssemblyRunner } from "../../../src/reference/webassembly-runner.js";
import { runNative } from "../../devices/native.js";
import { ngspiceTest } from "../../requirements.js";
import { smallNetwork, someInputs } from "./networks.js";

const network = printedNetwork(printableDesign(smallNetwork));
const measured = measureNetwork(network, someInputs);

ngspiceTest("the exported netlist runs on ngspice as it is and gives our voltages", () => {
  const [plot] = runNative(printedNetlist(network, { inputs: someInputs.subarray(2, 4), remarks: ["Row 2"] }));
  const of = (name: string) => plot.vectors.find((vector) => vector.name === name)?.real[0];
  expect(of("v(a2_1)")).toBeCloseTo(measured.outputs[1][3], 3);
  expect(of("v(z2_3)")).toBeCloseTo(measured.sums[1][5], 3);
});

ngspiceTest("rows on ngspice are within 1 uV of our engine", async () => {
  const found = await compareWithNgspice(network, measured, someInputs, [0, 2, 5], await webAssemblyRunner());
  expect(found).toMatchObject({ samples: 3 });
  expect(found.worst).toBeLessThan(1e-6);
  expect(found.worst).toBeGreaterThan(0);
});
