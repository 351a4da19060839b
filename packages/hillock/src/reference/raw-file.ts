import { HillockError } from "../base/error.js";

/** One vector of a plot. */
export interface RawVector {
  /** As ngspice writes it, lower case: `time`, `v(out)`, `i(v1)`. */
  readonly name: string;
  /** `[points]` */
  readonly real: Float64Array;
  /** `[points]`; small-signal analysis only. */
  readonly imaginary?: Float64Array;
}

/** One analysis of a raw file. */
export interface RawPlot {
  /** "Transient Analysis", "DC transfer characteristic", "AC Analysis", "Operating Point". */
  readonly name: string;
  /** The scale first, if the analysis has one. */
  readonly vectors: readonly RawVector[];
}

/**
 * The plots of a binary raw file as ngspice writes it: per plot a text header that ends with the line `Binary:`, then
 * the values point by point in little-endian doubles, two for each complex value.
 *
 * @throws reference/raw-file if the bytes are not such a file or end too early
 * @see ngspice manual, "Rawfile output"; checked against ngspice 39
 */
export function parseRawFile(bytes: Uint8Array): RawPlot[] {
  const plots: RawPlot[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const { plot, end } = parsePlot(bytes, offset);
    plots.push(plot);
    offset = end;
  }
  return plots;
}

function parsePlot(bytes: Uint8Array, start: number): { plot: RawPlot; end: number } {
  const { fields, names, dataStart } = parseHeader(bytes, start);
  const complex = /\bcomplex\b/.test(fields.get("flags") ?? "");
  let points = Number.parseInt(fields.get("no. points") ?? "", 10);
  const variables = Number.parseInt(fields.get("no. variables") ?? "", 10);
  if (!(points >= 0) || variables !== names.length) throw damaged(`${names.length} vectors are named of ${variables}`);

  const width = complex ? 2 : 1;
  // A run that stops before its end leaves the number of points at 0, with the points behind it.
  if (points === 0 && !startsPlot(bytes, dataStart)) {
    points = Math.floor((bytes.length - dataStart) / (8 * width * variables));
    return { plot: plotOf(bytes, dataStart, fields, names, points, complex), end: bytes.length };
  }
  const end = dataStart + 8 * width * points * variables;
  if (end > bytes.length) {
    throw damaged(`${points} points of ${variables} vectors are announced, ${bytes.length - dataStart} bytes follow`);
  }
  return { plot: plotOf(bytes, dataStart, fields, names, points, complex), end };
}

function startsPlot(bytes: Uint8Array, offset: number): boolean {
  return offset === bytes.length || new TextDecoder("latin1").decode(bytes.subarray(offset, offset + 6)) === "Title:";
}

function plotOf(
  bytes: Uint8Array,
  dataStart: number,
  fields: ReadonlyMap<string, string>,
  names: readonly string[],
  points: number,
  complex: boolean,
): RawPlot {
  const width = complex ? 2 : 1;
  const stride = width * names.length;
  const view = new DataView(bytes.buffer, bytes.byteOffset + dataStart, 8 * stride * points);
  const vectors = names.map((name, column) => ({
    name,
    real: readColumn(view, points, width * column, stride),
    imaginary: complex ? readColumn(view, points, width * column + 1, stride) : undefined,
  }));
  return { name: fields.get("plotname") ?? "", vectors };
}

/** The fields by lower-case name, the vectors' names, and where the values begin. */
function parseHeader(bytes: Uint8Array, start: number) {
  const fields = new Map<string, string>();
  const names: string[] = [];
  const decoder = new TextDecoder("latin1");
  let inVariables = false;
  for (let lineStart = start; ; ) {
    const lineEnd = bytes.indexOf(10, lineStart);
    if (lineEnd < 0) throw damaged("there is no line `Binary:`");
    const line = decoder.decode(bytes.subarray(lineStart, lineEnd)).replace(/\r$/, "");
    lineStart = lineEnd + 1;
    if (line === "Binary:") return { fields, names, dataStart: lineStart };
    if (line === "Variables:") inVariables = true;
    else if (inVariables) names.push((line.split("\t")[2] ?? "").toLowerCase());
    else {
      const colon = line.indexOf(":");
      fields.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
    }
  }
}

function readColumn(view: DataView, points: number, first: number, stride: number): Float64Array {
  const values = new Float64Array(points);
  for (let point = 0; point < points; point++) values[point] = view.getFloat64(8 * (first + point * stride), true);
  return values;
}

function damaged(problem: string): HillockError {
  return new HillockError({
    code: "reference/raw-file",
    problem: `ngspice's raw file is damaged: ${problem}`,
    help: "the run was probably stopped while it wrote",
  });
}
