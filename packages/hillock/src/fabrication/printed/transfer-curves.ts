import {
  negativeWeightCircuit,
  negativeWeightSupplies,
  type PrintedLayerDesign,
  type PrintedNetworkDesign,
  printedTanh,
  printedTanhSupplies,
} from "../../circuits/printed/index.js";
import { simulate } from "../../engine/simulate.js";
import { circuit, dcAnalysis, sweep, voltage, voltageSource } from "../../netlist/build.js";

/** Output voltages of a layer's circuits over their input, with nothing connected, V. */
export interface LayerCurves {
  readonly input: Float64Array;
  readonly activation: Float64Array;
  readonly negativeWeight: Float64Array;
}

/** V */
const [from, to, step] = [-1, 1, 0.02];

/** Transfer curves of the activation and the negative-weight circuit of each layer, at their printed values. */
export function transferCurves({ layers }: PrintedNetworkDesign): LayerCurves[] {
  return layers.map(layerCurves);
}

function layerCurves({ activation, negativeWeight }: PrintedLayerDesign): LayerCurves {
  const ports = (out: string, vss: string) => ({ in: "in", out, vdd: "vdd", vss });
  const [{ waveforms }] = simulate(
    circuit({
      title: "Transfer curves",
      subcircuits: [printedTanh.subcircuit, negativeWeightCircuit.subcircuit],
      elements: [
        voltageSource("VDD", "vdd", "0", printedTanhSupplies.vdd),
        voltageSource("VSS", "vss", "0", printedTanhSupplies.vss),
        voltageSource("VNEG", "vneg", "0", negativeWeightSupplies.vss),
        voltageSource("VIN", "in", "0", 0),
        printedTanh.instance("XA", ports("a", "vss"), activation),
        negativeWeightCircuit.instance("XN", ports("n", "vneg"), negativeWeight),
      ],
      saves: [voltage("a"), voltage("n")],
      analyses: [dcAnalysis(sweep("VIN", from, to, step))],
    }),
  );
  const [a, n] = waveforms.signals;
  return { input: waveforms.scales[0].values, activation: a.values, negativeWeight: n.values };
}
