import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { stringify } from "csv-stringify";

/** A CSV file that is written row by row, with no more in memory than a few rows. */
export interface CsvFile {
  readonly path: string;
  readonly write: (row: readonly (string | number)[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Begins a CSV file with a header. Numbers are written with all their digits; NaN is an empty field. */
export async function openCsv(path: string, header: readonly string[]): Promise<CsvFile> {
  const rows = stringify();
  const done = finished(rows.pipe(createWriteStream(path)));
  // It is awaited at the end; a disk that is full is noticed there.
  done.catch(() => undefined);
  const write = async (row: readonly (string | number)[]): Promise<void> => {
    const fields = row.map((field) => (typeof field === "number" && Number.isNaN(field) ? "" : String(field)));
    if (!rows.write(fields)) await Promise.race([once(rows, "drain"), done]);
  };
  await write(header);
  return {
    path,
    write,
    close: async () => {
      rows.end();
      await done;
    },
  };
}
