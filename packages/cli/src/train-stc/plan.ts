import {
  defaultPlasticPreset,
  deterministicEncoder,
  drawMismatch,
  type EulerRunSettings,
  eulerNetwork,
  exactNetwork,
  gentlePlasticPreset,
  type MismatchSize,
  type NetworkRun,
  type NetworkState,
  networkState,
  type PlasticPreset,
  poissonEncoder,
  publishedAccelerated,
  publishedStandard,
  type RateEncoder,
  type ReadOut,
  withNeurons,
} from "hillock/networks";

export interface StcSettings {
  readonly digits: readonly number[];
  readonly mode: "default" | "gentle" | "published-standard" | "published-accelerated";
  readonly integrator: "exact" | "euler";
  readonly encoding: "deterministic" | "poisson";
  readonly readout: ReadOut;
  readonly samples: number;
  readonly testSamples?: number;
  readonly epochs: number;
  readonly mismatch?: MismatchSize;
  readonly seed: number;
}

const presets: Readonly<Record<StcSettings["mode"], PlasticPreset>> = {
  default: defaultPlasticPreset,
  gentle: gentlePlasticPreset,
  "published-standard": publishedStandard,
  "published-accelerated": publishedAccelerated,
};

const isPublished = (mode: StcSettings["mode"]): boolean => mode.startsWith("published");

/** Test samples of the publication. */
const publishedTestSamples = 100;

/** What the mode decides where nothing else is asked for. */
export function withDefaults(
  options: Omit<StcSettings, "integrator" | "readout"> & Partial<Pick<StcSettings, "integrator" | "readout">>,
): StcSettings {
  const { mode } = options;
  const testSamples = options.testSamples ?? (isPublished(mode) ? publishedTestSamples : undefined);
  return {
    ...options,
    integrator: options.integrator ?? (isPublished(mode) ? "euler" : "exact"),
    readout: options.readout ?? presets[mode].readOut,
    ...(testSamples !== undefined && { testSamples }),
  };
}

/** What is to be done, ready to run. */
export interface StcPlan {
  readonly preset: PlasticPreset;
  readonly settings: EulerRunSettings;
  readonly encode: RateEncoder;
  /** Begins the network, or goes on with it. */
  readonly start: (state?: NetworkState) => NetworkRun;
}

/**
 * @throws networks/mismatch and what else does not fit together
 */
export function planOf({ digits, mode, integrator, encoding, mismatch, seed }: StcSettings): StcPlan {
  const preset = withNeurons(presets[mode], digits.length);
  const { network, initial } = preset;
  const settings = { ...preset.settings, ...(mismatch && { mismatch: drawMismatch(network, mismatch, seed) }) };
  return {
    preset,
    settings,
    encode: encoding === "poisson" ? poissonEncoder(preset.encoding, seed) : deterministicEncoder(preset.encoding),
    start: (state = networkState(network, initial)) =>
      integrator === "exact" ? exactNetwork(network, settings, state) : eulerNetwork(network, settings, state),
  };
}
