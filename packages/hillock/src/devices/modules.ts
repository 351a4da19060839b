import type { VerilogASource } from "../netlist/circuit.js";
import { moduleNames } from "../netlist/verilog-a-text.js";
import { source as bipolar } from "./bipolar.va";
import { source as capacitor } from "./capacitor.va";
import { source as currentSwitch } from "./current-switch.va";
import { source as diode } from "./diode.va";
import { source as egt } from "./egt.va";
import { source as ekv } from "./ekv.va";
import { source as ekv26 } from "./ekv26.va";
import { source as inductor } from "./inductor.va";
import { source as junction } from "./junction.va";
import { source as linearDriftMemristor } from "./linear-drift-memristor.va";
import { source as mosfet } from "./mosfet.va";
import { source as mottSwitch } from "./mott-switch.va";
import { source as resistor } from "./resistor.va";
import { source as rram } from "./rram.va";
import { source as switchModule } from "./switch.va";
import { source as tft } from "./tft.va";
import { source as thyristor } from "./thyristor.va";
import { source as vcm } from "./vcm.va";
import { source as vdmos } from "./vdmos.va";
import { source as vteam } from "./vteam.va";

/** The Verilog-A files of the library, one module each. A file that stands here is known to netlists by its module's name. */
const files: Readonly<Record<string, string>> = {
  "bipolar.va": bipolar,
  "capacitor.va": capacitor,
  "current-switch.va": currentSwitch,
  "diode.va": diode,
  "egt.va": egt,
  "ekv.va": ekv,
  "ekv26.va": ekv26,
  "inductor.va": inductor,
  "linear-drift-memristor.va": linearDriftMemristor,
  "mosfet.va": mosfet,
  "mott-switch.va": mottSwitch,
  "resistor.va": resistor,
  "rram.va": rram,
  "switch.va": switchModule,
  "tft.va": tft,
  "thyristor.va": thyristor,
  "vcm.va": vcm,
  "vdmos.va": vdmos,
  "vteam.va": vteam,
};

const includes = { "junction.va": junction };

/** The Verilog-A sources of the library by the names of their modules. */
export const shippedModules: Readonly<Record<string, VerilogASource>> = Object.fromEntries(
  Object.entries(files).map(([file, text]) => [moduleNames(text)[0], { file, text, includes }]),
);

const shipped: ReadonlySet<VerilogASource> = new Set(Object.values(shippedModules));

/** Whether a source belongs to the library. */
export const isShipped = (source: VerilogASource): boolean => shipped.has(source);
