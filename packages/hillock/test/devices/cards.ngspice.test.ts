import { describe, expect, test } from "vitest";
import * as cards from "../../src/devices/cards/index.js";
import { deviceEquations } from "../../src/devices/device-equations.js";
import type { Device, Model, Subcircuit } from "../../src/netlist/circuit.js";
import type { FlatDevice } from "../../src/netlist/flat-circuit.js";
import type { Value } from "../../src/netlist/value.js";
import { ngspiceTest } from "../requirements.js";
import { runNative } from "./native.js";
import { netlistLines } from "./netlist-devices.js";

const environment = { temperature: 300.15, gmin: 1e-12 };

const parts = [
  cards.diode1N4148,
  cards.mosfetALD1105,
  cards.mosfetIRLML6246,
  cards.mosfetZVP3310A,
  cards.thyristorCR02A,
  cards.thyristorP0118MA,
];

const numbers = (given: Readonly<Record<string, Value>>, defaults: ReadonlyMap<string, Value> = new Map()) =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name, numberOf(value, defaults)]));

function numberOf(value: Value, defaults: ReadonlyMap<string, Value>): number {
  if (typeof value === "number") return value;
  if (value.kind === "name") return numberOf(defaults.get(value.name) as Value, new Map());
  throw new Error("a card holds numbers and parameters");
}

/** A subcircuit's devices with its default parameters. */
function flatDevices({ elements, models, defaults }: Subcircuit): FlatDevice[] {
  const values = new Map(defaults.map(({ name, value }) => [name, value]));
  return elements.map((element) => {
    const { model, value, parameters, ...rest } = element as Device;
    const card = models.find(({ name }) => name === model);
    return {
      ...rest,
      model: card && { ...card, parameters: numbers(card.parameters, values) },
      value: value === undefined ? undefined : numberOf(value, values),
      parameters: numbers(parameters),
    };
  });
}

const nodeCounts: Readonly<Record<string, number>> = { D: 2, NMOS: 4, PMOS: 4, VDMOS: 3 };
const elementTypes = { D: "diode", NMOS: "mosfet", PMOS: "mosfet", VDMOS: "mosfet" } as const;

function modelDevice(model: Model): FlatDevice {
  const nodes = Array.from({ length: nodeCounts[model.type] }, (_, k) => `n${k}`);
  const type = elementTypes[model.type as keyof typeof elementTypes];
  return {
    kind: "device",
    type,
    name: "x1",
    nodes,
    model: { ...model, parameters: numbers(model.parameters) },
    parameters: {},
  };
}

describe("cards of real parts", () => {
  for (const { name, card, source, fit, description } of parts) {
    test(name, () => {
      for (const text of [source, fit, description]) expect(text.length).toBeGreaterThan(10);
      const models = "type" in card ? [card] : "n" in card ? [card.n, card.p] : [];
      const devices = "elements" in card ? flatDevices(card) : models.map(modelDevice);
      expect(devices.length).toBeGreaterThan(0);
      for (const device of devices) expect(deviceEquations(device, environment).notes).toEqual([]);
    });
  }
});

ngspiceTest("the P0118MA card has the range of negative resistance that it was fitted to", () => {
  const lines = flatDevices(cards.thyristorP0118MA.card).flatMap((device, k) =>
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
