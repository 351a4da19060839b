import { imageOf, placesOfClasses, readLabelledImages } from "../../training/data/idx.js";
import type { Lab } from "../lab.js";

/** Pictures of zeros and ones, in the order of the data set. */
export interface ZerosAndOnes {
  /** Grey levels 0 to 255 of each picture `[784]` */
  readonly pixels: readonly Uint8Array[];
  /** 0 or 1 */
  readonly labels: readonly number[];
}

/** How many rows the published notebook trains with, by its output; the thesis has 170, which changes neither accuracy. */
export const trainingRows = 168;
export const testRows = 100;

/**
 * The zeros and ones of MNIST, from the beginning of its training or test set. The tables of the thesis, pixel by pixel, are the first
 * 698 of the one and the first 100 of the other.
 *
 * @param most how many; all if absent
 * @throws experiments/no-data; training/... for damaged files
 */
export async function zerosAndOnes(lab: Lab, set: "train" | "t10k", most?: number): Promise<ZerosAndOnes> {
  const read = async (kind: string) => {
    const file = `mnist/${set}-${kind}-ubyte`;
    return { bytes: await lab.data(file), file };
  };
  const images = readLabelledImages(await read("images-idx3"), await read("labels-idx1"), 10);
  const places = Array.from(placesOfClasses(images.labels, [0, 1], most));
  return { pixels: places.map((k) => imageOf(images, k)), labels: places.map((k) => images.labels[k]) };
}
