import type { PanelMap } from "./figure.js";

/** Neighbours of one value and row as one rectangle: the margins of a picture are most of it. */
interface Field {
  readonly x: number;
  readonly x2: number;
  readonly y: number;
  readonly y2: number;
  readonly value: number;
}

/** By how much a field reaches beneath the next ones, so that no background shows between them. */
const overlap = 0.1;

/** A Vega-Lite layer that draws a map as coloured fields, with a scale of the colours beside it. */
export function mapLayer({ columns, values, label, range }: PanelMap, x: object, y: object, height: number) {
  return {
    data: { values: fieldsOf(values, columns) },
    mark: { type: "rect", clip: true, aria: false },
    encoding: {
      x: { ...x, field: "x" },
      x2: { field: "x2" },
      y: { ...y, field: "y" },
      y2: { field: "y2" },
      color: {
        field: "value",
        type: "quantitative",
        scale: { domain: range, scheme: "inferno", clamp: true },
        legend: {
          title: label,
          titleFontWeight: 400,
          titleFontSize: 10.5,
          orient: "right",
          gradientLength: height - 30,
          format: ".3~g",
        },
      },
    },
  };
}

function fieldsOf(values: readonly number[], columns: number): Field[] {
  const fields: Field[] = [];
  for (let start = 0; start < values.length; ) {
    const row = Math.floor(start / columns);
    let end = start + 1;
    while (end < (row + 1) * columns && values[end] === values[start]) end++;
    const x = start - row * columns;
    fields.push({ x, x2: x + end - start + overlap, y: row, y2: row + 1 + overlap, value: values[start] });
    start = end;
  }
  return fields;
}
