import fc from "fast-check";
import { expect, test } from "vitest";
import { smallestFirst } from "../../src/expr/smallest-first.js";

test("numbers leave in ascending order, whatever was added in between", () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer(), { freq: 3 })), (steps) => {
      const heap = smallestFirst();
      let held: number[] = [];
      for (const step of steps) {
        if (step !== null) {
          heap.add(step);
          held = [...held, step].sort((a, b) => a - b);
        } else expect(heap.take()).toBe(held.shift());
        expect(heap.smallest()).toBe(held[0]);
      }
    }),
    { seed: 3 },
  );
});
