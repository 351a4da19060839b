import type { Device } from "../circuit.js";
import { setPlace } from "../place.js";
import { placeParameters, plainParameters } from "./assignments.js";
import { type Cursor, spanOf } from "./cursor.js";
import { placeElement } from "./device.js";
import { takeConnection } from "./instance.js";
import type { Token } from "./token.js";

/** N: nodes in the order of the module's ports, the model, then `name=value` pairs of the module's parameters. */
export function parseVerilogADevice(name: Token, cursor: Cursor): Device {
  const { nodes, definition: model, parameters } = takeConnection(name, cursor, "model");
  const device: Device = {
    kind: "device",
    type: "verilogA",
    name: name.text,
    nodes: nodes.map(({ text }) => text),
    model: model.text,
    parameters: plainParameters(parameters),
  };
  placeElement(device, cursor, name, nodes);
  placeParameters(device, parameters);
  setPlace(device, spanOf(cursor, model), "model");
  return device;
}
