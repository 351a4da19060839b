import { HillockError } from "../../base/error.js";
import { type DataTable, mostClasses } from "./data-table.js";

/** Where the table is from and what its label is. */
export interface CsvSettings {
  /** File name, for messages. */
  readonly file: string;
  /** Name of the column with the label; default "label", "class" or "target" if there is one, else the last column. */
  readonly label?: string;
}

const separators = [",", ";", "\t", "|"] as const;
const labelNames = ["label", "class", "target"];

/**
 * Reads a table of numbers with a column of labels. A byte order mark, other separators than commas, decimal commas, quotes, a
 * missing header and text labels are understood, and told of in `conversions`; a feature that never changes is left out, and told
 * of. What cannot be understood is an error at its line and column; nothing is guessed or skipped.
 *
 * @throws training/empty-table, training/wrong-row, training/missing-value, training/not-a-number, training/unknown-label,
 *   training/one-class, training/too-many-classes, training/no-features
 */
export function readCsv(text: string, settings: CsvSettings): DataTable {
  const conversions: string[] = [];
  let at = 0;
  if (text.charCodeAt(0) === 0xfeff) {
    at = 1;
    conversions.push("the byte order mark at the beginning was left out");
  }
  const scanner = lineScanner(text, at);
  const first = scanner.next();
  if (first === undefined) throw emptyTable(settings.file, "it is empty");
  const separator = separatorOf(first);
  if (separator !== ",") conversions.push(`columns are separated by ${separatorName(separator)}`);
  const head = cells(first, separator);
  const decimalComma = separator !== "," && usesDecimalComma(text, separator);
  if (decimalComma) conversions.push("decimal commas were read as points");
  const numberOf = (cell: string): number => {
    const plain = decimalComma ? cell.replace(",", ".") : cell;
    return plain.trim() === "" ? Number.NaN : Number(plain);
  };
  const isHeader = head.slice(0, -1).some((cell) => cell !== "" && Number.isNaN(numberOf(cell))) || head.length === 1;
  const names = isHeader ? head : head.map((_, k) => `column ${k + 1}`);
  if (!isHeader) conversions.push("the first line is no header: columns were numbered");
  const labelColumn = findLabel(names, settings, isHeader);
  const width = names.length;
  if (width < 2) throw emptyTable(settings.file, `it has one column, "${names[0]}"`);

  const rows: GrowingNumbers = { values: new Float64Array(1024), count: 0 };
  const labels: number[] = [];
  const classes = new Map<string, number>();
  let line = isHeader ? scanner.next() : first;
  for (; line !== undefined; line = scanner.next()) {
    const row = cells(line, separator);
    if (row.length !== width) throw wrongRow(settings.file, scanner.line(), row.length, width);
    for (let k = 0; k < width; k++) {
      const cell = row[k];
      if (cell === "" || missingMarks.has(cell.toLowerCase()))
        throw missingValue(settings.file, scanner.line(), names[k], cell);
      if (k === labelColumn) continue;
      const value = numberOf(cell);
      if (!Number.isFinite(value)) throw notANumber(settings.file, scanner.line(), names[k], cell);
      append(rows, value);
    }
    const name = row[labelColumn];
    let label = classes.get(name);
    if (label === undefined) {
      label = classes.size;
      if (label >= mostClasses) throw tooManyClasses(settings.file, names[labelColumn]);
      classes.set(name, label);
    }
    labels.push(label);
  }
  if (!labels.length) throw emptyTable(settings.file, "it has no rows");
  if (classes.size < 2) throw oneClass(settings.file, names[labelColumn], [...classes.keys()][0]);
  const features = names.filter((_, k) => k !== labelColumn);
  return withoutConstants(
    sortClasses(features, rows.values.slice(0, rows.count), labels, [...classes.keys()], conversions),
    settings.file,
  );
}

const missingMarks = new Set(["?", "na", "n/a", "nan", "null", "none", "-"]);

interface GrowingNumbers {
  values: Float64Array;
  count: number;
}

function append(numbers: GrowingNumbers, value: number): void {
  if (numbers.count === numbers.values.length) {
    const longer = new Float64Array(2 * numbers.count);
    longer.set(numbers.values);
    numbers.values = longer;
  }
  numbers.values[numbers.count++] = value;
}

/** Lines that are not blank, one after the other, without making a list of them. */
function lineScanner(text: string, start: number) {
  let at = start;
  let number = 0;
  return {
    line: () => number,
    next(): string | undefined {
      while (at < text.length) {
        let end = text.indexOf("\n", at);
        if (end < 0) end = text.length;
        const line = text.slice(at, end).replace(/\r$/, "");
        at = end + 1;
        number++;
        if (line.trim() !== "") return line;
      }
      return undefined;
    },
  };
}

function separatorOf(line: string): string {
  const counts = separators.map((separator) => cells(line, separator).length);
  return separators[counts.indexOf(Math.max(...counts))];
}

function separatorName(separator: string): string {
  return separator === "\t" ? "tabs" : `"${separator}"`;
}

