import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { checkModelTypes } from "../../src/devices/module-entry.js";
import { flatten, parseNetlist } from "../../src/netlist/index.js";

const folder = fileURLToPath(new URL("errors/", import.meta.url));
const present = new Set(readdirSync(folder));

function include(name: string): string {
  if (!present.has(name)) throw new Error("There is no such file.");
  return readFileSync(folder + name, "utf8");
}

/** What a faulty netlist says, or that it says nothing. */
function messageOf(file: string): string {
  try {
    checkModelTypes(flatten(parseNetlist(include(file), { file, include })));
  } catch (error) {
    const { name, message } = error as Error;
    return name === "HillockError" ? `${message}\n` : `${name}: ${message}`;
  }
  return "no error";
}

describe("every faulty netlist is refused with its place, its cause and what to do", () => {
  const files = readdirSync(folder).filter((name) => name.endsWith(".cir"));

  test("there are many", () => expect(files.length).toBeGreaterThan(70));

  test.each(files)("%s", async (file) => {
    const message = messageOf(file);
    expect(message).toMatch(/^netlist\/[a-z-]+ {2}[\w./-]+:\d+:\d+\n.*\n +\^/);
    expect(message).toMatch(/\n {2}help: /);
    await expect(message).toMatchFileSnapshot(folder + file.replace(".cir", ".txt"));
  });
});
