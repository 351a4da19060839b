import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { deviceModule } from "../../src/devices/device-module.js";
import { source } from "../../src/devices/egt.va";
import { shippedModules } from "../../src/devices/modules.js";
import { analyse, scaleOf, signalOf } from "../engine/run-netlist.js";
import { sharedData, sharedDataTest } from "../requirements.js";
import { biasedDevice } from "./verilog-a-device.js";

const [drain, gate, sourcePort] = [0, 1, 2];
const [W, L] = [500e-6, 40e-6];
const transistor = biasedDevice(source, { W, L });
const current = (vd: number, vg: number, vs = 0): number => transistor.currents([vd, vg, vs])[drain];

describe("egt", () => {
  test("has the card's resistance of a square in the linear region", () => {
    // Values stated with the card, in ohm at VDS -> 0.
    for (const [vgs, square] of [
      [0.5, 34.5e3],
      [0.7, 28.5e3],
      [1, 25.3e3],
      [1.5, 23.5e3],
      [2, 22.8e3],
    ]) {
      const ratio = ((1e-3 / current(1e-3, vgs)) * W) / L / square;
      expect(Math.abs(ratio - 1)).toBeLessThan(0.01);
    }
  });

  test("is symmetric in drain and source, scales with W/L, and turns off exponentially", () => {
    expect(current(0.7, 0.6, 0.2)).toBeCloseTo(-current(0.2, 0.6, 0.7), 18);
    const twice = biasedDevice(source, { W: 2 * W, L });
    expect(twice.currents([0.7, 0.6, 0])[drain] / current(0.7, 0.6)).toBeCloseTo(2, 7);
    const leak = 1e-12;
    // u^GAM with u = S exp((v - VT)/S): a factor of e every S/GAM.
    const ratio = (current(1, 0) - leak) / (current(1, 0.01564 / 2.608) - leak);
    expect(Math.log(ratio)).toBeCloseTo(-1, 2);
  });

  test("takes no direct gate current, and CGA W L of charge per volt, half from each side", () => {
    expect(transistor.currents([0.5, 1, 0])[gate]).toBe(0);
    const capacitance = 0.054 * W * L;
    expect(transistor.capacitance(gate, gate, [0.5, 1, 0]) / capacitance).toBeCloseTo(1, 12);
    for (const port of [drain, sourcePort]) {
      expect(transistor.capacitance(port, gate, [0.5, 1, 0]) / (-capacitance / 2)).toBeCloseTo(1, 12);
    }
  });

  sharedDataTest("reference/printed/egt_card.json", "its defaults are the fitted card", () => {
    const { params } = JSON.parse(readFileSync(sharedData("reference/printed/egt_card.json"), "utf8"));
    const { parameters } = deviceModule({ source: shippedModules.egt });
    for (const [name, { value }] of Object.entries<{ value: number }>(params)) {
      expect(parameters.find((parameter) => parameter.name === name)?.defaultValue).toBe(value);
    }
  });
});

/** V(out) of the inverter of the negative-weight circuit (README of the printed reference, 2a) for inputs from -2 to 2 V. */
function inverter([r1, r2, r3, r4, r5, w, l]: readonly number[]): { input: Float64Array; output: Float64Array } {
  const result = analyse(`VDD dd 0 1
VSS ss 0 -2.2
VIN in 0 0
R1 dd ref ${r1}
R2 ref ss ${r2}
R4 in g ${r4}
R3 g ss ${r3}
R5 dd out ${r5}
N1 out g ref PRINTED
.model PRINTED egt(w=${w} l=${l})
.save v(out)
.dc VIN -2 2 0.025`);
  return { input: scaleOf(result), output: signalOf(result, "v(out)") };
}

sharedDataTest(
  "data/inv_circuit/inv_dataset.csv",
  "inverters of the published data set have its transfer curves",
  () => {
    const lines = readFileSync(sharedData("data/inv_circuit/inv_dataset.csv"), "utf8").trim().split("\n");
    const header = lines[0].split(",");
    const column = (name: string): number => {
      const found = header.findIndex((each) => each.trim().toLowerCase() === name);
      if (found < 0) throw new Error(`no column ${name} among ${header}`);
      return found;
    };
    const names = ["r1", "r2", "r3", "r4", "r5", "w", "l"].map(column);
    const etas = ["eta1", "eta2", "eta3", "eta4"].map(column);
    const errors = [100, 1100, 2100, 3100, 4100, 5100].map((line) => {
      const row = lines[line].split(",").map(Number);
      const { input, output } = inverter(names.map((at) => row[at]));
      const [eta1, eta2, eta3, eta4] = etas.map((at) => row[at]);
      const squares = output.map((value, n) => (value + eta1 + eta2 * Math.tanh((input[n] - eta3) * eta4)) ** 2);
      return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
    });
    // The data are tanh curves fitted to simulations: raw curves are 25 mV from them (README of the printed reference).
    for (const error of errors) expect(error).toBeLessThan(0.06);
    expect(Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length)).toBeLessThan(0.03);
  },
);
