import type { FlatDevice } from "../netlist/flat-circuit.js";
import { type DeviceEquations, type DeviceRequest, type Environment, instantiate } from "../veriloga/index.js";
import type { CatalogueEntry } from "./catalogue.js";
import { catalogueEntry } from "./catalogue-entry.js";
import { deviceModule } from "./device-module.js";
import { deviceParameters } from "./device-parameters.js";

/**
 * The equations of a device of a circuit, in its own unknowns:
 * d/dt charges[i] + currents[i] = 0, row i being a port, an internal node or a branch.
 *
 * The parameters of the result are those of the Verilog-A module; {@link deviceParameters} tells how the netlist's names
 * map to them. Its ports are the element's nodes in their order, and after them, for a switch that is controlled by a
 * current, a port whose potential is that current (A). All that the element says acts here, `m` included: nothing is
 * left to be multiplied; only initial conditions are not.
 *
 * @param environment temperature in K, gmin in S
 * @param nominalTemperature temperature for which parameters hold where the model has no tnom, K
 * @throws HillockError `devices/...` if the model, a parameter or the number of nodes does not fit, `veriloga/...` if a
 *   parameter is outside its range
 */
export function deviceEquations(
  element: FlatDevice,
  environment: Environment,
  nominalTemperature = 300.15,
): DeviceEquations {
  const entry = catalogueEntry(element);
  const { parameters, notes } = deviceParameters(element, nominalTemperature);
  const connectedPorts = element.nodes.length + (entry.controlledByCurrent ? 1 : 0);
  const equations = equationsOf(entry, { parameters, connectedPorts, environment });
  return { ...equations, notes: [...equations.notes, ...notes] };
}

// A circuit has many devices with the same parameters, and they have the same equations.
const known = new Map<string, DeviceEquations>();
const mostKnown = 500;

function equationsOf(entry: CatalogueEntry, request: DeviceRequest): DeviceEquations {
  const { parameters, connectedPorts, environment } = request;
  const values = [...Object.entries(parameters), ...Object.entries(environment)].map(
    ([name, value]) => `${name}=${value}`,
  );
  const key = [entry.file, connectedPorts, ...values].join(" ");
  let equations = known.get(key);
  if (equations === undefined) {
    equations = instantiate(deviceModule(entry), request);
    if (known.size >= mostKnown) known.clear();
    known.set(key, equations);
  }
  return equations;
}
