import { reportedQuantiles, type SampleFailure, shortNumber, type VariationResult } from "hillock";
import { textTable } from "../output/describe.js";

/** Files that the object names. */
interface Files {
  readonly table: string;
  readonly curveTables: readonly string[];
  readonly curves: readonly { readonly bands: string; readonly svg: string }[];
  readonly histogram?: string;
}

/** Failures that are listed one by one; the table of samples has all. */
const mostListed = 20;

/** What `result.json` says of a variation. NaN is null there. */
export function variationObject(result: VariationResult, files: Files): object {
  const { quantities, samples, outputs, curves, failures, yields } = result;
  return {
    quantities: quantities.map(({ name, nominal, unit = "", ...variation }) => ({ name, nominal, unit, ...variation })),
    acceptance: samples.acceptance,
    outputs: outputs.map(({ name, unit, nominal, summary: { quantiles, ...summary } }) => ({
      name,
      unit,
      nominal,
      ...summary,
      quantiles: quantiles.map((value, index) => ({ probability: reportedQuantiles[index], value })),
    })),
    sweeps: curves.map(({ scales, signals }, index) => ({
      points: scales[0].values.length,
      scales: scales.map(({ name, unit }) => ({ name, unit })),
      signals,
      csv: files.curveTables[index],
      ...files.curves[index],
    })),
    limits: yields,
    yield: result.yield ?? null,
    failures: { count: failures.length, samples: failedSamples(failures), first: failures.slice(0, mostListed) },
    csv: files.table,
    histogram: files.histogram ?? null,
  };
}

/** How many samples have at least one number less. */
const failedSamples = (failures: readonly SampleFailure[]): number =>
  new Set(failures.map(({ sample }) => sample)).size;

/** What is printed of a variation. */
export function samplesText(result: VariationResult): string[] {
  const { quantities, samples, outputs, curves, failures, yields } = result;
  const count = samples.indices.length;
  const drawn = quantities.slice(0, 12).map(({ name }) => name);
  const more = quantities.length > drawn.length ? ` and ${quantities.length - drawn.length} more` : "";
  const lines = [`varied: ${drawn.join(" ")}${more}`];
  if (samples.acceptance < 1) {
    lines.push(`${shortNumber(100 * samples.acceptance, 3)} % of the points drawn are within ranges and constraints`);
  }
  if (outputs.length > 0) {
    const rows = outputs.map(({ name, unit, nominal, summary: { mean, deviation, quantiles } }) => [
      name,
      ...[nominal, mean, deviation, quantiles[1], quantiles[3], quantiles[5]].map((value) => numberText(value)),
      unit,
    ]);
    lines.push(textTable([["", "as written", "mean", "deviation", "5 %", "median", "95 %", ""], ...rows]));
  }
  for (const { scales, signals } of curves) {
    lines.push(
      `  ${scales[0].values.length} points over ${scales[0].name} of ${signals.map(({ name }) => name).join(" ")}`,
    );
  }
  const all = result.yield && yields.length > 1 ? [{ limit: "all limits", ...result.yield }] : [];
  for (const { limit, passed, fraction, interval } of [...yields, ...all]) {
    const [low, high] = interval.map((bound) => percentText(bound));
    lines.push(`  ${limit}: ${passed} of ${count}, ${percentText(fraction)} (95 %: ${low} to ${high})`);
  }
  if (failures.length > 0) {
    const [{ sample, output, code, problem }] = failures;
    const what = output === undefined ? "" : `${output}: `;
    lines.push(
      `  note: ${failedSamples(failures)} of ${count} samples lack a value; the first is ${sample}: ${what}${code}, ${problem}`,
    );
  }
  return lines;
}

const numberText = (value: number): string => (Number.isNaN(value) ? "-" : shortNumber(value, 5));
const percentText = (part: number): string => `${shortNumber(100 * part, 4)} %`;
