import { closest, listing } from "../../base/suggest.js";
import type { Subcircuit } from "../circuit.js";
import { errorAt } from "../netlist-error.js";
import { type Span, setPlace } from "../place.js";
import type { Value } from "../value.js";
import { parseAc, parseDc, parseOperatingPoint, parseTemperature, parseTransient } from "./analysis.js";
import { parseParameters, plainAssignment, takeAssignments } from "./assignments.js";
import { atAssignment, atWord, type Cursor, cursorOf, expectEnd, missing, peek, skip, takeWord } from "./cursor.js";
import { parseFunction } from "./function.js";
import { skipParams } from "./instance.js";
import type { LogicalLine } from "./logical-line.js";
import { parseMeasure } from "./measure.js";
import { parseModel } from "./model.js";
import { parseOptions } from "./options.js";
import { append, type CircuitDraft, type ScopeDraft } from "./scope-draft.js";
import { takeNodeValues, takeSignal } from "./signal.js";

/** A dot line that belongs into any scope. */
type ScopeLine = (line: LogicalLine, from: number, scope: ScopeDraft) => void;

const scopeLines: Readonly<Record<string, ScopeLine>> = {
  ".param": (line, from, scope) => append(scope.parameters, parseParameters(line, from)),
  ".func": (line, from, scope) => scope.functions.push(parseFunction(line, from)),
  ".model": (line, from, scope) => scope.models.push(parseModel(cursorOf(line, from))),
};

/** A dot line that belongs to the circuit as a whole. */
type CircuitLine = (cursor: Cursor, circuit: CircuitDraft) => void;

const options: CircuitLine = (cursor, circuit) =>
  parseOptions(cursor, (name, value, span) => setOption(circuit, name, value, span));

const measure: CircuitLine = (cursor, circuit) => circuit.measures.push(parseMeasure(cursor));

const circuitLines: Readonly<Record<string, CircuitLine>> = {
  ".global": (cursor, circuit) => {
    do circuit.globals.push(takeWord(cursor, "a node").text);
    while (peek(cursor));
  },
  ".ic": (cursor, circuit) => append(circuit.initialConditions, takeNodeValues(cursor, ".ic")),
  ".nodeset": (cursor, circuit) => append(circuit.nodesets, takeNodeValues(cursor, ".nodeset")),
  ".options": options,
  ".option": options,
  ".opt": options,
  ".temp": (cursor, circuit) => {
    const span = { line: cursor.line, start: 0, end: cursor.line.text.length };
    setOption(circuit, "temp", parseTemperature(cursor), span);
  },
  ".save": saves,
  ".measure": measure,
  ".meas": measure,
  ".op": (cursor, circuit) => circuit.analyses.push(parseOperatingPoint(cursor)),
  ".dc": (cursor, circuit) => circuit.analyses.push(parseDc(cursor)),
  ".tran": (cursor, circuit) => circuit.analyses.push(parseTransient(cursor)),
  ".ac": (cursor, circuit) => circuit.analyses.push(parseAc(cursor)),
};

/** Lines read elsewhere: they change what the following lines belong to. */
const structureLines = [
  ".subckt",
  ".ends",
  ".include",
  ".inc",
  ".hdl",
  ".lib",
  ".endl",
  ".title",
  ".end",
  ".control",
  ".endc",
];

const foreignLines: Readonly<Record<string, string>> = {
  ".print": "write .save with the same signals",
  ".plot": "write .save with the same signals",
  ".probe": "write .save with the signals to keep",
  ".width": "remove it",
  ".four": "compute the spectrum from the waveform",
  ".step": "run the netlist once per value, or sweep with .dc",
  ".noise": "noise analysis is not supported",
  ".tf": "use .dc or .ac",
  ".sens": "repeat the run with changed values",
  ".pz": "use .ac",
  ".disto": "use .tran",
  ".alter": "write one netlist per variant",
  ".data": "write one netlist per variant",
  ".if": "use a formula with ?: , or two netlists",
  ".else": "use a formula with ?: , or two netlists",
  ".elseif": "use a formula with ?: , or two netlists",
  ".endif": "use a formula with ?: , or two netlists",
  ".csparam": "write .param",
  ".csdf": "remove it",
  ".backanno": "remove it",
};

