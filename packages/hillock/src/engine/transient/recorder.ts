/** A list of numbers that grows. */
export interface Growing {
  values: Float64Array;
  length: number;
}

/** Waveforms in the making. */
export interface Recorder {
  readonly time: Growing;
  readonly signals: readonly Growing[];
  /** Largest magnitude of each signal so far. */
  readonly largest: Float64Array;
}

const growing = (): Growing => ({ values: new Float64Array(1024), length: 0 });

/** An empty recorder for `count` signals. */
export function createRecorder(count: number): Recorder {
  return { time: growing(), signals: Array.from({ length: count }, growing), largest: new Float64Array(count) };
}

function push(list: Growing, value: number): void {
  if (list.length === list.values.length) {
    const larger = new Float64Array(2 * list.length);
    larger.set(list.values);
    list.values = larger;
  }
  list.values[list.length++] = value;
}

/** Adds one point. */
export function recordPoint(recorder: Recorder, time: number, values: Float64Array): void {
  push(recorder.time, time);
  recorder.signals.forEach((signal, index) => {
    // -0 becomes 0: a checkpoint that passes through JSON could not keep it.
    const value = values[index] + 0;
    push(signal, value);
    recorder.largest[index] = Math.max(recorder.largest[index], Math.abs(value));
  });
}

/**
 * Adds a second point at the time of the last one if the values there are others: a signal has jumped by more than
 * `tolerance` times its size.
 */
export function recordJump(recorder: Recorder, time: number, values: Float64Array, tolerance: number): void {
  const jumps = recorder.signals.some((signal, k) => {
    const size = Math.max(recorder.largest[k], Math.abs(values[k]));
    return signal.length > 0 && Math.abs(values[k] - signal.values[signal.length - 1]) > tolerance * size;
  });
  if (jumps) recordPoint(recorder, time, values);
}

/** Most points that one step is divided into. */
const mostPieces = 256;

/**
 * Adds a step: its end, and before it as many points of the interpolating polynomial as are needed for straight lines
 * between the points to follow it to `tolerance` times the size of each signal.
 *
 * @param abscissae positions of the nodes in the step, 0 first, 1 last
 * @param nodes signal values at the nodes `[node][signal]`
 */
export function recordStep(
  recorder: Recorder,
  start: number,
  step: number,
  abscissae: readonly number[],
  nodes: readonly Float64Array[],
  tolerance: number,
): void {
  const last = nodes.length - 1;
  let bend = 0;
  for (let node = 1; node < last; node++) {
    const position = abscissae[node];
    for (let k = 0; k < recorder.signals.length; k++) {
      const chord = nodes[0][k] + (nodes[last][k] - nodes[0][k]) * position;
      const size = Math.max(recorder.largest[k], Math.abs(nodes[last][k]));
      if (size > 0) bend = Math.max(bend, Math.abs(nodes[node][k] - chord) / size);
    }
  }
  // A parabola's distance from its chord falls with the square of the number of pieces.
  const pieces = Math.min(mostPieces, Math.ceil(Math.sqrt(bend / tolerance)));
  const values = new Float64Array(recorder.signals.length);
  for (let piece = 1; piece < pieces; piece++) {
    const position = piece / pieces;
    interpolate(abscissae, nodes, position, values);
    recordPoint(recorder, start + position * step, values);
  }
  recordPoint(recorder, start + step, nodes[last]);
}

/** The polynomial through the nodes, at `position`. */
export function interpolate(
  abscissae: readonly number[],
  nodes: readonly Float64Array[],
  position: number,
  values: Float64Array,
): void {
  values.fill(0);
  for (let i = 0; i < nodes.length; i++) {
    let weight = 1;
    for (let j = 0; j < nodes.length; j++) {
      if (j !== i) weight *= (position - abscissae[j]) / (abscissae[i] - abscissae[j]);
    }
    for (let k = 0; k < values.length; k++) values[k] += weight * nodes[i][k];
  }
}

/** The recorded numbers of a list. */
export const recorded = (list: Growing): Float64Array => list.values.slice(0, list.length);
