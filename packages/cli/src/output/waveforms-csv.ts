import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { stringify } from "csv-stringify";
import type { Waveforms } from "hillock";

/**
 * Writes waveforms as CSV: a column per scale (`time`, `frequency`, the swept variables) and signal, a row per point, SI
 * units, every number with all its digits. Small-signal values have two columns, `re(v(out))` and `im(v(out))`.
 */
export async function writeWaveforms(path: string, { scales, signals }: Waveforms): Promise<string> {
  const columns = [
    ...scales.map(({ name, values }) => ({ name, values })),
    ...signals.flatMap(({ name, values, imaginary }) =>
      imaginary
        ? [
            { name: `re(${name})`, values },
            { name: `im(${name})`, values: imaginary },
          ]
        : [{ name, values }],
    ),
  ];
  const points = columns[0]?.values.length ?? 0;
  function* rows() {
    yield columns.map(({ name }) => name);
    for (let point = 0; point < points; point++) yield columns.map(({ values }) => String(values[point]));
  }
  await pipeline(Readable.from(rows()), stringify(), createWriteStream(path));
  return path;
}

/** Writes rows of a table with a header of the first row's keys. */
export async function writeTable(path: string, rows: readonly object[]): Promise<string> {
  await pipeline(Readable.from(rows), stringify({ header: true }), createWriteStream(path));
  return path;
}
