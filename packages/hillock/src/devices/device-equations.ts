import { HillockError } from "../base/error.js";
import { multiply } from "../expr/build.js";
import { type Expression, symbol } from "../expr/graph.js";
import type { FlatDevice } from "../netlist/flat-circuit.js";
import { placeOf } from "../netlist/place.js";
import {
  type DeviceEquations,
  type DeviceModule,
  type DeviceRequest,
  type Environment,
  instantiate,
  multiplicity,
} from "../veriloga/index.js";
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
  const equations = equationsOf(element, entry, { parameters, connectedPorts, environment });
  return { ...equations, notes: [...equations.notes, ...notes] };
}

// A circuit has many devices with the same parameters, and they have the same equations.
const known = new WeakMap<DeviceModule, Map<string, DeviceEquations>>();
const mostKnown = 500;

function equationsOf(element: FlatDevice, entry: CatalogueEntry, request: DeviceRequest): DeviceEquations {
  const { parameters, connectedPorts, environment } = request;
  const module = deviceModule(entry);
  const values = [...Object.entries(parameters), ...Object.entries(environment)].map(
    ([name, value]) => `${name}=${value}`,
  );
  const key = [element.type, connectedPorts, ...values].join(" ");
  const knownOfModule = known.get(module) ?? new Map<string, DeviceEquations>();
  known.set(module, knownOfModule);
  let equations = knownOfModule.get(key);
  if (equations === undefined) {
    equations = element.type === "verilogA" ? moduleEquations(element, module, request) : instantiate(module, request);
    if (knownOfModule.size >= mostKnown) knownOfModule.clear();
    knownOfModule.set(key, equations);
  }
  return equations;
}

/** The equations of a module, times the number of devices in parallel. */
function moduleEquations(element: FlatDevice, module: DeviceModule, request: DeviceRequest): DeviceEquations {
  const { [multiplicity]: count = 1, ...parameters } = request.parameters;
  if (!(count > 0 && count < Number.POSITIVE_INFINITY)) {
    throw new HillockError({
      code: "netlist/impossible-value",
      place: placeOf(element, "parameter m"),
      problem: `m = ${count} is not positive (${element.name})`,
      help: "give m a positive value",
    });
  }
  const equations = instantiate(module, { ...request, parameters, multiplicity: count });
  const { graph, portCount } = equations;
  const index = equations.parameters.findIndex(({ name }) => name === multiplicity);
  const factor = symbol(graph, "parameter", index);
  // What flows inside of each is the same in all.
  const times = (rows: readonly Expression[]): Expression[] =>
    rows.map((row, unknown) => (unknown < portCount ? multiply(graph, factor, row) : row));
  return { ...equations, currents: times(equations.currents), charges: times(equations.charges) };
}
