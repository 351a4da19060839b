import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { interruptTraining, runHillock, scratchFolder } from "./run-hillock.js";

const train = (folder: string, data: string, ...more: string[]) =>
  runHillock(folder, ["train", "printed", data, "--json", "--out", "run", ...more]);
const read = (folder: string, name: string) => JSON.parse(readFileSync(join(folder, "run", name), "utf8"));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hillock-test-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.sequential("from iris to a circuit", () => {
  test("training prints what it found and writes the run", () => {
    const { status, stdout, stderr } = train(folder, "iris", "--epochs", "30", "--seed", "3");
    expect(stderr).not.toMatch(/error/i);
    expect(status).toBe(0);
    const object = JSON.parse(stdout);
    expect(Object.keys(object).sort()).toEqual(["devices", "power", "powerDetails", "run", "seconds", "test"]);
    expect(object.run).toBe("run");
    expect(object.power).toBeGreaterThan(0);
    expect(object.seconds).toBeGreaterThan(0);
    expect(Object.keys(object.test.accuracy)).toEqual(["0", "0.05", "0.1"]);
    expect(Object.keys(object.test.measuringAware)).toEqual(["0", "0.05", "0.1"]);
    // Better than saying one class always.
    expect(object.test.accuracy["0.1"]).toBeGreaterThan(0.45);
    const record = read(folder, "run.json");
    expect(record.dataset).toMatchObject({ rows: { training: 90, validation: 30, test: 30 } });
    expect(record.settings).toMatchObject({
      variation: 0.1,
      seed: 3,
      hidden: [3],
      activation: "circuit",
      mode: "default",
    });
    expect(record.training.history.validation).toHaveLength(30);
    expect(record.training.validationLoss).toBe(Math.min(...record.training.history.validation));
    expect(object.devices).toBe(record.deviceCount.total);
    const { test: test_ } = record;
    expect(test_.yield.bySize["0"].fraction).toBe(1);
    const page = readFileSync(join(folder, "run/report.html"), "utf8");
    expect(page).toContain("hillock verify");
  });

  test("the circuit is the model, on our engine and on ngspice", () => {
    const { status, stdout } = runHillock(folder, ["verify", "run", "--json"]);
    const object = JSON.parse(stdout);
    expect(object).toMatchObject({ command: "verify", rows: 30, ngspice: { samples: 20 } });
    expect(object.worstVoltage).toBeLessThan(10e-3);
    expect(object.worstVoltage).toBeGreaterThan(0);
    expect(object.agreement).toBe(1 - object.different.length / 30);
    expect(object.ngspice.worst).toBeLessThan(1e-3);
    expect(object.power).toBeCloseTo(read(folder, "run.json").power, 12);
    expect(status).toBe(object.agreement >= 0.99 ? 0 : 1);
    expect(read(folder, "verification.json")).toEqual(object);
    expect(readFileSync(join(folder, "run/report.html"), "utf8")).toContain("of answers: circuit and model agree");
  });

  test("the export is what is printed: as many components as counted, values with three digits", () => {
    const { status, stdout } = runHillock(folder, ["export", join("run", "run.json"), "--json"]);
    expect(status).toBe(0);
    const object = JSON.parse(stdout);
    expect(read(folder, "network.json")).toEqual(object);
    const rows: Record<string, string>[] = parse(readFileSync(join(folder, object.files.components)), {
      columns: true,
    });
    expect(rows).toHaveLength(object.devices);
    expect(rows.every(({ component }) => !/RX|gate/i.test(component))).toBe(true);
    for (const { kind, part, resistance_ohm, width_um, length_um } of rows) {
      if (kind === "transistor") expect(Number.isInteger(Number(width_um) * Number(length_um))).toBe(true);
      else expect(Number(Number(resistance_ohm).toPrecision(3))).toBe(Number(resistance_ohm));
      if (part === "crossbar") expect(Number(resistance_ohm)).toBeGreaterThanOrEqual(10e3);
    }
    expect(readFileSync(join(folder, object.files.crossbar), "utf8")).toContain("petal length");
    const netlist = readFileSync(join(folder, object.files.netlist), "utf8");
    for (const { name } of object.modelElements) expect(netlist).toContain(name);
    const run = runHillock(folder, ["simulate", object.files.netlist, "--json", "--out", "simulated"]);
    expect(run.status).toBe(0);
    // What the head says of the first test row is what the netlist gives.
    const said = /outputs then: ([-\d.e]+), ([-\d.e]+), ([-\d.e]+) V/.exec(netlist)?.slice(1).map(Number) as number[];
    const [values]: Record<string, string>[] = parse(readFileSync(join(folder, "simulated/op.csv")), { columns: true });
    for (const [k, value] of said.entries()) expect(Number(values[`v(a2_${k + 1})`])).toBeCloseTo(value, 3);
  });
});

