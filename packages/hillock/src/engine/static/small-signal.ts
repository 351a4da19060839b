import { HillockError } from "../../base/error.js";
import { elementary } from "../../expr/elementary.js";
import { symbol } from "../../expr/graph.js";
import type { CompiledCircuit } from "../compile.js";
import { savedSignals } from "../equations/signals.js";
import { jacobian } from "../equations/sparsity.js";
import { compileExpressions } from "../kernel/expression-kernel.js";
import { createLinearSolver } from "../kernel/linear-solver.js";
import type { AnalysisResult } from "../record.js";
import { operatingPoint } from "./operating-point.js";

export interface SmallSignalSettings {
  readonly spacing: "decade" | "octave" | "linear";
  /** Points per decade or octave, or in all. */
  readonly points: number;
  /** Hz */
  readonly from: number;
  readonly to: number;
}

/** An analysis beyond this would fill the memory before it ends. */
const mostPoints = 1e7;

/** Time, s, for which the equations are linearised: those of a device at rest may differ from those behind time 0. */
const justBehindRest = Number.MIN_VALUE;

/**
 * The frequencies of a small-signal analysis, Hz, as ngspice spaces them: the points of a sweep by decades are drawn
 * together a little so that the last one is `to`; those of a sweep by octaves are not.
 */
export function frequencies({ spacing, points, from, to }: SmallSignalSettings): Float64Array {
  if (!(from >= 0 && to >= from && points >= 1) || (spacing !== "linear" && from === 0)) {
    throw new HillockError({
      code: "engine/setting",
      problem: `a small-signal analysis from ${from} to ${to} Hz with ${points} points has no frequencies`,
      help: "give 0 < from <= to, and at least one point",
    });
  }
  const span = spacing === "linear" ? 1 : elementary.log(to / from) / (spacing === "decade" ? Math.LN10 : Math.LN2);
  if (span * points > mostPoints) {
    throw new HillockError({
      code: "engine/setting",
      problem: `a small-signal analysis of ${Math.ceil(span * points)} points has more than ${mostPoints}`,
      help: "give fewer points",
    });
  }
  if (spacing === "linear") {
    const step = points > 1 ? (to - from) / (points - 1) : 0;
    return Float64Array.from({ length: points }, (_, k) => from + k * step);
  }
  const steps = Math.floor(span * points + 1e-9);
  if (steps === 0) return Float64Array.of(from);
  const ratio = spacing === "decade" ? elementary.pow(to / from, 1 / steps) : elementary.pow(2, 1 / points);
  return Float64Array.from({ length: steps + 1 }, (_, k) => from * elementary.pow(ratio, k));
}

/**
 * Small-signal response to the sources' AC values: (G + j w C) X = -(G_u + j w C_u) U about the operating point.
 *
 * @returns signals as phasors: real part in `values`, imaginary part in `imaginary`
 * @throws what `operatingPoint` throws; engine/singular if the linear system has no unique solution at a frequency
 */
