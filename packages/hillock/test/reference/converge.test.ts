import { expect, test } from "vitest";
import { HillockError } from "../../src/base/error.js";
import { converge } from "../../src/reference/converge.js";
import { transientOf } from "./synthetic.js";

const tolerances = [1e-4, 1e-5, 1e-6, 1e-7];
/** Runs whose value is their tolerance. */
const runs = async (tolerance: number) => transientOf(1, 2, { "v(a)": () => tolerance });
const levelOf = (run: { signals: readonly { values: Float64Array }[] }) => run.signals[0].values[0];

test("tightens until two runs agree, and takes the tighter one", async () => {
  const { best, attempts } = await converge(tolerances, runs, ({ repeat }) => levelOf(repeat) / 1e-4, "gear, reltol");
  expect(best).toMatchObject({ tolerance: 1e-6, repeatTolerance: 1e-5, ratio: 0.1 });
  expect(attempts).toEqual([
    "gear, reltol 1e-4 and 1e-5: own error 1 of what is allowed",
    "gear, reltol 1e-5 and 1e-6: own error 0.1 of what is allowed",
  ]);
});

test("keeps the most exact pair if it does not converge", async () => {
  const ratios = new Map([
    [1e-5, 3],
    [1e-6, 2],
    [1e-7, Number.POSITIVE_INFINITY],
  ]);
  const { best, attempts } = await converge(tolerances, runs, ({ run }) => ratios.get(levelOf(run)) ?? 0, "gear");
  expect(best).toMatchObject({ tolerance: 1e-6, ratio: 2 });
  expect(attempts.at(-1)).toContain("spike numbers differ");
});

test("ends where the engine fails, with its words", async () => {
  const failing = async (tolerance: number) => {
    if (tolerance < 1e-5) throw new HillockError({ code: "reference/failed", problem: "timestep too small" });
    return await runs(tolerance);
  };
  const { best, attempts } = await converge(tolerances, failing, () => 1, "gear");
  expect(best?.tolerance).toBe(1e-5);
  expect(attempts.at(-1)).toBe("gear 1e-6: timestep too small");
  const none = await converge([1e-6, 1e-7], failing, () => 1, "gear");
  expect(none).toEqual({ best: undefined, attempts: ["gear 1e-6: timestep too small"] });
});

test("an error that is no result of the engine is not swallowed", async () => {
  const broken = async () => {
    throw new TypeError("bug");
  };
  await expect(converge(tolerances, broken, () => 1, "gear")).rejects.toThrow(TypeError);
});