describe("the circuit is the model", () => {
  const claims = (where: string) => {
    const { status, stdout } = runHillock(where, ["verify", "run", "--json"]);
    const { agreement, worstVoltage, ngspice, rows } = JSON.parse(stdout);
    expect(agreement).toBeGreaterThanOrEqual(0.99);
    expect(worstVoltage).toBeLessThanOrEqual(10e-3);
    expect(ngspice.samples).toBe(Math.min(20, rows));
    expect(ngspice.worst).toBeLessThanOrEqual(1e-3);
    expect(status).toBe(0);
    return { rows };
  };

  test("of the balance scale: the same answers, voltages within 10 mV, on ngspice within 1 mV", () => {
    const where = scratchFolder();
    const { status, stdout } = train(where, "balance-scale", "--epochs", "12");
    expect(status).toBe(0);
    // Columns that are placed learn from the first epoch on.
    expect(JSON.parse(stdout).test.accuracy["0"]).toBeGreaterThan(0.8);
    expect(claims(where).rows).toBe(126);
  }, 60_000);

  test("of a CSV file with two classes, with two hidden layers", () => {
    const where = scratchFolder();
    const rows = Array.from({ length: 60 }, (_, k) => [k % 2 ? 1 + (k % 7) / 10 : (k % 5) / 5, (k % 3) / 3, k % 2]);
    writeFileSync(join(where, "two.csv"), ["a,b,label", ...rows.map((row) => row.join(","))].join("\n"));
    expect(train(where, "two.csv", "--epochs", "8", "--hidden", "3,2").status).toBe(0);
    expect(claims(where).rows).toBe(12);
  }, 60_000);
});

describe("an interrupted training", () => {
  const args = [
    "train",
    "printed",
    "balance-scale",
    "--activation",
    "fixed",
    "--epochs",
    "80",
    "--json",
    "--out",
    "run",
  ];

  const result = (where: string) => ({ ...read(where, "run.json"), seconds: 0 });

  test("goes on to the same bits, whatever stopped it", async () => {
    const whole = scratchFolder();
    expect(runHillock(whole, args).status).toBe(0);
    const stopped = scratchFolder();
    expect(await interruptTraining(stopped, args, "SIGINT", 700)).toBe(1);
    expect(existsSync(join(stopped, "run/run.json"))).toBe(false);
    await interruptTraining(stopped, [...args, "--resume"], "SIGKILL", 700);
    expect(runHillock(stopped, [...args, "--resume"]).status).toBe(0);
    expect(result(stopped)).toEqual(result(whole));
    expect(readFileSync(join(stopped, "run/test.csv"))).toEqual(readFileSync(join(whole, "run/test.csv")));
    // Two whole trainings and a part of a third.
  }, 300_000);

  test("does not go on with other data or settings", () => {
    const where = scratchFolder();
    const short = ["train", "printed", "iris", "--activation", "fixed", "--epochs", "2", "--json", "--out", "run"];
    expect(runHillock(where, short).status).toBe(0);
    for (const more of [
      ["--seed", "2"],
      ["--hidden", "4"],
      ["--variation", "0.05"],
    ]) {
      const { status, stdout } = runHillock(where, [...short, "--resume", ...more]);
      expect(status).toBe(2);
      expect(JSON.parse(stdout).error.code).toBe("training/wrong-checkpoint");
    }
  });
});

