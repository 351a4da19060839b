import { describe, expect } from "vitest";
import { deviceEquations } from "../../src/devices/device-equations.js";
import { ngspiceTest } from "../requirements.js";
import { admittances } from "./admittance.js";
import { chargeBenches } from "./charge-benches.js";
import { type Bench, type Complex, nativeAdmittances } from "./native.js";
import { driven } from "./solve-device.js";

const environment = { temperature: 300.15, gmin: 1e-12 };
const omega = 1e6;
const tolerance = 1e-9;

/**
 * The greatest miss of a bench's capacitances, the imaginary parts.
 *
 * The real parts are not compared: ngspice 39's small-signal conductances are not always the slopes of its own static
 * currents. Seen: no conductance of the substrate junction (Q), the slope of the threshold for a forward bulk (M), of
 * the recombination current (D), and of the body diode in reverse (VDMOS).
 */
function miss(bench: Bench, native: Complex[][][]): string {
  const held = driven(deviceEquations(bench.element, environment), environment);
  let text = `${bench.title}: agrees`;
  let greatest = 1;
  for (const [i, bias] of bench.biases.entries()) {
    const own = admittances(held, bias, omega);
    const largest = Math.max(...native[i].flat().map(({ imaginary }) => Math.abs(imaginary)));
    const rounding = 1e-13 * largest + (4 * Number.EPSILON) / (bench.resistance ?? Number.POSITIVE_INFINITY) + 1e-24;
    for (const [t, row] of native[i].entries()) {
      for (const [u, { imaginary }] of row.entries()) {
        const ratio = Math.abs(own[t][u].imaginary - imaginary) / (tolerance * Math.abs(imaginary) + rounding);
        if (ratio <= greatest) continue;
        greatest = ratio;
        text = `${bench.title}: ${(tolerance * ratio).toExponential(1)} at bias ${bias}, ${t},${u}: ${own[t][u].imaginary}, ngspice ${imaginary}`;
      }
    }
  }
  return text;
}

describe("capacitances equal ngspice's", () => {
  for (const [name, benches] of chargeBenches) {
    ngspiceTest(name, () => {
      const native = nativeAdmittances(benches, omega);
      expect(benches.map((bench, b) => miss(bench, native[b]))).toEqual(benches.map(({ title }) => `${title}: agrees`));
    });
  }
});
