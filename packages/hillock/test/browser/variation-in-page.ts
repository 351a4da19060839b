import { type ChunkMap, createChunkWorker, mapOverWorkers, parseNetlist, runVariation } from "hillock";

/** SHA-256 of all that was drawn and all that came out. */
export async function fingerprint(netlist: string, map?: ChunkMap): Promise<string> {
  const circuit = parseNetlist(netlist, { file: "varied.cir" });
  const variations = { R1: { tolerance: { distribution: "log-normal", relative: 0.2 } } } as const;
  const { samples, values, curves } = await runVariation({ circuit, variations }, { samples: 150, seed: 8, map });
  const all = [samples.values, values, ...curves.map(({ bands }) => bands)].flatMap((each) => [...each]);
  const hash = await crypto.subtle.digest("SHA-256", Float64Array.from(all));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export { createChunkWorker, mapOverWorkers };
