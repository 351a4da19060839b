import { describe, expect, test } from "vitest";
import { simulate } from "../../src/engine/simulate.js";
import { flatten } from "../../src/netlist/flatten.js";
import { parseNetlist } from "../../src/netlist/parse.js";
import { errorOf } from "../engine/run-netlist.js";

const parse = (text: string) => parseNetlist(text, { file: "odd.cir" });
const divider = "divider\nV1 in 0 6\nR1 in out 1k\nR2 out 0\n+ 2k\n.op\n.end\n";
const output = (text: string) => {
  const [{ waveforms }] = simulate(parse(text));
  return waveforms.signals.find(({ name }) => name === "v(out)")?.values[0];
};

describe("the same netlist, however it is typed", () => {
  test.each([
    ["as it is", divider],
    ["Windows line ends", divider.replaceAll("\n", "\r\n")],
    ["old Macintosh line ends", divider.replaceAll("\n", "\r")],
    ["mixed line ends", divider.replace("\n", "\r\n").replace("6\n", "6\r")],
    ["a byte order mark", `\uFEFF${divider}`],
    ["tabs", divider.replaceAll(" ", "\t")],
    ["blanks at the ends", divider.replaceAll("\n", " \t \n")],
    ["indented", divider.replaceAll("\n", "\n\t  ")],
    ["no-break spaces", divider.replaceAll(" ", "\u00a0")],
    ["no .end", divider.replace(".end\n", "")],
    ["no last line end", divider.trimEnd()],
    ["upper case", divider.toUpperCase().replaceAll("OUT", "out")],
    ["letters beyond ASCII in title and comments", divider.replace("divider", "Teiler für 2/3 \uFFFD\n* \uFFFD µ")],
    ["a very long line of blanks", divider.replace("6", `6${" ".repeat(1_000_000)}`)],
    ["a very long comment", divider.replace("\nR1", `\n* ${"x".repeat(1_000_000)}\nR1`)],
    ["many blank lines", divider.replace("\nR1", `${"\n".repeat(100_000)}R1`)],
    ["many continuations", divider.replace("2k", `\n${"+\n".repeat(10_000)}+ 2k`)],
  ])("%s", (_, text) => {
    expect(output(text)).toBeCloseTo(4, 12);
  });

  test("names may have any letters", () => {
    const [{ waveforms }] = simulate(parse("t\nV1 été 0 1\nRµ été 0 1k\n.op\n"));
    expect(waveforms.signals.map(({ name }) => name)).toEqual(["v(été)"]);
  });
});

describe("what is no netlist is refused", () => {
  const refused = (text: string) => errorOf(() => simulate(parse(text)));

  test.each([
    ["an empty file", "", "engine/empty-circuit"],
    ["a title alone", "title", "engine/empty-circuit"],
    ["a title and .end", "title\n.end", "engine/empty-circuit"],
    ["an analysis of nothing", "title\n.tran 1u 1m\n", "engine/empty-circuit"],
    ["UTF-16", [...divider].map((letter) => `${letter}\0`).join(""), "netlist/not-text"],
    ["bytes that are no UTF-8 in a name", divider.replaceAll("out", "\uFFFD"), "netlist/not-text"],
    ["a control character", divider.replace("6", "6\u0007"), "netlist/not-text"],
    ["no title", divider.replace("divider\n", ".op\n"), "netlist/missing-title"],
    ["a page of the web", "<!DOCTYPE html>\n<html>\n<body>\n", "netlist/unknown-element"],
    ["a micro sign", divider.replace("1k", "1µ"), "netlist/malformed-number"],
  ])("%s", (_, text, code) => {
    expect(refused(text).code).toBe(code);
  });

  test("a message shows of a long line what matters", () => {
    const { message } = refused(`t\nV1 a 0 1\nR1 a 0 {1 +${" ".repeat(1_000_000)}?}\n`);
    expect(message.length).toBeLessThan(1000);
    expect(message).toMatch(/\n {2}3 \| \.\.\. +\?\}\n +\^/);
    const [, source, caret] = refused(`t\nV1 a 0 1${" ".repeat(500)}zzz${" ".repeat(500)}1\n`).message.split("\n");
    expect(caret.indexOf("^")).toBe(source.indexOf("zzz"));
  });
});

describe("large netlists take time in proportion", () => {
  const many = (count: number, line: (k: number) => string) =>
    Array.from({ length: count }, (_, k) => line(k)).join("\n");

  test.each<[string, string]>([
    ["a ladder of 100 000 elements", many(50_000, (k) => `R${k} n${k} n${k + 1} 1k\nC${k} n${k + 1} 0 1n`)],
    ["parameters on one line", `R1 a 0 1\n.param ${many(100_000, (k) => `p${k}=1`).replaceAll("\n", " ")}`],
    ["initial values on one line", `R1 a 0 1\n.ic ${many(200_000, () => "v(a)=1").replaceAll("\n", " ")}`],
    ["a waveform of 100 000 points", `R1 a 0 1\nV1 a 0 pwl(\n${many(100_000, (k) => `+ ${k}u ${k % 7}`)})`],
    [
      "controlled sources, each of its own",
      many(5000, (k) => `V${k} a${k} 0 1\nF${k} 0 b${k} V${k} 1\nR${k} b${k} 0 1`),
    ],
    ["subcircuits", many(10_000, (k) => `.subckt s${k} a\nR1 a 0 1\n.ends\nX${k} a s${k}`)],
    ["parameters that use each other", many(20_000, (k) => `.param p${k}=${k === 0 ? 1 : `{p${k - 1}+1}`}`)],
  ])("%s", (_, lines) => {
    const start = performance.now();
    const circuit = parse(`title\n${lines}\n`);
    flatten(circuit);
    // Under a second each here; what grows with the square takes minutes.
    expect(performance.now() - start).toBeLessThan(15_000);
  });

  test("an included file of 200 000 lines", () => {
    const text = many(200_000, (k) => `R${k} a 0 1`);
    const circuit = parseNetlist("t\n.include large.lib\n", { file: "odd.cir", include: () => text });
    expect(circuit.elements.length).toBe(200_000);
  });
});
