import { isHillockError } from "hillock";
import { type PrintedNetworkCircuit, type PrintedNetworkDesign, printedNetwork } from "hillock/circuits";
import {
  countDevices,
  measureNetwork,
  type NetworkMeasurement,
  type PrintedDeviceCount,
  printableDesign,
  printedComponents,
  type StaticPower,
  staticPower,
} from "hillock/fabrication";
import type { PrintedNetwork } from "hillock/networks";

/** A trained network as a circuit of printable values, measured on some rows. */
export interface MeasuredNetwork {
  readonly design: PrintedNetworkDesign;
  readonly circuit: PrintedNetworkCircuit;
  readonly measured: NetworkMeasurement;
  readonly power: StaticPower;
  readonly devices: PrintedDeviceCount;
}

/** Builds and measures the circuit of a network. @throws fabrication/... */
export function measuredNetwork(network: PrintedNetwork, inputs: Float64Array): MeasuredNetwork {
  const design = printableDesign(network);
  const circuit = printedNetwork(design);
  const measured = measureNetwork(circuit, inputs);
  return {
    design,
    circuit,
    measured,
    power: staticPower(design, measured, inputs),
    devices: countDevices(printedComponents(circuit)),
  };
}

/** The same, or why the network is none that can be printed. */
export function measuredIfPrintable(
  network: PrintedNetwork,
  inputs: Float64Array,
): MeasuredNetwork | { readonly notPrintable: string } {
  try {
    return measuredNetwork(network, inputs);
  } catch (error) {
    if (isHillockError(error) && ["fabrication/no-circuit", "fabrication/not-printable"].includes(error.code))
      return { notPrintable: `${error.parts.place ?? "the network"}: ${error.parts.problem}` };
    throw error;
  }
}
