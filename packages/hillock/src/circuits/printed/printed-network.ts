import { circuit, operatingPointAnalysis, voltageControlledVoltage, voltageSource } from "../../netlist/build.js";
import type { Circuit, Element } from "../../netlist/circuit.js";
import type { ModelElement } from "./model-element.js";
import { negativeWeightSupplies } from "./negative-weight.js";
import { checkNetworkDesign, negativeWeightCircuits, type PrintedNetworkDesign } from "./network-design.js";
import { printedTanh, printedTanhModelElements, printedTanhSupplies } from "./printed-tanh.js";
import { type CrossbarResistor, resistorCrossbarColumn } from "./resistor-crossbar.js";

/** A printed network as a circuit, with the names under which its parts are found in it. */
export interface PrintedNetworkCircuit {
  readonly circuit: Circuit;
  /** `[inputs]`: voltage sources. */
  readonly sources: readonly string[];
  /** `[layers]`, nodes of the layer's inputs, then its bias, behind their negative-weight circuit; undefined where there is none. */
  readonly inverted: readonly (readonly (string | undefined)[])[];
  /** `[layers][neurons]`: nodes where the crossbar's currents meet, and outputs of the activations. */
  readonly sums: readonly (readonly string[])[];
  readonly outputs: readonly (readonly string[])[];
  /** By their names in the flat circuit, as in XA1_1.RX. */
  readonly modelElements: readonly ModelElement[];
}

/**
 * A whole printed network from its component values: voltage sources for the inputs, and per layer a resistor crossbar, one
 * negative-weight circuit for each input that a neuron weighs negatively, and one activation circuit per neuron. Counted from 1,
 * layer k has
 *
 *     XNk_i  negative-weight circuit of input i, output nk_i; XNk_b of the bias
 *     Rk_j_i resistor from input i (Rk_j_b: bias, Rk_j_g: ground) to neuron j, which meet at zk_j
 *     XAk_j  activation circuit of neuron j, output ak_j
 *
 * Supplies: VDD 1 V; VSS -1 V of the inverters; VNEG -2.2 V of the negative-weight circuit with one transistor.
 * Buffers are EN... and EA..., their outputs ..._buf.
 *
 * @throws HillockError circuits/network-design
 */
export function printedNetwork(design: PrintedNetworkDesign): PrintedNetworkCircuit {
  checkNetworkDesign(design);
  const { negativeWeightCircuit = "one-transistor", buffered = false } = design;
  const negativeWeight = negativeWeightCircuits[negativeWeightCircuit];
  const negativeSupply = negativeWeightCircuit === "one-transistor" ? "vneg" : "vss";
  const elements: Element[] = [
    voltageSource("VDD", "vdd", "0", printedTanhSupplies.vdd),
    voltageSource("VSS", "vss", "0", printedTanhSupplies.vss),
  ];
  if (negativeSupply === "vneg") elements.push(voltageSource("VNEG", "vneg", "0", negativeWeightSupplies.vss));
  const modelElements: ModelElement[] = [];
  const inherit = (instance: string, parts: readonly ModelElement[]): void => {
    modelElements.push(...parts.map((part) => ({ ...part, name: `${instance}.${part.name}` })));
  };
  const buffer = (name: string, node: string): string => {
    if (!buffered) return node;
    const law = "ideal amplifier of gain 1";
    elements.push(voltageControlledVoltage(name, `${node}_buf`, "0", [node, "0"], 1));
    modelElements.push({ name, law, reason: "the network is asked for with buffers" });
    return `${node}_buf`;
  };

  const sources = Array.from({ length: design.inputs }, (_, i) => `VX${i + 1}`);
  let nodes = sources.map((_, i) => `x${i + 1}`);
  nodes.forEach((node, i) => {
    elements.push(voltageSource(sources[i], node, "0", 0));
  });
  const inverted: (string | undefined)[][] = [];
  const sums: string[][] = [];
  const outputs: string[][] = [];
  design.layers.forEach((layer, index) => {
    const k = index + 1;
    const columns = [...nodes, "vdd"];
    const labels = [...nodes.map((_, i) => `${i + 1}`), "b"];
    const rows = layer.weights.map((row, j) => [...row, layer.bias[j]]);
    const negative = columns.map((from, i) => {
      if (!rows.some((row) => (row[i] ?? 0) < 0)) return undefined;
      const name = `N${k}_${labels[i]}`;
      const ports = { in: from, out: name.toLowerCase(), vdd: "vdd", vss: negativeSupply };
      elements.push(negativeWeight.instance(`X${name}`, ports, layer.negativeWeight));
      if (negativeWeightCircuit === "three-stage") inherit(`X${name}`, printedTanhModelElements);
      return buffer(`E${name}`, ports.out);
    });
    const sum = rows.map((row, j) => {
      const node = `z${k}_${j + 1}`;
      const resistors = row.flatMap((resistance, i): CrossbarResistor[] => {
        if (resistance === null) return [];
        const from = resistance < 0 ? negative[i] : columns[i];
        return [{ name: `R${k}_${j + 1}_${labels[i]}`, from: from as string, resistance: Math.abs(resistance) }];
      });
      const ground = layer.ground[j];
      if (ground !== null) resistors.push({ name: `R${k}_${j + 1}_g`, from: "0", resistance: ground });
      elements.push(...resistorCrossbarColumn(node, resistors));
      return node;
    });
    nodes = sum.map((node, j) => {
      const name = `A${k}_${j + 1}`;
      const ports = { in: node, out: name.toLowerCase(), vdd: "vdd", vss: "vss" };
      elements.push(printedTanh.instance(`X${name}`, ports, layer.activation));
      inherit(`X${name}`, printedTanhModelElements);
      return buffer(`E${name}`, ports.out);
    });
    inverted.push(negative);
    sums.push(sum);
    outputs.push(nodes);
  });
  const made = circuit({
    title: `Printed network, ${[design.inputs, ...sums.map((sum) => sum.length)].join("-")}`,
    subcircuits: [negativeWeight.subcircuit, printedTanh.subcircuit],
    elements,
    analyses: [operatingPointAnalysis],
  });
  return { circuit: made, sources, inverted, sums, outputs, modelElements };
}
