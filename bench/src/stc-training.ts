import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { thesisProtocol } from "hillock/networks";
import { python, requireDebianPackages } from "./debian-packages.js";
import { interleavedSteps, type StepTime } from "./interleaved-steps.js";
import { type LineProcess, startLineProcess } from "./line-process.js";
import type { Row } from "./row.js";
import {
  encodedSamples,
  type Integrator,
  images,
  mnistTraining,
  stcNetwork,
  synapseMilliseconds,
  timestep,
} from "./stc-problem.js";

/** What the programs are asked: to show samples, or for v_h of all synapses. */
export type StcRequest = { readonly command: "step"; readonly steps: number } | { readonly command: "state" };

interface Answer {
  /** v_h, V `[neurons, inputs]` */
  readonly earlyPhase: readonly number[];
  readonly version: string;
}

/** Who is compared with what. */
const peers = {
  exact: {
    script: "../stc/brian_network.py",
    packages: ["python3-brian", "cython3", "python3-numpy", "g++", "python3-dev"],
    // A turn of ours is long enough to be measured, and its code is warm; the peer's time does not depend on what was shown.
    counts: { steps: { ours: 500, peer: 10 }, warmUp: { ours: 500, peer: 5 } },
    target: 40,
  },
  euler: {
    script: "../stc/numpy_network.py",
    packages: ["python3-numpy"],
    counts: { steps: 10, warmUp: { ours: 10, peer: 5 } },
    target: 3,
  },
} as const;

/** Samples after which the peer's synapses are compared with those of our Euler integration. */
const compared = 20;
/** Largest difference of v_h by then, V: the peer integrates the same equations in the same steps. */
const allowed = 1e-9;

/**
 * Training of a 784 x 10 network on MNIST, user CPU time of a sample: ours without a time step and threshold crossings computed, against
 * Brian2; or ours by Euler against NumPy.
 */
export async function stcTraining(
  name: string,
  integrator: Integrator,
  repetitions: number,
  say: (line: string) => void,
): Promise<Row> {
  const { script, packages, counts, target } = peers[integrator];
  requireDebianPackages(packages, name, say);
  const folder = mkdtempSync(join(tmpdir(), "hillock-bench-"));
  const file = join(folder, "problem.json");
  writeFileSync(file, JSON.stringify(problem(repetitions)));
  const place = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
  const start = (which: Integrator): LineProcess =>
    startLineProcess(process.execPath, [place("stc-process.js"), which]);
  const peer = startLineProcess(python, [place(script), file], { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" });
  const euler = start("euler");
  const ours = start(integrator);
  try {
    const { largest, version } = await comparison(euler, peer);
    euler.end();
    const times = await interleavedSteps({ ours, peer }, counts, repetitions);
    return {
      name,
      unit: "ms",
      ours: times.ours.time,
      peer: times.peer.time,
      ratio: times.peer.time / times.ours.time,
      error: largest,
      settings: {
        target: `${allowed} V between the peer and our Euler; ratio ${target}`,
        ours: text(integrator === "exact" ? "exact" : "Euler, 1 ms", times.ours),
        peer: text(`${version}, 1 ms`, times.peer),
        repetitions,
      },
    };
  } finally {
    for (const program of [ours, euler, peer]) program.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

function problem(repetitions: number): object {
  const data = mnistTraining();
  const sampleOf = encodedSamples(data);
  const samples = Array.from({ length: images }, (_, index) => sampleOf(index));
  const { warmUp, steps } = peers.exact.counts;
  return {
    ...stcNetwork,
    protocol: thesisProtocol,
    timestep,
    mostSamples: compared + warmUp.peer + repetitions * steps.peer,
    labels: Array.from(data.labels.subarray(0, images)),
    trains: samples[0].trains.map((train) => Array.from(train)),
    trainOf: samples.map(({ trainOf }) => Array.from(trainOf)),
  };
}

/**
 * How far the peer's synapses are from those of our Euler integration.
 *
 * @throws if that is more than allowed
 */
async function comparison(euler: LineProcess, peer: LineProcess): Promise<{ largest: number; version: string }> {
  const answers: Answer[] = [];
  for (const program of [euler, peer]) {
    await program.ask({ command: "step", steps: compared });
    answers.push(await program.ask<Answer>({ command: "state" }));
  }
  const [a, b] = answers.map(({ earlyPhase }) => earlyPhase);
  const largest = a.reduce((most, value, k) => Math.max(most, Math.abs(value - b[k])), 0);
  const { version } = answers[1];
  if (!(largest <= allowed) || a.length !== b.length)
    throw new Error(`after ${compared} samples v_h of ${version} is up to ${largest} V from ours by Euler`);
  return { largest, version };
}

function text(what: string, { time, peak }: StepTime): string {
  return `${what}: ${((1e-6 * synapseMilliseconds) / (1e-3 * time)).toPrecision(3)} M synapse-ms/s; ${peak}`;
}
