import { adaptationIndex } from "../../base/spikes/adaptation.js";
import { instantaneousRate, meanRate } from "../../base/spikes/rate.js";
import { spikeTimes } from "../../base/spikes/spike-times.js";
import type { Waveforms } from "../../base/waveforms.js";
import { pulseDrivenAdaptiveNeuron } from "../../circuits/ultra-compact-adaptive.js";
import { pulseDrivenNeuron } from "../../circuits/ultra-compact-neuron.js";
import { check } from "../check.js";
import { experiment } from "../experiment.js";
import type { Lab } from "../lab.js";
import { trace, valueAt } from "../measurements.js";
import { outputThreshold } from "./soma.js";
import { rozenberg2019 } from "./source.js";

const stop = 30e-3;

interface Data {
  readonly adapting: Waveforms;
  readonly slower: Waveforms;
  readonly withoutLoop: Waveforms;
}

async function run(lab: Lab): Promise<Data> {
  return {
    adapting: await lab.simulate(pulseDrivenAdaptiveNeuron({ stop })),
    slower: await lab.simulate(pulseDrivenAdaptiveNeuron({ stop, neuron: { R7: 200e3 } })),
    withoutLoop: await lab.simulate(pulseDrivenNeuron({ stop: 10e-3 })),
  };
}

const spikesOf = (run: Waveforms) => spikeTimes(run, "v(out)", outputThreshold);

/** Rate of the first three intervals and of the last third of the run, 1/s. */
function initialAndFinalRate(run: Waveforms, signal = "v(out)"): { initial: number; final: number } {
  const spikes = spikeTimes(run, signal, outputThreshold);
  const times = run.scales[0].values;
  const end = times[times.length - 1];
  return { initial: 3 / (spikes[3] - spikes[0]), final: meanRate(spikes, (2 / 3) * end, end) };
}

function rateRatio(run: Waveforms): number {
  const { initial, final } = initialAndFinalRate(run);
  return final / initial;
}

/** From the first spike until the rate has gone half of the way from its initial to its final value, s. */
function adaptationTime(run: Waveforms): number {
  const { initial, final } = initialAndFinalRate(run);
  const spikes = spikesOf(run);
  const { times, rates } = instantaneousRate(spikes);
  return times[rates.findIndex((rate) => rate < (initial + final) / 2)] - spikes[0];
}

const decreases = "its output spiking activity decreases from an initial high-rate to a lower one";
const loop = "This neuromorphic functionality can be achieved by adding a feedback loop.";

export const figure3 = experiment<Data>({
  id: "uc-neuron/fig-3",
  title: "Spike-frequency adaptation of the ultra-compact neuron, type II",
  source: rozenberg2019,
  run,
  checks: [
    check("final rate over initial rate", {
      passage: decreases,
      target: 0.67,
      bound: "at most",
      of: ({ adapting }) => rateRatio(adapting),
      note: "The wiring of the loop is not in the text: here out - D2 - R7 - C2 with a bleed of 1 Mohm, T3 at the gate.",
    }),
    check("final rate", {
      passage: decreases,
      target: 50,
      unit: "Hz",
      bound: "at least",
      of: ({ adapting }) => initialAndFinalRate(adapting).final,
      note: "A lower rate, not silence.",
    }),
    check("adaptation index", {
      passage:
        "We observe the decrease of the output spike-frequency in response to an input excitation with a constant spike-frequency rate.",
      target: 0.01,
      bound: "at least",
      of: ({ adapting }) => adaptationIndex(spikesOf(adapting)),
    }),
    check("final rate over initial rate without the loop", {
      passage: loop,
      target: 1,
      tolerance: 0.05,
      of: ({ withoutLoop }) => rateRatio(withoutLoop),
    }),
    check("time of adaptation with R7 doubled, over that with R7", {
      passage: "the pair R7C2 that sets the characteristic time of the adaptation behavior",
      target: 2,
      tolerance: 0.25,
      of: ({ adapting, slower }) => adaptationTime(slower) / adaptationTime(adapting),
    }),
    check("rise of the feedback voltage", {
      passage:
        "The adaptive behavior is achieved by the variation of the trans-resistance of T3, which is in parallel with R2",
      target: 0.5,
      unit: "V",
      bound: "at least",
      of: ({ adapting }) => valueAt(trace(adapting, "v(vc2)"), stop) - valueAt(trace(adapting, "v(vc2)"), 0),
    }),
  ],
  figure: ({ adapting }) => {
    const panel = (name: string, signal: string) => ({
      y: { name, unit: "V" },
      series: [{ label: name, ...trace(adapting, signal) }],
    });
    const { times, rates } = instantaneousRate(spikesOf(adapting));
    return {
      title: "Ultra-compact neuron, type II: spike-frequency adaptation",
      columns: [
        {
          width: 2,
          blocks: [
            {
              x: { name: "time", unit: "s", range: [0, stop] },
              panels: [
                panel("IN", "v(in)"),
                panel("VC1", "v(vm)"),
                panel("VC2", "v(vc2)"),
                panel("OUT", "v(out)"),
                { y: { name: "rate", unit: "Hz" }, series: [{ label: "rate", look: "points", x: times, y: rates }] },
              ],
            },
          ],
        },
      ],
    };
  },
});
