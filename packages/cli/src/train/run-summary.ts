import { quantityText, shortNumber } from "hillock";
import { textTable } from "../output/describe.js";
import type { RunRecord } from "./run-record.js";

/** A part of one in percent; what is below rounding is none. */
export const percentText = (value: number): string => `${shortNumber(value < 1e-9 ? 0 : 100 * value, 3)} %`;

/** A run in a few lines. */
export function runSummary({
  dataset,
  settings,
  training,
  test,
  power,
  powerDetails,
  devices,
  notPrintable,
  seconds,
}: RunRecord): string[] {
  const sizes = Object.keys(test.accuracy);
  const row = (name: string, of: (size: string) => number) => [name, ...sizes.map((size) => percentText(of(size)))];
  const shape = [dataset.features.length, ...settings.hidden, dataset.classes.length].join("-");
  return [
    `Printed network ${shape} for ${dataset.name}, activation ${settings.activation}, seed ${settings.seed}`,
    `hillock train · ${training.epochs} epochs (best: ${training.bestEpoch + 1}), ${shortNumber(seconds, 3)} s`,
    ...dataset.conversions.map((each) => `  data: ${each}`),
    textTable([
      ["components off by up to", ...sizes.map((size) => percentText(Number(size)))],
      row("test accuracy", (size) => test.accuracy[size]),
      row("  deviation", (size) => test.deviation.accuracy[size]),
      row("readable by itself", (size) => test.measuringAware[size]),
      row(`yield (at least ${percentText(test.yield.accuracy)} right)`, (size) => test.yield.bySize[size].fraction),
    ]),
    notPrintable === null
      ? `  ${devices} components, ${quantityText(power ?? 0, "W", 3)} at rest (as published: ${quantityText(powerDetails?.published.total ?? 0, "W", 3)})`
      : `  not a circuit: ${notPrintable}`,
  ];
}
