import { describe, expect, test } from "vitest";
import { compileAdjustable } from "../../../src/engine/quantities/adjustable-circuit.js";
import { sweepGradient } from "../../../src/engine/sensitivity/sweep-gradient.js";
import { byCurrent } from "../../../src/experiments/uc-neuron/characteristic.js";
import type { Circuit } from "../../../src/netlist/circuit.js";
import { example } from "../../examples.js";
import { expectDifferencesToAgree } from "./finite-differences.js";
import { defaultNumbers, parameterNumbers, writtenNumbers } from "./perturbations.js";
import { type Formulation, printedCells } from "./printed-cells.js";

/** The numbers of the flat circuit, and the parameters that they follow from. */
const everything = (circuit: Circuit) => [writtenNumbers(circuit), parameterNumbers(circuit)];

describe("gradients agree with differences of circuits compiled anew, for every parameter", () => {
  test("the ultra-compact neuron's characteristic: off, negative resistance, on", { timeout: 120_000 }, () => {
    const circuit = byCurrent(0, 0, 0);
    const sweeps = [{ variable: "Iin", from: 2e-6, to: 402e-6, step: 80e-6 }];
    const outputs = ["v(vm)", "v(vk)", "v(out)", "i(vcc)"];
    const known = expectDifferencesToAgree({ circuit, sweeps, outputs, perturbations: everything(circuit) });
    expect(known).toBeGreaterThan(0.98);
  });

  test("a neuron-synapse unit: thyristor neuron, delta block, two stages", { timeout: 120_000 }, () => {
    const circuit = example("ns-unit-delta-block");
    const sweeps = [{ variable: "I0", from: 10e-6, to: 130e-6, step: 40e-6 }];
    const outputs = ["v(vm)", "v(va)", "i(vdelta)", "i(vout)", "p(vdd)"];
    expectDifferencesToAgree({
      circuit,
      sweeps,
      outputs,
      perturbations: everything(circuit),
    });
  });

  test("a bipolar differential pair", { timeout: 120_000 }, () => {
    const circuit = example("differential-pair-bjt");
    const sweeps = [{ variable: "Vin", from: -0.15, to: 0.15, step: 0.05 }];
    const outputs = ["v(out)", "v(e)", "v(a)", "i(vcc)", "i(vn)"];
    const known = expectDifferencesToAgree({ circuit, sweeps, outputs, perturbations: everything(circuit) });
    expect(known).toBeGreaterThan(0.98);
  });

  test("a MOS differential pair, and what its cards leave at their defaults", { timeout: 120_000 }, () => {
    const circuit = example("differential-pair-mos");
    const sweeps = [{ variable: "Vp", from: 1.85, to: 3.2, step: 0.27 }];
    const outputs = ["v(out)", "v(a)", "v(s)", "i(vdd)"];
    const known = expectDifferencesToAgree({
      circuit,
      sweeps,
      outputs,
      perturbations: [...everything(circuit), defaultNumbers(circuit)],
    });
    expect(known).toBeGreaterThan(0.98);
  });

  describe.each(Object.entries(printedCells))("printed: %s", (_, { circuit: make, outputs }) => {
    test.each<Formulation>(["device", "behavioural"])("%s", { timeout: 120_000 }, (formulation) => {
      const circuit = make(formulation);
      const sweeps = [{ variable: "Vin", from: -1, to: 1, step: 0.25 }];
      const known = expectDifferencesToAgree({ circuit, sweeps, outputs, perturbations: everything(circuit) });
      expect(known).toBeGreaterThan(0.98);
    });
  });

  test("both ways of writing a printed transistor have the same gradients", () => {
    const { circuit, outputs } = printedCells["tanh circuit, two transistors"];
    const sweep = { variable: "Vin", from: -1, to: 1, step: 0.25 };
    const [device, behavioural] = (["device", "behavioural"] as const).map((formulation) => {
      const names = formulation === "device" ? ["N1.w", "N2.l"] : ["X1.w", "X2.l"];
      return sweepGradient(compileAdjustable(circuit(formulation), [...names, "RA", "R4"]), sweep, { outputs });
    });
    device.gradient.forEach((slope, k) => {
      expect(Math.abs(slope - behavioural.gradient[k])).toBeLessThanOrEqual(1e-6 * Math.abs(slope) + 1e-18);
    });
  });
});
