import type { LayerShape } from "../layer.js";
import type { Places, VectorProgram } from "./vector-machine.js";
import { vectorProgram } from "./vector-machine.js";
import { mostCombined, type OperationName } from "./vector-operations.js";

/** Addresses of a layer's arrays, which have a vector of samples for each row. */
interface LayerArrays {
  /** What the inputs' voltages follow from, base + reach u: the data, or s of the circuits before `[inputs]`. */
  readonly u: readonly number[];
  /** Of the negative-weight circuits `[inputs]`: s, s (1 - s), d loss / d s, that times s (1 - s). */
  readonly inverses: readonly CircuitArrays[];
  /** Voltages of the columns `[neurons]`. */
  readonly columns: readonly number[];
  readonly activations: readonly CircuitArrays[];
}

interface CircuitArrays {
  readonly s: number;
  readonly q: number;
  readonly w: number;
  readonly h: number;
}

/** Addresses of a layer's numbers, a vector of samples each, in the first group of samples. */
export interface LayerNumbers {
  /** a, b of the negative-weight circuits, v = a u + b `[inputs]`. */
  readonly inverses: readonly number[];
  /** And of the circuits behind the columns `[neurons]`. */
  readonly activations: readonly number[];
  /** Base and reach of the circuits behind the columns. */
  readonly outputs: readonly number[];
  /** What the column's voltage is but for `coefficients` times what its resistors see `[neurons]`; those `[inputs, neurons]`. */
  readonly middles: readonly number[];
  readonly coefficients: readonly number[];
  /** What h of a column gives the circuit that a resistor sees `[inputs, neurons]`, and h of an inverse its input `[inputs]`. */
  readonly backs: readonly number[];
  readonly throughs: readonly number[];
  /** Sums over the rows: h and h u `[inputs]`; w, w s and h, or of hidden ones h alone `[neurons]`; h times u or s `[inputs, neurons]`. */
  readonly inverseSums: readonly number[];
  readonly activationSums: readonly number[];
  readonly columnSums: readonly number[];
}

/** Where everything of a step is in memory. */
export interface MarginPlaces {
  readonly layers: readonly LayerArrays[];
  readonly numbers: readonly LayerNumbers[];
  /** Largest wrong output and its number; d loss / d right and wrong output. */
  readonly best: number;
  readonly which: number;
  readonly byRight: number;
  readonly byWrong: number;
  /** Vectors of each group: zero; margin + threshold, and margin; sum of the losses. */
  readonly zero: number;
  readonly margins: number;
  readonly loss: number;
  /** Where sums begin and end in the first group, and the distance of groups, bytes. */
  readonly sums: { readonly from: number; readonly to: number };
  readonly stride: number;
  /** A word: address of the data of the rows at hand. */
  readonly cell: number;
}

/** Gives everything of a step a place: arrays of `rows` rows, and the numbers of `groups` groups of four samples. */
export function marginPlaces(
  shapes: readonly LayerShape[],
  rows: number,
  groups: number,
  { vectors, end }: Places,
): MarginPlaces {
  const list = (count: number, size: number): number[] => Array.from({ length: count }, () => vectors(size));
  const circuits = (count: number): CircuitArrays[] =>
    Array.from({ length: count }, () => {
      const [s, q, w, h] = list(4, rows);
      return { s, q, w, h };
    });
  const cell = vectors(1);
  const [best, which, byRight, byWrong] = list(4, rows);
  const layers: LayerArrays[] = [];
  for (const [l, { inputs, neurons }] of shapes.entries())
    layers.push({
      u: l === 0 ? list(inputs, rows) : layers[l - 1].activations.map(({ s }) => s),
      inverses: circuits(inputs),
      columns: list(neurons, rows),
      activations: circuits(neurons),
    });
  const begin = end();
  const [zero, margins] = [vectors(1), vectors(2)];
  const from = end();
  const loss = vectors(1);
  const sumsOf = shapes.map(({ inputs, neurons }) => ({
    inverseSums: list(inputs, 2),
    activationSums: list(neurons, 3),
    columnSums: list(inputs * neurons, 1),
  }));
  const sums = { from, to: end() };
  const numbers = shapes.map(({ inputs, neurons }, l) => ({
    ...sumsOf[l],
    inverses: list(inputs, 2),
    activations: list(neurons, 2),
    outputs: list(neurons, 2),
    middles: list(neurons, 1),
    coefficients: list(inputs * neurons, 1),
    backs: list(inputs * neurons, 1),
    throughs: list(inputs, 1),
  }));
  const stride = end() - begin;
  vectors(((groups - 1) * stride) / 16);
  return { layers, numbers, best, which, byRight, byWrong, zero, margins, loss, sums, stride, cell };
}

/** Takes the data of the rows at hand to the arrays. */
export function spreadProgram({ layers, cell }: MarginPlaces): VectorProgram {
  const program = vectorProgram();
  for (const u of layers[0].u) program.add("spread", cell, u);
  return program;
}

