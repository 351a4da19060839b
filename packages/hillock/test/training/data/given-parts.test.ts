import { describe, expect, it } from "vitest";
import { readCsv } from "../../../src/training/data/csv.js";
import { tableOfParts } from "../../../src/training/data/given-parts.js";
import { prepareData } from "../../../src/training/data/prepare.js";

const read = (text: string) => readCsv(text, { file: "part.csv" });
const training = read("a,b,kind\n0,5,x\n1,6,y\n0.5,7,x");
const validation = read("a,b,kind\n0.2,5,y\n0.4,8,x");
const test = read("a,b,kind\n0.1,9,x\n2,5,y");

describe("data in parts", () => {
  it("stay in their parts", () => {
    const { table, split } = tableOfParts({ training, validation, test });
    expect([...split.training, ...split.validation, ...split.test]).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect([...table.labels]).toEqual([0, 1, 0, 1, 0, 0, 1]);
    expect([...table.values.subarray(6, 10)]).toEqual([0.2, 5, 0.4, 8]);
    expect(table.conversions).toEqual(["labels were numbered: 0 x, 1 y"]);
    const { test: rows } = prepareData(table, { seed: 1, split, scaledBy: "all" });
    expect([...rows.inputs]).toEqual([0.05, 1, 1, 0]);
  });
  it.each([
    ["features", "a,c,kind\n0,5,x\n1,6,y"],
    ["classes", "a,b,kind\n0,5,x\n1,6,z"],
  ])("with other %s are an error", (what, text) => {
    expect(() => tableOfParts({ training, validation, test: read(text) })).toThrow(
      expect.objectContaining({ code: "training/different-parts", message: expect.stringContaining(what) }),
    );
  });
});
