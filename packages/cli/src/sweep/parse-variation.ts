import { type Distribution, type ESeries, HillockError, readSpiceNumber, type Spread, type Variation } from "hillock";

const distributions: Readonly<Record<string, Distribution>> = {
  uniform: "uniform",
  normal: "normal",
  lognormal: "log-normal",
  "log-normal": "log-normal",
  "two-point": "two-point",
};

const series = [3, 6, 12, 24, 48, 96, 192];

/**
 * Reads `--vary`: `R1=10%,DMOD.is=lognormal:30%`. A part of it is
 *
 *     NAME=[distribution:]amount[%]   around the nominal value: relative with %, else absolute; uniform, normal, lognormal, two-point
 *         +[distribution:]amount[%]@group   and a part that is the same for all of a group
 *     NAME=range:least..most          anywhere in a range, evenly; log-range: evenly in the logarithm
 *         /E24 /grid:10k              of the values of a series or a grid; the nominal value is set to the nearest one
 *         /within:least..most /clamp:least..most   drawn anew, or set to the bound, beyond these
 *
 * with numbers as in a netlist.
 *
 * @throws usage/malformed-variation
 */
export function parseVariations(texts: readonly string[]): Record<string, Variation> {
  const variations: Record<string, Variation> = {};
  for (const part of texts.flatMap((text) => text.split(","))) {
    const equals = part.indexOf("=");
    const name = part.slice(0, equals).trim();
    if (equals < 0 || name === "") throw malformed(part, "a variation names what varies", "write  R1=10%");
    if (Object.hasOwn(variations, name)) throw malformed(part, `${name} varies already`, "keep one of them");
    variations[name] = variationOf(part.slice(equals + 1), part);
  }
  return variations;
}

function variationOf(text: string, part: string): Variation {
  const [amounts, ...aspects] = text.split("/").map((each) => each.trim());
  const range = /^(log-)?range:(.*)$/i.exec(amounts);
  const drawn: Variation = range
    ? { spanning: range[1] ? "logarithmic" : "linear", range: rangeOf(range[2], part) }
    : spreadsOf(amounts, part);
  return Object.assign({}, drawn, ...aspects.map((aspect) => aspectOf(aspect, part)));
}

/** The own part and the shared one; a plus sign within 1e+3 is none between them. */
function spreadsOf(text: string, part: string): Variation {
  let variation: Variation = {};
  for (const each of text.split(/(?<!\de)\+/i)) {
    const [amount, group] = each.split("@").map((piece) => piece.trim());
    const spread = spreadOf(amount, part);
    const twice = group === undefined ? variation.tolerance : variation.matched;
    if (twice) throw malformed(part, "there are two parts of a kind", "give one of its own, and one of its group");
    if (group === "") throw malformed(part, "the group has no name", "write  10%@lot");
    variation = { ...variation, ...(group === undefined ? { tolerance: spread } : { matched: { ...spread, group } }) };
  }
  return variation;
}

function spreadOf(text: string, part: string): Spread {
  const colon = text.indexOf(":");
  const name = colon < 0 ? "uniform" : text.slice(0, colon).trim().toLowerCase();
  if (!Object.hasOwn(distributions, name)) {
    const known = Object.keys(distributions).join(", ");
    throw malformed(part, `there is no distribution "${name}"`, `the distributions are ${known}; range and log-range`);
  }
  const distribution = distributions[name];
  const amount = text.slice(colon + 1).trim();
  if (amount.endsWith("%")) return { distribution, relative: numberOf(amount.slice(0, -1), part) / 100 };
  return { distribution, absolute: numberOf(amount, part) };
}

function aspectOf(text: string, part: string): Variation {
  const bought = /^E(\d+)$/i.exec(text);
  if (bought && series.includes(Number(bought[1]))) return { series: Number(bought[1]) as ESeries };
  const colon = text.indexOf(":");
  const value = text.slice(colon + 1);
  switch (text.slice(0, Math.max(colon, 0)).toLowerCase()) {
    case "grid":
      return { grid: { step: numberOf(value, part) } };
    case "within":
      return { range: rangeOf(value, part), beyondRange: "reject" };
    case "clamp":
      return { range: rangeOf(value, part), beyondRange: "clamp" };
    default:
      throw malformed(part, `"/${text}" is not understood`, "write /E24, /grid:10k, /within:1k..9k or /clamp:1k..9k");
  }
}

function rangeOf(text: string, part: string): readonly [number, number] {
  const bounds = text.split("..");
  if (bounds.length !== 2) throw malformed(part, `"${text}" is no range`, "write  10k..500k");
  return [numberOf(bounds[0], part), numberOf(bounds[1], part)];
}

function numberOf(text: string, part: string): number {
  const number = readSpiceNumber(text.trim());
  if (number && "value" in number) return number.value;
  throw malformed(part, number?.problem ?? `"${text}" is no number`, number?.help ?? "write 10%, 5m or 1.5e-3");
}

function malformed(part: string, problem: string, help: string): HillockError {
  return new HillockError({ code: "usage/malformed-variation", place: `--vary ${part}`, problem, help });
}
