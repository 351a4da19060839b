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

/** What stands before the values of an idx file. */
export interface IdxHead {
  readonly dimensions: readonly number[];
  /** Where the values begin, bytes. */
  readonly begin: number;
}

/** The longest head, bytes. */
export const longestIdxHead = 4 + 4 * mostDimensions;

/**
 * Reads the head of an idx file of unsigned bytes: two zero bytes, the type of the values, the number of dimensions, each dimension
 * as 4 bytes (the highest first). With it, values can be read one by one from where they are.
 *
 * Source: Y. LeCun, C. Cortes, C. J. C. Burges, The MNIST database of handwritten digits, section on file formats.
 *
 * @param bytes the file's beginning, {@link longestIdxHead} of it or all there are
 * @param length of the whole file, bytes
 * @param file its name, for messages
 * @throws training/wrong-idx, training/truncated-idx, training/oversized-idx
 */
export function readIdxHead(bytes: Uint8Array, length: number, file: string): IdxHead {
  const head = 4;
  if (length < head) throw truncated(file, length, head, "the magic number has 4");
  const [zero0, zero1, type, count] = bytes;
  if (zero0 === 0x1f && zero1 === 0x8b)
    throw wrongIdx(file, 0, "the file is compressed", "decompress it first, with gunzip");
  if (zero0 !== 0 || zero1 !== 0)
    throw wrongIdx(file, zero0 === 0 ? 1 : 0, `it begins with ${hexadecimal(bytes.subarray(0, 4))}, not with 00 00`);
  if (type !== unsignedByte)
    throw wrongIdx(file, 2, `its values are of type ${hexadecimal([type])}, not unsigned bytes, 08`);
  if (count < 1 || count > mostDimensions) throw wrongIdx(file, 3, `it has ${count} dimensions, not 1 to 4`);
  const begin = head + 4 * count;
  if (length < begin) throw truncated(file, length, begin, `the sizes of ${count} dimensions end there`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, begin);
  const dimensions = Array.from({ length: count }, (_, k) => view.getUint32(head + 4 * k));
  const empty = dimensions.indexOf(0);
  if (empty >= 0) throw wrongIdx(file, head + 4 * empty, `dimension ${empty + 1} of ${count} is 0`);
  const end = begin + dimensions.reduce((product, size) => product * size, 1);
  if (length < end) throw truncated(file, length, end, `${dimensions.join(" x ")} values end there`);
  if (length > end)
    throw new HillockError({
      code: "training/oversized-idx",
      place: `${file}, byte ${end}`,
      problem: `${length - end} bytes follow the ${dimensions.join(" x ")} values that it is said to have`,
      help: "the sizes in its head are wrong, or something was appended: get the file anew",
    });
  return { dimensions, begin };
}

/**
 * Reads an idx file of unsigned bytes.
 *
 * @throws as {@link readIdxHead}
 */
export function readIdx(bytes: Uint8Array, file: string): IdxArray {
  const { dimensions, begin } = readIdxHead(bytes, bytes.length, file);
  return { dimensions, values: bytes.subarray(begin) };
}

/** A file's name, for messages, and its bytes. */
export interface NamedBytes {
  readonly bytes: Uint8Array;
  readonly file: string;
}

/**
 * Reads images and their labels, which two idx files hold.
 *
 * @param classes how many there are; labels are 0 to `classes - 1`
 * @throws as {@link readIdxHead}; training/label-count, training/wrong-label
 */
export function readLabelledImages(images: NamedBytes, labels: NamedBytes, classes: number): LabelledImages {
  const { dimensions, values: pixels } = readIdx(images.bytes, images.file);
  const [count, height, width] = imageDimensions(dimensions, images.file);
  return { count, height, width, pixels, labels: readLabels(labels, { count, file: images.file }, classes) };
}

/**
 * The sizes of a file of images: count, height, width.
 *
 * @throws training/wrong-idx if there are other than three
 */
export function imageDimensions(
  dimensions: readonly number[],
  file: string,
): readonly [count: number, height: number, width: number] {
  const [count, height, width] = dimensions;
  if (dimensions.length !== 3) throw wrongDimensions(file, dimensions, "images have 3");
  return [count, height, width];
}

/**
 * Reads the labels of images.
 *
 * @param images how many there are, and the name of their file
 * @param classes how many there are; labels are 0 to `classes - 1`
 * @throws as {@link readIdxHead}; training/label-count, training/wrong-label
 */
export function readLabels(
  { bytes, file }: NamedBytes,
  images: { readonly count: number; readonly file: string },
  classes: number,
): Uint8Array {
  const { dimensions, values } = readIdx(bytes, file);
  if (dimensions.length !== 1) throw wrongDimensions(file, dimensions, "labels have 1");
  if (values.length !== images.count)
    throw new HillockError({
      code: "training/label-count",
      place: `${file}, byte 4`,
      problem: `${values.length} labels for ${images.count} images`,
      details: [`images: ${images.file}`],
      help: "take both files of one set, that of training or that of testing",
    });
  const wrong = values.findIndex((label) => label >= classes);
  if (wrong >= 0)
    throw new HillockError({
      code: "training/wrong-label",
      place: `${file}, byte ${8 + wrong}`,
      problem: `image ${wrong} has the label ${values[wrong]}; labels are 0 to ${classes - 1}`,
      help: "the file is damaged or of another data set: get it anew",
    });
  return values;
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
