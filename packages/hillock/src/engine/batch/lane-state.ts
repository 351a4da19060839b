/** A lane works on one point of one sample at a time. Its state is a column of numbers; this tells where in it what is. */
export interface LaneLayout {
  /** Columns side by side. */
  readonly lanes: number;
  readonly unknowns: number;
  readonly limits: number;
  readonly outputs: number;
  /** Rows of the unknowns x, of their values at the point before, and of the difference between that and the one before. */
  readonly x: number;
  readonly previous: number;
  readonly difference: number;
  /** Rows of the sample's invariants and of the states of the limexp functions. */
  readonly invariant: number;
  readonly limit: number;
  /** Row of the number of the point along the sweep. */
  readonly point: number;
  /** 1, or 0 for a lane without work. */
  readonly increment: number;
  /** Points solved in a row before this one. */
  readonly age: number;
  /** Square of the last Newton step at this point; infinite before the first. */
  readonly lastSquare: number;
  /** Newton iterations at this point, and of the sample. */
  readonly iterations: number;
  readonly total: number;
  /** Byte address at which the outputs of this point are put, and how far it moves per point: integers of 64 bits. */
  readonly address: number;
  readonly stride: number;
  /** What an iteration gave: step, whether the pivots serve, outputs, whether limiting acts, bounded arguments. */
  readonly step: number;
  readonly pivotsServe: number;
  readonly output: number;
  readonly excess: number;
  readonly bounded: number;
  /** Lanes whose iteration has to be computed again. */
  readonly extraordinary: number;
  /** Room for values of functions. */
  readonly kept: number;
  readonly rows: number;
}

/** Lays out the columns. */
export function laneLayout(
  lanes: number,
  counts: {
    readonly unknowns: number;
    readonly invariants: number;
    readonly limits: number;
    readonly outputs: number;
    readonly kept: number;
  },
): LaneLayout {
  let rows = 0;
  const take = (count: number): number => {
    rows += count;
    return rows - count;
  };
  const { unknowns, invariants, limits, outputs } = counts;
  const layout = {
    lanes,
    unknowns,
    limits,
    outputs,
    x: take(unknowns),
    previous: take(unknowns),
    difference: take(unknowns),
    invariant: take(invariants),
    limit: take(limits),
    point: take(1),
    increment: take(1),
    age: take(1),
    lastSquare: take(1),
    iterations: take(1),
    total: take(1),
    address: take(1),
    stride: take(1),
    step: take(unknowns),
    pivotsServe: take(1),
    output: take(outputs),
    excess: take(1),
    bounded: take(limits),
    extraordinary: take(1),
    kept: take(counts.kept),
  };
  return { ...layout, rows };
}

/** The columns in memory. */
export interface LaneState {
  readonly layout: LaneLayout;
  /** Row r of lane l is number r * lanes + l. */
  readonly columns: Float64Array;
  /** The same as integers, for the addresses. */
  readonly words: Int32Array;
  /** The whole memory as numbers: outputs are at their address / 8. */
  readonly memory: Float64Array;
}

/** Columns that begin at byte `base` of a memory. */
export function laneState(layout: LaneLayout, memory: ArrayBuffer, base: number): LaneState {
  const size = layout.rows * layout.lanes;
  return {
    layout,
    columns: new Float64Array(memory, base, size),
    words: new Int32Array(memory, base, 2 * size),
    memory: new Float64Array(memory),
  };
}
