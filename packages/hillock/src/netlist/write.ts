import type { Analysis, Circuit, FunctionDefinition, Model, Scope, Subcircuit } from "./circuit.js";
import { elementText } from "./write/element.js";
import { measureText, signalText } from "./write/signal.js";
import {
  assignments,
  formulaText,
  lineOf,
  parameterName,
  quotable,
  unwritable,
  valueText,
  word,
} from "./write/words.js";

/**
 * The netlist of a circuit: `parseNetlist(writeNetlist(circuit))` equals `circuit`. Lines come in a fixed order, numbers
 * with scale factors and exact, formulas in braces; ngspice reads it. Verilog-A files are named, as `circuit.verilogA` has
 * them: their texts are not part of the netlist.
 *
 * @throws HillockError netlist/unwritable for a circuit built in code that no netlist can express, such as a name with
 *   a blank
 */
export function writeNetlist(circuit: Circuit): string {
  const { title, verilogA, globals, initialConditions, nodesets, options, saves, analyses, measures } = circuit;
  if (/[\r\n]/.test(title) || /^\s*\.(?!title\b)[a-z]/i.test(title)) {
    throw unwritable(`"${title}" cannot be a title`, "a title is one line that is no command");
  }
  const optionTexts = Object.entries(options).map(([name, value]) => {
    if (value === true) return word(name);
    return `${word(name)}=${typeof value === "string" ? word(value) : valueText(value)}`;
  });
  const nodeValues = (values: Circuit["nodesets"]) =>
    values.map(({ node, value }) => `v(${word(node)})=${valueText(value)}`);
  const lines = [
    title,
    ...verilogA.map(({ file }) => `.hdl "${quotable(file)}"`),
    listLine(".global", globals.map(word)),
    ...scopeLines(circuit),
    listLine(".ic", nodeValues(initialConditions)),
    listLine(".nodeset", nodeValues(nodesets)),
    listLine(".options", optionTexts),
    listLine(".save", saves.map(signalText)),
    ...analyses.map(analysisText),
    ...measures.map(measureText),
    ".end",
  ];
  return `${lines.filter((line, index) => index === 0 || line !== "").join("\n")}\n`;
}

function listLine(command: string, items: readonly string[]): string {
  return items.length === 0 ? "" : lineOf([command, ...items]);
}

function scopeLines({ parameters, functions, models, subcircuits, elements }: Scope): string[] {
  return [
    ...parameters.map(({ name, value }) => `.param ${parameterName(name)}=${valueText(value)}`),
    ...functions.map(functionText),
    ...elements.map(elementText),
    ...subcircuits.flatMap(subcircuitLines),
    ...models.map(modelText),
  ];
}

function functionText({ name, arguments: names, body }: FunctionDefinition): string {
  return `.func ${parameterName(name)}(${names.map(parameterName).join(",")}) {${formulaText(body)}}`;
}

/** The `.model` line of a model. */
export function modelText({ name, type, parameters }: Model): string {
  const pieces = assignments(parameters, ["pchan", "nchan"]);
  if (pieces.length === 0) return lineOf([".model", word(name), word(type)]);
  pieces[0] = `${word(type)}(${pieces[0]}`;
  pieces[pieces.length - 1] += ")";
  return lineOf([".model", word(name), ...pieces]);
}

function subcircuitLines(subcircuit: Subcircuit): string[] {
  const { name, ports, defaults } = subcircuit;
  const settings = defaults.map((each) => `${parameterName(each.name)}=${valueText(each.value)}`);
  const head = [".subckt", word(name), ...ports.map(word), ...(settings.length > 0 ? ["params:", ...settings] : [])];
  return [lineOf(head), ...scopeLines(subcircuit), `.ends ${name}`];
}

/** The dot line of an analysis. */
export function analysisText(analysis: Analysis): string {
  switch (analysis.kind) {
    case "operatingPoint":
      return ".op";
    case "dc":
      return lineOf([
        ".dc",
        ...analysis.sweeps.flatMap(({ variable, from, to, step }) => [
          word(variable),
          ...[from, to, step].map(valueText),
        ]),
      ]);
    case "transient": {
      const { step, stop, start, maximumStep, useInitialConditions } = analysis;
      // The maximum step is the fourth number: without a start, 0 has to stand in its place.
      const begin = start ?? (maximumStep === undefined ? undefined : 0);
      const times = [step, stop, begin, maximumStep].filter((time) => time !== undefined);
      return lineOf([".tran", ...times.map(valueText), useInitialConditions ? "uic" : ""]);
    }
    case "ac": {
      const { spacing, points, from, to } = analysis;
      const word = { decade: "dec", octave: "oct", linear: "lin" }[spacing];
      return lineOf([".ac", word, ...[points, from, to].map(valueText)]);
    }
  }
}
