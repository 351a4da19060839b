import { expect, test } from "vitest";
import { readDataFile } from "../src/read-data-file.js";

test("the files of MNIST come with the command", async () => {
  const labels = await readDataFile("mnist/t10k-labels-idx1-ubyte");
  expect(labels.length).toBe(10_008);
  // Magic number, number of labels, and the first: a seven.
  expect([...labels.subarray(0, 9)]).toEqual([0, 0, 8, 1, 0, 0, 39, 16, 7]);
});

test.each([
  ["iris/data", /experiments\/no-data[\s\S]*mnist/],
  ["mnist", /experiments\/no-data/],
  ["mnist/../package.json", /experiments\/no-data/],
  ["mnist/../../package.json", /experiments\/no-data/],
  ["constructor/name", /experiments\/no-data/],
  ["mnist/no-such-file", /input\/not-readable/],
])("%s is no such file", async (name, message) => {
  await expect(readDataFile(name)).rejects.toThrow(message);
});