/** Reads a dot line that is not structure. `circuit` is undefined within a subcircuit. */
export function parseDotLine(
  line: LogicalLine,
  word: string,
  scope: ScopeDraft,
  circuit: CircuitDraft | undefined,
): void {
  const command = word.toLowerCase();
  const span = { line, start: 0, end: word.length };
  if (Object.hasOwn(scopeLines, command)) scopeLines[command](line, word.length, scope);
  else if (!Object.hasOwn(circuitLines, command)) throw unknownDotLine(line, word);
  else if (circuit) circuitLines[command](cursorOf(line, word.length), circuit);
  else {
    throw errorAt(span, "misplaced-line", `${command} cannot stand within a subcircuit`, {
      help: `move it out of the .subckt; inner nodes are x1.node there, inner elements r.x1.r1`,
    });
  }
}

function unknownDotLine(line: LogicalLine, word: string): Error {
  const command = word.toLowerCase();
  const span = { line, start: 0, end: word.length };
  if (Object.hasOwn(foreignLines, command)) {
    const signals = line.text.match(/\b[vi]\s*\([^()]*\)/gi) ?? [];
    const isPrint = command === ".print" || command === ".plot";
    const help = isPrint && signals.length > 0 ? `write  .save ${signals.join(" ")}` : foreignLines[command];
    return errorAt(span, "unsupported-line", `${command} lines are not supported`, { help });
  }
  const known = [...Object.keys(scopeLines), ...Object.keys(circuitLines), ...structureLines];
  const best = closest(command, known);
  return errorAt(span, "unknown-line", `no line begins with "${word}"`, {
    help: best ? `did you mean ${best}?` : `known are ${listing(known, known.length)}`,
  });
}

function setOption(circuit: CircuitDraft, name: string, value: Value | string | true, span: Span): void {
  if (Object.hasOwn(circuit.options, name)) {
    throw errorAt(span, "duplicate-parameter", `the option ${name} is set twice`, { help: "keep one of them" });
  }
  circuit.options[name] = value;
  setPlace(circuit.options, span, `option ${name}`);
}

function saves(cursor: Cursor, circuit: CircuitDraft): void {
  if (atWord(cursor, "all")) {
    cursor.index++;
    expectEnd(cursor, "`.save all` keeps all node voltages; to keep more, list every signal");
    return;
  }
  while (peek(cursor)) {
    if (!skip(cursor, ",")) circuit.saves.push(takeSignal(cursor, true));
  }
  if (circuit.saves.length === 0) throw missing(cursor, "a signal", "write .save v(node) i(source)");
}

/** `.subckt name ports params: a=1`: a subcircuit without its body. */
export function parseSubcircuitHead(line: LogicalLine, from: number): Pick<Subcircuit, "name" | "ports" | "defaults"> {
  const cursor = cursorOf(line, from);
  const name = takeWord(cursor, "the name of a subcircuit");
  const ports: string[] = [];
  while (peek(cursor)?.kind === "word" && !atAssignment(cursor) && !/^params?:/i.test(peek(cursor)?.text ?? "")) {
    const port = takeWord(cursor, "a port");
    if (ports.some((other) => other.toLowerCase() === port.text.toLowerCase())) {
      const span = { line, start: port.start, end: port.end };
      throw errorAt(span, "duplicate-name", `the port "${port.text}" stands twice`, { help: "rename one of them" });
    }
    ports.push(port.text);
  }
  skipParams(cursor);
  const defaults = takeAssignments(cursor).map(plainAssignment);
  expectEnd(cursor, "write .subckt name ports params: name=value ...; a formula goes in braces");
  return { name: name.text, ports, defaults };
}
