import { diode1N4148 } from "../devices/cards/index.js";
import { diode, pulse, resistor, voltageSource } from "../netlist/build.js";
import type { Element, IndependentSource, Waveform } from "../netlist/circuit.js";

/** A train of input pulses; what the paper leaves open has the value that reproduces its firing threshold. */
export interface PulseTrain {
  /** Height of the input pulses, V; default 7 (Fig. 2 goes from 2 to 7). */
  readonly amplitude?: number;
  /** Length and interval of the pulses, s; default 10 us and 100 us (Fig. 2). */
  readonly width?: number;
  readonly interval?: number;
  /** Delay of the first pulse and duration of its edges, s; not in the paper: 50 us and 0.1 us. */
  readonly delay?: number;
  readonly edge?: number;
  /** Resistor between the source and the input diode, ohm. Not in the paper: at 2.2 kohm firing begins at 5 V. */
  readonly driveResistance?: number;
}

/** How one neuron is driven and for how long. */
export interface PulseDrive extends PulseTrain {
  /** Supply of the output pair, V. Not in the paper: 5 V. */
  readonly supply?: number;
  /** Length of the run, s; default 20 ms. */
  readonly stop?: number;
}

/** The diode of every input, "D" of Fig. 1b. */
export const inputDiode = diode1N4148;

/** The supply of the output pairs, from node vcc to ground. */
export function supply(volts = 5): IndependentSource {
  return voltageSource("Vcc", "vcc", "0", { dc: volts });
}

/** A source on node `input`, a resistor and the input diode to `membrane`: Vin, Rin, Din for the input "in". */
export function waveformInput(
  input: string,
  membrane: string,
  waveform: Waveform,
  driveResistance: number = 2.2e3,
): Element[] {
  // "in1" has Vin1, Rin1, Din1 and the node i1; a plain "in" Vin and i1.
  const joint = `i${input.slice(2) || "1"}`;
  return [
    voltageSource(`V${input}`, input, "0", { waveform }),
    resistor(`R${input}`, input, joint, driveResistance),
    diode(`D${input}`, joint, membrane, inputDiode.card.name),
  ];
}

/** {@link waveformInput} of a pulse train. */
export function pulseInput(input: string, membrane: string, train: PulseTrain = {}): Element[] {
  const { amplitude = 7, width = 10e-6, interval = 100e-6, delay = 50e-6, edge = 0.1e-6 } = train;
  const waveform = pulse({ from: 0, to: amplitude, delay, rise: edge, fall: edge, width, period: interval });
  return waveformInput(input, membrane, waveform, train.driveResistance);
}
