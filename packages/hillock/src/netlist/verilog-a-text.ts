// Comments and strings are matched so that what stands in them is passed over.
const includeLines = /\/\/.*|\/\*[\s\S]*?(?:\*\/|$)|`include\s+"([^"\r\n]*)"|"(?:\\.|[^"\\\r\n])*"/g;
const moduleHeads = /\/\/.*|\/\*[\s\S]*?(?:\*\/|$)|\b(?:macro)?module\s+([A-Za-z_][\w$]*)|"(?:\\.|[^"\\\r\n])*"/g;

const firstGroups = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].flatMap(([, name]) => (name === undefined ? [] : [name]));

/** The names of the modules that a Verilog-A text defines, without reading it further. */
export const moduleNames = (text: string): string[] => firstGroups(text, moduleHeads);

/** The files that a Verilog-A text includes, whether `` `ifdef `` takes them or not. */
export const includedNames = (text: string): string[] => firstGroups(text, includeLines);
