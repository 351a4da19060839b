import { source as junction } from "../../src/devices/junction.va";
import type { DeviceEquations } from "../../src/veriloga/device-module.js";
import { instantiate } from "../../src/veriloga/instantiate.js";
import { readVerilogA } from "../../src/veriloga/read.js";
import { admittances } from "./admittance.js";
import { driven, solve } from "./solve-device.js";

/** A device of a Verilog-A module with voltages at its ports, in their order. */
export interface BiasedDevice {
  readonly equations: DeviceEquations;
  /** Currents into the ports, A. */
  readonly currents: (ports: readonly number[]) => number[];
  /** Charges at the ports, C. */
  readonly charges: (ports: readonly number[]) => number[];
  /** d current of port `of` / d voltage of port `to`, S, internal nodes following. */
  readonly conductance: (of: number, to: number, ports: readonly number[]) => number;
  /** d charge of port `of` / d voltage of port `to`, F, internal nodes following slowly. */
  readonly capacitance: (of: number, to: number, ports: readonly number[]) => number;
}

/** @param temperature K */
export function biasedDevice(
  source: string,
  parameters: Readonly<Record<string, number>> = {},
  temperature = 300.15,
): BiasedDevice {
  const include = (name: string): string | undefined => (name === "junction.va" ? junction : undefined);
  const module = readVerilogA(source, { file: "module.va", include });
  const environment = { temperature, gmin: 1e-12 };
  const equations = instantiate(module, { parameters, connectedPorts: module.ports.length, environment });
  const device = driven(equations, environment);
  const at = (rows: DeviceEquations["currents"], ports: readonly number[]): number[] => {
    const unknowns = solve(device, ports);
    return rows.slice(0, equations.portCount).map((row) => device.value(row, unknowns));
  };
  return {
    equations,
    currents: (ports) => at(equations.currents, ports),
    charges: (ports) => at(equations.charges, ports),
    conductance: (of, to, ports) => admittances(device, ports, 1)[of][to].real,
    capacitance: (of, to, ports) => admittances(device, ports, 1)[of][to].imaginary,
  };
}
