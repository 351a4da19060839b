import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { examples, launcher, runHillock, scratchFolder } from "./run-hillock.js";

/** A boost converter with an operating point before its run, a measure, and switches that are switched by events. */
const converter = `Boost converter
V1 in 0 5
L1 in a 100u
D1 a out DM
C1 out 0 1u
R1 out 0 200
S1 a 0 clock 0 SW
V2 clock 0 PULSE(0 1 1u 0.2u 0.2u 4u 10u)
S2 out load out 0 SL
R2 load 0 100
.model DM D(IS=1e-22 CJO=50p TT=5n)
.model SW SW(VT=0.5 VH=0.1 RON=0.1 ROFF=1meg)
.model SL SW(VT=9 VH=1 RON=1 ROFF=1meg)
.op
.save v(out)
.tran 1u 4m
.measure tran ripple pp v(out) from=2m to=4m
.end
`;

const files = ["tran.csv", "tran.svg", "result.json"];

/** A folder with the converter's netlist and, shortened, that of the ultra-compact neuron. */
function folderWithNetlists(): string {
  const folder = scratchFolder();
  cpSync(join(examples, "models"), join(folder, "models"), { recursive: true });
  const neuron = readFileSync(join(examples, "ultra-compact-neuron.cir"), "utf8");
  writeFileSync(join(folder, "neuron.cir"), neuron.replace(".tran 1u 20m", ".tran 1u 12m"));
  writeFileSync(join(folder, "converter.cir"), converter);
  return folder;
}

const contents = (folder: string, names = files): string[] =>
  names.map((name) => readFileSync(join(folder, "out", name), "utf8"));

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** Runs the command and sends it `signal`, `delay` ms after it has saved its state so many times. */
async function stopped(
  folder: string,
  args: readonly string[],
  { saves, delay, signal }: { saves: number; delay: number; signal: NodeJS.Signals },
): Promise<Ended> {
  const state = join(folder, "state");
  const savedAt = () => (existsSync(state) ? statSync(state).mtimeMs : 0);
  const child = spawn(process.execPath, [launcher, ...args], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((done) => {
    child.on("close", (code, by) => done({ code, signal: by, stderr }));
  });
  let last = savedAt();
  let seen = 0;
  while (seen < saves && child.exitCode === null) {
    await setTimeout(2);
    const now = savedAt();
    if (now !== last) seen++;
    last = now;
  }
  await setTimeout(delay);
  child.kill(signal);
  return ended;
}

/** Kills a run, resumes it and kills it again, and lets it then come to its end. Fails if it ends before. */
async function throughKills(folder: string, netlist: string, moments: readonly (readonly [number, number])[]) {
  const saving = ["simulate", netlist, "--out", "out", "--checkpoint", "state", "--checkpoint-interval", "0.02"];
  for (const [saves, delay] of moments) {
    const going = existsSync(join(folder, "state")) ? ["--resume", "state"] : [];
    const { signal, stderr } = await stopped(folder, [...saving, ...going], { saves, delay, signal: "SIGKILL" });
    expect({ signal, isOver: stderr.includes("writing") }).toEqual({ signal: "SIGKILL", isOver: false });
  }
  expect(runHillock(folder, [...saving, "--resume", "state"]).status).toBe(0);
}

describe("a run that is killed and resumed writes what the run in one writes, byte by byte", () => {
  // Saves that are waited for, and then ms: also while a save is being written, and before the first.
  const moments = fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 40 })), {
    minLength: 2,
    maxLength: 3,
  });

  test.each(["neuron.cir", "converter.cir"])("%s", async (netlist) => {
    const whole = folderWithNetlists();
    expect(runHillock(whole, ["simulate", netlist, "--out", "out"]).status).toBe(0);
    const folder = folderWithNetlists();
    const [drawn] = fc.sample(moments, { numRuns: 1 });
    await throughKills(folder, netlist, [[0, 150], ...drawn]);
    expect(contents(folder), `killed at ${JSON.stringify(drawn)}`).toEqual(contents(whole));
  });
});

test.each(["SIGINT", "SIGTERM"] as const)("%s saves, says how to go on, and that goes on", async (signal) => {
  const folder = folderWithNetlists();
  const run = ["simulate", "neuron.cir", "--out", "out"];
  const saving = [...run, "--checkpoint", "state", "--checkpoint-interval", "0.02"];
  const { stderr, ...ended } = await stopped(folder, saving, { saves: 2, delay: 0, signal });
  expect(ended).toEqual({ code: 1, signal: null });
  expect(stderr).toContain(`engine/cancelled\n  the run was stopped by ${signal}\n  saved: state\n`);
  expect(stderr).toContain("help: go on with  --resume state");
  expect(stderr).toMatch(/kept: the waveform up to [\d.e-]+ s \(out\/partial\.csv\)/);
  const [partial] = contents(folder, ["partial.csv"]);
  expect(runHillock(folder, [...run, "--resume", "state"]).status).toBe(0);
  const [whole] = contents(folder, ["tran.csv"]);
  expect(partial.length).toBeGreaterThan(1000);
  expect(whole.length).toBeGreaterThan(partial.length);
  expect(whole.startsWith(partial)).toBe(true);
});

