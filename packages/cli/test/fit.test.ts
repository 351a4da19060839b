import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { examples, runHillock, scratchFolder } from "./run-hillock.js";

const fitted = join(examples, "fit");

function run(name: string, ...more: string[]) {
  const folder = scratchFolder();
  const files = [join(fitted, `${name}.cir`), join(fitted, `${name}.csv`)];
  return { folder, ...runHillock(folder, ["fit", ...files, ...more]) };
}

interface Result {
  readonly parameters: readonly { name: string; value: number; interval: [number, number]; intervalBy: string }[];
  readonly [name: string]: unknown;
}
const resultIn = (folder: string, name: string): Result =>
  JSON.parse(readFileSync(join(folder, "runs", name, "result.json"), "utf8"));

test("the diode's card comes from its data sheet, and what four points cannot tell is said", () => {
  const { status, stdout, folder } = run("diode-datasheet", "--free", "is,n", "--free", "rs");
  expect(status).toBe(0);
  expect(stdout).toMatch(/not identifiable: the scatter hides the combination is \+1 %, n \+0\.0\d+ %/);
  const result = resultIn(folder, "diode-datasheet");
  expect(result).toMatchObject({ schemaVersion: 1, command: "fit", converged: true, points: 4, degreesOfFreedom: 1 });
  const [is, n, rs] = result.parameters.map(({ value }) => value);
  // From 1 to 10 mA and from 50 to 150 mA, as one reads it off the sheet by hand.
  expect(0.025693 * n * Math.log(10 / 1) + 9e-3 * rs).toBeCloseTo(0.14, 1.7);
  expect(0.025693 * n * Math.log(150 / 50) + 0.1 * rs).toBeCloseTo(0.25, 1.7);
  expect(is).toBeGreaterThan(0);
  expect(readFileSync(join(folder, "runs/diode-datasheet/fit.svg"), "utf8")).toMatch(/^<svg/);
});

test("the fitted netlist gives the fitted curve, and the table has the residuals", () => {
  const { folder } = run("thyristor", "--free", "bn,bp,rp", "--out", "out");
  const table: Record<string, string>[] = parse(readFileSync(join(folder, "out/fit.csv")), { columns: true });
  expect(Object.keys(table[0])).toEqual(["i0", "v(a)", "fit(v(a))", "residual(v(a))"]);
  expect(runHillock(folder, ["simulate", "out/fitted.cir", "--out", "again"]).status).toBe(0);
  const again: Record<string, string>[] = parse(readFileSync(join(folder, "again/dc.csv")), { columns: true });
  expect(again).toHaveLength(table.length);
  table.forEach((row, k) => {
    expect(Number(again[k].i0)).toBeCloseTo(Number(row.i0), 12);
    expect(Number(again[k]["v(a)"])).toBeCloseTo(Number(row["fit(v(a))"]), 6);
    expect(Number(row["fit(v(a))"]) - Number(row["v(a)"])).toBeCloseTo(Number(row["residual(v(a))"]), 12);
  });
});

test("cards of the examples lie in their intervals", () => {
  for (const [name, card] of [
    ["thyristor", { bn: 8.7, bp: 0.23, rp: 12.6e3 }],
    ["printed-transistor", { vt: 0.1344, s: 0.01564, k: 7.496e-4, th: 3.134, gam: 2.608, lam: 0.0311 }],
  ] as const) {
    const { status, folder } = run(name, "--free", Object.keys(card).join(","), "--json");
    expect(status).toBe(0);
    const { parameters } = resultIn(folder, name);
    for (const { name: parameter, interval } of parameters) {
      const truth = (card as Record<string, number>)[parameter];
      // One of nine intervals of 95 % may miss; here the worst does by a sixth of its width.
      const slack = (interval[1] - interval[0]) / 6;
      expect(interval[0] - slack, parameter).toBeLessThan(truth);
      expect(interval[1] + slack, parameter).toBeGreaterThan(truth);
    }
  }
});

test("--json prints the object of result.json; infinities are null", () => {
  const { stdout, folder } = run("thyristor", "--free", "bn,bp,rp,tn", "--json");
  const object = JSON.parse(stdout);
  expect(object).toEqual({ ...resultIn(folder, "thyristor") });
  expect(object.parameters[3]).toMatchObject({ name: "tn", standardError: null, interval: [0, null], unit: "s" });
  expect(object.notIdentifiable).toEqual([{ parameters: [{ name: "tn", move: 1 }], deviation: null }]);
  expect(object.correlation[0][0]).toBeCloseTo(1, 12);
  expect(object.correlation[3]).toEqual([null, null, null, null]);
});

