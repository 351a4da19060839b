import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { HillockError, quantityText, shortNumber } from "hillock";
import {
  type CheckResult,
  type Experiment,
  experiments,
  type Lab,
  ngspiceLab,
  ownLab,
  type Reproduction,
  selectExperiments,
} from "hillock/experiments";
import { type ExitCode, exitCode } from "../failure.js";
import { textTable } from "../output/describe.js";
import { runFolder, writeJson } from "../output/run-folder.js";
import { drawExperiment } from "../plot/draw.js";
import type { Progress } from "../progress.js";
import { readDataFile } from "../read-data-file.js";

export interface ReproduceOptions {
  readonly list?: boolean;
  readonly all?: boolean;
  readonly long?: boolean;
  readonly ngspice?: boolean;
  readonly out?: string;
}

/** What a reproduction says and wrote. */
export interface ReproductionOutput {
  /** `{experiments: [{id, checks: [{name, passage, target, ours, ngspice?, tolerance, verdict}]}]}` */
  readonly object: object;
  readonly text: string;
  readonly exitCode: ExitCode;
}

/**
 * `hillock reproduce`: runs published figures and tables, and says of each of their statements what we find.
 *
 * @param names ids and sources
 * @param catalogue what there is to choose from
 * @throws usage/nothing-to-reproduce; experiments/unknown
 */
export async function reproduce(
  names: readonly string[],
  options: ReproduceOptions,
  progress: Progress,
  catalogue: readonly Experiment[] = experiments,
): Promise<ReproductionOutput> {
  const chosen = choose(names, options, catalogue);
  if (options.list) return listOf(chosen);

  const folder = runFolder("reproduce", options.out);
  const outputs: { object: object; text: string; failed: boolean }[] = [];
  for (const experiment of chosen) {
    const reproduction = await experiment.reproduce(
      labOf(experiment, progress),
      options.ngspice && experiment.circuits ? await referenceLabOf(experiment, progress) : undefined,
    );
    progress.stage(`${experiment.id}: drawing`);
    const svg = join(folder, `${experiment.id}.svg`);
    mkdirSync(dirname(svg), { recursive: true });
    await drawExperiment(svg, reproduction.figure, subtitleOf(experiment, reproduction));
    const { id, title, source } = experiment;
    const object = {
      id,
      title,
      source: source.citation,
      checks: reproduction.checks,
      remarks: reproduction.remarks,
      svg,
    };
    const failed = reproduction.checks.some(({ verdict }) => verdict === "fail");
    outputs.push({ object, text: textOf(experiment, reproduction, svg), failed });
  }
  const object = { schemaVersion: 1, command: "reproduce", experiments: outputs.map((each) => each.object) };
  const path = await writeJson(join(folder, "result.json"), object);
  return {
    object,
    text: [...outputs.map(({ text }) => text), path].join("\n\n"),
    exitCode: outputs.some(({ failed }) => failed) ? exitCode.fail : exitCode.pass,
  };
}

/** The experiments that are meant; all of them to list if none is named. */
function choose(
  names: readonly string[],
  { list, all, long }: ReproduceOptions,
  catalogue: readonly Experiment[],
): readonly Experiment[] {
  if (names.length > 0) return selectExperiments(names, { long: long || list }, catalogue);
  if (list) return catalogue;
  if (all) return catalogue.filter((each) => long || !each.long);
  throw new HillockError({
    code: "usage/nothing-to-reproduce",
    problem: "no experiment is named",
    help: "hillock reproduce --list names them; give ids or a source, or --all",
  });
}

function listOf(chosen: readonly Experiment[]): ReproductionOutput {
  const described = chosen.map(({ id, title, source, long, checks }) => {
    return { id, title, source: source.citation, long, checks: checks.length };
  });
  const lines = [...new Set(chosen.map(({ source }) => source))].flatMap((source) => [
    `${source.id}: ${source.title}. ${source.citation}`,
    ...chosen
      .filter((each) => each.source === source)
      .map(
        ({ id, title, long, checks }) =>
          `  ${id.padEnd(20)} ${title} (${checks.length} ${checks.length === 1 ? "check" : "checks"}${long ? ", long" : ""})`,
      ),
  ]);
  return { object: { experiments: described }, text: lines.join("\n"), exitCode: exitCode.pass };
}

function labOf({ id }: Experiment, progress: Progress): Lab {
  let shown = 0;
  return ownLab({
    data: readDataFile,
    progress: (run, fraction) => {
      if (run !== shown) progress.stage(`${id}: run ${run}`);
      shown = run;
      progress.fraction(fraction);
    },
  });
}

async function referenceLabOf({ id }: Experiment, progress: Progress): Promise<Lab> {
  const { findRunner } = await import("../ngspice/find-runner.js");
  const runner = await findRunner();
  return ngspiceLab(runner, {
    data: readDataFile,
    progress: (run) => progress.stage(`${id}: run ${run} on ${runner.name}`),
  });
}

function subtitleOf({ id, source }: Experiment, { checks }: Reproduction): string {
  const count = (verdict: string) => checks.filter((each) => each.verdict === verdict).length;
  const verdicts = ["pass", "explained", "fail"].filter((verdict) => count(verdict) > 0);
  return `${id} · ${source.citation} · ${verdicts.map((verdict) => `${count(verdict)} ${verdict}`).join(", ")}`;
}

function textOf(experiment: Experiment, { checks, remarks }: Reproduction, svg: string): string {
  const withReference = checks.some((each) => each.ngspice !== undefined);
  const header = ["", "target", "ours", ...(withReference ? ["ngspice"] : []), "verdict"];
  const rows = checks.map((each) => [
    each.name,
    targetText(each),
    valueText(each.ours, each.unit),
    ...(withReference ? [valueText(each.ngspice ?? null, each.unit)] : []),
    each.verdict,
  ]);
  const causes = checks.flatMap(({ name, verdict, explanation }) =>
    verdict === "explained" && explanation ? [`  explained: ${name}`, `    ${explanation.cause}`] : [],
  );
  return [
    `${experiment.id}  ${experiment.title}`,
    textTable([header, ...rows]),
    ...causes,
    ...remarks.map((each) => `  ${each}`),
    `  ${svg}`,
  ].join("\n");
}

function targetText({ comparison, target, tolerance, unit }: CheckResult): string {
  if (comparison !== "within") return `${comparison} ${valueText(target, unit)}`;
  return tolerance === 0 ? valueText(target, unit) : `${valueText(target, unit)} ± ${valueText(tolerance, unit)}`;
}

function valueText(value: number | null, unit: string): string {
  if (value === null) return "no value";
  return unit === "" ? shortNumber(value) : quantityText(value, unit);
}
