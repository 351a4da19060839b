import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isHillockError } from "../../src/base/error.js";
import { instantiate } from "../../src/veriloga/instantiate.js";
import { readVerilogA } from "../../src/veriloga/read.js";
import { surroundings } from "./device.js";

const folder = new URL("faults/", import.meta.url);
const sources = readdirSync(folder).filter((file) => file.endsWith(".va"));

/**
 * The message of a faulty source; a first line `// given: NAME=value ...` sets parameters of the device, a first line
 * `// connected: N` connects that many of its ports.
 */
function messageOf(file: string): string {
  const source = readFileSync(new URL(file, folder), "utf8");
  const [, given = ""] = /^\/\/ given: (.*)/.exec(source) ?? [];
  const connected = /^\/\/ connected: (\d+)/.exec(source)?.[1];
  const parameters = Object.fromEntries(
    given.split(" ").flatMap((pair) => {
      const [name, value] = pair.split("=");
      return name ? [[name, Number(value)]] : [];
    }),
  );
  try {
    const module = readVerilogA(source, { file });
    instantiate(module, {
      parameters,
      connectedPorts: Number(connected ?? module.ports.length),
      environment: surroundings,
    });
  } catch (error) {
    if (isHillockError(error)) return `${error.message}\n`;
    throw error;
  }
  throw new Error(`${file} is not faulty`);
}

// Each source in faults/ has its message beside it, as a user sees it.
describe("a faulty source is refused with its place, the cause and what to do", () => {
  test.each(sources)("%s", async (file) => {
    await expect(messageOf(file)).toMatchFileSnapshot(`faults/${file.replace(/\.va$/, ".txt")}`);
  });

  test("every message has a code, and all but a few have help", () => {
    const messages = sources.map(messageOf);
    expect(messages.filter((message) => !/^veriloga\/[a-z-]+\s/.test(message))).toEqual([]);
    const withHelp = messages.filter((message) => message.includes("help:"));
    expect(withHelp.length / messages.length).toBeGreaterThan(0.75);
  });
});
