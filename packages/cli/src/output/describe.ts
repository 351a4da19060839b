import { type RunRecord, type SignalValues, shortNumber, type TransientResult, type Waveforms } from "hillock";

/** Columns of text, the first to the left, the others to the right. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column].length))) ?? [];
  const line = (row: readonly string[]) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join("  ");
  return rows.map((row) => `  ${line(row).trimEnd()}`).join("\n");
}

/** Lowest and highest value of a signal; of its magnitude in small-signal analysis. */
export function signalRange({ values, imaginary }: SignalValues): { minimum: number; maximum: number } {
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  for (let point = 0; point < values.length; point++) {
    const value = imaginary ? Math.hypot(values[point], imaginary[point]) : values[point];
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  return { minimum, maximum };
}

/** How a run went, on one line. */
export function recordLine(record: RunRecord): string {
  const parts = [
    `${record.steps} ${record.steps === 1 ? "point" : "steps"}`,
    ...(record.rejections > 0 ? [`${record.rejections} rejected`] : []),
    ...("latchUps" in record ? latchUpCount(record as TransientResult["record"]) : []),
    `${record.newtonIterations} Newton iterations`,
    `power balance to ${shortNumber(record.powerBalanceResidual)}`,
  ];
  return parts.join(", ");
}

function latchUpCount({ latchUps: { length } }: TransientResult["record"]): string[] {
  return length > 0 ? [`${length} latch-up${length === 1 ? "" : "s"}`] : [];
}

/** A run's signals with their extremes, a line each; the values themselves of an operating point. */
export function signalTable({ analysis, signals }: Waveforms): string {
  const rows = signals.map((signal) => {
    const { minimum, maximum } = signalRange(signal);
    if (analysis === "operatingPoint") return [signal.name, shortNumber(minimum), signal.unit];
    return [signal.name, shortNumber(minimum), "to", shortNumber(maximum), signal.unit];
  });
  return textTable(rows);
}
