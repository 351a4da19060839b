import { quantityText } from "../../base/units.js";
import type { PrintedNetworkDesign, SignedResistance } from "../../circuits/printed/index.js";

/** What inputs and outputs are called in a drawing. */
export interface CrossbarLabels {
  readonly inputNames?: readonly string[];
  readonly outputNames?: readonly string[];
}

const columnPitch = 78;
const railPitch = 34;
const nameWidth = 150;
const ink = "#222222";
const orange = "#D55E00";
const blue = "#0072B2";

/**
 * Draws the crossbars of a network as an SVG document: per layer a row for each input, the bias and ground, a column for each
 * neuron with its activation circuit below, and a resistor with its value where they meet. An input that is weighed negatively
 * has a second row, behind its negative-weight circuit; its resistors are orange and marked with a minus.
 */
export function crossbarDrawing(
  design: PrintedNetworkDesign,
  { inputNames, outputNames }: CrossbarLabels = {},
): string {
  const { inputs, layers } = design;
  const parts: string[] = [];
  let width = 0;
  let top = 30;
  let names = Array.from({ length: inputs }, (_, i) => inputNames?.[i] ?? `x${i + 1}`);
  layers.forEach(({ weights, bias, ground }, index) => {
    const last = index === layers.length - 1;
    const outputs = weights.map((_, j) =>
      last ? (outputNames?.[j] ?? `a${index + 1}_${j + 1}`) : `a${index + 1}_${j + 1}`,
    );
    const rails = railsOf(names, weights, bias, ground);
    const drawn = layerDrawing(`Layer ${index + 1}`, rails, outputs, top);
    parts.push(drawn.text);
    width = Math.max(width, drawn.width);
    top += drawn.height + 28;
    names = outputs;
  });
  const legend = [
    line(20, top - 4, 50, top - 4, blue, 5),
    text(58, top, "resistor, ohm", { size: 11 }),
    line(170, top - 4, 200, top - 4, orange, 5),
    text(208, top, "negative weight: behind the circuit that inverts its input (−1)", { size: 11 }),
  ];
  const size = `width="${Math.max(width, 580)}" height="${top + 18}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${Math.max(width, 580)} ${top + 18}"`,
    ` font-family="Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif">`,
    `<title>Crossbar of a printed network, ${[inputs, ...layers.map(({ weights }) => weights.length)].join("-")}</title>`,
    `<rect width="100%" height="100%" fill="white"/>`,
    ...parts,
    ...legend,
    "</svg>\n",
  ].join("\n");
}

/** A row of the drawing: a wire and the resistors on it, one per column. */
interface Rail {
  readonly name: string;
  readonly inverted: boolean;
  readonly resistances: readonly (number | undefined)[];
}

function railsOf(
  names: readonly string[],
  weights: readonly (readonly SignedResistance[])[],
  bias: readonly SignedResistance[],
  ground: readonly SignedResistance[],
): Rail[] {
  const rows = [
    ...names.map((name, i) => ({ name, values: weights.map((row) => row[i]) })),
    { name: "bias, 1 V", values: bias },
    { name: "ground", values: ground },
  ];
  return rows.flatMap(({ name, values }): Rail[] => {
    const only = (sign: 1 | -1) =>
      values.map((value) => (value !== null && sign * value > 0 ? Math.abs(value) : undefined));
    const straight = { name, inverted: false, resistances: only(1) };
    return values.some((value) => (value ?? 0) < 0)
      ? [straight, { name: "", inverted: true, resistances: only(-1) }]
      : [straight];
  });
}

function layerDrawing(title: string, rails: readonly Rail[], outputs: readonly string[], top: number) {
  const first = nameWidth + 30;
  const columns = outputs.map((_, j) => first + columnPitch * (j + 0.5));
  const right = first + columnPitch * outputs.length;
  const y = (k: number) => top + 34 + railPitch * k;
  const bottom = y(rails.length - 1) + 22;
  const parts = [text(20, top + 6, title, { size: 13, weight: 600 })];
  rails.forEach(({ name, inverted }, k) => {
    const colour = inverted ? orange : ink;
    parts.push(line(inverted ? nameWidth - 8 : nameWidth - 20, y(k), right, y(k), colour, 1));
    if (name) parts.push(text(nameWidth - 28, y(k) + 4, name, { anchor: "end" }));
    if (!inverted) return;
    const x = nameWidth - 20;
    parts.push(
      line(x, y(k - 1), x, y(k), ink, 1),
      `<path d="M${x} ${y(k) - 8}L${x + 14} ${y(k)}L${x} ${y(k) + 8}Z" fill="white" stroke="${orange}"/>`,
      `<circle cx="${x + 17}" cy="${y(k)}" r="3" fill="white" stroke="${orange}"/>`,
      text(x - 6, y(k) + 4, "−1", { anchor: "end", colour: orange, size: 10 }),
    );
  });
  columns.forEach((x, j) => {
    parts.push(line(x, y(0) - 14, x, bottom, ink, 1));
    rails.forEach(({ resistances, inverted }, k) => {
      const resistance = resistances[j];
      if (resistance === undefined) return;
      parts.push(resistor(x, y(k), (inverted ? "−" : "") + resistanceText(resistance), inverted ? orange : blue));
    });
    parts.push(
      `<rect x="${x - 15}" y="${bottom}" width="30" height="24" fill="white" stroke="${ink}"/>`,
      `<path d="M${x - 10} ${bottom + 18}C${x + 2} ${bottom + 18} ${x - 2} ${bottom + 6} ${x + 10} ${bottom + 6}" fill="none" stroke="${ink}"/>`,
      line(x, bottom + 24, x, bottom + 34, ink, 1),
      text(x, bottom + 47, outputs[j], { anchor: "middle" }),
    );
  });
  return { text: parts.join("\n"), width: right + 24, height: bottom + 50 - top };
}

/** A resistor from a row's wire to the column's: its value in a box beside the crossing. */
function resistor(x: number, y: number, label: string, colour: string): string {
  return [
    line(x - 31, y, x - 31, y + 11, colour, 1),
    line(x - 5, y + 11, x, y + 11, colour, 1),
    `<circle cx="${x - 31}" cy="${y}" r="2" fill="${colour}"/><circle cx="${x}" cy="${y + 11}" r="2" fill="${colour}"/>`,
    `<rect x="${x - 56}" y="${y + 4}" width="51" height="14" rx="2" fill="white" stroke="${colour}"/>`,
    text(x - 30.5, y + 14.5, label, { anchor: "middle", colour, size: 10 }),
  ].join("\n");
}

const resistanceText = (resistance: number): string => quantityText(resistance, "ohm", 3).replace(/ ?ohm$/, "");

function line(x1: number, y1: number, x2: number, y2: number, colour: string, width: number): string {
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${colour}" stroke-width="${width}"/>`;
}

interface Look {
  readonly anchor?: "start" | "middle" | "end";
  readonly colour?: string;
  readonly size?: number;
  readonly weight?: number;
}

function text(
  x: number,
  y: number,
  content: string,
  { anchor = "start", colour = ink, size = 11, weight }: Look,
): string {
  const bold = weight === undefined ? "" : ` font-weight="${weight}"`;
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${colour}" font-size="${size}"${bold}>${escaped(content)}</text>`;
}

const escaped = (content: string): string =>
  content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
