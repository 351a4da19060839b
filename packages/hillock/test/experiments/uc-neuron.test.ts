import { describe, test } from "vitest";
import { ownLab, selectExperiments } from "../../src/experiments/index.js";
import { expectReproduction } from "./expect-reproduction.js";

describe.each(selectExperiments(["uc-neuron"]))("$id", (experiment) => {
  test("its checks pass, or are explained by a cause that a test demonstrates", async () => {
    await expectReproduction(experiment, ownLab());
  }, 60_000);
});
