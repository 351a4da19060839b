import { expect, test } from "vitest";
import { deviceEquations } from "../../src/devices/device-equations.js";
import { device } from "./netlist-devices.js";
import { driven } from "./solve-device.js";

test("an inductor's voltage is the derivative of its flux", () => {
  const environment = { temperature: 320.15, gmin: 1e-12 };
  const element = device("inductor", 2, undefined, { tc1: 2e-3, tc2: 1e-4, m: 4 }, 8e-3);
  const { equations, value } = driven(deviceEquations(element, environment), environment);
  expect(equations.unknowns.map(({ kind }) => kind)).toEqual(["voltage", "voltage", "current"]);
  const unknowns = [1.3, 0.2, 0.5];
  const currents = equations.currents.map((root) => value(root, unknowns));
  const charges = equations.charges.map((root) => value(root, unknowns));
  // The branch's current leaves p and enters n; its own row is, up to its sign, V - d/dt (L I) = 0.
  expect(currents.slice(0, 2)).toEqual([0.5, -0.5]);
  expect(charges.slice(0, 2)).toEqual([0, 0]);
  const inductance = (8e-3 / 4) * (1 + 2e-3 * 20 + 1e-4 * 400);
  expect(Math.abs(currents[2])).toBeCloseTo(1.1, 14);
  expect(charges[2] / currents[2]).toBeCloseTo((-inductance * 0.5) / 1.1, 14);
});
