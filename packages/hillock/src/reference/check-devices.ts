import { HillockError } from "../base/error.js";
import { catalogue } from "../devices/catalogue.js";
import { moduleEntry } from "../devices/module-entry.js";
import type { FlatCircuit, FlatDevice } from "../netlist/flat-circuit.js";
import { placeOf } from "../netlist/place.js";
import { deviceVocabulary } from "../netlist/vocabulary.js";

/**
 * Refuses circuits that ngspice cannot run: it reads Verilog-A devices only as libraries from an OSDI compiler.
 *
 * @throws HillockError reference/no-equivalent
 */
export function checkDevices({ elements }: FlatCircuit): void {
  const device = elements.find((element) => element.kind === "device" && element.type === "verilogA") as
    | FlatDevice
    | undefined;
  if (!device?.model) return;
  const letter = letterOf(device);
  throw new HillockError({
    code: "reference/no-equivalent",
    place: placeOf(device) ?? `device ${device.name}`,
    problem: `ngspice 39 has no device for the Verilog-A module ${device.model.type}`,
    details: ["It would need the module as a library from an OSDI compiler, which is not part of Hillock."],
    help: letter
      ? `ngspice has this device: write it as an element ${letter}...`
      : "use `hillock simulate`; to compare the rest of the circuit, put a B source in place of the device",
  });
}

/** The letter under which ngspice has the device of a module of the library. */
function letterOf({ model }: FlatDevice): string | undefined {
  const source = model && moduleEntry(model).source;
  for (const [type, kinds] of Object.entries(catalogue)) {
    if (Object.values(kinds).some((entry) => entry.source === source)) {
      return deviceVocabulary[type as keyof typeof catalogue].letter;
    }
  }
  return undefined;
}