test("--bounds are kept, --weights act, --profile follows the sum of squares", () => {
  const bounded = run("thyristor", "--free", "bn,bp,rp", "--bounds", "bp=0.25:0.4,rp=1e3:", "--json");
  expect(JSON.parse(bounded.stdout).parameters[1]).toMatchObject({ atBound: "lower", bounds: [0.25, 0.4] });
  expect(JSON.parse(bounded.stdout).parameters[2]).toMatchObject({ bounds: [1e3, null] });
  const equal = run("thyristor", "--free", "bn,bp,rp", "--weights", "equal", "--json");
  expect(JSON.parse(equal.stdout).settings).toEqual({ weights: "equal", confidence: 0.95 });
  const profile = run("thyristor", "--free", "bn,bp,rp", "--profile", "--json");
  const { parameters }: Result = JSON.parse(profile.stdout);
  expect(parameters.map(({ intervalBy }) => intervalBy)).toEqual(["profile", "profile", "profile"]);
});

test("what does not converge ends with 1, and is written all the same", () => {
  // No gain product below 1 has a negative slope: the best fit lies at the end of what has an operating point.
  const folder = scratchFolder();
  writeFileSync(
    join(folder, "a.cir"),
    "Wall\nI1 0 a 1\nB1 a 0 v=sqrt(x)\n.param x=4\n.save v(a)\n.dc I1 1 2 1\n.end\n",
  );
  writeFileSync(join(folder, "a.csv"), "i1,v(a)\n1,-1\n2,-1.1\n");
  const { status, stdout, stderr } = runHillock(folder, ["fit", "a.cir", "a.csv", "--free", "x"]);
  expect(status, stderr).toBe(1);
  expect(stdout).toMatch(/warning: not converged/);
});

describe("errors have a code and a place", () => {
  const folder = scratchFolder;
  const withData = (csv: string, ...more: string[]) => {
    const at = folder();
    copyFileSync(join(fitted, "diode-datasheet.cir"), join(at, "d.cir"));
    writeFileSync(join(at, "d.csv"), csv);
    const { status, stderr } = runHillock(at, [
      "fit",
      "d.cir",
      "d.csv",
      ...(more.length ? more : ["--free", "is,n,rs"]),
    ]);
    expect(status).toBe(2);
    return stderr;
  };
  const good = "i1,v(a)\n0.001,0.7\n0.01,0.8\n0.1,1\n0.15,1.2\n";

  test.each([
    ["a cell without value", "i1,v(a)\n0.001,\n", /input\/missing-value {2}d\.csv:2\n {2}v\(a\) has no value/],
    ["a word for a number", "i1,v(a)\n0.001,0.7\n10m,0.7\n", /input\/not-a-number {2}d\.csv:3\n {2}"10m" in column i1/],
    ["an infinity", "i1,v(a)\n0.001,inf\n", /input\/not-a-number/],
    ["no rows", "i1,v(a)\n", /input\/empty-table/],
    ["nothing at all", "", /input\/empty-table/],
    ["a short line", "i1,v(a)\n0.001\n", /input\/malformed-table/],
    ["no header", "0.001,0.7\n0.002,0.8\n", /input\/malformed-table.*\n.*0\.001 where a name/],
    ["a column twice", "i1,v(a),V(A)\n0.001,0.7,0.7\n", /input\/malformed-table.*\n.*two columns are named V\(A\)/],
    ["an unknown column", "i1,vd\n0.001,0.7\n", /fit\/unknown-column {2}d\.csv\n {2}the column "vd"/],
    ["no column of what is swept", "v1,v(a)\n0.001,0.7\n", /fit\/missing-column {2}d\.csv\n {2}there is no column i1/],
    ["no signal", "i1\n0.001\n", /fit\/missing-column/],
    ["deviations without their signal", "i1,v(a),sigma(v(b))\n1,1,1\n", /fit\/unknown-column/],
    ["a deviation of 0", "i1,v(a),sigma(v(a))\n1,1,0\n2,1,1\n3,1,1\n4,1,1\n", /optimise\/data/],
    ["a signal that the circuit does not have", good.replace("v(a)", "v(b)"), /engine\/unknown-signal/],
    ["too few data", "i1,v(a)\n0.001,0.7\n0.01,0.8\n0.1,1\n", /optimise\/too-few-data.*\n.*3 measured values/],
  ])("%s", (_, csv, message) => {
    expect(withData(csv)).toMatch(message);
  });

  test.each([
    ["an unknown name", ["--free", "iss"], /engine\/unknown-quantity/],
    ["no name", ["--free", ","], /optimise\/setting/],
    ["a name twice", ["--free", "is,dm.is"], /engine\/repeated-quantity/],
    ["what is swept", ["--free", "i1"], /optimise\/data.*\n.*swept/],
    ["bounds of nothing", ["--free", "is", "--bounds", "is"], /usage\/bad-bounds/],
    ["bounds of what is not free", ["--free", "is", "--bounds", "n=1:2"], /optimise\/bounds/],
    ["bounds that the value is not between", ["--free", "rs", "--bounds", "rs=2:5"], /optimise\/bounds/],
    ["an impossible confidence", ["--free", "is", "--confidence", "95"], /optimise\/setting/],
    ["weights that the data do not have", ["--free", "is", "--weights", "sigma"], /optimise\/data/],
  ])("%s", (_, options, message) => {
    expect(withData(good, ...options)).toMatch(message);
  });

  test("a netlist without .dc and .op, a missing file", () => {
    const at = folder();
    writeFileSync(join(at, "t.cir"), "Title\nV1 a 0 1\nR1 a 0 1k\n.tran 1m 1\n.end\n");
    writeFileSync(join(at, "d.csv"), "v1,i(v1)\n1,1\n");
    expect(runHillock(at, ["fit", "t.cir", "d.csv", "--free", "r1"]).stderr).toMatch(/fit\/analysis/);
    expect(runHillock(at, ["fit", "t.cir", "none.csv", "--free", "r1"]).stderr).toMatch(
      /input\/not-readable|fit\/analysis/,
    );
  });
});

