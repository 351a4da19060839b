import { type DeviceModule, readVerilogA } from "../veriloga/index.js";
import type { CatalogueEntry } from "./catalogue.js";
import { source as junction } from "./junction.va";

const modules = new Map<string, DeviceModule>();

/** The Verilog-A module of a catalogue entry, read once. */
export function deviceModule({ file, source }: CatalogueEntry): DeviceModule {
  const known = modules.get(file);
  if (known) return known;
  const include = (name: string): string | undefined => (name === "junction.va" ? junction : undefined);
  const module = readVerilogA(source, { file, include });
  modules.set(file, module);
  return module;
}
