import { parseNetlist, simulate } from "hillock";

/** What tells two runs of an analysis apart. */
export interface Fingerprint {
  readonly steps: number;
  readonly rejections: number;
  readonly newtonIterations: number;
  readonly points: number;
  /** SHA-256 of the bytes of all scales and signals. */
  readonly waveforms: string;
}

/**
 * Simulates a netlist; the same text gives the same fingerprints wherever it runs.
 *
 * @param files the netlist and what it includes, by name
 */
export async function fingerprints(name: string, files: Readonly<Record<string, string>>): Promise<Fingerprint[]> {
  const circuit = parseNetlist(files[name], { file: name, include: (path) => files[path] });
  const results = simulate(circuit);
  return Promise.all(
    results.map(async ({ waveforms: { scales, signals }, record: { steps, rejections, newtonIterations } }) => ({
      steps,
      rejections,
      newtonIterations,
      points: signals[0].values.length,
      waveforms: await digest([...scales, ...signals].flatMap(({ values }) => [...values])),
    })),
  );
}

async function digest(numbers: readonly number[]): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", Float64Array.from(numbers));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
