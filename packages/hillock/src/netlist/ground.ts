/** Whether a node is the circuit's ground: `0` or `gnd`. */
export function isGround(node: string): boolean {
  return node === "0" || node.toLowerCase() === "gnd";
}