describe("several seeds", () => {
  const args = ["train", "printed", "iris", "--activation", "fixed", "--epochs", "4", "--json", "--out", "run"];
  const withoutTime = (text: string) => text.replace(/"seconds":[^,}]+/g, "");

  test("are trained one by one, each as if alone; the one with the least validation loss is kept", () => {
    const where = scratchFolder();
    const { status, stdout } = runHillock(where, [...args, "--seeds", "2"]);
    expect(status).toBe(0);
    const object = JSON.parse(stdout);
    expect(read(where, "seeds.json")).toEqual(object);
    expect(object.seeds.map(({ seed }: { seed: number }) => seed)).toEqual([1, 2]);
    const losses = object.seeds.map(({ validationLoss }: { validationLoss: number }) => validationLoss);
    expect(object.chosen).toEqual({ seed: 1 + losses.indexOf(Math.min(...losses)), by: "validation loss" });
    expect(object.run).toBe(`run/seed-${object.chosen.seed}`);
    for (const kind of ["accuracy", "measuringAware"] as const)
      for (const size of ["0", "0.05", "0.1"]) {
        const each: number[] = object.seeds.map((run: Record<typeof kind, Record<string, number>>) => run[kind][size]);
        const mean = each.reduce((sum, value) => sum + value, 0) / 2;
        const deviation = Math.sqrt(each.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2);
        expect(object.test[kind][size].mean).toBeCloseTo(mean, 12);
        expect(object.test[kind][size].deviation).toBeCloseTo(deviation, 12);
      }
    const alone = scratchFolder();
    expect(runHillock(alone, [...args, "--seed", "2"]).status).toBe(0);
    const { seconds: _, run: __, ...second } = read(where, "seed-2/run.json");
    expect(read(alone, "run.json")).toMatchObject(second);

    // Whatever is there is not trained anew; what is missing is.
    rmSync(join(where, "run/seed-2"), { recursive: true });
    const resumed = runHillock(where, [...args, "--seeds", "1,2", "--resume"]);
    expect(withoutTime(resumed.stdout)).toBe(withoutTime(stdout));
    expect(resumed.stderr.match(/training from the beginning/g)).toHaveLength(1);
  }, 60_000);

  test("in the published mode the one with the best test accuracy is kept", () => {
    const where = scratchFolder();
    const { status, stdout } = runHillock(where, [...args, "--seeds", "4,2", "--mode", "published"]);
    expect(status).toBe(0);
    const { chosen, seeds } = JSON.parse(stdout);
    expect(chosen.by).toBe("test accuracy");
    const best = Math.max(...seeds.map(({ accuracy }: { accuracy: Record<string, number> }) => accuracy["0.1"]));
    const kept = seeds.find(({ seed }: { seed: number }) => seed === chosen.seed);
    expect(kept.accuracy["0.1"]).toBe(best);
  }, 60_000);

  test("are how many, or different ones, and not given beside one", () => {
    const where = scratchFolder();
    const code = (...more: string[]) => JSON.parse(runHillock(where, [...args, ...more]).stdout).error.code;
    for (const wrong of ["0", "-1", "1,1", "1,x", "", "2.5"])
      expect(code(`--seeds=${wrong}`)).toBe("usage/invalid-argument");
    expect(code("--seeds", "2", "--seed", "3")).toBe("usage/conflicting-option");
  }, 60_000);
});

