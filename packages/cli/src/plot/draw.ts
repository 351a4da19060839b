import { writeFile } from "node:fs/promises";
import type { Waveforms } from "hillock";
import type { ExperimentFigure } from "hillock/experiments";
import type { CircuitFit, MeasuredCurves } from "hillock/optimise";
import type { ComparedAnalysis } from "hillock/reference";
import type { Figure } from "./figure.js";

/** Draws a run into an SVG file; an operating point has no picture. Returns the path. */
export async function drawWaveforms(
  path: string,
  run: Waveforms,
  title: string,
  subtitle: string,
): Promise<string | undefined> {
  switch (run.analysis) {
    case "operatingPoint":
      return undefined;
    case "transient": {
      const { transientFigure } = await import("./transient-figure.js");
      return await write(path, transientFigure(run, title, subtitle));
    }
    case "dc": {
      const { sweepFigure } = await import("./sweep-figure.js");
      return await write(path, sweepFigure(run, title, subtitle));
    }
    case "ac": {
      const { smallSignalFigure } = await import("./sweep-figure.js");
      return await write(path, smallSignalFigure(run, title, subtitle));
    }
  }
}

/** Draws a comparison into an SVG file; without a reference, and of an operating point, there is no picture. */
export async function drawComparison(
  path: string,
  compared: ComparedAnalysis,
  title: string,
  subtitle: string,
): Promise<string | undefined> {
  if (!compared.reference || compared.analysis === "operatingPoint" || compared.signals.length === 0) return undefined;
  const { transientComparisonFigure } = await import("./comparison-figure.js");
  const { sweepComparisonFigure } = await import("./sweep-comparison-figure.js");
  const figure = compared.analysis === "transient" ? transientComparisonFigure : sweepComparisonFigure;
  return await write(path, figure(compared, compared.reference.run, title, subtitle));
}

/** Draws an experiment's figure into an SVG file. */
export async function drawExperiment(path: string, figure: ExperimentFigure, subtitle: string): Promise<string> {
  const { experimentFigure } = await import("./experiment-figure.js");
  return await write(path, experimentFigure(figure, subtitle));
}

/** Draws a fit into an SVG file: data, curves and residuals. */
export async function drawFit(
  path: string,
  data: MeasuredCurves,
  fit: CircuitFit,
  title: string,
  subtitle: string,
): Promise<string> {
  const { fitFigure } = await import("./fit-figure.js");
  return await write(path, fitFigure(data, fit, title, subtitle));
}

async function write(path: string, figure: Figure): Promise<string> {
  const { renderSvg } = await import("./render.js");
  await writeFile(path, await renderSvg(figure));
  return path;
}
