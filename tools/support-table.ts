// SUPPORT.md as text. What a table says of an example was found by trying it; parameters come from the Verilog-A files.
import {
  behaviouralFunctions,
  constantFunctions,
  diode1N4148,
  mosfetALD1105,
  mosfetIRLML6246,
  mosfetZVP3310A,
  type SupportedDevice,
  supportTable,
  thyristorCR02A,
  thyristorCR02AReduced,
  thyristorP0118MA,
  thyristorP0118MAReduced,
} from "../packages/hillock/src/index.js";
import { elementLetters, foreignLetters, knownOptions } from "../packages/hillock/src/netlist/vocabulary.js";
import { differences } from "./support/differences.js";
import { elementExamples, lineExamples, measureExamples, verilogAExamples } from "./support/examples.js";
import { type Outcome, tryNetlist, tryVerilogA } from "./support/outcome.js";

const parts = [
  ...[diode1N4148, mosfetALD1105, mosfetIRLML6246, mosfetZVP3310A],
  ...[thyristorCR02A, thyristorP0118MA, thyristorCR02AReduced, thyristorP0118MAReduced],
];

/** Options that act on both engines; the others are handed to ngspice. */
export const actingOptions: readonly string[] = ["gmin", "temp", "tnom"];

/** The text of SUPPORT.md. */
export function supportMarkdown(): string {
  return `${[...introduction(), ...netlist(), ...devices(), ...partsTable(), ...verilogA(), ...deliberate()].join("\n")}\n`;
}

const introduction = (): string[] => [
  "# What is supported",
  "",
  "Made by `npm run support`; a test fails where it no longer tells the truth. Every example below was tried:",
  "",
  "- **yes**: it acts; in netlists, as in ngspice.",
  "- **without effect**: it is read, changes nothing, and is named in the result's `warnings`.",
  "- **refused**: an error with this [code](docs/errors.md), which says what to write instead. Nothing is skipped in silence.",
  "",
  "[Netlists](#netlists) · [Devices and their parameters](#devices-and-their-parameters) · [Cards of real parts](#cards-of-real-parts) · " +
    "[Verilog-A](#verilog-a) · [Differences to ngspice](#differences-to-ngspice)",
  "",
];

function netlist(): string[] {
  const acting = actingOptions.map(code).join(" ");
  const others = [...knownOptions].filter((name) => !actingOptions.includes(name)).sort();
  return [
    "## Netlists",
    "",
    "The first line is the title. Names do not distinguish upper and lower case. Numbers have SPICE's suffixes (`f p n u m k meg g t mil`).",
    "",
    "### Lines and analyses",
    "",
    ...exampleTable(lineExamples.map((example) => [example.what, example.shown ?? example.line, tryNetlist(example)])),
    "### Elements",
    "",
    `Letters: ${Object.entries(elementLetters)
      .map(([letter, what]) => `\`${letter}\` ${what}`)
      .join(", ")}. Not supported: ${Object.keys(foreignLetters).map(code).join(" ")}.`,
    "",
    ...exampleTable(
      elementExamples.map((example) => [example.what, example.shown ?? example.line, tryNetlist(example)]),
    ),
    "### Measures",
    "",
    "Of `tran`, `dc`, `ac` and `op`. How they are computed: [docs/result-format.md](docs/result-format.md#measures).",
    "",
    ...exampleTable(measureExamples.map((example) => [undefined, example.line, tryNetlist(example)])),
    "### Formulas",
    "",
    "Operators: `+ - * / ** ^ % < <= > >= == != && || !` and `? :`; behavioural sources have no `%`.",
    "",
    `- In \`.param\`, \`.func\` and element values: ${Object.keys(constantFunctions).map(code).join(" ")}.`,
    `- In behavioural sources: ${Object.keys(behaviouralFunctions).map(code).join(" ")}, and \`v(a)\`, \`v(a,b)\`, \`i(V1)\`, \`time\`.`,
    "",
    "### Options",
    "",
    `- Acting here and in ngspice: ${acting}.`,
    `- Handed to ngspice, without effect here: ${others.map(code).join(" ")}.`,
    "- Any other name is refused: `netlist/unknown-option`.",
    "",
  ];
}

