import { HillockError, isHillockError } from "../../base/error.js";
import { didYouMean, listing } from "../../base/suggest.js";
import { evaluateFormula } from "../../netlist/formula/evaluate-formula.js";
import { mapOperands } from "../../netlist/formula/map-formula.js";
import { behaviouralFormula } from "../../netlist/formula/parse-formula.js";
import type { Formula } from "../../netlist/value.js";
import { key } from "../equations/names.js";
import { signalName } from "../equations/signals.js";

/** A condition on named numbers: `v(out) > 0.3 && gain < 5`. */
export interface Condition {
  readonly text: string;
  /** The numbers that it is about, in lower case. */
  readonly names: readonly string[];
  /** Whether it is fulfilled by numbers `[names]`; not if one of them is NaN. */
  readonly holds: (values: ArrayLike<number>) => boolean;
}

/**
 * Reads a condition: a formula that is not 0 where it is fulfilled. Its names may be signals, and names with dots.
 *
 * @param known names that there are
 * @throws engine/unknown-output, and what reading a formula throws
 */
export function readCondition(text: string, known: readonly string[]): Condition {
  // Names with dots and colons, such as DMOD.is or X1:DMOD.is, are no formula names: longer ones first, so that no other is a part of it.
  const dotted = known
    .filter((name) => /[^\w(),]/.test(name) && !name.includes("("))
    .sort((a, b) => b.length - a.length);
  const aliases = new Map(dotted.map((name, index) => [`hillock_name_${index}`, key(name)]));
  let plain = text;
  for (const [alias, name] of aliases) plain = plain.replaceAll(wholeWord(name), alias);
  const names: string[] = [];
  const numbered = (part: Formula): Formula => {
    if (part.kind === "name") return reference(aliases.get(key(part.name)) ?? key(part.name));
    if (part.kind === "voltage") return reference(signalName(part));
    if (part.kind === "current") return reference(signalName({ kind: "current", element: part.source }));
    return mapOperands(part, numbered);
  };
  const reference = (name: string): Formula => {
    if (!known.some((each) => key(each) === name)) throw unknownOutput(text, name, known);
    if (!names.includes(name)) names.push(name);
    return { kind: "name", name };
  };
  const formula = numbered(behaviouralFormula(plain));
  const holds = (values: ArrayLike<number>): boolean => {
    for (let index = 0; index < names.length; index++) if (Number.isNaN(values[index])) return false;
    try {
      return evaluateFormula(formula, { parameter: (name) => values[names.indexOf(name)] }) !== 0;
    } catch (error) {
      // A formula without a value, such as a quotient by 0, is not fulfilled.
      if (isHillockError(error) && error.code === "netlist/not-a-number") return false;
      throw error;
    }
  };
  return { text, names, holds };
}

const wholeWord = (name: string): RegExp =>
  new RegExp(`(?<![\\w.:#])${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w.:#])`, "gi");

function unknownOutput(text: string, name: string, known: readonly string[]): HillockError {
  return new HillockError({
    code: "engine/unknown-output",
    place: `condition "${text}"`,
    problem: `there is no ${name}`,
    details: [`There ${known.length === 1 ? "is" : "are"} ${listing([...known], 20)}.`],
    help: didYouMean(name, known, "name one of them"),
  });
}
