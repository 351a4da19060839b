import type { Source } from "../source.js";

export const nicholson2024: Source = {
  id: "stc",
  title: "Modelling and simulation of a CMOS synapse implementing two-phase plasticity",
  citation: "M. A. Nicholson, BSc thesis, University of Groningen (2024)",
};