/** The cells of a line, without blanks around them; quotes keep a separator within a cell. */
function cells(line: string, separator: string): string[] {
  if (!line.includes('"')) return line.split(separator).map((cell) => cell.trim());
  const found: string[] = [];
  let cell = "";
  let quoted = false;
  for (let k = 0; k < line.length; k++) {
    const mark = line[k];
    if (mark === '"' && quoted && line[k + 1] === '"') {
      cell += mark;
      k++;
    } else if (mark === '"') quoted = !quoted;
    else if (mark === separator && !quoted) {
      found.push(cell.trim());
      cell = "";
    } else cell += mark;
  }
  found.push(cell.trim());
  return found;
}

/** Whether numbers look like 5,1: some cell does, and none has a point. */
function usesDecimalComma(text: string, separator: string): boolean {
  const beginning = text
    .slice(0, 65536)
    .split("\n")
    .slice(1)
    .flatMap((line) => cells(line, separator));
  return (
    beginning.some((cell) => /^[+-]?\d+,\d+$/.test(cell)) && !beginning.some((cell) => /^[+-]?\d+\.\d+$/.test(cell))
  );
}

function findLabel(names: readonly string[], { file, label }: CsvSettings, isHeader: boolean): number {
  const find = (wanted: string): number => names.findIndex((name) => name.toLowerCase() === wanted.toLowerCase());
  if (label !== undefined) {
    const column = find(label);
    if (column >= 0) return column;
    throw new HillockError({
      code: "training/unknown-label",
      place: file,
      problem: `there is no column "${label}"`,
      details: [`its columns are ${names.join(", ")}`],
      help: isHeader ? "name one of its columns as the label" : "the file has no header; add one",
    });
  }
  const known = labelNames.map(find).find((column) => column >= 0);
  return known ?? names.length - 1;
}

/** Numbers the classes in the order of their names, or of their numbers. */
function sortClasses(
  features: readonly string[],
  values: Float64Array,
  labels: readonly number[],
  names: readonly string[],
  conversions: string[],
): DataTable {
  const numeric = names.every((name) => Number.isFinite(Number(name)));
  const sorted = [...names].sort((a, b) => (numeric ? Number(a) - Number(b) : a < b ? -1 : 1));
  if (!numeric) conversions.push(`labels were numbered: ${sorted.map((name, k) => `${k} ${name}`).join(", ")}`);
  const place = names.map((name) => sorted.indexOf(name));
  return { features, classes: sorted, values, labels: Uint8Array.from(labels, (label) => place[label]), conversions };
}

function withoutConstants(table: DataTable, file: string): DataTable {
  const { features, values, labels } = table;
  const width = features.length;
  const varies = features.map((_, k) => {
    for (let at = k + width; at < values.length; at += width) if (values[at] !== values[k]) return true;
    return false;
  });
  if (varies.every(Boolean)) return table;
  const kept = features.flatMap((_, k) => (varies[k] ? [k] : []));
  if (!kept.length)
    throw new HillockError({
      code: "training/no-features",
      place: file,
      problem: "no feature ever changes",
      help: "the rows are all alike: is this the right file?",
    });
  const left = features.filter((_, k) => !varies[k]);
  const reduced = new Float64Array(labels.length * kept.length);
  for (let row = 0; row < labels.length; row++)
    for (let k = 0; k < kept.length; k++) reduced[row * kept.length + k] = values[row * width + kept[k]];
  const note = `${left.map((name) => `"${name}"`).join(", ")} never ${left.length > 1 ? "change and were" : "changes and was"} left out`;
  return {
    ...table,
    features: kept.map((k) => features[k]),
    values: reduced,
    conversions: [...table.conversions, note],
  };
}

const emptyTable = (file: string, problem: string) =>
  new HillockError({
    code: "training/empty-table",
    place: file,
    problem,
    help: "a data set is a line of column names, then a row of numbers and a label for each sample, separated by commas",
  });

const wrongRow = (file: string, line: number, found: number, wanted: number) =>
  new HillockError({
    code: "training/wrong-row",
    place: `${file}:${line}`,
    problem: `${found} columns instead of ${wanted}`,
    help: "every row has as many columns as the first line; text with separators in it stands in quotes",
  });

const missingValue = (file: string, line: number, column: string, cell: string) =>
  new HillockError({
    code: "training/missing-value",
    place: `${file}:${line}, column "${column}"`,
    problem: cell === "" ? "the value is missing" : `the value is missing ("${cell}")`,
    help: "leave the row out or fill the value in: an input of a circuit always has a voltage",
  });

const notANumber = (file: string, line: number, column: string, cell: string) =>
  new HillockError({
    code: "training/not-a-number",
    place: `${file}:${line}, column "${column}"`,
    problem: `"${cell}" is no number`,
    help: "only the label may be text; name its column if it is not the last one; give categories as numbers",
  });

const oneClass = (file: string, column: string, only: string) =>
  new HillockError({
    code: "training/one-class",
    place: `${file}, column "${column}"`,
    problem: `all rows have the label "${only}"`,
    help: "there is nothing to learn; name another column as the label",
  });

const tooManyClasses = (file: string, column: string) =>
  new HillockError({
    code: "training/too-many-classes",
    place: `${file}, column "${column}"`,
    problem: `it has more than ${mostClasses} different labels`,
    help: "is this a column of measured values? Name the column with the classes",
  });
