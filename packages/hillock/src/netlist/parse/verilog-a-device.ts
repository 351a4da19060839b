import type { Device } from "../circuit.js";
import { errorAt } from "../netlist-error.js";
import { setPlace } from "../place.js";
import { placeParameters, plainParameters } from "./assignments.js";
import { type Cursor, spanOf } from "./cursor.js";
import { type IsModel, placeElement } from "./device.js";
import { takeConnection } from "./instance.js";
import type { Token } from "./token.js";

/** N: nodes in the order of the module's ports, the model, then `name=value` pairs of the module's parameters. */
export function parseVerilogADevice(name: Token, cursor: Cursor, isModel: IsModel): Device {
  const { nodes, definition: model, parameters } = takeConnection(name, cursor, "model");
  const before = nodes[nodes.length - 1];
  if (before && isModel(before.text) && !isModel(model.text)) {
    throw errorAt(spanOf(cursor, model), "malformed-line", `"${model.text}" has no value`, {
      help: `after the model ${before.text} stand name=value pairs: ${model.text}=value`,
    });
  }
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