test("an operating point has one row of signals alone, and no picture", () => {
  const folder = scratchFolder();
  writeFileSync(join(folder, "op.cir"), "Divider\nV1 a 0 10\nR1 a b 1k\nR2 b 0 1k\n.op\n.end\n");
  writeFileSync(join(folder, "op.csv"), "v(b), i(v1)\n2.5,-0.0075\n");
  const { status, stdout } = runHillock(folder, ["fit", "op.cir", "op.csv", "--free", "r2", "--json"]);
  expect(status).toBe(0);
  const object = JSON.parse(stdout);
  expect(object).toMatchObject({ svg: null, swept: [], converged: true });
  expect(object.parameters[0].value).toBeCloseTo(1000 / 3, 0);
});

test("a value within a subcircuit used twice is changed in one of them only", () => {
  const folder = scratchFolder();
  const netlist = [
    ...[
      "Two arms",
      ".subckt arm a b params: g=1",
      "R1 a b {1k*g}",
      ".ends",
      "V1 a 0 1",
      "X1 a m arm",
      "X2 m 0 arm g=3",
    ],
    ...[".save v(m)", ".dc V1 1 3 1", ".end", ""],
  ];
  writeFileSync(join(folder, "arm.cir"), netlist.join("\n"));
  writeFileSync(join(folder, "arm.csv"), "v1,v(m)\n1,0.2\n2,0.4\n3,0.6\n");
  for (const [free, value] of [
    ["x2.g", 0.25],
    ["x2.r1", 250],
  ] as const) {
    const { status, stdout, stderr } = runHillock(folder, [
      "fit",
      "arm.cir",
      "arm.csv",
      "--free",
      free,
      "--out",
      "o",
      "--json",
    ]);
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout).parameters[0].value / value).toBeCloseTo(1, 6);
    expect(runHillock(folder, ["simulate", "o/fitted.cir", "--out", "s"]).status).toBe(0);
    const rows: Record<string, string>[] = parse(readFileSync(join(folder, "s/dc.csv")), { columns: true });
    expect(rows.map((row) => Number(Number(row["v(m)"]).toFixed(9)))).toEqual([0.2, 0.4, 0.6]);
  }
});
