import type { FlatCircuit } from "../netlist/flat-circuit.js";
import type { Environment } from "../veriloga/device-module.js";

/** 0 degrees Celsius in K. */
export const zeroCelsius = 273.15;

/** Temperature and gmin of a circuit: its `.options`, else 27 C and 1e-12 S as in SPICE. */
export function environmentOf({ options }: FlatCircuit): Environment {
  const { temp, gmin } = options;
  return {
    temperature: (typeof temp === "number" ? temp : 27) + zeroCelsius,
    gmin: typeof gmin === "number" ? gmin : 1e-12,
  };
}

/** Temperature for which the parameters of models without their own hold, K: `.options tnom`, else 27 C. */
export function nominalTemperatureOf({ options }: FlatCircuit): number {
  return (typeof options.tnom === "number" ? options.tnom : 27) + zeroCelsius;
}
