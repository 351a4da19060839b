import type { CircuitFit, MeasuredCurves } from "hillock/optimise";
import { type Column, type Curve, type CurveStyle, type Figure, type Panel, palette } from "./figure.js";
import { axisLabel, axisUnit } from "./quantity.js";

const [width, height, residualHeight] = [460, 190, 70];

/** Curves drawn of a nested sweep; of more, as many evenly spread. */
const mostCurves = 8;

/** Larger values by the smallest from which an axis of relative weights is logarithmic. */
const decades = 30;

/** A run of points along the innermost swept quantity. */
interface Family {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

/** Draws a fit: per signal the data as dots with the circuit's curves, and below the residuals, with twice their deviation shaded. */
export function fitFigure(data: MeasuredCurves, fit: CircuitFit, title: string, subtitle: string): Figure {
  const families = shownFamilies(data);
  const [inner] = data.swept;
  const styles = families.map(({ label }, index): CurveStyle => {
    return { label, colour: palette[index % palette.length], dash: [], width: 1.3, inLegend: families.length > 1 };
  });
  const logX = isLogarithmic(inner.values, areCrowded(inner.values));
  const range = rangeOf(inner.values);
  // Over decades there is no prefix that fits; the ticks have their own.
  const unit = logX
    ? { scale: 1, unit: axisUnit(1, sweptUnit(inner.name)).unit }
    : axisUnit(largest(inner.values), sweptUnit(inner.name));
  const columns = data.signals.map(({ name, values: measured }, k): Column => {
    const { unit: base, values } = fit.signals[k];
    const yUnit = axisUnit(largest(measured), base);
    const logY = isLogarithmic(measured, fit.weighting === "relative");
    const sub = (of: Float64Array, { from, to }: Family, scale: number) =>
      [...of.subarray(from, to)].map((each) => each * scale);
    const x = (family: Family) => sub(inner.values, family, unit.scale);
    const main: Panel = {
      yLabel: axisLabel(name, yUnit),
      height,
      curves: families.flatMap((family): Curve[] => [
        { label: family.label, ...sorted(x(family), sub(values, family, yUnit.scale)) },
        { label: family.label, x: x(family), y: sub(measured, family, yUnit.scale), dots: true },
      ]),
      ...(logY && {
        yScale: "log" as const,
        yRange: rangeOf(
          [...measured, ...values].map((each) => each * yUnit.scale),
          1.3,
        ),
      }),
    };
    const { label, unit: rUnit, of: residual, deviation } = residualsOf(data, fit, k);
    const differences = values.map((each, point) => residual(each - measured[point], point));
    const half = 1.15 * Math.max(largest(differences), 2 * deviation) * rUnit.scale || 1;
    const below: Panel = {
      yLabel: axisLabel(label, rUnit),
      height: residualHeight,
      curves: families.map((family) => ({
        label: family.label,
        x: x(family),
        y: sub(differences, family, rUnit.scale),
        dots: true,
      })),
      yRange: [-half, half],
      band: [-2 * deviation * rUnit.scale, 2 * deviation * rUnit.scale],
    };
    return {
      xLabel: axisLabel(inner.name, unit),
      xRange: logX
        ? rangeOf(
            [...range].map((each) => each * unit.scale),
            1.2,
          )
        : airy(range, unit.scale),
      xScale: logX ? "log" : "linear",
      ...(logX && { xTicks: decadeTicks(range) }),
      width,
      panels: [main, below],
      ...(k > 0 && { legend: [] }),
    };
  });
  const all = familiesOf(data).length;
  const note = all > families.length ? `${subtitle} · ${families.length} of ${all} curves drawn` : subtitle;
  return { title, subtitle: note, columns, styles };
}

function familiesOf({ swept: [inner, ...outer] }: MeasuredCurves): Family[] {
  const families: Family[] = [];
  for (let from = 0; from < inner.values.length; ) {
    let to = from + 1;
    while (to < inner.values.length && outer.every(({ values }) => values[to] === values[from])) to++;
    const label = outer.map(({ name, values }) => {
      const { scale, unit } = axisUnit(values[from], sweptUnit(name));
      return `${name} = ${Number((values[from] * scale).toPrecision(4))} ${unit}`.trim();
    });
    families.push({ label: label.join(", ") || "fit", from, to });
    from = to;
  }
  return families;
}

function shownFamilies(data: MeasuredCurves): Family[] {
  const all = familiesOf(data);
  if (all.length <= mostCurves) return all;
  return Array.from({ length: mostCurves }, (_, k) => all[Math.round((k * (all.length - 1)) / (mostCurves - 1))]);
}

/** How the residuals of a signal are shown: as they were weighted, with their standard deviation in that unit. */
function residualsOf({ signals }: MeasuredCurves, fit: CircuitFit, k: number) {
  const { values, deviations } = signals[k];
  const label = "fit − data";
  if (fit.weighting === "relative") {
    const of = (difference: number, point: number) => (100 * difference) / Math.abs(values[point]);
    return { label, unit: { scale: 1, unit: "%" }, of, deviation: 100 * fit.residualDeviation };
  }
  if (fit.weighting === "deviations") {
    const of = (difference: number, point: number) => difference / (deviations?.[point] ?? 1);
    return { label, unit: { scale: 1, unit: "σ" }, of, deviation: 1 };
  }
  const { rms, largest: most, unit } = fit.signals[k];
  return { label, unit: axisUnit(most, unit), of: (difference: number) => difference, deviation: rms };
}

/** A line goes from left to right, however the data were listed. */
function sorted(x: number[], y: number[]): { x: number[]; y: number[] } {
  const order = [...x.keys()].sort((a, b) => x[a] - x[b] || a - b);
  return { x: order.map((at) => x[at]), y: order.map((at) => y[at]) };
}

const sweptUnit = (name: string): string => ({ v: "V", i: "A", r: "ohm", t: "K" })[name[0].toLowerCase()] ?? "";

const largest = (values: ArrayLike<number>): number => {
  let most = 0;
  for (let k = 0; k < values.length; k++) most = Math.max(most, Math.abs(values[k]));
  return most;
};

function isLogarithmic(values: Float64Array, wanted: boolean): boolean {
  const [low, high] = rangeOf(values);
  return wanted && low > 0 && high > decades * low;
}

/** Whether points crowd at the low end, as those of a logarithmic sweep do. */
function areCrowded(values: Float64Array): boolean {
  return values.slice().sort()[values.length >> 1] < 0.3 * rangeOf(values)[1];
}

/** 1, 10, 100, ... within a range; with 2 and 5 where there are few. */
function decadeTicks([low, high]: readonly [number, number]): number[] {
  const steps = high > 1e3 * low ? [1] : [1, 2, 5];
  const ticks: number[] = [];
  for (let exponent = Math.floor(Math.log10(low)); exponent <= Math.log10(high); exponent++) {
    ticks.push(...steps.map((step) => Number(`${step}e${exponent}`)).filter((tick) => tick >= low && tick <= high));
  }
  return ticks;
}

function rangeOf(values: ArrayLike<number>, factor = 1): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let k = 0; k < values.length; k++) {
    low = Math.min(low, values[k]);
    high = Math.max(high, values[k]);
  }
  return [low / factor, high * factor];
}

/** With a little room for the dots at the ends. */
function airy([low, high]: readonly [number, number], scale: number): readonly [number, number] {
  const air = 0.03 * (high - low) || 1;
  return [(low - air) * scale, (high + air) * scale];
}
