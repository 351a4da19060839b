import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { quantityText, shortNumber } from "hillock";
import { componentTable, crossbarDrawing, printedComponents, printedNetlist } from "hillock/fabrication";
import { type ExitCode, exitCode } from "../failure.js";
import { writeJson } from "../output/run-folder.js";
import type { Progress } from "../progress.js";
import { measuredNetwork } from "../train/measured-network.js";
import { readRun, runFiles } from "../train/run-record.js";
import { readTestRows } from "../train/test-rows.js";

/** `hillock export`: what a workshop needs to print a trained network. */
export async function exportRun(
  run: string,
  progress: Progress,
): Promise<{ readonly object: object; readonly text: string; readonly exitCode: ExitCode }> {
  const { folder, record } = readRun(run);
  const { features, classes } = record.dataset;
  const { inputs, labels } = readTestRows(folder, record);
  progress.stage("solving the circuit, writing files");
  const { design, circuit, measured, power, devices } = measuredNetwork(record.network, inputs);
  const components = printedComponents(circuit);
  const outputs = measured.outputs[measured.outputs.length - 1];
  const voltages = Array.from(outputs.subarray(0, classes.length), (value) => shortNumber(value));
  const netlist = printedNetlist(circuit, {
    inputs: inputs.subarray(0, features.length),
    inputNames: features,
    outputNames: classes,
    remarks: [
      `The inputs are those of the first test row, class ${classes[labels[0]]}; outputs then: ${voltages.join(", ")} V`,
    ],
  });
  const labelled = { inputNames: features, outputNames: classes };
  const paths = {
    netlist: join(folder, runFiles.netlist),
    components: join(folder, runFiles.components),
    network: join(folder, runFiles.network),
    crossbar: join(folder, runFiles.crossbar),
  };
  await writeFile(paths.netlist, netlist);
  await writeFile(paths.components, componentTable(components));
  await writeFile(paths.crossbar, crossbarDrawing(design, labelled));
  const { modelElements, sources, outputs: nodes } = circuit;
  const object = {
    schemaVersion: 1,
    command: "export",
    run: folder,
    inputs: features.map((name, i) => ({
      name,
      source: sources[i],
      least: record.dataset.scaling.least[i],
      largest: record.dataset.scaling.largest[i],
    })),
    outputs: classes.map((name, k) => ({ name, node: nodes[nodes.length - 1][k] })),
    design,
    components,
    devices: devices.total,
    deviceCount: devices,
    power: power.total,
    powerDetails: power,
    modelElements,
    files: paths,
  };
  await writeJson(paths.network, object);
  return {
    object,
    text: [
      `${devices.total} components: ${devices.crossbarResistors} resistors of crossbars, ${devices.circuitResistors} of circuits, ${devices.transistors} transistors`,
      `  channels ${shortNumber(devices.channelArea * 1e6)} mm², ${quantityText(power.total, "W", 3)} at rest`,
      ...Object.values(paths),
    ].join("\n"),
    exitCode: exitCode.pass,
  };
}
