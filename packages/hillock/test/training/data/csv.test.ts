import { describe, expect, it } from "vitest";
import { isHillockError } from "../../../src/base/error.js";
import { readCsv } from "../../../src/training/data/csv.js";

const read = (text: string, label?: string) => readCsv(text, { file: "data.csv", label });

function failure(text: string, label?: string): string {
  try {
    read(text, label);
  } catch (error) {
    if (isHillockError(error)) return `${error.code} ${error.parts.place}`;
    throw error;
  }
  return "none";
}

describe("tables of data", () => {
  it("reads numbers and numbered labels without any conversion", () => {
    const table = read("a,b,label\n1,2.5,1\n-3e-1,4,0\n");
    expect(table).toEqual({
      features: ["a", "b"],
      classes: ["0", "1"],
      values: Float64Array.of(1, 2.5, -0.3, 4),
      labels: Uint8Array.of(1, 0),
      conversions: [],
    });
  });
  it("tells of a byte order mark, other separators, decimal commas, text labels and blank lines' ends", () => {
    const table = read('\ufeffa;"b";class\r\n1,5;2;yes\r\n\r\n2,5;3;no\r\n');
    expect(table.features).toEqual(["a", "b"]);
    expect(table.values).toEqual(Float64Array.of(1.5, 2, 2.5, 3));
    expect(table.classes).toEqual(["no", "yes"]);
    expect(table.labels).toEqual(Uint8Array.of(1, 0));
    expect(table.conversions).toHaveLength(4);
  });
  it("numbers the columns of a file without header", () => {
    const table = read("1,2,a\n3,4,b\n");
    expect(table.features).toEqual(["column 1", "column 2"]);
    expect(table.labels).toHaveLength(2);
    expect(table.conversions.join()).toContain("no header");
  });
  it("leaves out features that never change, and says so", () => {
    const table = read("a,b,c,label\n1,7,2,0\n2,7,2,1\n");
    expect(table.features).toEqual(["a"]);
    expect(table.values).toEqual(Float64Array.of(1, 2));
    expect(table.conversions).toEqual(['"b", "c" never change and were left out']);
  });
  it("takes the column that is named as the label", () => {
    expect(read("kind,x\n1,5\n2,6\n", "kind").values).toEqual(Float64Array.of(5, 6));
  });
  it.each([
    ["", "training/empty-table data.csv"],
    ["a,b,label\n", "training/empty-table data.csv"],
    ["label\n1\n", "training/empty-table data.csv"],
    ["a,b,label\n1,2,0\n1,,1\n", 'training/missing-value data.csv:3, column "b"'],
    ["a,b,label\n1,NaN,0\n1,2,1\n", 'training/missing-value data.csv:2, column "b"'],
    ["a,b,label\n1,2,\n1,2,1\n", 'training/missing-value data.csv:2, column "label"'],
    ["a,b,label\n1,2,0\n1,red,1\n", 'training/not-a-number data.csv:3, column "b"'],
    ["a,b,label\n1,2,0\n\n1,2,1,4\n", "training/wrong-row data.csv:4"],
    ["a,b,label\n1,2,0\n1;2;1\n", "training/wrong-row data.csv:3"],
    ["a,b,label\n1,2,0\n2,2,0\n", 'training/one-class data.csv, column "label"'],
    ["a,b,label\n1,2,0\n1,2,1\n", "training/no-features data.csv"],
  ])("refuses %j", (text, expected) => {
    expect(failure(text)).toBe(expected);
  });
  it("refuses an unknown label, and measured values as labels", () => {
    expect(failure("a,b\n1,2\n", "c")).toBe("training/unknown-label data.csv");
    const many = Array.from({ length: 300 }, (_, k) => `${k % 7},${k / 3}`).join("\n");
    expect(failure(`a,b\n${many}`)).toBe('training/too-many-classes data.csv, column "b"');
  });
});
