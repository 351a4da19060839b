import type { LayerShape } from "../layer.js";
import {
  backwardProgram,
  forwardProgram,
  lossProgram,
  type MarginPlaces,
  marginPlaces,
  programWords,
  spreadProgram,
} from "./margin-programs.js";
import {
  type LayerInMemory,
  layerInMemory,
  type OutputSums,
  type Reaches,
  type SampledLayer,
} from "./sampled-layer.js";
import {
  type LoadedProgram,
  places,
  type VectorMachine,
  vectorMachine,
  withoutSinglePrecision,
} from "./vector-machine.js";

/** A data set, and the margin loss on it; V. */
export interface MarginLossProblem {
  /** `[rows, inputs]` */
  readonly inputs: Float64Array;
  /** `[rows]` */
  readonly labels: Uint8Array;
  readonly margin: number;
  readonly threshold: number;
  /** Samples of the variation. */
  readonly samples: number;
}

/**
 * The margin loss of a network, mean over rows and samples; writes its gradient where one is given.
 *
 * @throws networks/empty-column
 */
export type MarginLossKernel = (values: readonly SampledLayer[], gradient?: readonly SampledLayer[]) => number;

/** Rows at a time, at most: so many that beginning an operation is little, and that their arrays stay in a fast cache. */
const mostRows = 128;

/** Samples in whole vectors. */
export function lanesOf(samples: number): number {
  return 4 * Math.ceil(samples / 4);
}

/**
 * Makes the margin loss of a network of ideal layers with tanh circuits in single precision, as WebAssembly with vectors of four
 * samples of the variation: the same as `networkKernel` without loading and the margin loss, but for rounding.
 *
 * @throws networks/single-precision where it cannot be: other curves, no WebAssembly
 */
export function marginLossKernel(shapes: readonly LayerShape[], problem: MarginLossProblem): MarginLossKernel {
  if (!shapes.every((shape) => shape.activation.name === "tanh" && shape.negativeWeight.name === "tanh"))
    throw withoutSinglePrecision("the curves of the circuits are no tanh");
  const { samples, margin, threshold } = problem;
  const [rows, lanes, inputs] = [problem.labels.length, lanesOf(samples), shapes[0].inputs];
  const blocks = blocksOf(problem.labels);
  const memory = places();
  const own = marginPlaces(shapes, mostRows, lanes / 4, memory);
  const data = memory.vectors(Math.ceil((rows * inputs) / 4));
  const programsAt = memory.vectors(programWords(shapes));
  const machine = vectorMachine(memory.end());
  const { numbers, words } = machine;
  const perGroup = (address: number, value: number): void => {
    for (let group = 0; group < lanes / 4; group++) numbers.fill(value, ...span(address + group * own.stride, 16));
  };
  perGroup(own.margins, margin + threshold);
  perGroup(own.margins + 16, margin);
  // Of a network with one output, none is wrong.
  numbers.fill(-1e30, ...span(own.best, 16 * mostRows));
  let place = data >> 2;
  for (const block of blocks)
    for (let i = 0; i < inputs; i++) for (const row of block.rows) numbers[place++] = problem.inputs[row * inputs + i];

  const layers: LayerInMemory[] = [];
  let before: Reaches = { base: new Float64Array(inputs * lanes), reach: new Float64Array(inputs * lanes).fill(1) };
  shapes.forEach((shape, l) => {
    layers[l] = layerInMemory(shape, own.numbers[l], before, { numbers, lanes, stride: own.stride });
    before = layers[l].outputs;
  });
  const scale = Float64Array.from({ length: lanes }, (_, s) => (s < samples ? 1 / (rows * samples) : 0));
  const programsOf = networkPrograms(shapes, own, machine, programsAt);

  return (values, gradient) => {
    const check = layers.reduce((sum, layer, l) => sum + layer.set(values[l]), 0);
    if (!Number.isFinite(check)) return Number.NaN;
    const { spread, forward, backward, losses, gradientLosses } = programsOf();
    const judge = gradient ? gradientLosses : losses;
    for (let group = 0; group < lanes / 4; group++)
      numbers.fill(0, ...span(own.sums.from + group * own.stride, own.sums.to - own.sums.from));
    words[own.cell >> 2] = data;
    for (const block of blocks) {
      const size = 16 * block.rows.length;
      spread(size);
      for (let group = 0, shift = 0; group < lanes / 4; group++, shift += own.stride) {
        forward(size, shift);
        for (const { label, first, count } of block.labels) judge[label](16 * count, shift, 16 * first);
        if (gradient) backward(size, shift);
      }
    }
    if (gradient) {
      let sums: OutputSums | undefined;
      for (let l = layers.length - 1; l >= 0; l--) sums = layers[l].gradient(values[l], scale, sums, gradient[l]);
    }
    let loss = 0;
    for (let s = 0; s < samples; s++) loss += numbers[((own.loss + (s >> 2) * own.stride) >> 2) + (s & 3)];
    return loss / (rows * samples);
  };
}

