import type { VerilogASource } from "../netlist/circuit.js";
import { includedFile, shownName } from "../netlist/verilog-a-source.js";
import { type DeviceModule, readVerilogA } from "../veriloga/index.js";
import type { CatalogueEntry } from "./catalogue.js";
import { isShipped } from "./modules.js";

const modules = new WeakMap<VerilogASource, DeviceModule>();

/** The Verilog-A module of a catalogue entry, read once. @throws HillockError `veriloga/...` if the source is at fault */
export function deviceModule({ source }: Pick<CatalogueEntry, "source">): DeviceModule {
  const known = modules.get(source);
  if (known) return known;
  const isTested = isShipped(source);
  const module = readVerilogA(source.text, { file: shownName(source), include: includedFile(source), isTested });
  modules.set(source, module);
  return module;
}
