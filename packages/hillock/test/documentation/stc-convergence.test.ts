import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  convergenceRows,
  heading,
  mean,
  rowText,
  tablePlace,
  timesteps,
} from "../../../../tools/stc-convergence-table.js";

const page = readFileSync(new URL("../../../../docs/two-phase-plasticity.md", import.meta.url), "utf8");
const { from, to } = tablePlace(page);
const lines = page.slice(from, to).trim().split("\n");
const rows = lines.slice(heading.length);

// `node tools/stc-convergence.mjs --write` writes the table anew.
test("the page has the tool's table: the same rows, all but those of the smallest step to the digit", {
  timeout: 60_000,
}, () => {
  const larger = timesteps.slice(0, -1);
  const made = convergenceRows(20, larger).map(rowText);
  expect(lines.slice(0, heading.length)).toEqual(heading);
  expect(rows.filter((_, k) => k % timesteps.length < larger.length)).toEqual(made);
  const number = "\\d\\.\\de-\\d+";
  for (const row of rows.filter((_, k) => k % timesteps.length === larger.length))
    expect(row).toMatch(new RegExp(`^\\| [^|]+ \\| 1 us( \\| ${number}){4} \\|$`));
});

test("its errors, and those of a few trains, are of first order", { timeout: 60_000 }, () => {
  const cells = rows.map((row) => row.split("|").slice(3, 7).map(Number));
  const few = convergenceRows(3);
  expect(cells.length).toBe(few.length);
  for (let first = 0; first < few.length; first += timesteps.length) {
    const [coarsest, finest] = [first, first + timesteps.length - 1];
    const ratios = [
      cells[coarsest][0] / cells[finest][0],
      cells[coarsest][2] / cells[finest][2],
      mean(few[coarsest].early) / mean(few[finest].early),
      mean(few[coarsest].late) / mean(few[finest].late),
    ];
    // A thousandth of the step has about a thousandth of the error: half an order would make it 30, two orders a million.
    for (const ratio of ratios) {
      expect(ratio).toBeGreaterThan(150);
      expect(ratio).toBeLessThan(20_000);
    }
  }
});
