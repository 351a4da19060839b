import { describe, expect, it } from "vitest";
import { isHillockError } from "../../../src/base/error.js";
import { balanceScale, ticTacToeEndgame } from "../../../src/training/data/generated.js";
import { fitScaling, scaleRows } from "../../../src/training/data/scale.js";
import { stratifiedSplit } from "../../../src/training/data/split.js";

const counts = (labels: Iterable<number>) => {
  const found: number[] = [];
  for (const label of labels) found[label] = (found[label] ?? 0) + 1;
  return found;
};

describe("generated data sets", () => {
  it("has the rows of the UCI balance scale", () => {
    const { values, labels } = balanceScale();
    expect(values).toHaveLength(625 * 4);
    expect(counts(labels)).toEqual([288, 49, 288]);
  });
  it("has the rows of the UCI tic-tac-toe endgame", () => {
    const { values, labels } = ticTacToeEndgame();
    expect(counts(labels)).toEqual([332, 626]);
    const boards = new Set(Array.from(labels, (_, row) => values.slice(9 * row, 9 * row + 9).join()));
    expect(boards.size).toBe(958);
  });
});

describe("split", () => {
  const table = balanceScale();
  it("divides the rows of each class in proportion, every row once", () => {
    const { training, validation, test } = stratifiedSplit(table, 1);
    const all = [...training, ...validation, ...test].sort((a, b) => a - b);
    expect(all).toEqual(Array.from({ length: 625 }, (_, k) => k));
    expect(counts(Array.from(validation, (row) => table.labels[row]))).toEqual([58, 10, 58]);
    expect(counts(Array.from(test, (row) => table.labels[row]))).toEqual([58, 10, 58]);
  });
  it("depends on the seed alone", () => {
    expect(stratifiedSplit(table, 4)).toEqual(stratifiedSplit(table, 4));
    expect(stratifiedSplit(table, 4).test).not.toEqual(stratifiedSplit(table, 5).test);
  });
  it("refuses a class with fewer rows than parts", () => {
    let code: unknown;
    try {
      stratifiedSplit({ labels: Uint8Array.of(0, 0, 0, 0, 0, 1, 1), classes: ["a", "b"] }, 1);
    } catch (error) {
      code = isHillockError(error) && error.code;
    }
    expect(code).toBe("training/few-rows");
  });
});

describe("scaling", () => {
  const table = { features: ["a", "b"], values: Float64Array.of(1, 5, 3, 5, 2, 5, 4, 6, 0, 4) };
  it("knows the training rows only, and counts what lies beyond them", () => {
    const scaling = fitScaling(table, Uint32Array.of(0, 1, 2));
    expect(scaling).toEqual({ least: [1, 5], largest: [3, 5] });
    expect(scaleRows(table, Uint32Array.of(0, 1, 2), scaling)).toEqual({
      inputs: Float64Array.of(0, 0.5, 1, 0.5, 0.5, 0.5),
      clipped: 0,
    });
    expect(scaleRows(table, Uint32Array.of(3, 4), scaling)).toEqual({
      inputs: Float64Array.of(1, 0.5, 0, 0.5),
      clipped: 2,
    });
  });
});
