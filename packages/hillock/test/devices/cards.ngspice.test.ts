import { describe, expect, test } from "vitest";
import * as cards from "../../src/devices/cards/index.js";
import { deviceEquations } from "../../src/devices/device-equations.js";
import { ngspiceTest } from "../requirements.js";
import { cardDevices } from "./card-devices.js";
import { runNative } from "./native.js";
import { netlistLines } from "./netlist-devices.js";

const environment = { temperature: 300.15, gmin: 1e-12 };

/** Every exported card: what is not a function is one. */
const parts = Object.values(cards).filter((each) => typeof each !== "function");

describe("cards of real parts", () => {
  for (const { name, card, source, fit, description } of parts) {
    test(name, () => {
      for (const text of [source, fit, description]) expect(text.length).toBeGreaterThan(10);
      const devices = cardDevices(card);
      expect(devices.length).toBeGreaterThan(0);
      for (const device of devices) expect(deviceEquations(device, environment).notes).toEqual([]);
    });
  }
});

ngspiceTest("the P0118MA card has the range of negative resistance that it was fitted to", () => {
  const lines = cardDevices(cards.thyristorP0118MA.card).flatMap((device, k) =>
    netlistLines(device, `${k}`, device.nodes),
  );
  const circuit = ["Rm A G 680k", "Ra K 0 2k", "I1 0 A 0", ".dc I1 40u 130u 0.1u"];
  const [plot] = runNative(["thyristor", ...lines, ...circuit, ".end", ""].join("\n"));
  const current = plot.vectors[0].real;
  const voltage = plot.vectors.find(({ name }) => name === "v(a)")?.real as Float64Array;
  const onset = voltage.findIndex((v, k) => k > 0 && v > voltage[k - 1] && v > voltage[k + 1]);
  const valley = voltage.findIndex((v, k) => k > onset && v < voltage[k - 1] && v < voltage[k + 1]);
  expect(current[onset]).toBeCloseTo(48.4e-6, 6);
  expect(voltage[onset]).toBeCloseTo(3.82, 2);
  expect(current[valley]).toBeCloseTo(114e-6, 6);
});
