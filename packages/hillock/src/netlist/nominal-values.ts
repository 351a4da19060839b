import type { Circuit, Scope } from "./circuit.js";
import { isStatistical } from "./formula/statistical-functions.js";
import type { Formula } from "./value.js";

/**
 * The circuit with the nominal value of every statistical function in its place, for a simulator that would draw random
 * numbers of its own. The same circuit if it has none.
 */
export function withNominalValues(circuit: Circuit): Circuit {
  const defined = new Set(functionNames(circuit));
  const visit = (part: unknown): unknown => {
    if (typeof part !== "object" || part === null) return part;
    if (Array.isArray(part)) {
      const items = part.map(visit);
      return items.some((item, index) => item !== part[index]) ? items : part;
    }
    if ("kind" in part && isStatistical(part as Formula)) {
      const { name, operands } = part as Formula & { readonly kind: "call" };
      if (!defined.has(name.toLowerCase())) return visit(operands[0]);
    }
    const entries = Object.entries(part);
    const changed = entries.map(([key, value]) => [key, visit(value)] as const);
    return changed.some(([, value], index) => value !== entries[index][1]) ? Object.fromEntries(changed) : part;
  };
  return visit(circuit) as Circuit;
}

/** Names of the `.func` functions of a scope and those within it, which hide the built-in ones. */
function functionNames({ functions, subcircuits }: Scope): string[] {
  return [...functions.map(({ name }) => name.toLowerCase()), ...subcircuits.flatMap(functionNames)];
}
