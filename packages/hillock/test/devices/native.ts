import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FlatDevice } from "../../src/netlist/flat-circuit.js";
import { parseRawFile, type RawPlot } from "../../src/reference/raw-file.js";
import { netlistLines } from "./netlist-devices.js";

/** The plots of a netlist in one run of the native ngspice. */
export function runNative(netlist: string): RawPlot[] {
  const folder = mkdtempSync(join(tmpdir(), "hillock-devices-"));
  try {
    writeFileSync(join(folder, "deck.cir"), netlist);
    const { stdout, stderr, status } = spawnSync("ngspice", ["-b", "-r", "out.raw", "deck.cir"], {
      cwd: folder,
      encoding: "utf8",
    });
    if (status !== 0 || /aborted|fatal/i.test(stderr)) throw new Error(`${stdout}\n${stderr}`.slice(0, 2000));
    return parseRawFile(readFileSync(join(folder, "out.raw")));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A device and voltages at its terminals, `[biases][terminals]`. */
export interface Bench {
  readonly title: string;
  readonly element: FlatDevice;
  readonly biases: readonly (readonly number[])[];
  /** degrees C */
  readonly temperature?: number;
  /** The least series resistance, ohm: both sides round the current through it by the last bit of a voltage over this. */
  readonly resistance?: number;
}

// Tight, so that internal nodes are as good as the terminals: with quadratic convergence the last step squares this.
const options = ".options reltol=1e-9 abstol=1e-17 vntol=1e-11 itl1=500";

/** Currents into the terminals, A, `[benches][biases][terminals]`, of ngspice: one run for all benches of a temperature. */
export function nativeCurrents(benches: readonly Bench[]): number[][][] {
  const currents: number[][][] = benches.map(({ biases }) => biases.map((bias) => bias.map(() => Number.NaN)));
  for (const temperature of new Set(benches.map((bench) => bench.temperature ?? 27))) {
    const lines = ["terminal currents", `${options} temp=${temperature}`, ".op"];
    const chosen = benches
      .map((bench, b) => ({ bench, b }))
      .filter(({ bench }) => (bench.temperature ?? 27) === temperature);
    for (const { bench, b } of chosen) {
      for (const [i, bias] of bench.biases.entries()) lines.push(...benchLines(bench.element, `${b}_${i}`, bias));
    }
    const [plot] = runNative([...lines, ".end", ""].join("\n"));
    const value = new Map(plot.vectors.map(({ name, real }) => [name, real[0]]));
    for (const { bench, b } of chosen) {
      bench.biases.forEach((bias, i) => {
        bias.forEach((_, t) => {
          currents[b][i][t] = -(value.get(`i(v${b}_${i}_${t})`) as number);
        });
      });
    }
  }
  return currents;
}

/** A complex number. */
export interface Complex {
  readonly real: number;
  readonly imaginary: number;
}

/**
 * Small-signal admittances of ngspice at one angular frequency (1/s): the current (A) into terminal t for 1 V at
 * terminal u, `[benches][biases][t][u]`, at 27 degrees C.
 */
export function nativeAdmittances(benches: readonly Bench[], omega: number): Complex[][][][] {
  const frequency = omega / (2 * Math.PI);
  const lines = ["admittances", options, `.ac lin 1 ${frequency} ${frequency}`];
  forEachDriven(benches, (bench, label, bias, u) => lines.push(...benchLines(bench.element, label, bias, u)));
  const plot = runNative([...lines, ".end", ""].join("\n")).find(({ name }) => /^AC/.test(name)) as RawPlot;
  const vectors = new Map(plot.vectors.map((vector) => [vector.name, vector]));
  return benches.map(({ biases }, b) =>
    biases.map((bias, i) =>
      bias.map((_, t) =>
        bias.map((_, u) => {
          const { real, imaginary } = vectors.get(`i(v${b}_${i}_${u}_${t})`) as RawPlot["vectors"][number];
          return { real: -real[0], imaginary: -(imaginary as Float64Array)[0] };
        }),
      ),
    ),
  );
}

/** Calls `work` for each terminal of each bias of each bench. */
function forEachDriven(
  benches: readonly Bench[],
  work: (bench: Bench, label: string, bias: readonly number[], driven: number) => void,
): void {
  for (const [b, bench] of benches.entries()) {
    for (const [i, bias] of bench.biases.entries()) {
      for (const u of bias.keys()) work(bench, `${b}_${i}_${u}`, bias, u);
    }
  }
}

/** A device with a voltage source from each terminal to ground; terminal `driven` has 1 V of small signal. */
function benchLines(element: FlatDevice, label: string, bias: readonly number[], driven?: number): string[] {
  const nodes = bias.map((_, t) => `n${label}_${t}`);
  const sources = bias.map((v, t) => `V${label}_${t} ${nodes[t]} 0 dc ${v} ac ${t === driven ? 1 : 0}`);
  return [...netlistLines(element, label, nodes), ...sources];
}
