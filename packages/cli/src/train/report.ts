import { quantityText, shortNumber } from "hillock";
import { type PrintedNetworkDesign, printedNetwork } from "hillock/circuits";
import {
  componentTable,
  crossbarDrawing,
  type PrintedComponent,
  printableDesign,
  printedComponents,
  transferCurves,
} from "hillock/fabrication";
import { accuracyFigure, transferFigure } from "../plot/printed-figures.js";
import { renderSvg } from "../plot/render.js";
import { trainingFigure } from "../plot/training-figure.js";
import { type Html, html, inlineSvg, table } from "./html.js";
import type { RunRecord } from "./run-record.js";
import type { Verification } from "./verification.js";

/**
 * The report of a run: one HTML page with everything in it, for someone who has never seen a printed network.
 *
 * @param verification what verification found, if it was made
 */
export async function reportPage(record: RunRecord, verification?: Verification): Promise<string> {
  const { dataset, network, notPrintable } = record;
  const design = notPrintable === null ? printableDesign(network) : undefined;
  const title = `A printed neural network for ${dataset.name}`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
body { font: 16px/1.55 Helvetica, Arial, "Liberation Sans", "DejaVu Sans", sans-serif; color: #222; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.2rem; margin-top: 2.2rem; }
table { border-collapse: collapse; margin: 0.8rem 0; font-size: 0.92rem; }
th, td { text-align: left; padding: 0.2rem 0.9rem 0.2rem 0; border-bottom: 1px solid #ddd; vertical-align: top; }
figure { margin: 1rem 0; } figure svg { max-width: 100%; height: auto; } figcaption { color: #555; font-size: 0.88rem; }
.key { display: flex; flex-wrap: wrap; gap: 0.6rem 2.2rem; margin: 1.2rem 0; } .key b { display: block; font-size: 1.5rem; }
.key span { color: #555; font-size: 0.9rem; } .wrong { color: #b00020; } code { font-size: 0.9em; }
details { margin: 0.8rem 0; } summary { cursor: pointer; }
</style>
</head>
<body>
<h1>${title}</h1>
${opening(record)}
${keyFigures(record, verification)}
${taskSection(record)}
${await trainingSection(record)}
${await accuracySection(record)}
${design ? await circuitSection(record, design) : html`<h2>The circuit</h2><p class="wrong">${notPrintable ?? ""}</p>`}
${design ? partsSection(record, design) : undefined}
${design ? verificationSection(record, verification) : undefined}
${assumptions(record)}
</body>
</html>
`;
  return page.html;
}

/** What is below this is rounding. */
const dust = 1e-9;
const percent = (fraction: number, digits = 3): string =>
  `${shortNumber(fraction < dust ? 0 : 100 * fraction, digits)} %`;
const watt = (power: number): string => quantityText(power, "W", 3);

function opening({ dataset, settings }: RunRecord): Html {
  const layers = [dataset.features.length, ...settings.hidden, dataset.classes.length];
  return html`<p>This page describes a small neural network that is not a program but a circuit: resistors and a few transistors,
made so that a printer for electronic inks could make it. Its ${dataset.features.length} inputs are voltages, one for each
measured feature; each of its ${dataset.classes.length} outputs is a voltage that stands for a class, and the largest one is the
answer. It computes by settling: no clock, no memory, no program. It has ${layers.join(" – ")} neurons per layer, inputs first.</p>
<p>Printed parts never have exactly the value they were meant to have.
${
  settings.variation > 0
    ? html`The network was therefore trained on many slightly wrong copies of itself at once, every component off by up to
±${percent(settings.variation)}, so that what counts is how copies do on average.`
    : html`This network was trained without regard to that; the table below says what it costs.`
}</p>`;
}

function keyFigures({ test, power, devices, seconds }: RunRecord, verification?: Verification): Html {
  const figure = (value: string, meaning: string) => html`<span><b>${value}</b>${meaning}</span>`;
  return html`<div class="key">
${Object.entries(test.accuracy).map(([size, mean]) => figure(percent(mean), `test accuracy, components ±${percent(Number(size))}`))}
${devices === null ? undefined : figure(String(devices), "printed components")}
${power === null ? undefined : figure(watt(power), "static power")}
${verification && figure(percent(verification.agreement), "of answers: circuit and model agree")}
${figure(`${shortNumber(seconds, 2)} s`, "of training")}
</div>`;
}

function taskSection({ dataset }: RunRecord): Html {
  const { features, classes, rows, scaling, conversions, source } = dataset;
  const scale = features.map((name, k) => [
    name,
    `VX${k + 1}`,
    shortNumber(scaling.least[k]),
    shortNumber(scaling.largest[k]),
  ]);
  return html`<h2>The task</h2>
<p>Data: ${source}. Classes: ${classes.join(", ")}. The rows were divided at random, each class in the same proportions:
${rows.training} to train with, ${rows.validation} to decide when to stop, and ${rows.test} that were kept aside for the test. A feature
becomes a voltage between 0 V and 1 V; what counts as 0 V and 1 V was taken from the training rows alone.</p>
${table([["feature", "input", "is 0 V", "is 1 V"], ...scale])}
${
  conversions.length > 0
    ? html`<p>What was changed in the data on the way:</p><ul>${conversions.map((each) => html`<li>${each}</li>`)}</ul>`
    : undefined
}`;
}

async function trainingSection({ training, settings }: RunRecord): Promise<Html> {
  const { history, bestEpoch, epochs, validationLoss, end } = training;
  const svg = await renderSvg(
    trainingFigure({ ...history, bestEpoch }, "Loss while training", `seed ${settings.seed}`),
  );
  const activations: Readonly<Record<string, string>> = {
    circuit: `"circuit": the transfer curves of the activation and negative-weight circuits are solved from their component values by
the circuit simulator, for every copy; their resistors and transistor sizes are trained along with the weights`,
    surrogate: `"surrogate": a small neural network that has learnt from simulated circuits gives the curves of the activation and
negative-weight circuits; their resistors and transistor sizes are trained along with the weights`,
    fixed: `"fixed": the curves of the activation and negative-weight circuits stay what they are; only the weights are trained`,
  };
  return html`<h2>How it was trained</h2>
<p>Activation ${activations[settings.activation]}. Each epoch the loss (how far the outputs are from a clear, right answer) is
computed for all training rows, and all values move a little in the direction that lowers it. Training ended after ${epochs} epochs
(${end === "patience" ? "no better validation loss for a long time" : "the most that were allowed"}); the values of epoch
${bestEpoch + 1} were kept, with the least validation loss, ${shortNumber(validationLoss)}.</p>
<figure>${inlineSvg(svg, "training")}<figcaption>The loss on the rows it is trained with, and on those it is judged by.</figcaption></figure>`;
}

async function accuracySection({ test, dataset, settings }: RunRecord): Promise<Html> {
  const sizes = Object.keys(test.accuracy);
  const scores = sizes.map((size) => ({
    relative: Number(size),
    accuracy: { mean: test.accuracy[size], deviation: test.deviation.accuracy[size] },
    measuringAware: { mean: test.measuringAware[size], deviation: test.deviation.measuringAware[size] },
  }));
  const subtitle = `${test.samples} networks drawn at each size of the variation; dashed: one standard deviation`;
  const svg = await renderSvg(accuracyFigure(scores, `${dataset.name}: test accuracy`, subtitle));
  const spread = (mean: number, deviation: number, size: string) =>
    size === "0" ? percent(mean) : `${percent(mean)} ± ${percent(deviation, 2)}`;
  const rows = sizes.map((size) => {
    const good = test.yield.bySize[size];
    const yieldText =
      good && size !== "0"
        ? `${percent(good.fraction)} (${good.interval.map((end) => percent(end)).join(" to ")})`
        : "";
    return [
      `±${percent(Number(size))}`,
      spread(test.accuracy[size], test.deviation.accuracy[size], size),
      spread(test.measuringAware[size], test.deviation.measuringAware[size], size),
      yieldText,
    ];
  });
  return html`<h2>How well it does</h2>
<p>On the ${dataset.rows.test} test rows, which played no part in training${settings.mode === "published" ? " but may have in the choice of a seed" : ""}.
“Readable by itself” asks for more than the largest output being right: it must be above the threshold of a sensor and all others
below, so that no two voltages have to be compared. The yield is the share of printed networks that are right for at least
${percent(test.yield.accuracy)} of the test rows, with its 95 % interval.</p>
${table([["components off by up to", "accuracy", "readable by itself", "yield"], ...rows])}
<figure>${inlineSvg(svg, "accuracy")}<figcaption>What the inaccuracy of printing costs.</figcaption></figure>`;
}

async function circuitSection({ dataset }: RunRecord, design: PrintedNetworkDesign): Promise<Html> {
  const drawing = crossbarDrawing(design, { inputNames: dataset.features, outputNames: dataset.classes });
  const curves = await renderSvg(
    transferFigure(transferCurves(design), "The circuits that bend voltages", "simulated at the printed values"),
  );
  return html`<h2>The circuit</h2>
<p>Each neuron is a column of a crossbar: where a row and a column meet, a resistor lets current flow from the input into the neuron. The
smaller the resistor, the more the input counts; the column settles at the mean of its inputs, weighted by the conductances. A resistor
cannot count negatively. Where it should (orange), the input passes a circuit first whose output falls when its input rises. Below each
column sits the activation circuit: two transistor stages that answer with a bent, S-shaped curve.</p>
<figure>${inlineSvg(drawing, "crossbar")}<figcaption>The crossbars, resistances in ohm as they are printed.</figcaption></figure>
<figure>${inlineSvg(curves, "curves")}<figcaption>What the circuits do to a voltage when nothing is connected to them.</figcaption></figure>`;
}

function partsSection({ deviceCount, powerDetails }: RunRecord, design: PrintedNetworkDesign): Html {
  const components = printedComponents(printedNetwork(design));
  if (!deviceCount || !powerDetails) return html``;
  const { crossbarResistors, circuitResistors, transistors, activationCircuits, negativeWeightCircuits, channelArea } =
    deviceCount;
  const { supplies, total, published } = powerDetails;
  const supplyRows = Object.entries(supplies).map(([name, power]) => [name, watt(power)]);
  const componentRows = components.map((each) => [each.name, each.kind, each.part, each.layer, componentValue(each)]);
  return html`<h2>The parts</h2>
${table([
  ["what", "how many"],
  ["crossbar resistors", crossbarResistors],
  [`activation circuits (2 resistors, 2 transistors each)`, activationCircuits],
  [`negative-weight circuits (5 resistors, 1 transistor each)`, negativeWeightCircuits],
  ["resistors in these circuits", circuitResistors],
  ["transistors", transistors],
  ["area of all transistor channels", `${shortNumber(channelArea * 1e6)} mm²`],
])}
<p>At rest it takes ${watt(total)} on average over the test rows, from all supplies together. Publications on these networks count the
heat of the crossbars and what the circuits take from the positive supply alone; by that count it is ${watt(published.total)}.</p>
${table([["supply", "delivers"], ...supplyRows])}
<details><summary>All ${components.length} components</summary>
${table([["component", "kind", "part of", "layer", "value"], ...componentRows])}
<details><summary>The same as CSV</summary><pre>${componentTable(components)}</pre></details>
</details>`;
}

function componentValue({ resistance, width = 0, length = 0 }: PrintedComponent): string {
  if (resistance !== undefined) return quantityText(resistance, "ohm", 3);
  return `${shortNumber(1e6 * width)} µm wide, ${shortNumber(1e6 * length)} µm long`;
}

function verificationSection({ run }: RunRecord, verification?: Verification): Html {
  if (!verification)
    return html`<h2>Is the circuit what was trained?</h2>
<p>This has not been checked yet: <code>hillock verify ${run}</code> does it.</p>`;
  const { agreement, rows, different, worstVoltage, worstAt, ngspice, accuracy } = verification;
  const { samples, worst, runner } = ngspice;
  return html`<h2>Is the circuit what was trained?</h2>
<p>Training computes with formulas, layer by layer. To check them, the whole circuit was put together from its parts, with values rounded
to what can be printed, and its voltages were solved for all ${rows} test rows at once, with everything loading everything.</p>
<ul>
<li>Circuit and trained network give the same answer for <b>${percent(agreement, 4)}</b> of the test rows${
    different.length > 0 ? ` (all but ${different.length})` : ""
  }; the circuit is right for ${percent(accuracy)}.</li>
<li>No voltage anywhere differs by more than <b>${quantityText(worstVoltage, "V", 3)}</b> from the formulas (node ${worstAt.node}).</li>
<li>The simulator ngspice, written by others, was given the exported netlist for ${samples} of these rows (${runner}): the largest difference
of a voltage is <b>${quantityText(worst, "V", 3)}</b>.</li>
</ul>`;
}

function assumptions({ settings }: RunRecord): Html {
  return html`<h2>What this rests on</h2>
<ul>
<li>The transistor model is fitted to published simulations of printed, electrolyte-gated transistors; none of this was measured on a
printed part of ours.</li>
<li>Resistors are printed to three significant digits, 10 kohm to 10 Mohm in the crossbar, transistor channels in steps of 1 µm: assumptions.</li>
<li>The activation circuit has two elements in its model whose physical cause is unknown. The netlist lists them in its head; they are
not among the parts.</li>
<li>${
    settings.mode === "published"
      ? "Trained in the published mode, with its peculiarities."
      : "Seed, settings and data are in run.json: the same command gives the same network, bit for bit."
  }</li>
</ul>`;
}
