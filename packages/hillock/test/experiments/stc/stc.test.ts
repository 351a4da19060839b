import { describe, expect, test } from "vitest";
import { ownLab, selectExperiments } from "../../../src/experiments/index.js";
import { expectReproduction } from "../expect-reproduction.js";
import { labWithMnist } from "./lab.js";

describe.each(selectExperiments(["stc"]))("$id", (experiment) => {
  test("its checks pass, or are explained by a cause that a test demonstrates", async () => {
    await expectReproduction(experiment, labWithMnist);
  }, 120_000);
});

test("without MNIST they end with an error that says what is missing", async () => {
  const [experiment] = selectExperiments(["stc/mnist-01"]);
  await expect(experiment.reproduce(ownLab())).rejects.toThrow(
    /experiments\/no-data[\s\S]*mnist\/train-images-idx3-ubyte/,
  );
});

test("each of the fourteen points is demonstrated", () => {
  const [{ checks }] = selectExperiments(["stc/discrepancies"]);
  expect(checks.map(({ name }) => Number.parseInt(name, 10))).toEqual(Array.from({ length: 14 }, (_, k) => k + 1));
  for (const { note, explained } of checks) expect([note === undefined, explained]).toEqual([false, undefined]);
});
