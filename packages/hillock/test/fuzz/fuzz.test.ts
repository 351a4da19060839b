import { describe, expect, test } from "vitest";
import { decks } from "./decks.js";
import { type MutatedDeck, mutatedDeck } from "./mutated-deck.js";
import { treatDeck } from "./treat-deck.js";

// npm run fuzz -- --count N --seed S --first K sets these; the suite runs a fixed few.
const count = Number(process.env.HILLOCK_FUZZ_COUNT ?? 1200);
const seed = Number(process.env.HILLOCK_FUZZ_SEED ?? 1);
const first = Number(process.env.HILLOCK_FUZZ_FIRST ?? 0);
const isLarge = process.env.HILLOCK_FUZZ_COUNT !== undefined;

/** One deck in so many is also simulated. */
const simulatedEvery = 20;
/** No deck may take longer, ms: many times what the slowest does, for machines under load. */
const longest = 20_000;

/** After so many the run ends. */
const mostFailures = 5;

describe("decks as they are", () => {
  test.each(decks.map((deck) => [deck.name, deck] as const))("%s", (_, deck) => {
    expect(treatDeck(deck, false)).toBe("compiled");
  });
});

test(
  "a mutated netlist works or is refused with a coded error; nothing hangs, and no line is lost",
  () => {
    const outcomes = new Map<string, number>();
    const failures: string[] = [];
    let slowest = { index: -1, time: 0 };
    for (let index = first; index < first + count; index++) {
      const deck = mutatedDeck(seed, index);
      const start = performance.now();
      try {
        const outcome = treatDeck(deck, index % simulatedEvery === 0);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      } catch (error) {
        failures.push(failure(index, deck, error));
        if (failures.length === mostFailures) break;
      }
      const time = performance.now() - start;
      if (time > slowest.time) slowest = { index, time };
      if (isLarge && index % 1000 === 999) console.log(`${index + 1} decks`);
    }
    expect(failures.join("\n\n")).toBe("");
    expect(slowest.time, `deck ${slowest.index}`).toBeLessThan(longest);
    if (isLarge) console.log(summary(outcomes, slowest));
    else {
      // That mutations neither break everything nor nothing.
      expect(outcomes.get("compiled")).toBeGreaterThan(count / 10);
      expect(outcomes.get("simulated")).toBeGreaterThan(count / simulatedEvery / 10);
      expect(outcomes.size).toBeGreaterThan(30);
    }
  },
  isLarge ? 3_600_000 : 120_000,
);

function summary(outcomes: ReadonlyMap<string, number>, slowest: { index: number; time: number }): string {
  const rows = [...outcomes]
    .sort(([, a], [, b]) => b - a)
    .map(([outcome, times]) => `${String(times).padStart(6)} ${outcome}`);
  const memory = Math.round(process.memoryUsage().rss / 1e6);
  return [...rows, `slowest: deck ${slowest.index}, ${slowest.time.toFixed(0)} ms; memory ${memory} MB`].join("\n");
}

function failure(index: number, { name, mutations, text }: MutatedDeck, error: unknown): string {
  const cause = error instanceof Error ? error.stack?.slice(0, 1500) : String(error);
  return `deck ${index} of seed ${seed}, ${name}: ${mutations.join(", ")}\n${text.slice(0, 3000)}\n${cause}`;
}
