import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { runHillock, scratchFolder } from "./run-hillock.js";

/** Makes files, and runs a netlist `deck/main.cir` that includes `name`; the error, or the value of R1's current. */
function including(
  name: string,
  files: Readonly<Record<string, string>>,
  { links = {}, args = [] }: { links?: Readonly<Record<string, string>>; args?: readonly string[] } = {},
) {
  const folder = scratchFolder();
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  put("deck/main.cir", `reads a file\nV1 a 0 1\n.include ${name.replaceAll("FOLDER", folder)}\n.save i(V1)\n.op\n`);
  for (const [path, text] of Object.entries(files)) put(path, text);
  for (const [path, target] of Object.entries(links)) {
    symlinkSync(target.replaceAll("FOLDER", folder), join(folder, path));
  }
  const { status, stdout, stderr } = runHillock(folder, ["simulate", "deck/main.cir", "--json", ...args]);
  const { error, analyses } = JSON.parse(stdout);
  return { status, code: error?.code, error, current: analyses?.[0].signals[0].maximum, text: stdout + stderr };
}

const secret = "R1 a 0 4711\n";

describe("files outside of the netlist's folder are not read", () => {
  test.each([
    ["by ..", "../secret.lib", {}],
    ["by .. further down", "parts/../../secret.lib", {}],
    ["by .. with backslashes", "..\\secret.lib", {}],
    ["by an absolute path", '"FOLDER/secret.lib"', {}],
    ["by an absolute path through the folder", '"FOLDER/deck/../secret.lib"', {}],
    ["by a file URL", '"file://FOLDER/secret.lib"', {}],
    ["by a folder whose name begins as the root's", "../deck-other/secret.lib", {}],
    ["by a link to the file", "linked.lib", { "deck/linked.lib": "FOLDER/secret.lib" }],
    ["by a relative link to the file", "linked.lib", { "deck/linked.lib": "../secret.lib" }],
    ["by a link to the folder", "up/secret.lib", { "deck/up": "FOLDER" }],
    ["by a chain of links", "one.lib", { "deck/one.lib": "two.lib", "deck/two.lib": "../secret.lib" }],
    ["by another case of ..", "PARTS/../../SECRET.LIB", {}],
    ["a device", "/dev/zero", {}],
    ["a device by a link", "zero.lib", { "deck/zero.lib": "/dev/zero" }],
    ["a process's files", "/proc/self/environ", {}],
  ])("%s", (_, name, links) => {
    const { status, code, text } = including(
      name,
      { "secret.lib": secret, "deck-other/secret.lib": secret, "deck/parts/own.lib": "* nothing\n" },
      { links },
    );
    expect(status).toBe(2);
    expect(["input/outside-root", "netlist/include-not-found"]).toContain(code);
    expect(text).not.toContain("4711");
  });

  test("from an included file, and from a section of a library", () => {
    const outside = { status: 2, code: "input/outside-root" };
    const files = { "secret.lib": secret, "deck/parts/own.lib": ".include ../../secret.lib\n" };
    expect(including("parts/own.lib", files)).toMatchObject(outside);
    const library = { "secret.lib": ".lib s\nR1 a 0 1\n.endl\n", "deck/own.lib": ".lib ../secret.lib s\n" };
    expect(including("own.lib", library)).toMatchObject(outside);
  });

  test("an error does not tell whether a file outside exists", () => {
    const there = including("../secret.lib", { "secret.lib": secret });
    const missing = including("../missing.lib", { "secret.lib": secret });
    expect([there.code, missing.code]).toEqual(["input/outside-root", "input/outside-root"]);
  });
});

describe("files inside are read", () => {
  const fine = { status: 0, current: -1 };
  const own = { "deck/parts/own.lib": "R1 a 0 1\n" };
  test.each<[string, string, Record<string, string>, Record<string, string>]>([
    ["below", "parts/own.lib", own, {}],
    ["by a way out and in again", "../deck/parts/own.lib", own, {}],
    ["by an absolute path", '"FOLDER/deck/parts/own.lib"', own, {}],
    ["by a link within the folder", "linked.lib", own, { "deck/linked.lib": "parts/own.lib" }],
    ["with a name that begins with two dots", "..own.lib", { "deck/..own.lib": "R1 a 0 1\n" }, {}],
    ["with Windows line ends and a byte order mark", "w.lib", { "deck/w.lib": "\uFEFFR1 a\r\n+ 0 1\r\n" }, {}],
  ])("%s", (_, name, files, links) => {
    expect(including(name, files, { links })).toMatchObject(fine);
  });

  test("above, where --root says so", () => {
    const files = { "part.lib": "R1 a 0 1\n" };
    expect(including("../part.lib", files, { args: ["--root", "."] })).toMatchObject(fine);
    expect(including("../part.lib", files, { args: ["--root", "nowhere"] }).code).toBe("input/not-readable");
  });
});

describe("what cannot be included", () => {
  test.each<[string, string, Record<string, string>, Record<string, string>, string]>([
    ["a file that includes itself", "a.lib", { "deck/a.lib": ".include a.lib\n" }, {}, "netlist/recursive-include"],
    [
      "files that include each other",
      "a.lib",
      { "deck/a.lib": ".include b.lib\n", "deck/b.lib": ".include ./parts/../a.lib\n", "deck/parts/x": "" },
      {},
      "netlist/recursive-include",
    ],
    ["the netlist itself", "main.cir", {}, {}, "netlist/recursive-include"],
    [
      "a file that includes itself by a link",
      "a.lib",
      { "deck/a.lib": ".include again.lib\n" },
      { "deck/again.lib": "a.lib" },
      "netlist/recursive-include",
    ],
    [
      "links that lead in a circle",
      "a.lib",
      {},
      { "deck/a.lib": "b.lib", "deck/b.lib": "a.lib" },
      "netlist/include-not-found",
    ],
    ["a folder", "parts", { "deck/parts/own.lib": "" }, {}, "netlist/include-not-found"],
    ["a file that is not there", "missing.lib", {}, {}, "netlist/include-not-found"],
    [
      "files that double at every level",
      "f0",
      Object.fromEntries(
        Array.from({ length: 31 }, (_, k) => [
          `deck/f${k}`,
          k < 30 ? `.include f${k + 1}\n.include f${k + 1}\n` : "\n",
        ]),
      ),
      {},
      "netlist/oversized-include",
    ],
  ])("%s", (_, name, files, links, code) => {
    const result = including(name, files, { links });
    expect(result).toMatchObject({ status: 2, code });
    expect(result.error.help).toBeTruthy();
  });
});
