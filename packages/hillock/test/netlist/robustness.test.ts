import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isHillockError } from "../../src/base/error.js";
import { flatten, parseNetlist } from "../../src/netlist/index.js";

const examples = fileURLToPath(new URL("../../../../examples/", import.meta.url));
const decks = readdirSync(examples)
  .filter((name) => /^\w.*\.cir$/.test(name))
  .map((name) => readFileSync(join(examples, name), "utf8"));
const include = (name: string, from: string) => readFileSync(resolve(dirname(from), name), "utf8");

/** What happens to a netlist on its way: a place in it (0 ... 1), and what is done there. */
const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 0, max: 12 }),
  text: fc.oneof(
    fc.constant(""),
    fc.constantFrom(..."(){}'\",=*+-/^?:.;$\n \t!&|<>@#%".split("")),
    fc.constantFrom(
      ".ends",
      ".subckt a b",
      "{",
      "v(",
      "1e999",
      "\n+",
      ".model",
      ".include x",
      "NaN",
      "-1",
      "0",
      "time",
      "constructor",
      "__proto__",
    ),
    fc.string({ maxLength: 6 }),
  ),
  how: fc.constantFrom("replace", "duplicate", "swap"),
});

function mutate(
  deck: string,
  { at, length, text, how }: { at: number; length: number; text: string; how: string },
): string {
  const start = Math.floor(at * deck.length);
  if (how === "replace") return deck.slice(0, start) + text + deck.slice(start + length);
  const lines = deck.split("\n");
  const index = Math.floor(at * (lines.length - 1));
  if (how === "duplicate") return [...lines.slice(0, index + 1), ...lines.slice(index)].join("\n");
  return [...lines.slice(0, index), ...lines.slice(index, index + 2).reverse(), ...lines.slice(index + 2)].join("\n");
}

test("a damaged netlist is read or refused with a HillockError, never anything else", () => {
  let refused = 0;
  let read = 0;
  fc.assert(
    fc.property(fc.constantFrom(...decks), fc.array(mutation, { minLength: 1, maxLength: 4 }), (deck, mutations) => {
      const damaged = mutations.reduce(mutate, deck);
      try {
        flatten(parseNetlist(damaged, { file: join(examples, "damaged.cir"), include }));
        read++;
      } catch (error) {
        if (!isHillockError(error)) throw error;
        expect(error.code).toMatch(/^netlist\/[a-z-]+$/);
        expect(error.parts.help).toBeTruthy();
        refused++;
      }
    }),
    { numRuns: 800 },
  );
  expect(read).toBeGreaterThan(20);
  expect(refused).toBeGreaterThan(200);
});

test.each([
  ["deep parentheses", `R1 a 0 {${"(".repeat(5000)}1${")".repeat(5000)}}`],
  ["many signs", `R1 a 0 {${"-".repeat(20_000)}1}`],
  ["nested conditions", `R1 a 0 {${"1?1:".repeat(3000)}1}`],
  ["a long sum", `R1 a 0 {${"1+".repeat(20_000)}1}`],
  ["a chain of parameters", Array.from({ length: 3000 }, (_, k) => `.param p${k}={p${k + 1}}`).join("\n")],
  [
    "functions that double at every level",
    `.func f0(x) {x+x}\n${Array.from({ length: 60 }, (_, k) => `.func f${k + 1}(x) {f${k}(x)+f${k}(x)}`).join("\n")}\nR1 a 0 {f60(1)}`,
  ],
  ["functions of functions", `.func f(x) {x+x}\nR1 a 0 {${"f(".repeat(50)}1${")".repeat(50)}}`],
  [
    "subcircuits that double at every level",
    `X0 a S0\n${Array.from({ length: 40 }, (_, k) => `.subckt S${k} a\nX1 a S${k + 1}\nX2 a S${k + 1}\n.ends`).join("\n")}\n.subckt S40 a\nR1 a 0 1\n.ends`,
  ],
  ["deeply nested definitions", `${".subckt s a\n".repeat(5000)}${".ends\n".repeat(5000)}`],
])(
  "%s end in a HillockError or a circuit, soon",
  (_, body) => {
    try {
      flatten(parseNetlist(`title\n${body}\n`, { file: "large.cir" }));
    } catch (error) {
      if (!isHillockError(error)) throw error;
    }
  },
  60_000,
);