describe("what cannot be saved or resumed is refused", () => {
  let folder: string;
  let state: Buffer;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "hillock-test-"));
    writeFileSync(join(folder, "converter.cir"), converter);
    const args = ["simulate", "converter.cir", "--checkpoint", "state", "--checkpoint-interval", "0.02"];
    await stopped(folder, args, { saves: 1, delay: 0, signal: "SIGKILL" });
    state = readFileSync(join(folder, "state"));
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  const refused = (bytes: Buffer | string, text = converter, args: readonly string[] = []) => {
    const folder = scratchFolder();
    writeFileSync(join(folder, "state"), bytes);
    writeFileSync(join(folder, "converter.cir"), text);
    const { status, stdout } = runHillock(folder, [
      "simulate",
      "converter.cir",
      "--resume",
      "state",
      "--json",
      ...args,
    ]);
    return { status, ...JSON.parse(stdout).error };
  };

  test("a file that is cut off anywhere, or has a byte changed", () => {
    const head = state.indexOf(0x0a);
    for (const length of [head + 1, head + 2, Math.floor(state.length / 2), state.length - 2]) {
      expect(refused(state.subarray(0, length))).toMatchObject({ status: 2, code: "input/damaged-checkpoint" });
    }
    const changed = Buffer.from(state);
    changed[Math.floor(state.length / 3)] ^= 1;
    expect(refused(changed)).toMatchObject({ status: 2, code: "input/damaged-checkpoint" });
  });

  test("a file that is no checkpoint, or of another version", () => {
    for (const text of ["", "\n", "null\n", "{}\n{}\n", converter, state.subarray(0, 20)]) {
      expect(refused(text)).toMatchObject({ status: 2, code: "input/not-a-checkpoint" });
    }
    const later = state.toString("utf8").replace('"version":1', '"version":2');
    expect(refused(later)).toMatchObject({ status: 2, code: "input/not-a-checkpoint" });
  });

  test("another circuit, another end of the run, another tolerance", () => {
    const resistor = refused(state, converter.replace("R1 out 0 200", "R1 out 0 201"));
    expect(resistor).toMatchObject({ status: 2, code: "engine/checkpoint" });
    expect(resistor.problem).toContain("other elements or values");
    const longer = refused(state, converter.replace("1u 4m", "1u 6m"));
    expect(longer).toMatchObject({ status: 2, code: "engine/checkpoint" });
    expect(longer.problem).toBe("the checkpoint was saved with stop = 0.004, not 0.006");
    const finer = refused(state, converter, ["--tolerance", "1e-6"]);
    expect(finer.problem).toBe("the checkpoint was saved with tolerance = default, not 0.000001");
    const without = refused(state, converter.replace(".op\n", ""));
    expect(without.problem).toBe("the checkpoint is of an analysis that the circuit does not have");
  });

  test("a circuit without a transient, ngspice, an interval alone, files that are not there", () => {
    const errorOf = (args: readonly string[]) => {
      const { status, stdout } = runHillock(folder, ["simulate", ...args, "--json"]);
      return { status, ...JSON.parse(stdout).error };
    };
    writeFileSync(join(folder, "op.cir"), "divider\nV1 a 0 1\nR1 a 0 1k\n.op\n");
    expect(errorOf(["op.cir", "--checkpoint", "s"])).toMatchObject({ status: 2, code: "usage/nothing-to-save" });
    const onNgspice = errorOf(["converter.cir", "--checkpoint", "s", "--engine", "ngspice"]);
    expect(onNgspice).toMatchObject({ status: 2, code: "usage/checkpoint-engine" });
    const interval = errorOf(["converter.cir", "--checkpoint-interval", "1"]);
    expect(interval).toMatchObject({ status: 2, code: "usage/interval-without-checkpoint" });
    expect(errorOf(["converter.cir", "--resume", "none"])).toMatchObject({ status: 2, code: "input/not-readable" });
    const nowhere = errorOf(["converter.cir", "--checkpoint", "no/such/s", "--checkpoint-interval", "0.001"]);
    expect(nowhere).toMatchObject({ status: 2, code: "output/not-writable" });
  });
});
