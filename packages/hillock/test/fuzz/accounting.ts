import type { Circuit, Scope } from "../../src/netlist/circuit.js";
import type { Deck } from "./decks.js";

/**
 * What a netlist states, one entry per thing: `element r1`, `model dm`, `analysis tran`, `ic`, ... Read by rules of their
 * own, apart from the parser's code, so that a line which the parser passes over is missed in the circuit.
 */
export function statedIn({ text, files }: Deck): string[] {
  const entries: string[] = [];
  readLines(statements(text).slice(1), "", files, entries);
  // A Verilog-A file counts once, however many lines name it.
  const isFile = (entry: string) => entry.startsWith("verilog-a ");
  return [...entries.filter((entry) => !isFile(entry)), ...new Set(entries.filter(isFile))].sort();
}

/** The same list, of what a circuit holds. */
export function heldIn(circuit: Circuit): string[] {
  const kinds = { operatingPoint: "op", dc: "dc", transient: "tran", ac: "ac" };
  return [
    ...scopeEntries(circuit),
    ...circuit.verilogA.map(({ file }) => `verilog-a ${file.toLowerCase()}`),
    ...circuit.globals.map((name) => `global ${name.toLowerCase()}`),
    ...circuit.initialConditions.map(() => "ic"),
    ...circuit.nodesets.map(() => "nodeset"),
    ...Object.keys(circuit.options).map((name) => `option ${name}`),
    ...circuit.saves.map(() => "save"),
    ...circuit.analyses.map(({ kind }) => `analysis ${kinds[kind]}`),
    ...circuit.measures.map(({ name }) => `measure ${name.toLowerCase()}`),
  ].sort();
}

function scopeEntries({ elements, models, functions, parameters, subcircuits }: Scope): string[] {
  const named = (kind: string, list: readonly { readonly name: string }[]) =>
    list.map(({ name }) => `${kind} ${name.toLowerCase()}`);
  return [
    ...named("element", elements),
    ...named("model", models),
    ...named("function", functions),
    ...parameters.map(() => "parameter"),
    ...named("subcircuit", subcircuits),
    ...subcircuits.flatMap(scopeEntries),
  ];
}

/** The first line, then each statement with its continuations, without comments. */
function statements(text: string): string[] {
  const [first, ...lines] = text.replace(/^\uFEFF/, "").split(/\r\n|[\r\n]/);
  const result = [first];
  for (const line of lines) {
    const code = /^\s*\*/.test(line) ? "" : line.replace(/;.*$/, "").replace(/(^|[\s,])(\$|\/\/).*$/, "$1");
    const begins = code.trim();
    if (begins.startsWith("+") && result.length > 1) result[result.length - 1] += ` ${begins.slice(1)}`;
    else if (begins !== "") result.push(begins);
  }
  return result;
}

function readLines(lines: readonly string[], folder: string, files: Deck["files"], entries: string[]): void {
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    const [, command, rest] = /^([^\s=(),{}'"]+)(.*)$/s.exec(line) ?? ["", line, ""];
    const word = command.toLowerCase();
    if (word === ".end") return;
    if (word === ".include" || word === ".inc") {
      const [path, text] = included(rest.trim(), folder, files);
      readLines(statements(`\n${text}`).slice(1), folderOf(path), files, entries);
    } else if (word === ".hdl") {
      entries.push(`verilog-a ${included(rest.trim(), folder, files)[0]}`);
    } else if (word === ".lib") {
      const [, name, section] = /^("[^"]*"|'[^']*'|\S+)\s*(\S*)$/.exec(rest.trim()) ?? [];
      const inner = section === "" ? undefined : included(name, folder, files);
      if (inner) readLines(sectionOf(statements(`\n${inner[1]}`), section), folderOf(inner[0]), files, entries);
      else while (!/^\.endl\b/i.test(lines[index])) index++;
    } else entries.push(...entriesOf(word, rest));
  }
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);

function included(quoted: string, folder: string, files: Deck["files"]): [string, string] {
  const path = new URL(quoted.replace(/^["'{](.*)["'}]$/, "$1"), `file:///${folder}`).pathname.slice(1).toLowerCase();
  return [path, files[path]];
}

function sectionOf(lines: readonly string[], name: string): string[] {
  const isStart = (line: string) => /^\.lib\s+(\S+)$/i.exec(line)?.[1].toLowerCase() === name.toLowerCase();
  const start = lines.findIndex(isStart) + 1;
  const length = lines.slice(start).findIndex((line) => /^\.endl\b/i.test(line));
  return lines.slice(start, start + length);
}

const firstWord = (text: string): string => /[^\s=(),{}'"]+/.exec(text)?.[0].toLowerCase() ?? "";

/** A text without what stands in braces and quotes. */
const bare = (text: string): string => text.replace(/\{[^{}]*(\{[^{}]*\}[^{}]*)*\}|'[^']*'/g, "0");

function entriesOf(word: string, rest: string): string[] {
  if (!word.startsWith(".")) return [`element ${word}`];
  switch (word) {
    case ".model":
    case ".subckt":
    case ".func":
      return [`${{ ".model": "model", ".subckt": "subcircuit", ".func": "function" }[word]} ${firstWord(rest)}`];
    case ".param":
      return (withoutParentheses(bare(rest)).match(/\w\s*=(?!=)/g) ?? []).map(() => "parameter");
    case ".global":
      return rest.match(/\S+/g)?.map((name) => `global ${name.toLowerCase()}`) ?? [];
    case ".ic":
    case ".nodeset":
      return (bare(rest).match(/v\s*\(/gi) ?? []).map(() => word.slice(1));
    case ".options":
    case ".option":
    case ".opt":
      return (
        bare(rest)
          .replace(/\s*=\s*[^\s,=]+/g, "")
          .match(/[^\s,]+/g) ?? []
      ).map((name) => `option ${name.toLowerCase()}`);
    case ".temp":
      return ["option temp"];
    case ".save":
      return /^\s*all\s*$/i.test(rest)
        ? []
        : (rest.replace(/\s*\([^()]*\)/g, " ").match(/[^\s,]+/g) ?? []).map(() => "save");
    case ".measure":
    case ".meas":
      return [`measure ${firstWord(rest.trim().replace(/^\S+\s+/, ""))}`];
    case ".op":
    case ".dc":
    case ".ac":
    case ".tran":
      return [`analysis ${word.slice(1)}`];
    case ".title":
    case ".ends":
      return [];
    default:
      return [`unknown ${word}`];
  }
}

function withoutParentheses(text: string): string {
  const inner = text.replace(/\([^()]*\)/g, "");
  return inner === text ? text : withoutParentheses(inner);
}
