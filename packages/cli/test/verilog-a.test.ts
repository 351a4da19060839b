import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseNetlist, simulate } from "hillock";
import { compare } from "hillock/reference";
import { describe, expect, test } from "vitest";
import { ngspiceTest } from "../../hillock/test/requirements.js";
import { nativeRunner } from "../src/ngspice/native-runner.js";
import { readCircuit } from "../src/read-circuit.js";
import { examples, runHillock, scratchFolder } from "./run-hillock.js";

const file = join(examples, "verilog-a", "nagumo-neuron.cir");

/** The same neuron with what the module says as a behavioural source, which ngspice has. */
const behavioural = (): string =>
  readFileSync(file, "utf8")
    .replace(/^\.hdl.*$/m, "")
    .replace(/^\.model.*$/m, "CJ v 0 50p")
    .replace(
      /^N1.*$/m,
      ".param vt={1.380649e-23*300.15/1.602176634e-19}\nB1 v 0 I=5m*v(v)/65m*exp(1-v(v)/65m) + 10p*(exp(v(v)/{vt})-1)",
    );

describe("a netlist with a Verilog-A file beside it", () => {
  test("is simulated by the command", () => {
    const folder = scratchFolder();
    const { status, stdout } = runHillock(folder, ["simulate", file, "--json"]);
    expect(status).toBe(0);
    const [{ signals }] = JSON.parse(stdout).analyses;
    expect(signals[0].name).toBe("v(v)");
    expect(signals[0].maximum).toBeCloseTo(0.5, 2);
  });

  test("fires at the second pulse only, as with the same equation in a behavioural source", () => {
    const [module] = simulate(readCircuit(file), { tolerance: 1e-7 });
    const [formula] = simulate(parseNetlist(behavioural(), { file: "b.cir" }), { tolerance: 1e-7 });
    const time = module.waveforms.scales[0].values;
    const [membrane] = module.waveforms.signals;
    const fired = [...time].filter((_, k) => membrane.values[k] > 0.3);
    expect(fired.length).toBeGreaterThan(5);
    expect(fired.every((at) => at > 4e-6 && at < 5e-6)).toBe(true);
    const other = formula.waveforms;
    const at = (instant: number, times: Float64Array, values: Float64Array): number => {
      const k = times.findIndex((one) => one >= instant);
      return values[k - 1] + ((values[k] - values[k - 1]) * (instant - times[k - 1])) / (times[k] - times[k - 1]);
    };
    for (let instant = 0.1e-6; instant < 10e-6; instant += 0.1e-6) {
      const difference =
        at(instant, time, membrane.values) - at(instant, other.scales[0].values, other.signals[0].values);
      expect(Math.abs(difference)).toBeLessThan(1e-4);
    }
  });

  ngspiceTest("whose behavioural twin agrees with ngspice", async () => {
    const runner = await nativeRunner("ngspice");
    if (!runner) throw new Error("ngspice does not run");
    const { verdict, reasons } = await compare(parseNetlist(behavioural(), { file: "b.cir" }), runner);
    expect({ verdict, reasons }).toEqual({ verdict: "pass", reasons: [] });
  });

  test("is not compared with ngspice, which is said", () => {
    const { status, stdout } = runHillock(scratchFolder(), ["compare", file, "--json"], { HILLOCK_NGSPICE: "" });
    expect(status).toBe(2);
    expect(JSON.parse(stdout).error).toMatchObject({ code: "reference/no-equivalent" });
  });
});

/** Runs a netlist `deck/main.cir` with the lines; `deck/own.va` has a module `own`, a resistor. */
function running(lines: string, files: Readonly<Record<string, string>>, links: Readonly<Record<string, string>> = {}) {
  const folder = scratchFolder();
  const all = { "deck/main.cir": `reads a module\nV1 a 0 1\n${lines}\n.save i(V1)\n.op\n`, ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  for (const [path, target] of Object.entries(links)) symlinkSync(target, join(folder, path));
  const { status, stdout, stderr } = runHillock(folder, ["simulate", "deck/main.cir", "--json"]);
  const { error, analyses } = JSON.parse(stdout);
  return { status, code: error?.code, current: analyses?.[0].signals[0].maximum, text: stdout + stderr };
}

const own =
  "module own(a, b); inout a, b; electrical a, b; parameter real r = 4; analog I(a,b) <+ V(a,b)/r; endmodule\n";
const device = ".model OWN own\nN1 a 0 OWN";

describe("Verilog-A files are read from the netlist's folder only", () => {
  test("below it, and what they include beside themselves", () => {
    expect(running(`.hdl "parts/own.va"\n${device}`, { "deck/parts/own.va": own })).toMatchObject({ current: -0.25 });
    const files = { "deck/parts/main.va": '`include "own.va"\n', "deck/parts/own.va": own };
    expect(running(`.hdl parts/main.va\n${device}`, files)).toMatchObject({ status: 0, current: -0.25 });
    const nested = { "deck/cards.lib": `.hdl parts/own.va\n${device}\n`, "deck/parts/own.va": own };
    expect(running(".include cards.lib", nested)).toMatchObject({ status: 0, current: -0.25 });
  });

  test.each([
    ["by ..", "../own.va", {}],
    ["by a link", "linked.va", { "deck/linked.va": "../own.va" }],
    ["a device", "/dev/zero", {}],
  ])("not outside: %s", (_, name, links) => {
    const result = running(`.hdl ${name}\n${device}`, { "own.va": own }, links);
    expect(result).toMatchObject({ status: 2, code: "input/outside-root" });
    expect(result.text).not.toContain("module own");
  });

  test("not outside by `include either", () => {
    const files = { "own.va": own, "deck/parts/main.va": '`include "../../own.va"\n' };
    expect(running(`.hdl parts/main.va\n${device}`, files)).toMatchObject({ status: 2, code: "input/outside-root" });
  });

  test("what is wrong in a file is shown with its path", () => {
    const wrong = running(`.hdl parts/own.va\n${device}`, { "deck/parts/own.va": own.replace("/r", "/q") });
    expect(wrong.code).toBe("veriloga/unknown-name");
    expect(wrong.text).toContain("deck/parts/own.va");
    const missing = running(`.hdl parts/own.va\n${device}`, { "deck/parts/own.va": `\`include "q.inc"\n${own}` });
    expect(missing.code).toBe("veriloga/include-not-found");
    expect(running(`.hdl none.va\n${device}`, {}).code).toBe("netlist/include-not-found");
  });
});
