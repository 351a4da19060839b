/** Decimal exponents of SPICE's scale factors. `mil` (25.4e-6) is not a power of ten. */
const scaleExponents: Readonly<Record<string, number>> = {
  t: 12,
  g: 9,
  meg: 6,
  k: 3,
  "": 0,
  m: -3,
  u: -6,
  n: -9,
  p: -12,
  f: -15,
};

const scaleLetters = new Map(Object.entries(scaleExponents).map(([letters, exponent]) => [exponent, letters]));

const numberPattern = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:e([+-]?\d+))?([a-z_]*)$/i;

/** A number as SPICE writes it, or why the text is none. */
export type SpiceNumber = { readonly value: number } | { readonly problem: string; readonly help: string };

/**
 * Reads a number with SPICE's scale factors `t g meg k m u n p f` and `mil`; letters after them (`10uF`, `5ohm`) do not
 * count. Letter case does not matter: `1M` is 1e-3. Refused are texts that do not mean the same to every SPICE:
 * `1a` (1 to ngspice 39, 1e-18 to others) and `4k7`.
 *
 * @returns the value, correctly rounded; a problem; or undefined if the text does not begin like a number
 */
export function readSpiceNumber(text: string): SpiceNumber | undefined {
  if (!/^[+-]?\.?\d/.test(text)) return undefined;
  const match = numberPattern.exec(text);
  if (!match) {
    const shop = /^(\d+)([a-z])(\d+)$/i.exec(text);
    const help = shop ? `write ${shop[1]}.${shop[3]}${shop[2]}` : "write numbers as 4.7k, 4.7e3 or 10uF";
    return { problem: `"${text}" is not a number`, help };
  }
  const [, digits, exponent = "0", letters] = match;
  const unit = letters.toLowerCase();
  if (unit.startsWith("a")) {
    const help = `write ${digits}e-18 for atto, or leave the letter out`;
    return { problem: `"${letters}" after a number is 1e-18 to some SPICE versions and nothing to others`, help };
  }
  if (unit.startsWith("mil")) return finite(text, Number(`${digits}e${exponent}`) * 25.4e-6);
  const scale = unit.startsWith("meg") ? "meg" : unit[0] in scaleExponents ? unit[0] : "";
  return finite(text, Number(`${digits}e${Number(exponent) + scaleExponents[scale]}`));
}

function finite(text: string, value: number): SpiceNumber {
  if (Number.isFinite(value)) return { value };
  return { problem: `"${text}" is larger than any number`, help: "the largest magnitude is about 1.8e308" };
}

/**
 * The shortest text that {@link readSpiceNumber} reads back as exactly `value`, with a scale factor where one fits:
 * 15e-9 -> `15n`, 2.2e3 -> `2.2k`, 1e-20 -> `1e-20`.
 */
export function spiceNumber(value: number): string {
  const { sign, digits, exponent } = decimal(value);
  const group = 3 * Math.floor(exponent / 3);
  const letters = scaleLetters.get(group);
  if (digits === "0" || letters === undefined) return Object.is(value, -0) ? "-0" : String(value);
  const whole = exponent - group + 1;
  const padded = digits.padEnd(whole, "0");
  const fraction = padded.slice(whole);
  return `${sign}${padded.slice(0, whole)}${fraction && `.${fraction}`}${letters}`;
}

/** value = 0.d1 d2 d3 ... x 10^(exponent + 1): the shortest digits that identify the value. */
function decimal(value: number): { sign: string; digits: string; exponent: number } {
  const [mantissa, exponent] = Math.abs(value).toExponential().split("e");
  return { sign: value < 0 ? "-" : "", digits: mantissa.replace(".", ""), exponent: Number(exponent) };
}

const prefixes = new Map([
  [12, "T"],
  [9, "G"],
  [6, "M"],
  [3, "k"],
  [0, ""],
  [-3, "m"],
  [-6, "u"],
  [-9, "n"],
  [-12, "p"],
  [-15, "f"],
]);

/**
 * A quantity for people, with an SI prefix: `quantityText(15e-9, "F")` is `15 nF`.
 *
 * @param significant digits kept, at most
 */
export function quantityText(value: number, unit: string, significant = 4): string {
  const rounded = Number(value.toPrecision(significant));
  const group = 3 * Math.floor(decimal(rounded).exponent / 3);
  const prefix = rounded === 0 ? "" : prefixes.get(group);
  if (unit === "" || prefix === undefined) return unit ? `${rounded} ${unit}` : String(rounded);
  if (rounded === 0) return `0 ${unit}`;
  return `${Number((rounded / 10 ** group).toPrecision(significant))} ${prefix}${unit}`;
}
