export { drawSamples, type Samples, type SamplingSettings } from "./draw-samples.js";
export { type ESeries, nearestInSeries } from "./e-series.js";
export { inverseNormal } from "./inverse-normal.js";
export { latinHypercube } from "./latin-hypercube.js";
export { type SamplingMethod, samplingMethods } from "./places.js";
export { type RandomStream, randomStream } from "./random-stream.js";
export { mostSobolDimensions, type SobolSequence, sobolSequence } from "./sobol.js";
export * from "./variation.js";
