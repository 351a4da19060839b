import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { flatten } from "../../src/netlist/flatten.js";
import { parseNetlist } from "../../src/netlist/parse.js";
import { writeNetlist } from "../../src/netlist/write.js";

const examples = fileURLToPath(new URL("../../../../examples/", import.meta.url));
const include = (name: string, from: string) => readFileSync(resolve(dirname(from), name), "utf8");

describe("the example netlists", () => {
  const files = readdirSync(examples).filter((name) => /^\w.*\.cir$/.test(name));

  test("are there", () => expect(files.length).toBeGreaterThan(30));

  test.each(files)("%s comes back from its written form, and so does its expansion", (name) => {
    const file = join(examples, name);
    const circuit = parseNetlist(readFileSync(file, "utf8"), { file, include });
    const again = parseNetlist(writeNetlist(circuit), { file: file.replace(".cir", "-written.cir"), include });
    expect(again).toStrictEqual(circuit);
    expect(flatten(again)).toStrictEqual(flatten(circuit));
  });
});
