import { expect, test } from "vitest";
import { parseRawFile } from "../../src/reference/raw-file.js";

function rawFile(header: string, values: readonly number[]): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(text.length + 8 * values.length);
  bytes.set(text);
  const view = new DataView(bytes.buffer, text.length);
  for (const [index, value] of values.entries()) view.setFloat64(8 * index, value, true);
  return bytes;
}

const real = rawFile(
  "Title: rc\nDate: today\nPlotname: Transient Analysis\nFlags: real\nNo. Variables: 2\nNo. Points: 3       \n" +
    "Variables:\n\t0\ttime\ttime\n\t1\tV(Out)\tvoltage\nBinary:\n",
  [0, 1, 0.1, 10, 0.2, 100],
);
const complex = rawFile(
  "Title: rc\nPlotname: AC Analysis\nFlags: complex\nNo. Variables: 2\nNo. Points: 1\n" +
    "Variables:\n\t0\tfrequency\tfrequency\tgrid=3\n\t1\tv(out)\tvoltage\nBinary:\n",
  [1e3, 0, 0.5, -0.25],
);

test("real and complex plots of one file", () => {
  const bytes = new Uint8Array([...real, ...complex]);
  const [transient, ac] = parseRawFile(bytes);
  expect(transient.name).toBe("Transient Analysis");
  expect(transient.vectors.map(({ name }) => name)).toEqual(["time", "v(out)"]);
  expect([...transient.vectors[0].real]).toEqual([0, 0.1, 0.2]);
  expect([...transient.vectors[1].real]).toEqual([1, 10, 100]);
  expect(transient.vectors[1].imaginary).toBeUndefined();
  expect([...ac.vectors[1].real, ...(ac.vectors[1].imaginary ?? [])]).toEqual([0.5, -0.25]);
});

test("a file that does not start at an even address", () => {
  const padded = new Uint8Array(real.length + 3);
  padded.set(real, 3);
  expect([...parseRawFile(padded.subarray(3))[0].vectors[1].real]).toEqual([1, 10, 100]);
});

test("a run that stopped early has no number of points, but its points", () => {
  const header =
    "Title: rc\nPlotname: Transient Analysis\nFlags: real\nNo. Variables: 2\nNo. Points: 0       \n" +
    "Variables:\n\t0\ttime\ttime\n\t1\tv(out)\tvoltage\nBinary:\n";
  const [plot] = parseRawFile(rawFile(header, [0, 1, 0.1, 10, 0.2]));
  expect([...plot.vectors[0].real]).toEqual([0, 0.1]);
  expect(parseRawFile(rawFile(header, []))[0].vectors[0].real).toHaveLength(0);
});

test("no bytes are no plots", () => {
  expect(parseRawFile(new Uint8Array(0))).toEqual([]);
});

test("a file that ends too early, or is none, is an error", () => {
  expect(() => parseRawFile(real.subarray(0, real.length - 1))).toThrowError(/3 points of 2 vectors are announced/);
  expect(() => parseRawFile(new TextEncoder().encode("hello"))).toThrowError(/there is no line/);
  expect(() => parseRawFile(rawFile("No. Variables: 2\nNo. Points: 1\nVariables:\nBinary:\n", [1]))).toThrowError(
    expect.objectContaining({ code: "reference/raw-file" }),
  );
});
