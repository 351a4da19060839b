import { luboeinskiNeuron } from "../../models/lif-neuron.js";
import { acceleratedTiming, networkSynapse, standardTiming } from "../../models/stc/circuit-synapse.js";
import type { InitialSynapse } from "../../models/stc/synapse-states.js";
import type { EulerRunSettings } from "./euler-network.js";
import { type PlasticNetwork, thesisProtocol } from "./plastic-network.js";
import { type RateEncoding, thesisEncoding } from "./rate-encoding.js";
import type { ReadOut } from "./read-outs.js";

/** A network, how it is run, and how its answers are read. */
export interface PlasticPreset {
  readonly network: PlasticNetwork;
  readonly settings: EulerRunSettings;
  /** What the synapses begin with. */
  readonly initial: InitialSynapse;
  readonly encoding: RateEncoding;
  readonly readOut: ReadOut;
}

const pixels = 784;

/** The published pipeline with one of its two paces, its peculiarities included; see {@link publishedStandard}. */
function published(timing: typeof standardTiming): PlasticPreset {
  return {
    network: {
      inputs: pixels,
      neurons: 2,
      synapse: {
        ...networkSynapse,
        ...timing,
        protein: "synapse",
        earlyPhaseLimits: "ground",
        depressionLeakageSign: "charges",
        latePhaseFloor: "zero",
      },
      neuron: {
        ...luboeinskiNeuron,
        threshold: 70,
        refractoryPeriod: 1e-4,
        synapticResponse: { kind: "pulse", area: 1 },
      },
      drive: "outer-product",
    },
    settings: {
      protocol: thesisProtocol,
      weightDivisor: 4,
      timestep: 1e-3,
      precision: "double",
      reset: "one-step-late",
    },
    initial: { calcium: 17e-12 },
    encoding: thesisEncoding,
    readOut: "counts",
  };
}

/**
 * The published code with i_hrn = 2.5 fA and tau_z = 360 s, which gives the stated 96 %. Its peculiarities: the training's drive is
 * number of spikes x sum of all weights; v_h is kept above 0 V only; the depression branch leaks into the capacitor; protein by the
 * synapse; z from 0 up; a response of 1 s area against a threshold of 70 V; the reset one step late, a refractory period shorter
 * than the step; weights divided by 4 in the test.
 *
 * Source: M. A. Nicholson, thesis, University of Groningen, 2024, Appendix A, Table 3 and 3.3.
 */
export const publishedStandard: PlasticPreset = published(standardTiming);

/** The same with i_hrn = 80 fA and tau_z = 11.25 s, which gives the stated 93 %. */
export const publishedAccelerated: PlasticPreset = published(acceleratedTiming);
