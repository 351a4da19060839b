import fc from "fast-check";
import { expect, test } from "vitest";
import { priorityQueue } from "../../src/base/priority-queue.js";

test("what is added leaves in order, whatever was added in between", () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer(), { freq: 3 })), (steps) => {
      const queue = priorityQueue<number>((one, other) => one < other);
      let held: number[] = [];
      for (const step of steps) {
        if (step !== null) {
          queue.add(step);
          held = [...held, step].sort((a, b) => a - b);
        } else expect(queue.take()).toBe(held.shift());
        expect(queue.first()).toBe(held[0]);
      }
    }),
    { seed: 3 },
  );
});
