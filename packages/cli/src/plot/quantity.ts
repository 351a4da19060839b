/** How a quantity's axis is written: values times `scale` in `unit`. */
export interface AxisUnit {
  readonly scale: number;
  readonly unit: string;
}

const prefixes = ["f", "p", "n", "µ", "m", "", "k", "M", "G", "T"];
const firstExponent = -15;
const units: Readonly<Record<string, string>> = { degC: "°C", ohm: "Ω" };

/** The SI prefix that brings the largest magnitude to 1 .. 1000. */
export function axisUnit(largest: number, unit: string): AxisUnit {
  if (unit === "degC" || unit === "" || unit === "dB" || unit === "°") return { scale: 1, unit: units[unit] ?? unit };
  const size = Math.abs(largest);
  const exponent = size > 0 && Number.isFinite(size) ? 3 * Math.floor((Math.log10(size) + 1e-9) / 3) : 0;
  const index = Math.min(Math.max((exponent - firstExponent) / 3, 0), prefixes.length - 1);
  const prefix = prefixes[index];
  return { scale: 10 ** -(firstExponent + 3 * index), unit: prefix + (units[unit] ?? unit) };
}

/** `v(out) (mV)`; the name alone if there is no unit. */
export function axisLabel(name: string, { unit }: AxisUnit): string {
  return unit === "" ? name : `${name} (${unit})`;
}
