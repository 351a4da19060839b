import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { interleavedSteps } from "./interleaved-steps.js";
import { type LineProcess, startLineProcess } from "./line-process.js";
import { type PnnDataset, type PnnProblem, pnnModel, pnnProblem, seed } from "./pnn-problem.js";
import { python, requirePyTorch } from "./pytorch.js";
import type { Row } from "./row.js";

export interface CheckRequest {
  readonly command: "check";
  readonly precision: Precision;
  readonly parameters: readonly number[];
  readonly factors: readonly number[];
}

/** What the programs are asked. */
export type PnnRequest = CheckRequest | { readonly command: "step"; readonly steps: number };

type Precision = "float32" | "float64";

interface Check {
  readonly loss: number;
  readonly gradient: readonly number[];
  readonly version?: string;
}

/**
 * Largest difference of the loss, relative, and of its gradient as a part of the largest derivative. In double precision it says that
 * both compute the same function; in single precision the tanh-like circuits, whose eta4 is tens of 1/V, make that of rounding.
 */
const allowed: Readonly<Record<Precision, number>> = { float64: 1e-9, float32: 5e-4 };
/** Steps at a time, and steps of our program and of PyTorch before they are timed. */
const counts = {
  iris: { steps: { ours: 1000, peer: 200 }, warmUp: { ours: 5000, peer: 200 } },
  pendigits: { steps: 10, warmUp: { ours: 60, peer: 5 } },
} as const;

/** Both programs, with the same problem. */
export interface PnnPrograms {
  readonly ours: LineProcess;
  readonly peer: LineProcess;
  readonly end: () => void;
}

export function startPrograms(problem: PnnProblem, precision: Precision): PnnPrograms {
  const folder = mkdtempSync(join(tmpdir(), "hillock-bench-"));
  const file = join(folder, "problem.json");
  writeFileSync(file, JSON.stringify(problem));
  const place = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
  const ours = startLineProcess(process.execPath, [place("pnn-step-process.js"), file]);
  const peer = startLineProcess(python, [place("../torch/pnn_step.py"), file, precision], {
    OMP_NUM_THREADS: "1",
    OPENBLAS_NUM_THREADS: "1",
    // Tensors come from memory that the process already has: otherwise the kernel clears pages at each operation.
    MALLOC_MMAP_THRESHOLD_: `${2 ** 30}`,
    MALLOC_TRIM_THRESHOLD_: `${2 ** 30}`,
    MALLOC_TOP_PAD_: `${2 ** 26}`,
  });
  const end = () => {
    ours.end();
    peer.end();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ours, peer, end };
}

/**
 * How far the programs' losses and gradients differ, at the parameters that training begins with and factors of a variation.
 *
 * @throws if that is more than allowed
 */
export async function difference(
  { ours, peer }: PnnPrograms,
  problem: PnnProblem,
  precision: Precision,
): Promise<{ readonly largest: number; readonly version: string }> {
  const { parameters, samples, variation } = problem;
  const draw = { seed, use: "training", epoch: 0, samples } as const;
  const { theta, activation, negativeWeight } = pnnModel(problem, "double").draw(draw, { relative: variation });
  const factors = [theta, activation, negativeWeight].flatMap((each) => Array.from(each));
  const request: CheckRequest = { command: "check", precision, parameters, factors };
  const [a, b] = [await ours.ask<Check>(request), await peer.ask<Check>(request)];
  if (a.gradient.length !== b.gradient.length) throw new Error("the programs have other numbers of parameters");
  const scale = a.gradient.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  const differences = a.gradient.map((each, k) => Math.abs(each - b.gradient[k]) / scale);
  const largest = Math.max(...differences, Math.abs(a.loss - b.loss) / a.loss);
  if (!(largest <= allowed[precision]))
    throw new Error(`the loss and its gradient of the two programs differ by ${largest} in ${precision}`);
  return { largest, version: b.version ?? "" };
}

/** Time of a training step: draw the variation, loss, gradient, Adam. The programs run in turns. */
export async function pnnStep(
  name: string,
  dataset: PnnDataset,
  repetitions: number,
  say: (line: string) => void,
): Promise<Row> {
  requirePyTorch(say);
  const problem = pnnProblem(dataset);
  const inDouble = startPrograms(problem, "float64");
  try {
    await difference(inDouble, problem, "float64");
  } finally {
    inDouble.end();
  }
  const programs = startPrograms(problem, "float32");
  try {
    const { largest, version } = await difference(programs, problem, "float32");
    const { ours, peer } = await interleavedSteps(programs, counts[dataset], repetitions);
    return {
      name,
      unit: "ms",
      ours: ours.time,
      peer: peer.time,
      ratio: peer.time / ours.time,
      error: largest,
      settings: {
        target: `${allowed.float32} of the largest derivative`,
        ours: `[${problem.topology}], ${problem.labels.length} rows; ${ours.peak}`,
        peer: `PyTorch ${version}, one thread; ${peer.peak}`,
        repetitions,
      },
    };
  } finally {
    programs.end();
  }
}
