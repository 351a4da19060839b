import { type ErrorParts, isHillockError } from "../base/error.js";

/** An evaluation, or why there is none. */
export type Trial<T> = { readonly value: T } | { readonly failure: ErrorParts };

/**
 * Evaluates at a point that an optimiser tries. A coded error there (no operating point, a parameter out of its range) is
 * an answer: the optimiser goes less far. Other errors are mistakes in the model's code and pass through.
 */
export function attempt<T>(evaluate: () => T): Trial<T> {
  try {
    return { value: evaluate() };
  } catch (error) {
    if (!isHillockError(error)) throw error;
    return { failure: error.parts };
  }
}

/** What is said of an evaluation without an error that gave something else than numbers. */
export const notFinite: ErrorParts = {
  code: "optimise/not-finite",
  problem: "the model gives values that are no finite numbers",
  help: "the search begins at these values: choose others, or bounds that keep the model defined",
};
