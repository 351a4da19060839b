import { meanRate } from "../../base/spikes/rate.js";
import { spikeTimes } from "../../base/spikes/spike-times.js";
import type { Waveforms } from "../../base/waveforms.js";
import { ultraCompactNetwork } from "../../circuits/ultra-compact-network.js";
import { check } from "../check.js";
import { experiment } from "../experiment.js";
import type { Lab } from "../lab.js";
import { trace } from "../measurements.js";
import { outputThreshold } from "./soma.js";
import { rozenberg2019 } from "./source.js";

const stop = 24e-3;
/** Windows of the initial and the final rate, s. */
const [initial, final] = [
  [0, 2e-3],
  [16e-3, stop],
] as const;

interface Data {
  readonly both: Waveforms;
  readonly only1: Waveforms;
  readonly only2: Waveforms;
}

async function run(lab: Lab): Promise<Data> {
  return {
    both: await lab.simulate(ultraCompactNetwork({ stop })),
    only1: await lab.simulate(ultraCompactNetwork({ stop, synapse2: "absent" })),
    only2: await lab.simulate(ultraCompactNetwork({ stop, synapse1: "absent" })),
  };
}

const rate = (run: Waveforms, neuron: number, [from, to]: readonly [number, number] = [0, stop]): number =>
  meanRate(spikeTimes(run, `v(out${neuron})`, outputThreshold), from, to);

const rateRatio = (run: Waveforms, neuron: number): number => rate(run, neuron, final) / rate(run, neuron, initial);

const constantInputs =
  "Inputs IN1 and IN2 to the network have constant spike rates, they produce different excitation of N1 and N2";
const sum =
  "the post-synaptic neuron N3 is driven by the sum of the non-synchronous outputs of the pre-synaptic neurons N1 + N2";
const evident =
  "The fact that N3 actually responds to the sum of N1 + N2 is made evident by our choice of N1 as a type II neuron";

export const figure4 = experiment<Data>({
  id: "uc-neuron/fig-4",
  title: "Two-layer network of three ultra-compact neurons",
  source: rozenberg2019,
  run,
  checks: [
    check("N1: final rate over initial rate", {
      passage: "N1 as a type II neuron with spike-frequency adaptation",
      target: 0.67,
      bound: "at most",
      of: ({ both }) => rateRatio(both, 1),
    }),
    check("N2: final rate over initial rate", {
      passage: constantInputs,
      target: 1,
      tolerance: 0.2,
      of: ({ both }) => rateRatio(both, 2),
      note: "Some seven spikes fall into the initial window of 2 ms; one of them is 15 %.",
    }),
    check("N3: final rate over initial rate", {
      passage:
        "an overall decreasing rate, which results in a spiking activity (VMEM3 and OUT3) with a decreasing rate as well",
      target: 0.9,
      bound: "at most",
      of: ({ both }) => rateRatio(both, 3),
      note: "Synapses of 3.3 kohm; the paper has variable resistors of 10 kohm and does not state their setting.",
    }),
    check("N3: rate with both synapses over the higher of those with one", {
      passage: sum,
      target: 1.1,
      bound: "at least",
      of: ({ both, only1, only2 }) => rate(both, 3) / Math.max(rate(only1, 3), rate(only2, 3)),
    }),
    check("N3 without N1: final rate over initial rate", {
      passage: evident,
      target: 1,
      tolerance: 0.2,
      of: ({ only2 }) => rateRatio(only2, 3),
    }),
    check("N3 without N2: rate", {
      passage: "the output of a (pre-synaptic) neuron can trigger a downstream (post-synaptic) one",
      target: 100,
      unit: "Hz",
      bound: "at least",
      of: ({ only1 }) => rate(only1, 3),
    }),
  ],
  figure: ({ both }) => {
    const panel = (name: string, signal: string) => ({
      y: { name, unit: "V" },
      series: [{ label: name, ...trace(both, signal) }],
    });
    return {
      title: "Two layers of ultra-compact neurons: N3 answers the sum of N1 and N2",
      columns: [
        {
          width: 2,
          blocks: [
            {
              x: { name: "time", unit: "s", range: [0, 12e-3] },
              panels: [
                panel("IN1", "v(in1)"),
                panel("OUT1", "v(out1)"),
                panel("IN2", "v(in2)"),
                panel("OUT2", "v(out2)"),
                panel("VMEM3", "v(vm3)"),
                panel("OUT3", "v(out3)"),
              ],
            },
          ],
        },
      ],
    };
  },
});
