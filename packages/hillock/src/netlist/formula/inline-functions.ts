import type { FunctionDefinition } from "../circuit.js";
import { errorOf } from "../netlist-error.js";
import { placeOf } from "../place.js";
import type { Formula } from "../value.js";
import { mapOperands } from "./map-formula.js";

/** A function and where its own body's functions are looked up. */
export interface FoundFunction {
  readonly definition: FunctionDefinition;
  readonly lookup: FunctionLookup;
}

export type FunctionLookup = (name: string) => FoundFunction | undefined;

// Nested functions that use an argument twice double the formula at every level.
const maximumSize = 20_000;

/**
 * Replaces calls of `.func` functions by their bodies. Arguments stand for whole operands; other names in a body mean what
 * they mean where the function is called, as in ngspice, which expands functions as text.
 *
 * @throws HillockError netlist/recursive-function, netlist/wrong-operand-count, netlist/oversized-formula,
 *   netlist/voltage-of-argument
 */
export function inlineFunctions(formula: Formula, lookup: FunctionLookup): Formula {
  let visits = 0;
  const oversized = () =>
    errorOf(formula, "", "oversized-formula", `more than ${maximumSize} operations after expanding functions`, {
      help: "compute intermediate values with .param or with B sources",
    });
  const inline = (part: Formula, find: FunctionLookup, active: readonly FunctionDefinition[]): Formula => {
    if (++visits > maximumSize) throw oversized();
    if (part.kind !== "call") return mapOperands(part, (operand) => inline(operand, find, active));
    const found = find(part.name);
    if (!found) return mapOperands(part, (operand) => inline(operand, find, active));
    const { definition } = found;
    checkCall(part, definition, active);
    const operands = part.operands.map((operand) => inline(operand, find, active));
    const body = inline(definition.body, found.lookup, [...active, definition]);
    return replaceArguments(body, new Map(definition.arguments.map((name, i) => [name.toLowerCase(), operands[i]])));
  };
  const result = inline(formula, lookup, []);
  if (treeSize(result, new Map()) > maximumSize) throw oversized();
  return result;
}

/** Operations of a formula as a tree; operands that are one object are counted each time, but visited once. */
function treeSize(formula: Formula, known: Map<Formula, number>): number {
  let size = known.get(formula);
  if (size === undefined) {
    size = 1;
    mapOperands(formula, (operand) => {
      size = (size ?? 0) + treeSize(operand, known);
      return operand;
    });
    known.set(formula, size);
  }
  return size;
}

function checkCall(
  call: Formula & { kind: "call" },
  definition: FunctionDefinition,
  active: readonly FunctionDefinition[],
) {
  const { name } = definition;
  if (active.includes(definition)) {
    const cycle = [...active.slice(active.indexOf(definition)), definition].map((other) => other.name).join(" -> ");
    throw errorOf(call, "", "recursive-function", `function ${name} calls itself`, {
      details: [`The calls go ${cycle}.`],
      help: "write it without recursion",
    });
  }
  const expected = definition.arguments.length;
  if (call.operands.length !== expected) {
    const place = placeOf(definition);
    const signature = `${name}(${definition.arguments.join(", ")})`;
    throw errorOf(call, "", "wrong-operand-count", `${name} is given ${call.operands.length} operands`, {
      details: place ? [`It is defined at ${place.file}:${place.line}.`] : [],
      help: `write ${signature}`,
    });
  }
}

function replaceArguments(body: Formula, operands: ReadonlyMap<string, Formula>): Formula {
  if (body.kind === "name") return operands.get(body.name.toLowerCase()) ?? body;
  if (body.kind === "voltage") {
    const argument = [body.positive, body.negative].find((node) => operands.has(node.toLowerCase()));
    if (argument === undefined) return body;
    throw errorOf(body, "", "voltage-of-argument", `the node "${argument}" is also an argument of the function`, {
      help: "pass v(node) as the operand instead of the node, or rename the argument",
    });
  }
  return mapOperands(body, (part) => replaceArguments(part, operands));
}
