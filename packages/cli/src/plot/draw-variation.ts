import { writeFile } from "node:fs/promises";
import type { CurveBands, VariationResult } from "hillock";
import type { Figure } from "./figure.js";

/** Draws histograms of what samples gave into an SVG file; without a number that scatters there is no picture. */
export async function drawHistograms(
  path: string,
  result: VariationResult,
  title: string,
  subtitle: string,
): Promise<string | undefined> {
  const { histogramFigure } = await import("./variation-figure.js");
  const figure = histogramFigure(result, title, subtitle);
  return figure && (await write(path, figure));
}

/** Draws how the signals of a DC sweep scatter into an SVG file. */
export async function drawBands(path: string, curves: CurveBands, title: string, subtitle: string): Promise<string> {
  const { bandsFigure } = await import("./variation-figure.js");
  return await write(path, bandsFigure(curves, title, subtitle));
}

async function write(path: string, figure: Figure): Promise<string> {
  const { renderSvg } = await import("./render.js");
  await writeFile(path, await renderSvg(figure));
  return path;
}
