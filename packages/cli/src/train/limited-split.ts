import { type DataTable, type Split, stratifiedSplit } from "hillock/training";

/** Rows of each part, at most: every epoch passes through all of them, and a network of a few neurons learns nothing from more. */
const mostRows: Readonly<Record<keyof Split, number>> = { training: 20_000, validation: 5_000, test: 10_000 };

/**
 * Divides a table 60/20/20, each class alike; of very many rows some are drawn, and `notes` say so.
 *
 * @throws training/few-rows
 */
export function limitedSplit(
  table: DataTable,
  seed: number,
): { readonly split: Split; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const whole = stratifiedSplit(table, seed);
  const limited = (name: keyof Split): Uint32Array => {
    const rows = whole[name];
    const most = mostRows[name];
    if (rows.length <= most) return rows;
    notes.push(`of ${rows.length} ${name} rows ${most} were drawn by chance, each class in proportion`);
    const rest = (rows.length - most) / 2;
    const labels = Uint8Array.from(rows, (row) => table.labels[row]);
    const drawn = stratifiedSplit({ labels, classes: table.classes }, seed, [most, rest, rest]).training;
    return drawn.map((k) => rows[k]);
  };
  const split = { training: limited("training"), validation: limited("validation"), test: limited("test") };
  return { split, notes };
}
