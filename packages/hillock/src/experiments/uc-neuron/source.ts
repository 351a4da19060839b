import type { Source } from "../source.js";

export const rozenberg2019: Source = {
  id: "uc-neuron",
  title: "An ultra-compact leaky-integrate-and-fire model for building spiking neural networks",
  citation: "M. J. Rozenberg, O. Schneegans & P. Stoliar, Scientific Reports 9, 11123 (2019)",
};
