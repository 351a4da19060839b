import { parseNetlist } from "hillock";
import { check, type Experiment, type ExperimentFigure, experiment } from "hillock/experiments";
import { expect, test } from "vitest";
import { reproduce } from "../src/commands/reproduce.js";
import { experimentFigure } from "../src/plot/experiment-figure.js";
import { renderSvg } from "../src/plot/render.js";
import { scratchFolder } from "./run-hillock.js";

const many = Float64Array.from({ length: 50_000 }, (_, k) => k * 1e-6);

const figure: ExperimentFigure = {
  title: "Two columns",
  columns: [
    {
      width: 1,
      blocks: [
        {
          title: "(a) a long run",
          x: { name: "time", unit: "s", range: [0, 50e-3] },
          panels: [
            {
              y: { name: "IN", unit: "V" },
              series: [{ label: "IN", x: many, y: many.map((t) => (t > 0.02 ? 5 : 0)) }],
            },
          ],
        },
        {
          title: "(b) there and back",
          x: { name: "voltage", unit: "V", range: [0, 2] },
          legend: true,
          panels: [
            {
              y: { name: "current", unit: "A" },
              series: [
                { label: "sweep", x: [0, 2, 1, 1.5], y: [0, 1e-3, 2e-3, 3e-3] },
                { label: "expected", look: "guide", x: [0, 2], y: [0, 1e-3] },
                { label: "ends", look: "points", x: [0, 1.5], y: [0, 3e-3] },
              ],
            },
          ],
        },
      ],
    },
    {
      width: 1,
      blocks: [
        {
          x: { name: "C", unit: "F", range: [4e-9, 60e-9], scale: "log" },
          panels: [
            { y: { name: "E", unit: "J", scale: "log" }, series: [{ label: "E", x: [5e-9, 5e-8], y: [2e-8, 2e-7] }] },
          ],
        },
      ],
    },
  ],
};

test("an experiment's figure has prefixes, thinned runs, whole characteristics, ticks on logarithmic axes", () => {
  const { columns, styles } = experimentFigure(figure, "how");
  const [left, right] = columns;
  expect(left.xLabel).toBe("time (ms)");
  expect(left.panels[0].curves[0].x.length).toBeLessThan(5000);
  const [below] = left.below ?? [];
  expect(below.panels[0].yLabel).toBe("current (mA)");
  expect(below.panels[0].curves[0].x).toEqual([0, 2, 1, 1.5]);
  expect(below.legend).toEqual(["sweep"]);
  expect(below.panels[0].curves[2].dots).toBe(true);
  expect(styles.find(({ label }) => label === "expected")?.dash).not.toEqual([]);
  expect(right.xTicks).toEqual([5, 10, 20, 50]);
  expect(right.panels[0].yTicks).toEqual([20, 50, 100, 200]);
});

test("it is drawn: every block with its title and axis, dots as dots", async () => {
  const svg = await renderSvg(experimentFigure(figure, "how"));
  for (const text of ["Two columns", "how", "(a) a long run", "(b) there and back", "voltage (V)", "E (nJ)", "sweep"]) {
    expect(svg).toContain(`>${text}<`);
  }
  expect(svg).not.toContain(">expected<");
  expect(svg).toContain("mark-symbol");
});

test("a map has square fields in colours of a scale that is shown, and equal neighbours are one rectangle", async () => {
  const values = [0, 0, 0, 1e-3, 2e-3, 2e-3, 5e-3, 0];
  const map: ExperimentFigure = {
    title: "Weights",
    columns: [
      {
        width: 1,
        blocks: [
          {
            title: "neuron 0",
            x: { name: "column", unit: "", range: [0, 4] },
            panels: [
              {
                y: { name: "row", unit: "" },
                series: [],
                map: { columns: 4, values, value: { name: "w", unit: "V" } },
              },
            ],
          },
        ],
      },
    ],
  };
  const { columns } = experimentFigure(map, "how");
  const [{ height, yRange, map: drawn }] = columns[0].panels;
  expect([height, columns[0].width]).toEqual([155, 310]);
  expect(yRange).toEqual([2, 0]);
  expect(drawn).toEqual({ columns: 4, values: [0, 0, 0, 1, 2, 2, 5, 0], label: "w (mV)", range: [0, 5] });
  const svg = await renderSvg(experimentFigure(map, "how"));
  for (const text of ["neuron 0", "w (mV)", "column", "row"]) expect(svg).toContain(`>${text}<`);
  const fields = svg.match(/<path [^>]*fill="rgb\(/g) ?? [];
  expect(fields).toHaveLength(5);
});

const progress = { stage: () => undefined, fraction: () => undefined, finish: () => undefined };
const divider = parseNetlist("divider\nV1 a 0 3\nR1 a b 1k\nR2 b 0 2k\n.save v(b)\n.op\n.end", { file: "divider.cir" });

/** An experiment that finds 2 V. */
function divided(id: string, target: number, long = false): Experiment {
  return experiment<number>({
    id: `divider/${id}`,
    title: id,
    source: { id: "divider", title: "Dividers", citation: "nobody" },
    long,
    run: async (lab) => (await lab.simulate(divider)).signals[0].values[0],
    checks: [check("its voltage", { passage: "it divides", target, unit: "V", tolerance: 0.01, of: (found) => found })],
    figure: () => figure,
  });
}

test("one check that fails makes the exit code 1; long experiments wait until they are asked for", async () => {
  const catalogue = [divided("right", 2), divided("wrong", 2.5), divided("slow", 2, true)];
  const run = (names: string[], options: object = {}) =>
    reproduce(names, { out: scratchFolder(), ...options }, progress, catalogue);
  expect((await run(["divider/right"])).exitCode).toBe(0);
  const all = await run(["divider"]);
  expect(all.exitCode).toBe(1);
  expect(all.text).toMatch(/its voltage {2}2\.5 V ± 25 mV {3}2 V +fail/);
  expect(all.text).not.toContain("divider/slow");
  expect((await run([], { all: true, long: true })).text).toContain("divider/slow");
  expect((await run(["divider/slow"])).text).toContain("divider/slow");
  expect((await run([], { list: true })).text).toContain("(1 check, long)");
});
