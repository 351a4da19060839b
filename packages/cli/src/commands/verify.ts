import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { quantityText, shortNumber } from "hillock";
import { compareWithModel, compareWithNgspice, roundedNetwork } from "hillock/fabrication";
import { accuracy, networkVoltages } from "hillock/training";
import { type ExitCode, exitCode } from "../failure.js";
import { findRunner } from "../ngspice/find-runner.js";
import { writeJson } from "../output/run-folder.js";
import type { Progress } from "../progress.js";
import { measuredNetwork } from "../train/measured-network.js";
import { modelsOf } from "../train/plan.js";
import { reportPage } from "../train/report.js";
import { readRun, runFiles } from "../train/run-record.js";
import { readTestRows } from "../train/test-rows.js";
import type { Verification } from "../train/verification.js";

/** Rows that are run on ngspice, at most. */
const mostSamples = 20;
/** What passes: share of equal answers; V between circuit and model, and between ngspice and our engine. */
const required = { agreement: 0.99, voltage: 10e-3, ngspice: 1e-3 };

/** `hillock verify`: the component-level circuit of a run against the trained model and against ngspice. */
export async function verify(
  run: string,
  progress: Progress,
): Promise<{ readonly report: string; readonly object: object; readonly text: string; readonly exitCode: ExitCode }> {
  const { folder, record } = readRun(run);
  const { inputs, labels } = readTestRows(folder, record);
  progress.stage(`solving the circuit for ${labels.length} test rows`);
  const { circuit, measured, power } = measuredNetwork(record.network, inputs);
  const models = modelsOf(record.settings);
  const rounded = networkVoltages(roundedNetwork(record.network), models, inputs);
  const trained = networkVoltages(record.network, models, inputs);
  const withRounded = compareWithModel(circuit, measured, rounded.layers);
  const withTrained = compareWithModel(circuit, measured, trained.layers);

  const runner = await findRunner();
  const samples = spreadRows(labels.length);
  progress.stage(`${samples.length} test rows on ${runner.name}`);
  const ngspice = await compareWithNgspice(circuit, measured, inputs, samples, runner, progress.fraction);

  const verification: Verification = {
    schemaVersion: 1,
    command: "verify",
    run: folder,
    agreement: withTrained.agreement,
    different: withTrained.different,
    worstVoltage: withRounded.worstVoltage,
    worstAt: { node: withRounded.node, row: withRounded.row },
    unrounded: { worstVoltage: withTrained.worstVoltage },
    accuracy: accuracy(measured.outputs[measured.outputs.length - 1], labels, record.dataset.classes.length),
    rows: labels.length,
    ngspice,
    power: power.total,
    powerDetails: power,
  };
  const passes =
    verification.agreement >= required.agreement &&
    verification.worstVoltage <= required.voltage &&
    ngspice.worst <= required.ngspice;
  const report = join(folder, runFiles.report);
  await writeFile(report, await reportPage(record, verification));
  const path = await writeJson(join(folder, runFiles.verification), verification);
  const volt = (value: number) => quantityText(value, "V", 3);
  return {
    report,
    object: verification,
    text: [
      `${passes ? "pass" : "fail"}  ${folder}`,
      `  circuit and trained model answer alike for ${shortNumber(100 * verification.agreement)} % of ${labels.length} test rows`,
      `  worst node voltage against the model at printed values: ${volt(verification.worstVoltage)}, node ${withRounded.node}`,
      `  against the model before rounding: ${volt(withTrained.worstVoltage)}`,
      `  ${runner.name}, ${ngspice.samples} rows: ${volt(ngspice.worst)} at most, node ${ngspice.node}`,
      `  the circuit is right for ${shortNumber(100 * verification.accuracy)} % and takes ${quantityText(power.total, "W", 3)}`,
      path,
      report,
    ].join("\n"),
    exitCode: passes ? exitCode.pass : exitCode.fail,
  };
}

/** Up to twenty rows, spread evenly. */
function spreadRows(rows: number): number[] {
  const count = Math.min(mostSamples, rows);
  return Array.from({ length: count }, (_, k) => Math.floor(((k + 0.5) * rows) / count));
}