/** The curves and columns of all layers. Negative-weight circuits without a negative weight are left out. */
export function forwardProgram(shapes: readonly LayerShape[], { layers, numbers }: MarginPlaces): VectorProgram {
  const program = vectorProgram();
  shapes.forEach((shape, l) => {
    const { inputs, neurons, negative } = shape;
    const [{ u, inverses, columns, activations }, own] = [layers[l], numbers[l]];
    inverses.forEach(({ s, q }, i) => {
      if (signsOf(shape, i).negative.length > 0) program.add("bend", u[i], own.inverses[i], s, q);
    });
    activations.forEach(({ s, q }, j) => {
      const terms = Array.from({ length: inputs }, (_, i): [number, number] => {
        const k = i * neurons + j;
        return [negative[k] ? inverses[i].s : u[i], own.coefficients[k]];
      });
      combine(program, columns[j], own.middles[j], terms);
      program.add("bend", columns[j], own.activations[j], s, q);
    });
  });
  return program;
}

/** Loss of rows with a label, and, if asked for, h of the outputs. */
export function lossProgram(places: MarginPlaces, label: number, withGradient: boolean): VectorProgram {
  const { layers, numbers, best, which, byRight, byWrong, margins, loss } = places;
  const program = vectorProgram();
  const circuits = layers[layers.length - 1].activations;
  const own = numbers[numbers.length - 1];
  let search: OperationName = "begin";
  circuits.forEach(({ s }, k) => {
    if (k === label) return;
    program.add(search, best, which, s, own.outputs[k], k);
    search = "search";
  });
  program.add("judge", circuits[label].s, own.outputs[label], best, margins, byRight, byWrong, loss);
  if (!withGradient) return program;
  circuits.forEach(({ s, q, h }, k) => {
    if (k === label) program.add("right", byRight, s, q, h, own.activationSums[k]);
    else program.add("wrong", byWrong, s, q, h, own.activationSums[k], which, k);
  });
  return program;
}

/** From h of the outputs back to all sums. */
export function backwardProgram(shapes: readonly LayerShape[], places: MarginPlaces): VectorProgram {
  const { layers, numbers, zero } = places;
  const program = vectorProgram();
  for (let l = shapes.length - 1; l >= 0; l--) {
    const { inputs, neurons, negative } = shapes[l];
    const [{ u, inverses, activations }, own] = [layers[l], numbers[l]];
    activations.forEach(({ h }, j) => {
      const terms = Array.from({ length: inputs }, (_, i): [number, number] => {
        const k = i * neurons + j;
        return [negative[k] ? inverses[i].s : u[i], own.columnSums[k]];
      });
      for (const chunk of chunksOf(terms)) program.add(`products${chunk.length}`, h, ...chunk.flat());
    });
    for (let i = 0; i < inputs; i++) {
      const signs = signsOf(shapes[l], i);
      const from = (j: number): [number, number] => [activations[j].h, own.backs[i * neurons + j]];
      const terms = signs.positive.map(from);
      const { q, w, h } = inverses[i];
      if (signs.negative.length > 0) {
        combine(program, w, zero, signs.negative.map(from));
        program.add("steepen", w, q, h, u[i], own.inverseSums[i]);
        terms.push([h, own.throughs[i]]);
      }
      if (l === 0) continue;
      const before = layers[l - 1].activations[i];
      combine(program, before.w, zero, terms);
      program.add("steepen", before.w, before.q, before.h, before.s, numbers[l - 1].activationSums[i]);
    }
  }
  return program;
}

/** Which neurons an input has positive and negative weights for. */
export function signsOf({ neurons, negative }: LayerShape, input: number) {
  const all = Array.from({ length: neurons }, (_, j) => j);
  const isNegative = (j: number): boolean => negative[input * neurons + j] === 1;
  return { positive: all.filter((j) => !isNegative(j)), negative: all.filter(isNegative) };
}

/** Most words of the programs of a step. */
export function programWords(shapes: readonly LayerShape[]): number {
  return shapes.reduce(
    (sum, { inputs, neurons }) => sum + 40 * inputs + 40 * neurons + 16 * inputs * neurons + 16 * neurons * neurons,
    64,
  );
}

/** out = begin + sum of arrays times coefficients. */
export function combine(
  program: VectorProgram,
  out: number,
  begin: number,
  terms: readonly (readonly [array: number, by: number])[],
): void {
  chunksOf(terms).forEach((chunk, k) => {
    if (k === 0) program.add(`combine${chunk.length}`, out, begin, ...chunk.flat());
    else program.add(`addCombined${chunk.length}`, out, out, ...chunk.flat());
  });
}

function chunksOf<Item>(items: readonly Item[]): Item[][] {
  const count = Math.ceil(items.length / mostCombined);
  const size = Math.ceil(items.length / count);
  return Array.from({ length: count }, (_, k) => items.slice(k * size, (k + 1) * size));
}
