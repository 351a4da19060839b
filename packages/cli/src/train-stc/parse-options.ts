import { InvalidArgumentError } from "commander";
import type { MismatchSize } from "hillock/networks";

/** `0,1`: two or more different digits. */
export function parseDigits(text: string): number[] {
  const chosen = text.split(",").map((each) => each.trim());
  if (chosen.length > 1 && new Set(chosen).size === chosen.length && chosen.every((each) => /^\d$/.test(each)))
    return chosen.map(Number);
  throw new InvalidArgumentError("It must be two or more different digits, with commas.");
}

const names = ["thresholds", "currents", "capacitance"];

/** `0.1` of all, or `thresholds=0.1,currents=0.05`; what is not named is 0. */
export function parseMismatch(text: string): MismatchSize {
  const [thresholds, currents, capacitance] = text.includes("=") ? byName(text) : names.map(() => deviation(text));
  return { thresholds, currents, capacitance };
}

function byName(text: string): number[] {
  const given = new Map<string, string>();
  for (const part of text.split(",")) {
    const [name, value = "", ...rest] = part.split("=").map((side) => side.trim());
    if (!names.includes(name) || given.has(name) || rest.length > 0)
      throw new InvalidArgumentError(`"${part}" is none of ${names.map((each) => `${each}=0.1`).join(", ")}.`);
    given.set(name, value);
  }
  return names.map((name) => (given.has(name) ? deviation(given.get(name) as string) : 0));
}

function deviation(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError("It must be a number from 0 to 1.");
}
