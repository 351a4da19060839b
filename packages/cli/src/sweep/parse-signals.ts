import { current, HillockError, type Signal, voltage } from "hillock";

/**
 * Reads `--outputs`: signals with commas between, `v(out),v(a,b),i(v1)`.
 *
 * @throws usage/malformed-signal
 */
export function parseSignals(texts: readonly string[]): Signal[] {
  // A comma between parentheses stands within v(a,b).
  return texts.flatMap((text) => text.split(/,(?![^()]*\))/)).map(signalOf);
}

function signalOf(text: string): Signal {
  const match = /^\s*([vi])\(\s*([^\s,()]+)\s*(?:,\s*([^\s,()]+)\s*)?\)\s*$/i.exec(text);
  const isVoltage = match?.[1].toLowerCase() === "v";
  if (match && isVoltage) return voltage(match[2], match[3]);
  if (match && match[3] === undefined) return current(match[2]);
  throw new HillockError({
    code: "usage/malformed-signal",
    place: `--outputs ${text}`,
    problem: "it is no signal",
    help: "write v(node), v(node,node) or i(source)",
  });
}
