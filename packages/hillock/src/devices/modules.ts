import type { VerilogASource } from "../netlist/circuit.js";
import { moduleNames } from "../netlist/verilog-a-text.js";
import { source as bipolar } from "./bipolar.va";
import { source as capacitor } from "./capacitor.va";
import { source as currentSwitch } from "./current-switch.va";
import { source as diode } from "./diode.va";
import { source as inductor } from "./inductor.va";
import { source as junction } from "./junction.va";
import { source as mosfet } from "./mosfet.va";
import { source as resistor } from "./resistor.va";
import { source as switchModule } from "./switch.va";
import { source as vdmos } from "./vdmos.va";

/** The Verilog-A files of the library, one module each. A file that stands here is known to netlists by its module's name. */
const files: Readonly<Record<string, string>> = {
  "bipolar.va": bipolar,
  "capacitor.va": capacitor,
  "current-switch.va": currentSwitch,
  "diode.va": diode,
  "inductor.va": inductor,
  "mosfet.va": mosfet,
  "resistor.va": resistor,
  "switch.va": switchModule,
  "vdmos.va": vdmos,
};

const includes = { "junction.va": junction };

/** The Verilog-A sources of the library by the names of their modules. */
export const shippedModules: Readonly<Record<string, VerilogASource>> = Object.fromEntries(
  Object.entries(files).map(([file, text]) => [moduleNames(text)[0], { file, text, includes }]),
);