interface NetworkPrograms {
  readonly spread: LoadedProgram;
  readonly forward: LoadedProgram;
  readonly backward: LoadedProgram;
  /** Of each label, without and with the gradient. */
  readonly losses: readonly LoadedProgram[];
  readonly gradientLosses: readonly LoadedProgram[];
}

/** Gives the programs of the network as its weights are now: they are written anew when the sign of one has changed. */
function networkPrograms(
  shapes: readonly LayerShape[],
  own: MarginPlaces,
  machine: VectorMachine,
  place: number,
): () => NetworkPrograms {
  const signs = shapes.map(({ negative }) => negative.slice());
  const classes = shapes[shapes.length - 1].neurons;
  let written: NetworkPrograms | undefined;
  const write = (): NetworkPrograms => {
    let at = place;
    const load = (program: ReturnType<typeof spreadProgram>): LoadedProgram => {
      const loaded = machine.load(program, at);
      at += 4 * program.words.length;
      return loaded;
    };
    const ofLabels = (withGradient: boolean) =>
      Array.from({ length: classes }, (_, label) => load(lossProgram(own, label, withGradient)));
    return {
      spread: load(spreadProgram(own)),
      forward: load(forwardProgram(shapes, own)),
      backward: load(backwardProgram(shapes, own)),
      losses: ofLabels(false),
      gradientLosses: ofLabels(true),
    };
  };
  return () => {
    let same = written !== undefined;
    shapes.forEach(({ negative }, l) => {
      for (let k = 0; k < negative.length; k++) same &&= negative[k] === signs[l][k];
      signs[l].set(negative);
    });
    if (!same || !written) written = write();
    return written;
  };
}

interface RowBlock {
  readonly rows: readonly number[];
  /** The rows' labels, by the place in the block. */
  readonly labels: { readonly label: number; readonly first: number; count: number }[];
}

/** Blocks of rows, those of a label next to each other. */
function blocksOf(labels: Uint8Array): RowBlock[] {
  const rows = Array.from(labels, (_, row) => row).sort((a, b) => labels[a] - labels[b] || a - b);
  const count = Math.ceil(rows.length / mostRows);
  const size = Math.ceil(rows.length / count);
  return Array.from({ length: count }, (_, k) => {
    const own = rows.slice(k * size, (k + 1) * size);
    const block: RowBlock = { rows: own, labels: [] };
    own.forEach((row, first) => {
      const last = block.labels.at(-1);
      if (last?.label === labels[row]) last.count++;
      else block.labels.push({ label: labels[row], first, count: 1 });
    });
    return block;
  }).filter((block) => block.rows.length > 0);
}

/** A part of the memory as indices of its numbers. */
function span(address: number, bytes: number): [from: number, to: number] {
  return [address >> 2, (address + bytes) >> 2];
}
