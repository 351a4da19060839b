import { HillockError } from "../../base/error.js";
import { drawSamples, type Samples, type SamplingSettings } from "../../sampling/draw-samples.js";
import { readCondition } from "./condition.js";
import { type Limit, readLimit } from "./limits.js";
import {
  type PreparedVariation,
  prepareVariation,
  type VariationCurves,
  type VariationOutput,
} from "./prepare-variation.js";
import { type Proportion, proportionOf, quantile, type Summary, summaryOf } from "./statistics.js";
import type { ChunkMap, ChunkResult, SampleChunk, SampleFailure, VariationRequest } from "./variation-request.js";

export interface VariationSettings extends Omit<SamplingSettings, "constraints"> {
  /** Conditions on the drawn quantities of a sample, `R1 > R2`; others are left out. */
  readonly constraints?: readonly string[];
  /** Conditions on what a sample gives, `v(out) > 0.3`: those that fulfil all of them pass. */
  readonly limits?: readonly string[];
  /** Computes the chunks; in this thread if absent. */
  readonly map?: ChunkMap;
  /** Told what there will be, before the first sample. */
  readonly onPrepared?: (prepared: PreparedVariation) => void | Promise<void>;
  /** Told each chunk, in their order, with what was drawn, and for each of its samples whether it passes. */
  readonly onChunk?: (result: ChunkResult, chunk: SampleChunk, passes: readonly boolean[]) => void | Promise<void>;
}

/** Quantiles of a DC sweep's signals at each point. */
export interface CurveBands extends VariationCurves {
  readonly probabilities: readonly number[];
  /** `[probabilities, points, signals]` */
  readonly bands: Float64Array;
}

/** What many samples of a circuit gave. */
export interface VariationResult {
  readonly quantities: PreparedVariation["quantities"];
  readonly samples: Samples;
  readonly outputs: readonly (VariationOutput & { readonly summary: Summary })[];
  /** `[samples, outputs]` */
  readonly values: Float64Array;
  readonly curves: readonly CurveBands[];
  readonly failures: readonly SampleFailure[];
  /** Of each limit, and of all together; a sample that fails does not pass. */
  readonly yields: readonly (Proportion & { readonly limit: string })[];
  readonly yield?: Proportion;
}

/** Samples that are computed in one go. It changes no result. */
const chunkSize = 32;

/** Numbers that are kept, at most: 160 MB of them. */
const mostNumbers = 2e7;

const bandProbabilities = [0.05, 0.25, 0.5, 0.75, 0.95];

/**
 * Draws samples of a circuit's quantities, runs the circuit's analyses for each, and says how the results are distributed.
 * The same seed gives the same bits, whoever computes the chunks.
 *
 * @throws what `prepareVariation` and `drawSamples` throw; engine/unknown-output;
 *   engine/oversized-variation if the results would not fit into the memory
 */
export async function runVariation(request: VariationRequest, settings: VariationSettings): Promise<VariationResult> {
  const { samples: count, seed, method, map, onPrepared, onChunk, limits = [], constraints = [] } = settings;
  const prepared = prepareVariation(request);
  const { quantities, outputs, curves } = prepared;
  checkSize(prepared, count);
  const read = limits.map((text) => readLimit(text, prepared));
  const names = quantities.map(({ name }) => name);
  const conditions = constraints.map((text) => rowCondition(text, names));
  const samples = drawSamples(quantities, { samples: count, seed, method, constraints: conditions });

  await onPrepared?.(prepared);
  const values = new Float64Array(count * outputs.length);
  const all = curves.map((each) => new Float64Array(count * each.nominal.length));
  const failures: SampleFailure[] = [];
  const passed = new Array<number>(read.length).fill(0);
  let passedAll = 0;
  const chunks = chunksOf(samples.values, count, quantities.length);
  const results = map ? map(request, chunks) : inThisThread(prepared, chunks);
  for await (const result of results) {
    const { first, count: size } = result;
    values.set(result.outputs, first * outputs.length);
    for (const [index, part] of result.curves.entries()) all[index].set(part, first * curves[index].nominal.length);
    failures.push(...result.failures);
    const passes = Array.from({ length: size }, (_, k) => {
      const each = read.map((limit: Limit) => limit.holds(result, k));
      each.forEach((holds, index) => {
        if (holds) passed[index]++;
      });
      return each.every(Boolean);
    });
    passedAll += passes.filter(Boolean).length;
    await onChunk?.(result, chunkAt(samples.values, first, size, quantities.length), passes);
  }
  return {
    quantities,
    samples,
    outputs: outputs.map((output, index) => ({ ...output, summary: summaryOf(column(values, outputs.length, index)) })),
    values,
    curves: curves.map((each, index) => ({ ...each, ...bandsOf(all[index], each.nominal.length) })),
    failures,
    yields: read.map(({ text }, index) => ({ limit: text, ...proportionOf(passed[index], count) })),
    ...(read.length > 0 && { yield: proportionOf(passedAll, count) }),
  };
}

/** What a worker does with the chunks that it is sent. */
export function createChunkWorker(request: VariationRequest): PreparedVariation["run"] {
  return prepareVariation(request).run;
}

async function* inThisThread({ run }: PreparedVariation, chunks: Iterable<SampleChunk>): AsyncGenerator<ChunkResult> {
  for (const chunk of chunks) yield run(chunk);
}

function* chunksOf(values: Float64Array, count: number, quantities: number): Generator<SampleChunk> {
  for (let first = 0; first < count; first += chunkSize) {
    yield chunkAt(values, first, Math.min(chunkSize, count - first), quantities);
  }
}

function chunkAt(values: Float64Array, first: number, count: number, quantities: number): SampleChunk {
  return { first, count, values: values.slice(first * quantities, (first + count) * quantities) };
}

/** A condition on the quantities as one on a row of their values. */
function rowCondition(text: string, names: readonly string[]): (row: Float64Array) => boolean {
  const condition = readCondition(text, names);
  const lower = names.map((name) => name.toLowerCase());
  const places = condition.names.map((name) => lower.indexOf(name));
  return (row) => condition.holds(places.map((place) => row[place]));
}

function column(values: Float64Array, width: number, index: number): Float64Array {
  const result = new Float64Array(values.length / width);
  for (let k = 0; k < result.length; k++) result[k] = values[k * width + index];
  return result;
}

function bandsOf(all: Float64Array, size: number): Pick<CurveBands, "probabilities" | "bands"> {
  const bands = new Float64Array(bandProbabilities.length * size);
  for (let place = 0; place < size; place++) {
    const sorted = column(all, size, place)
      .filter((value) => !Number.isNaN(value))
      .sort();
    for (const [index, probability] of bandProbabilities.entries()) {
      bands[index * size + place] = quantile(sorted, probability);
    }
  }
  return { probabilities: bandProbabilities, bands };
}

function checkSize({ quantities, outputs, curves }: PreparedVariation, samples: number): void {
  const perSample = quantities.length + outputs.length + curves.reduce((sum, { nominal }) => sum + nominal.length, 0);
  if (!(samples * perSample > mostNumbers)) return;
  throw new HillockError({
    code: "engine/oversized-variation",
    problem: `${samples} samples of ${perSample} numbers are more than the ${mostNumbers} that are kept`,
    help: "report fewer signals, sweep fewer points, or draw fewer samples at a time",
  });
}
