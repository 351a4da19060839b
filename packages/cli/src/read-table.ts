import { readFileSync } from "node:fs";
import { CsvError, parse } from "csv-parse/sync";
import { HillockError } from "hillock";
import { notReadable } from "./read-circuit.js";

/** Columns of numbers with their names. */
export interface Table {
  readonly columns: readonly { readonly name: string; readonly values: Float64Array }[];
}

/**
 * Reads a table of numbers: comma-separated values with a header (RFC 4180), `#` begins a comment. Nothing is filled in and
 * nothing is skipped but empty lines.
 *
 * @throws input/not-readable, input/malformed-table, input/empty-table, input/missing-value, input/not-a-number
 */
export function readTable(file: string): Table {
  const [header, ...rows] = records(file);
  if (header === undefined || rows.length === 0) {
    throw new HillockError({
      code: "input/empty-table",
      place: file,
      problem: header === undefined ? "the table is empty" : "the table has a header and no rows",
      help: "give a line with the names of the columns, and below it a line for each point",
    });
  }
  const names = header.record;
  checkNames(names, `${file}:${header.line}`);
  const columns = names.map((name, column) => {
    const numberIn = ({ record, line }: Row) => numberOf(record[column], name, `${file}:${line}`);
    return { name, values: Float64Array.from(rows, numberIn) };
  });
  return { columns };
}

interface Row {
  readonly record: readonly string[];
  readonly line: number;
}

function records(file: string): Row[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw notReadable(file, error);
  }
  try {
    const found = parse(text, {
      ...{ bom: true, comment: "#", comment_no_infix: true, info: true, skip_empty_lines: true, trim: true },
    });
    // With `info`, records come with where they stand, which the types do not know.
    const placed = found as unknown as { record: string[]; info: { lines: number } }[];
    return placed.map(({ record, info }) => ({ record, line: info.lines }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new HillockError({
      code: "input/malformed-table",
      place: file,
      problem: "this is no table of comma-separated values",
      details: [error.message],
      help: "give every line as many values as the header has names, with commas between them",
    });
  }
}

function checkNames(names: readonly string[], place: string): void {
  const unnamed = names.indexOf("");
  const lower = names.map((name) => name.toLowerCase().replaceAll(/\s/g, ""));
  const twice = lower.findIndex((name, index) => lower.indexOf(name) < index);
  const isNumber = names.findIndex((name) => name !== "" && Number.isFinite(Number(name)));
  if (unnamed < 0 && twice < 0 && isNumber < 0) return;
  throw new HillockError({
    code: "input/malformed-table",
    place,
    problem:
      unnamed >= 0
        ? `column ${unnamed + 1} has no name`
        : isNumber >= 0
          ? `the first line has the number ${names[isNumber]} where a name should be`
          : `two columns are named ${names[twice]}`,
    help: "begin with a line that names every column once, for example  v1,i(v1)",
  });
}

function numberOf(text: string, column: string, place: string): number {
  if (text === "") {
    throw new HillockError({
      code: "input/missing-value",
      place,
      problem: `${column} has no value`,
      help: "give it, or leave the whole line out",
    });
  }
  const value = Number(text);
  if (Number.isFinite(value)) return value;
  throw new HillockError({
    code: "input/not-a-number",
    place,
    problem: `"${text}" in column ${column} is not a finite number`,
    help: "write numbers in SI units without prefixes, for example 4.7e-6",
  });
}
