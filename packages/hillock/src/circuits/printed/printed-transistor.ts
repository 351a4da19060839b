import {
  behaviouralCurrent,
  functionDefinition,
  instance,
  model,
  subcircuit,
  verilogADevice,
} from "../../netlist/build.js";
import type { Circuit, Device, Element, Scope } from "../../netlist/circuit.js";
import type { Value } from "../../netlist/value.js";

/**
 * Card of the printed n-type transistor: that of the inorganic ink to which `egt` was fitted, see devices/egt.va. A circuit states
 * its numbers, so that its netlist does not change with the device's defaults.
 */
const card = { vt: 0.1344, s: 0.01564, k: 7.496e-4, th: 3.134, gam: 2.608, lam: 0.0311, cga: 0.054 };

/** The model that the transistors of printed cells have. */
export const printedTransistorModel = model("PRINTED_EGT", "egt", card);

/** A printed transistor; `nodes` are drain, gate, source; width and length of its channel in m. */
export function printedTransistor(
  name: string,
  nodes: readonly [string, string, string],
  width: Value,
  length: Value,
): Device {
  return verilogADevice(name, nodes, printedTransistorModel.name, { w: width, l: length });
}

/**
 * The transistor at rest as a subcircuit with a B source, for simulators without the device. Its charges are left out.
 * The least conductance is that of the device, 1 pS. No argument of exp() is positive: ngspice bounds what exceeds 227.
 */
const behavioural = subcircuit("PRINTED_EGT_B", ["d", "g", "s"], {
  defaults: { w: 200e-6, l: 40e-6, vt: card.vt, s: card.s, k: card.k, th: card.th, gam: card.gam, lam: card.lam },
  functions: [
    functionDefinition("drive", ["v"], "max(v - vt, 0) + s*ln(1 + exp(-abs((v - vt)/s)))"),
    functionDefinition("channel", ["v"], "k/gam*pow(drive(v), gam)/pow(1 + th*drive(v), gam - 1)"),
  ],
  elements: [
    behaviouralCurrent(
      "Bchannel",
      "d",
      "s",
      "w/l*(channel(v(g,s)) - channel(v(g,d)))*(1 + lam*abs(v(d,s))) + 1e-12*v(d,s)",
    ),
  ],
});

/** The circuit with its printed transistors as B sources: the same operating points, on simulators without the device. */
export function withBehaviouralTransistors(circuit: Circuit): Circuit {
  const replaced = inScope(circuit);
  return { ...circuit, ...replaced, subcircuits: [...replaced.subcircuits, behavioural] };
}

function inScope(scope: Scope): Pick<Scope, "models" | "subcircuits" | "elements"> {
  return {
    models: scope.models.filter(({ name }) => !isPrinted(name)),
    subcircuits: scope.subcircuits.map((each) => ({ ...each, ...inScope(each) })),
    elements: scope.elements.map((element): Element => {
      if (element.kind !== "device" || element.type !== "verilogA" || !isPrinted(element.model)) return element;
      return instance(`X${element.name}`, element.nodes, behavioural.name, element.parameters);
    }),
  };
}

const isPrinted = (modelName: string | undefined): boolean =>
  modelName?.toLowerCase() === printedTransistorModel.name.toLowerCase();
