import { HillockError } from "../../base/error.js";

/** An array of bytes as an idx file holds it, in C order. */
export interface IdxArray {
  readonly dimensions: readonly number[];
  /** A view of the file's bytes, no copy. */
  readonly values: Uint8Array;
}

/** Images and what they show. */
export interface LabelledImages {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** Grey levels 0 to 255 `[count, height, width]` */
  readonly pixels: Uint8Array;
  /** `[count]`, from 0 */
  readonly labels: Uint8Array;
}

const unsignedByte = 8;
const mostDimensions = 4;

/**
 * Reads an idx file of unsigned bytes: two zero bytes, the type of the values, the number of dimensions, each dimension as 4 bytes
 * (the highest first), then the values.
 *
 * Source: Y. LeCun, C. Cortes, C. J. C. Burges, The MNIST database of handwritten digits, section on file formats.
 *
 * @param file its name, for messages
 * @throws training/wrong-idx, training/truncated-idx, training/oversized-idx
 */
export function readIdx(bytes: Uint8Array, file: string): IdxArray {
  const head = 4;
  if (bytes.length < head) throw truncated(file, bytes.length, head, "the magic number has 4");
  const [zero0, zero1, type, count] = bytes;
  if (zero0 === 0x1f && zero1 === 0x8b)
    throw wrongIdx(file, 0, "the file is compressed", "decompress it first, with gunzip");
  if (zero0 !== 0 || zero1 !== 0)
    throw wrongIdx(file, zero0 === 0 ? 1 : 0, `it begins with ${hexadecimal(bytes.subarray(0, 4))}, not with 00 00`);
  if (type !== unsignedByte)
    throw wrongIdx(file, 2, `its values are of type ${hexadecimal([type])}, not unsigned bytes, 08`);
  if (count < 1 || count > mostDimensions) throw wrongIdx(file, 3, `it has ${count} dimensions, not 1 to 4`);
  const begin = head + 4 * count;
  if (bytes.length < begin) throw truncated(file, bytes.length, begin, `the sizes of ${count} dimensions end there`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, begin);
  const dimensions = Array.from({ length: count }, (_, k) => view.getUint32(head + 4 * k));
  const empty = dimensions.indexOf(0);
  if (empty >= 0) throw wrongIdx(file, head + 4 * empty, `dimension ${empty + 1} of ${count} is 0`);
  const end = begin + dimensions.reduce((product, size) => product * size, 1);
  if (bytes.length < end) throw truncated(file, bytes.length, end, `${dimensions.join(" x ")} values end there`);
  if (bytes.length > end)
    throw new HillockError({
      code: "training/oversized-idx",
      place: `${file}, byte ${end}`,
      problem: `${bytes.length - end} bytes follow the ${dimensions.join(" x ")} values that it is said to have`,
      help: "the sizes in its head are wrong, or something was appended: get the file anew",
    });
  return { dimensions, values: bytes.subarray(begin) };
}

/**
 * Reads images and their labels, which two idx files hold.
 *
 * @param classes how many there are; labels are 0 to `classes - 1`
 * @throws as {@link readIdx}; training/label-count, training/wrong-label
 */
export function readLabelledImages(
  images: { readonly bytes: Uint8Array; readonly file: string },
  labels: { readonly bytes: Uint8Array; readonly file: string },
  classes: number,
): LabelledImages {
  const { dimensions, values: pixels } = readIdx(images.bytes, images.file);
  if (dimensions.length !== 3) throw wrongDimensions(images.file, dimensions, "images have 3");
  const names = readIdx(labels.bytes, labels.file);
  if (names.dimensions.length !== 1) throw wrongDimensions(labels.file, names.dimensions, "labels have 1");
  const [count, height, width] = dimensions;
  if (names.values.length !== count)
    throw new HillockError({
      code: "training/label-count",
      place: `${labels.file}, byte 4`,
      problem: `${names.values.length} labels for ${count} images`,
      details: [`images: ${images.file}`],
      help: "take both files of one set, that of training or that of testing",
    });
  const wrong = names.values.findIndex((label) => label >= classes);
  if (wrong >= 0)
    throw new HillockError({
      code: "training/wrong-label",
      place: `${labels.file}, byte ${8 + wrong}`,
      problem: `image ${wrong} has the label ${names.values[wrong]}; labels are 0 to ${classes - 1}`,
      help: "the file is damaged or of another data set: get it anew",
    });
  return { count, height, width, pixels, labels: names.values };
}

/** The grey levels of one image `[height, width]`: a view. */
export function imageOf({ pixels, height, width }: LabelledImages, index: number): Uint8Array {
  return pixels.subarray(index * height * width, (index + 1) * height * width);
}

/** Where labels are one of `classes`, ascending; the first `most` of them. */
export function placesOfClasses(
  labels: Uint8Array,
  classes: readonly number[],
  most = Number.POSITIVE_INFINITY,
): Uint32Array {
  const places: number[] = [];
  for (let k = 0; k < labels.length && places.length < most; k++) if (classes.includes(labels[k])) places.push(k);
  return Uint32Array.from(places);
}

function hexadecimal(bytes: Iterable<number>): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

function truncated(file: string, length: number, wanted: number, why: string): HillockError {
  return new HillockError({
    code: "training/truncated-idx",
    place: `${file}, byte ${length}`,
    problem: `the file ends after ${length} of ${wanted} bytes`,
    details: [why],
    help: "it was not copied whole: get it anew",
  });
}

function wrongDimensions(file: string, dimensions: readonly number[], wanted: string): HillockError {
  return wrongIdx(
    file,
    3,
    `it has ${dimensions.length} dimensions, ${dimensions.join(" x ")}; ${wanted}`,
    "are the files of images and labels mixed up?",
  );
}

function wrongIdx(
  file: string,
  byte: number,
  problem: string,
  help = "name an idx file of unsigned bytes, as those of MNIST are",
): HillockError {
  return new HillockError({ code: "training/wrong-idx", place: `${file}, byte ${byte}`, problem, help });
}