export function smallSignal(compiled: CompiledCircuit, settings: SmallSignalSettings): AnalysisResult {
  const { system } = compiled;
  const { graph, unknowns, inputs, currents, charges } = system;
  const scale = frequencies(settings);
  const { point, iterations, by } = operatingPoint(compiled);
  const size = unknowns.length;
  const variables = [
    ...unknowns.map((_, k) => symbol(graph, "unknown", k)),
    ...inputs.map((_, k) => symbol(graph, "input", k)),
  ];
  const rates = currents.map((_, row) => symbol(graph, "history", row));
  const signals = savedSignals(system);
  const entries = jacobian(graph, currents, charges, variables);
  const signalEntries = jacobian(
    graph,
    signals.map(({ value }) => value),
    signals.map(() => symbol(graph, "rate", 0)),
    [...variables, ...rates],
  );
  const valuesOf = (expressions: Parameters<typeof compileExpressions>[1]): Float64Array => {
    const out = new Float64Array(expressions.length);
    const still = new Float64Array(currents.length);
    compileExpressions(system, expressions)(point.x, point.u, point.d, point.p, justBehindRest, still, out);
    return out;
  };
  const g = valuesOf(entries.map(({ conductance }) => conductance));
  const c = valuesOf(entries.map(({ capacitance }) => capacitance));
  const s = valuesOf(signalEntries.map(({ conductance }) => conductance));
  const drive = inputs.map(({ ac }) => {
    const angle = ((ac?.phase ?? 0) * Math.PI) / 180;
    const magnitude = ac?.magnitude ?? 0;
    return { real: magnitude * elementary.cos(angle), imaginary: magnitude * elementary.sin(angle) };
  });

  // The complex system as a real one of twice the size: [G -wC; wC G] [Re; Im].
  const solved = entries.map((entry, k) => ({ ...entry, k })).filter(({ row, column }) => row < size && column < size);
  const solver = createLinearSolver(
    2 * size,
    solved.flatMap(({ row, column }) => [
      { row, column },
      { row: row + size, column: column + size },
      { row, column: column + size },
      { row: row + size, column },
    ]),
  );
  const matrix = new Float64Array(4 * solved.length);
  const right = new Float64Array(2 * size);
  const solution = new Float64Array(2 * size);
  const real = signals.map(() => new Float64Array(scale.length));
  const imaginary = signals.map(() => new Float64Array(scale.length));
  const variable = (k: number, part: 0 | 1): number =>
    k < size ? solution[k + part * size] : part === 0 ? drive[k - size].real : drive[k - size].imaginary;

  scale.forEach((frequency, index) => {
    const omega = 2 * Math.PI * frequency;
    right.fill(0);
    solved.forEach(({ k }, at) => {
      matrix.set([g[k], g[k], -omega * c[k], omega * c[k]], 4 * at);
    });
    entries.forEach(({ row, column }, k) => {
      if (row >= size || column < size) return;
      const { real: re, imaginary: im } = drive[column - size];
      right[row] -= g[k] * re - omega * c[k] * im;
      right[row + size] -= g[k] * im + omega * c[k] * re;
    });
    const singular = solver.factor(matrix);
    if (singular) throw singularAt(system.unknowns[singular.column % size].name, frequency);
    solver.solve(right, solution);
    // Rates of change of the charges of all rows, j w C X: the currents of sources that hold a node contain them.
    const rateReal = new Float64Array(currents.length);
    const rateImaginary = new Float64Array(currents.length);
    entries.forEach(({ row, column }, k) => {
      rateReal[row] -= omega * c[k] * variable(column, 1);
      rateImaginary[row] += omega * c[k] * variable(column, 0);
    });
    signalEntries.forEach(({ row, column }, k) => {
      const rate = column - variables.length;
      real[row][index] += s[k] * (rate >= 0 ? rateReal[rate] : variable(column, 0));
      imaginary[row][index] += s[k] * (rate >= 0 ? rateImaginary[rate] : variable(column, 1));
    });
  });

  return {
    waveforms: {
      analysis: "ac",
      scales: [{ name: "frequency", unit: "Hz", values: scale }],
      signals: signals.map(({ name: signal, unit }, k) => ({
        name: signal,
        unit,
        values: real[k],
        imaginary: imaginary[k],
      })),
    },
    record: {
      settings: { analysis: "ac", temperature: system.environment.temperature, gmin: system.environment.gmin },
      steps: scale.length,
      rejections: 0,
      newtonIterations: iterations,
      events: [],
      operatingPointBy: by,
      powerBalanceResidual: 0,
      warnings: system.notes,
    },
  };
}

function singularAt(unknown: string, frequency: number): HillockError {
  return new HillockError({
    code: "engine/singular",
    problem: `nothing determines ${unknown} at ${frequency} Hz`,
    place: "small-signal analysis",
    help: "give the node a path to ground, or move the frequency off an ideal resonance",
  });
}
