import { join } from "node:path";
import type { ChunkResult, PreparedVariation, SampleChunk, VariationResult } from "hillock";
import { type CsvFile, openCsv } from "../output/csv-file.js";

/** Tables of a variation that grow chunk by chunk: the samples, and each DC sweep of each sample. */
export interface SampleTables {
  readonly paths: readonly string[];
  readonly add: (result: ChunkResult, chunk: SampleChunk, passes: readonly boolean[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

type Shape = Pick<PreparedVariation, "quantities" | "outputs" | "curves">;

/** @param sweeps names of the circuit's DC sweeps */
export async function openSampleTables(
  folder: string,
  { quantities, outputs, curves }: Shape,
  sweeps: readonly string[],
  hasLimits: boolean,
): Promise<SampleTables> {
  const samples = await openCsv(join(folder, "samples.csv"), [
    "sample",
    ...quantities.map(({ name }) => name),
    ...outputs.map(({ name }) => name),
    ...(hasLimits ? ["passes"] : []),
    "error",
  ]);
  const tables: CsvFile[] = [];
  for (const [index, { scales, signals }] of curves.entries()) {
    const header = ["sample", ...scales.map(({ name }) => name), ...signals.map(({ name }) => name)];
    tables.push(await openCsv(join(folder, `${sweeps[index]}-samples.csv`), header));
  }
  const add = async (result: ChunkResult, chunk: SampleChunk, passes: readonly boolean[]): Promise<void> => {
    const { first, count, failures } = result;
    const errors = new Map<number, string[]>();
    for (const { sample, output, code } of failures) {
      errors.set(sample, [...(errors.get(sample) ?? []), output === undefined ? code : `${output}: ${code}`]);
    }
    for (let k = 0; k < count; k++) {
      await samples.write([
        first + k,
        ...chunk.values.subarray(k * quantities.length, (k + 1) * quantities.length),
        ...result.outputs.subarray(k * outputs.length, (k + 1) * outputs.length),
        ...(hasLimits ? [passes[k] ? 1 : 0] : []),
        (errors.get(first + k) ?? []).join("; "),
      ]);
      for (const [index, { scales, signals, nominal }] of curves.entries()) {
        const all = result.curves[index].subarray(k * nominal.length, (k + 1) * nominal.length);
        for (let point = 0; point * signals.length < all.length; point++) {
          const row = all.subarray(point * signals.length, (point + 1) * signals.length);
          await tables[index].write([first + k, ...scales.map(({ values }) => values[point]), ...row]);
        }
      }
    }
  };
  const files = [samples, ...tables];
  return {
    paths: files.map(({ path }) => path),
    add,
    close: async () => {
      for (const file of files) await file.close();
    },
  };
}

/** Writes the quantiles of a DC sweep's signals at each point. */
export async function writeBands(path: string, curves: VariationResult["curves"][number]): Promise<string> {
  const { scales, signals, nominal, probabilities, bands } = curves;
  const percents = probabilities.map((probability) => `${Math.round(100 * probability)} %`);
  const header = signals.flatMap(({ name }) => [name, ...percents.map((percent) => `${name} ${percent}`)]);
  const file = await openCsv(path, [...scales.map(({ name }) => name), ...header]);
  for (let point = 0; point < scales[0].values.length; point++) {
    const row = signals.flatMap((_, signal) => {
      const at = point * signals.length + signal;
      return [nominal[at], ...probabilities.map((_, index) => bands[index * nominal.length + at])];
    });
    await file.write([...scales.map(({ values }) => values[point]), ...row]);
  }
  await file.close();
  return path;
}