function devices(): string[] {
  return [
    "## Devices and their parameters",
    "",
    "Each device is one Verilog-A file in `packages/hillock/src/devices`. Those with a letter of their own have ngspice's equations, " +
      "constants (27 °C, gmin 1e-12 S) and signs. Every file is also reached by an N element, whose model has the name of the file's module " +
      'as its type: `.model CARD egt(w=200u)`, `N1 d g s CARD`; files of your own likewise, after `.hdl "file.va"` ' +
      "([how](docs/adding-a-device.md)). Names in one row mean the same. M: in `.model`; E: at the element; `m` at an N element is " +
      'the number in parallel. "follows": from other parameters.',
    "",
    ...supportTable().flatMap(deviceSection),
  ];
}

function deviceSection({ element, models, nodes, file, parameters, idle, absent }: SupportedDevice): string[] {
  const kind = element === "verilogA" ? "N" : element;
  const title = models.length > 0 ? `${kind}: ${models.join(", ")}` : kind;
  const reasons = new Map<string, string[]>();
  for (const [name, why] of Object.entries(idle)) reasons.set(why, [...(reasons.get(why) ?? []), name]);
  const refused = Object.entries(absent).map(([name, value]) =>
    value === undefined ? code(name) : `${code(name)} (unless ${value})`,
  );
  return [
    `### ${title}`,
    "",
    `[${file}](packages/hillock/src/devices/${file})${element === "verilogA" ? `, nodes ${nodes.join(" ")}` : ""}`,
    "",
    "| name | where | unit | default | meaning |",
    "|---|---|---|---|---|",
    ...parameters
      .filter(({ names }) => names.length > 0)
      .map(({ names, scopes, units, defaultValue, description }) => {
        const where = scopes.map((scope) => (scope === "model" ? "M" : "E")).join(" ");
        return row([
          names.map(code).join(" "),
          where,
          units,
          defaultText(names, description, defaultValue),
          description,
        ]);
      }),
    "",
    ...[...reasons].map(([why, names]) => `- Without effect, ${why}: ${names.map(code).join(" ")}.`),
    ...(refused.length > 0 ? [`- Refused: ${refused.join(" ")}.`] : []),
    ...(reasons.size + refused.length > 0 ? [""] : []),
  ];
}

/** The default as a reader needs it: not the number that stands for none, nor one that follows from other parameters. */
function defaultText(names: readonly string[], description: string, value: number | undefined): string {
  if (names.includes("temp")) return "circuit's";
  if (/if absent|^resistance$|^capacitance$|^inductance$/.test(description)) return "";
  return value === undefined ? "follows" : `${value}`;
}

const partsTable = (): string[] => [
  "## Cards of real parts",
  "",
  'In the library (`import { diode1N4148 } from "hillock"`), and as SPICE text in `examples/models`. A card is one typical specimen.',
  "",
  "| part | what | numbers from | fit |",
  "|---|---|---|---|",
  ...parts.map(({ name, description, source, fit }) => row([name, description, source, fit])),
  "",
];

const verilogA = (): string[] => [
  "## Verilog-A",
  "",
  "What a file of `.hdl` may have, and the devices above are written in. `readVerilogA` and `instantiate` read it for programs.",
  "",
  ...exampleTable(
    verilogAExamples.map((example) => [example.what, example.shown ?? example.line, tryVerilogA(example)]),
  ),
];

const deliberate = (): string[] => [
  "## Differences to ngspice",
  "",
  "Deliberate ones, and traits of ngspice that surprise. Where a netlist is named, `npx hillock compare FILE` (or `simulate` with and without " +
    "`--engine ngspice`) shows it.",
  "",
  ...differences.flatMap(({ title, text, netlist: file }) => [
    `- **${title}.** ${text}${file ? ` [${file}](${file})` : ""}`,
  ]),
];

function exampleTable(
  rows: readonly (readonly [what: string | undefined, line: string, outcome: Outcome])[],
): string[] {
  const named = rows.some(([what]) => what);
  return [
    `|${named ? " what |" : ""} example | supported | instead |`,
    `|${named ? "---|" : ""}---|---|---|`,
    ...rows.map(([what, line, outcome]) =>
      row([
        ...(named ? [what ?? ""] : []),
        code(line),
        verdict(outcome),
        outcome.kind === "refused" ? outcome.help : "",
      ]),
    ),
    "",
  ];
}

function verdict(outcome: Outcome): string {
  if (outcome.kind === "works") return "yes";
  return outcome.kind === "idle" ? `without effect: ${outcome.why}` : `refused: \`${outcome.code}\``;
}

const code = (text: string): string => `\`${text}\``;

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
