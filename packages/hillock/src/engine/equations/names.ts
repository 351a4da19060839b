/** Names are compared without regard to case. */
export const key = (name: string): string => name.toLowerCase();

/** Whether a node is the circuit's ground. */
export const isGround = (node: string): boolean => node === "0" || key(node) === "gnd";
