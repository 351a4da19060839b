import { basename, extname, join } from "node:path";
import { type ExitCode, errorObject, exitCode, exitCodeOf } from "../failure.js";
import { findRunner } from "../ngspice/find-runner.js";
import type { Progress } from "../progress.js";
import { type CompareOptions, type ComparisonOutput, compareFile } from "./compare.js";

/** From the mildest outcome to the worst. */
const severity: readonly ExitCode[] = [exitCode.pass, exitCode.unconverged, exitCode.fail, exitCode.error];

/**
 * `hillock compare` of one or several netlists. Several are compared one after the other; one that cannot be compared does
 * not stop the others, and the worst outcome counts.
 */
export async function compareFiles(
  files: readonly string[],
  options: CompareOptions,
  progress: Progress,
): Promise<ComparisonOutput> {
  const runner = await findRunner();
  if (files.length === 1) return await compareFile(files[0], options, runner, progress);

  const outputs: ComparisonOutput[] = [];
  for (const file of files) {
    // Each netlist has a folder of its own also below a common --out.
    const out = options.out === undefined ? undefined : join(options.out, basename(file, extname(file)));
    outputs.push(
      await compareFile(file, { ...options, out }, runner, progress).catch((error) => {
        const object = errorObject(error);
        return {
          object: { file, error: object },
          text: `error  ${file}\n${indent(object.message)}`,
          exitCode: exitCodeOf(error),
        };
      }),
    );
  }
  const worst = outputs.reduce<ExitCode>(
    (code, output) => (severity.indexOf(output.exitCode) > severity.indexOf(code) ? output.exitCode : code),
    exitCode.pass,
  );
  const passed = outputs.filter((output) => output.exitCode === exitCode.pass).length;
  return {
    object: { comparisons: outputs.map(({ object }) => object) },
    text: [...outputs.map(({ text }) => text), `${passed} of ${outputs.length} pass`].join("\n\n"),
    exitCode: worst,
  };
}

const indent = (text: string): string => text.replace(/^/gm, "  ");
