import type { Coupling, Device, Element, Parameters } from "../circuit.js";
import type { Value } from "../value.js";
import { checkElementName } from "../write/element.js";
import { lowerCaseKeys } from "./values.js";

/** Instance parameters, and the model where the value stands in one. */
export interface TwoPoleParameters extends Readonly<Record<string, Value | string | undefined>> {
  readonly model?: string;
}

type TwoPole = (name: string, p: string, n: string, value?: Value, parameters?: TwoPoleParameters) => Device;

const twoPole =
  (type: "resistor" | "capacitor" | "inductor"): TwoPole =>
  (name, p, n, value, parameters = {}) => {
    const { model, ...rest } = parameters;
    return named({
      kind: "device",
      type,
      name,
      nodes: [p, n],
      ...(model !== undefined && { model }),
      ...(value !== undefined && { value }),
      parameters: lowerCaseKeys(rest as Parameters),
    });
  };

/** R element; `value` in ohm. Parameters: m, tc1, tc2, temp, dtemp, model (then also l, w). */
export const resistor = twoPole("resistor");
/** C element; `value` in F. Parameters: ic (V), m, tc1, tc2, temp, dtemp, model. */
export const capacitor = twoPole("capacitor");
/** L element; `value` in H. Parameters: ic (A), m, tc1, tc2, temp, dtemp, model. */
export const inductor = twoPole("inductor");

/** K element: mutual inductance M = coefficient sqrt(L1 L2). */
export function coupling(name: string, first: string, second: string, coefficient: Value): Coupling {
  return named({ kind: "coupling", name, inductors: [first, second], coefficient });
}

/** D element. Parameters: area, m, ic, off (1), temp, dtemp. */
export function diode(
  name: string,
  anode: string,
  cathode: string,
  model: string,
  parameters: Parameters = {},
): Device {
  return modelled("diode", name, [anode, cathode], model, parameters);
}

/** Q element; `nodes` are collector, base, emitter and, if used, substrate. Parameters: area, m, icvbe, icvce, off (1). */
export function bipolar(
  name: string,
  nodes: readonly [string, string, string] | readonly [string, string, string, string],
  model: string,
  parameters: Parameters = {},
): Device {
  return modelled("bipolar", name, nodes, model, parameters);
}

/** M element; `nodes` are drain, gate, source, bulk; a VDMOS has no bulk. Parameters: w, l, ad, as, pd, ps, m, off (1). */
export function mosfet(
  name: string,
  nodes: readonly [string, string, string] | readonly [string, string, string, string],
  model: string,
  parameters: Parameters = {},
): Device {
  return modelled("mosfet", name, nodes, model, parameters);
}

/** S element: a switch between p and n, controlled by the voltage between two nodes. Parameters: on (1) or off (1). */
export function voltageSwitch(
  name: string,
  p: string,
  n: string,
  control: readonly [string, string],
  model: string,
  parameters: Parameters = {},
): Device {
  return modelled("switch", name, [p, n, ...control], model, parameters);
}

/** W element: a switch between p and n, controlled by the current of a voltage source. Parameters: on (1) or off (1). */
export function currentSwitch(
  name: string,
  p: string,
  n: string,
  control: string,
  model: string,
  parameters: Parameters = {},
): Device {
  return { ...modelled("currentSwitch", name, [p, n], model, parameters), control };
}

/**
 * N element: a device of a Verilog-A module; `nodes` in the order of the module's ports. The type of its model is the name
 * of the module, one of the library's or of `circuit({ verilogA: [...] })`. Parameters: the module's, and m.
 */
export function verilogADevice(
  name: string,
  nodes: readonly string[],
  model: string,
  parameters: Parameters = {},
): Device {
  return modelled("verilogA", name, nodes, model, parameters);
}

function modelled(
  type: Device["type"],
  name: string,
  nodes: readonly string[],
  model: string,
  parameters: Parameters,
): Device {
  return named({ kind: "device", type, name, nodes: [...nodes], model, parameters: lowerCaseKeys(parameters) });
}

/** An element after its name is checked. */
export function named<T extends Element>(element: T): T {
  checkElementName(element);
  return element;
}
