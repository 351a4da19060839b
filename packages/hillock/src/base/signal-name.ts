/**
 * The name of a node voltage or a voltage difference: `v(a)`, `v(a,b)`, lower case; ground is left out as the second.
 *
 * @param positive,negative nodes, "0" and "gnd" being ground
 */
export function voltageName(positive: string, negative = "0"): string {
  return isGround(negative) ? `v(${positive.toLowerCase()})` : `v(${positive.toLowerCase()},${negative.toLowerCase()})`;
}

/** The name of the current through a voltage source or an inductor: `i(v1)`, `i(l.x1.l1)`, lower case. */
export function currentName(element: string): string {
  return `i(${element.toLowerCase()})`;
}

/** Whether a node is ground. */
export function isGround(node: string): boolean {
  return node === "0" || node.toLowerCase() === "gnd";
}
