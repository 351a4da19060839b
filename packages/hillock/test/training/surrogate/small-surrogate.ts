import type { Surrogate } from "../../../src/training/surrogate/index.js";

/** A surrogate of two component values with two inputs, three hidden units and two outputs, made up. */
export const smallSurrogate: Surrogate = {
  kind: "surrogate",
  circuit: "made up",
  names: ["R", "W"],
  features: [
    { powers: [1, 1], least: -1, most: 3 },
    { powers: [0, -2], least: 4, most: 20 },
  ],
  outputs: [
    { name: "a", least: -1, most: 4 },
    { name: "b", least: 10, most: 11 },
  ],
  hidden: [3],
  weights: [0.5, -0.3, 0.1, 1.2, 0.4, -0.7, -0.9, 0.8, 0.2, 0.3, -0.6, 0.5, 0.05, 0.7, 0.1, -0.2, 0.4],
  provenance: {
    data: "none",
    command: "none",
    samples: { train: 0, valid: 0, test: 0 },
    error: { train: 0, valid: 0, test: 0 },
  },
};