describe("data of one's own", () => {
  /** Two blobs in three features, of which the last never changes. */
  const rows = Array.from({ length: 40 }, (_, k) => {
    const pear = k % 2;
    return [1 + pear + (k % 7) / 10, 5 - 2 * pear - (k % 5) / 10, 3, pear ? "pear" : "apple"];
  });
  const table = (separator = ",") =>
    [["mass", "red", "age", "fruit"], ...rows].map((row) => row.join(separator)).join("\n");

  function trained(text: string, ...more: string[]) {
    const where = scratchFolder();
    writeFileSync(join(where, "fruit.csv"), text);
    const { status, stdout } = train(where, "fruit.csv", "--activation", "fixed", "--epochs", "2", ...more);
    return { where, status, object: JSON.parse(stdout) };
  }

  test("text labels, a byte order mark, semicolons, a constant feature: converted, and the report says so", () => {
    const { where, status } = trained(`\uFEFF${table(";")}`);
    expect(status).toBe(0);
    const { dataset } = read(where, "run.json");
    expect(dataset).toMatchObject({ features: ["mass", "red"], classes: ["apple", "pear"] });
    const page = readFileSync(join(where, "run/report.html"), "utf8");
    for (const what of [/byte order mark/, /separated by ";"/, /0 apple, 1 pear/, /"age" never changes/])
      expect(dataset.conversions).toContainEqual(expect.stringMatching(what));
    for (const each of dataset.conversions) expect(page).toContain(each.replaceAll('"', "&quot;"));
  });

  test("rows that are divided already stay so, and are all scaled alike in the published mode", () => {
    const where = scratchFolder();
    const [header, ...lines] = table().split("\n");
    const parts = { train: lines.slice(0, 20), valid: lines.slice(20, 28), test: lines.slice(28) };
    for (const [part, rows] of Object.entries(parts))
      writeFileSync(join(where, `fruit.${part}.csv`), [header, ...rows].join("\n"));
    const { status } = train(
      where,
      "fruit.train.csv",
      "--mode",
      "published",
      "--activation",
      "surrogate",
      "--epochs",
      "2",
    );
    expect(status).toBe(0);
    const { dataset, settings } = read(where, "run.json");
    expect(dataset.rows).toEqual({ training: 20, validation: 8, test: 12 });
    expect(dataset.conversions).toContainEqual(expect.stringMatching(/three files/));
    expect(settings.training).toMatchObject({ linearValues: { clampsPassGradients: true }, precision: "single" });
  });

  test.each([
    ["a missing value", table().replace(",5,", ",,"), "training/missing-value"],
    ["one class", table().replaceAll("pear", "apple"), "training/one-class"],
    ["text among numbers", table().replace("\n1,", "\nlight,"), "training/not-a-number"],
    ["rows of other lengths", `${table()}\n1,2`, "training/wrong-row"],
    ["too few rows of a class", table().split("\n").slice(0, 4).join("\n"), "training/few-rows"],
  ])("%s is a coded error", (_, text, code) => {
    const { status, object } = trained(text);
    expect(object.error?.code).toBe(code);
    expect(status).toBe(2);
  });

  test("what is no data set, no run, no option", () => {
    const where = scratchFolder();
    const code = (...args: string[]) => JSON.parse(runHillock(where, [...args, "--json"]).stdout).error.code;
    expect(code("train", "printed", "irises")).toBe("usage/unknown-data-set");
    expect(code("train", "printed", "absent.csv")).toBe("input/not-readable");
    expect(code("train", "woven", "iris")).toBe("usage/unknown-command");
    expect(code("train", "printed", "iris", "--variation", "1")).toBe("usage/invalid-argument");
    expect(code("train", "printed", "iris", "--hidden", "0")).toBe("usage/invalid-argument");
    expect(code("verify", "absent")).toBe("input/not-readable");
    writeFileSync(join(where, "run.json"), "{}");
    expect(code("export", where)).toBe("input/not-a-run");
  });

  test("a run whose files are of different trainings is refused", () => {
    const one = trained(table());
    const other = trained(`${table()}\n${table().split("\n").slice(1).join("\n")}`);
    copyFileSync(join(other.where, "run/test.csv"), join(one.where, "run/test.csv"));
    const { status, stdout } = runHillock(one.where, ["verify", "run", "--json"]);
    expect(JSON.parse(stdout).error.code).toBe("input/not-a-run");
    expect(status).toBe(2);
  });
});
