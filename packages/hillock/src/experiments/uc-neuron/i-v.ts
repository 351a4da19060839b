import { extent } from "../../base/crossings.js";
import type { Waveforms } from "../../base/waveforms.js";
import { currentSource, transientAnalysis, voltage } from "../../netlist/build.js";
import type { Circuit } from "../../netlist/circuit.js";
import { check } from "../check.js";
import { experiment } from "../experiment.js";
import type { Lab } from "../lab.js";
import { type Trace, trace } from "../measurements.js";
import { byCurrent, byVoltage, jump, peakVoltage } from "./characteristic.js";
import { neuronWith } from "./soma.js";
import { rozenberg2019 } from "./source.js";

interface Data {
  /** Current over voltage, in the order of the current. */
  readonly low: Trace;
  readonly high: Trace;
  readonly otherR1: Trace;
  readonly up: Trace;
  readonly down: Trace;
  readonly firing: Waveforms;
}

async function run(lab: Lab): Promise<Data> {
  const currentDriven = async (circuit: Circuit): Promise<Trace> => {
    const { x, y } = trace(await lab.simulate(circuit), "v(vm)");
    return { x: y, y: x };
  };
  const voltageDriven = async (circuit: Circuit): Promise<Trace> => {
    const { x, y } = trace(await lab.simulate(circuit), "i(vin)");
    // A source's current flows into its positive terminal.
    return { x, y: y.map((value) => -value) };
  };
  return {
    low: await currentDriven(byCurrent(0, 200e-6, 1e-6)),
    high: await currentDriven(byCurrent(200e-6, 2e-3, 10e-6)),
    otherR1: await currentDriven(byCurrent(0, 200e-6, 1e-6, { R1: 150e3 })),
    up: await voltageDriven(byVoltage(0, 3.5)),
    down: await voltageDriven(byVoltage(3.5, 0)),
    firing: await lab.simulate(
      neuronWith({
        title: "Ultra-compact neuron driven by a constant current",
        membrane: 0,
        elements: [currentSource("Iin", "0", "vm", 150e-6)],
        saves: [voltage("vm")],
        analysis: transientAnalysis({ step: 1e-6, stop: 3e-3 }),
      }),
    ),
  };
}

/** Lowest voltage after the peak, V. */
function valleyVoltage({ low, high }: Data): number {
  const peak = low.x.findIndex((voltage, k) => k > 0 && voltage < low.x[k - 1]);
  return peak < 0 ? Number.NaN : Math.min(...low.x.subarray(peak), ...high.x);
}

const hysteresis =
  "the SCR displays hysteresis behavior, since the conduction state is switched off when the current is beneath a low hold-current threshold";

export const currentVoltage = experiment<Data>({
  id: "uc-neuron/i-v",
  title: "Characteristic of the ultra-compact neuron's soma",
  source: rozenberg2019,
  run,
  checks: [
    check("peak voltage less valley voltage", {
      passage: "an SCR whose key feature is a non-linear I-V characteristic with a voltage threshold for conduction",
      target: 0.5,
      unit: "V",
      bound: "at least",
      of: (data) => peakVoltage(data.low) - valleyVoltage(data),
    }),
    check("voltage at which it switches on less voltage at which it switches off", {
      passage: "it has a diode-like behavior with threshold and hysteresis that can be controlled by a gate",
      target: 0.5,
      unit: "V",
      bound: "at least",
      of: ({ up, down }) => jump(up).after.voltage - jump(down).before.voltage,
    }),
    check("latch current over hold current", {
      passage: hysteresis,
      target: 2,
      bound: "at least",
      of: ({ up, down }) => jump(up).after.current / jump(down).before.current,
      note: "IL: the current just after switching on, IH: that just before switching off, as a sweep of the membrane meets them.",
    }),
    check("voltage at which it switches off over that at which it switches on", {
      passage:
        "The SCR remains in the on-state until the currents decreases to the value Ihold, when the capacitor is almost fully discharged.",
      target: 0.5,
      bound: "at most",
      of: ({ up, down }) => jump(down).before.voltage / jump(up).after.voltage,
      explained: {
        cause:
          "It switches off at the on-state voltage plus Ihold R3. Ihold is not published; it falls with the gain BP of the " +
          "thyristor's pnp half, which the threshold, to which the card is fitted, hardly depends on.",
        test: "the voltage at which it switches off falls with the pnp gain, which leaves the threshold as it is",
      },
    }),
    check("membrane voltage at which the neuron fires over the static threshold", {
      passage:
        "When the voltage threshold is attained, the SCR switches to the on-state and the capacitor quickly discharges",
      target: 1,
      tolerance: 0.1,
      of: ({ firing, low }) => extent(trace(firing, "v(vm)").y)[1] / peakVoltage(low),
    }),
    check("static threshold with R1 of 150 kohm over that with 68 kohm", {
      passage: "which is set by its anode-cathode tension and is tuned by the gate, through the resistors R1 and R2",
      target: 1.2,
      bound: "at least",
      of: ({ otherR1, low }) => peakVoltage(otherR1) / peakVoltage(low),
    }),
  ],
  figure: ({ low, high, up, down }) => {
    const { after: on } = jump(up);
    const { before: off } = jump(down);
    return {
      title: "Soma of the ultra-compact neuron: static characteristic",
      columns: [
        {
          width: 2,
          blocks: [
            {
              title: "dots: latch current IL (upper) and hold current Ihold (lower)",
              x: { name: "membrane voltage", unit: "V", range: [0, 3.5] },
              legend: true,
              panels: [
                {
                  y: { name: "current", unit: "A" },
                  series: [
                    { label: "driven by a current", look: "guide", x: [...low.x, ...high.x], y: [...low.y, ...high.y] },
                    { label: "voltage rising", ...up },
                    { label: "voltage falling", ...down },
                    { label: "IL, Ihold", look: "points", x: [on.voltage, off.voltage], y: [on.current, off.current] },
                  ],
                },
              ],
            },
          ],
        },
      ],
    };
  },
});
