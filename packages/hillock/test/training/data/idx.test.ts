import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isHillockError } from "../../../src/base/error.js";
import { imageOf, placesOfClasses, readIdx, readLabelledImages } from "../../../src/training/data/idx.js";

const idx = (dimensions: readonly number[], values: ArrayLike<number>, type = 8): Uint8Array =>
  Uint8Array.from([
    ...[0, 0, type, dimensions.length],
    ...dimensions.flatMap((size) => [size >>> 24, (size >>> 16) & 255, (size >>> 8) & 255, size & 255]),
    ...Array.from(values),
  ]);

function failure(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (isHillockError(error) && error.parts.help) return `${error.code} ${error.parts.place}`;
    throw error;
  }
  return "none";
}

const images = idx([3, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255]);
const labels = idx([3], [7, 0, 1]);
const both = (imageBytes: Uint8Array, labelBytes: Uint8Array) =>
  readLabelledImages({ bytes: imageBytes, file: "images" }, { bytes: labelBytes, file: "labels" }, 10);

describe("idx files", () => {
  it("give images and labels", () => {
    const read = both(images, labels);
    expect(read).toMatchObject({ count: 3, height: 2, width: 2, labels: Uint8Array.of(7, 0, 1) });
    expect(imageOf(read, 2)).toEqual(Uint8Array.of(8, 9, 10, 255));
    expect(placesOfClasses(read.labels, [0, 1])).toEqual(Uint32Array.of(1, 2));
    expect(placesOfClasses(read.labels, [7, 1], 1)).toEqual(Uint32Array.of(0));
  });

  it("are read wherever their bytes lie in a larger buffer", () => {
    const padded = new Uint8Array(images.length + 5);
    padded.set(images, 3);
    expect(readIdx(padded.subarray(3, 3 + images.length), "f").values).toEqual(images.subarray(16));
  });

  it("give back what was written, for all sizes", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(sizes, fc.integer(), (dimensions, seed) => {
        const count = dimensions.reduce((product, size) => product * size, 1);
        const values = Uint8Array.from({ length: count }, (_, k) => (k * 37 + seed) & 255);
        expect(readIdx(idx(dimensions, values), "f")).toEqual({ dimensions, values });
      }),
    );
  });

  it("are never read if they are shorter or longer than they say, and the place says where", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: images.length - 1 }), (length) => {
        expect(failure(() => readIdx(images.subarray(0, length), "f"))).toBe(
          `training/truncated-idx f, byte ${length}`,
        );
      }),
    );
    expect(failure(() => readIdx(Uint8Array.from([...images, 0]), "f"))).toBe("training/oversized-idx f, byte 28");
  });

  it("give an error or other numbers for any changed byte, and nothing else", () => {
    fc.assert(
      fc.property(fc.nat(images.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = images.slice();
        damaged[at] ^= change;
        const found = failure(() => readIdx(damaged, "f"));
        if (at >= 16) expect(found).toBe("none");
        else expect(found).toMatch(/^training\/(wrong|truncated|oversized)-idx f, byte \d+$/);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["of another type", () => readIdx(idx([2], [1, 2], 13), "f"), "training/wrong-idx f, byte 2"],
    ["that are no idx files", () => readIdx(Uint8Array.of(80, 75, 3, 4), "f"), "training/wrong-idx f, byte 0"],
    ["with a wrong second byte", () => readIdx(Uint8Array.of(0, 75, 3, 4), "f"), "training/wrong-idx f, byte 1"],
    ["that are compressed", () => readIdx(Uint8Array.of(0x1f, 0x8b, 8, 0), "f"), "training/wrong-idx f, byte 0"],
    ["without dimensions", () => readIdx(Uint8Array.of(0, 0, 8, 0), "f"), "training/wrong-idx f, byte 3"],
    ["with an empty dimension", () => readIdx(idx([2, 0], []), "f"), "training/wrong-idx f, byte 8"],
    [
      "with too many values to count",
      () => readIdx(idx([2 ** 32 - 1, 2 ** 31], [1]), "f"),
      "training/truncated-idx f, byte 13",
    ],
    ["of labels for images", () => both(labels, labels), "training/wrong-idx images, byte 3"],
    ["of images for labels", () => both(images, images), "training/wrong-idx labels, byte 3"],
    [
      "with other numbers of labels and images",
      () => both(images, idx([2], [7, 0])),
      "training/label-count labels, byte 4",
    ],
    ["with labels of no class", () => both(images, idx([3], [7, 10, 1])), "training/wrong-label labels, byte 9"],
  ])("%s are refused", (_, run, expected) => {
    expect(failure(run)).toBe(expected);
  });
});
