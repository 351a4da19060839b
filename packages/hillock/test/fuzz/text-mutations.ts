import type { Random } from "./random.js";

/** Changes a text somewhere. */
export type TextMutation = (text: string, random: Random) => string;

const characters = [
  ..."(){}'\",=*+-/^?:.;$\n \t!&|<>@#%0123456789eEvVkmunpfgRCLVX_~\r",
  "\0",
  "\u00b5",
  "\uFEFF",
  "\u2028",
];

const words = [
  ".ends",
  ".subckt a b",
  "{",
  "v(",
  "1e999",
  "\n+",
  ".model",
  ".include x",
  ".lib x y",
  ".hdl x",
  "N1 a b",
  "NaN",
  "inf",
  "-inf",
  "0",
  "-1",
  "time",
  "constructor",
  "__proto__",
  "toString",
  "params:",
  "uic",
  "dc",
  "ac",
  "pulse(",
  "gnd",
  "x1.y",
  "r.x1.r1",
  ".end",
  ".control",
  ".param a={a}",
  "i(v1)",
  "''",
  "{}",
  "()",
  "=",
  "==",
  "1?2:3",
  "1meg",
  "4k7",
  "1a",
  "$",
  "//",
  ";",
];

/** Values as wrong as a value can be. */
export const extremes = [
  "0",
  "-0",
  "-1",
  "1e-300",
  "-1e-300",
  "1e300",
  "-1e300",
  "1e308",
  "1e309",
  "4.9e-324",
  "NaN",
  "Infinity",
  "1e",
  "1e+",
  ".",
  "+",
  "-",
  "1..2",
  "0x10",
  "1_000",
  "1,5",
  "1e-20",
  "1e20",
  "{0/0}",
  "{1/0}",
  "{-1}",
  "{sqrt(-1)}",
  "{undefined}",
  "",
];

const somewhere = (text: string, random: Random): number => random.below(text.length + 1);

function changedCharacter(text: string, random: Random): string {
  const at = somewhere(text, random);
  return text.slice(0, at) + (random.next() < 0.7 ? random.pick(characters) : "") + text.slice(at + random.below(2));
}

function changedStretch(text: string, random: Random): string {
  const at = somewhere(text, random);
  return text.slice(0, at) + random.pick(words) + text.slice(at + random.below(12));
}

const token = /[^\s=(),{}'"]+|[=(),{}'"]/g;

function changedToken(text: string, random: Random): string {
  const tokens = [...text.matchAll(token)];
  if (tokens.length === 0) return text;
  const one = random.pick(tokens);
  const other = random.pick(tokens)[0];
  const by = random.pick(["", other, `${one[0]} ${one[0]}`, `${one[0]}${other}`, random.pick(words)]);
  return text.slice(0, one.index) + by + text.slice(one.index + one[0].length);
}

const number = /(?<![\w.])[+-]?\d[\w.+-]*/g;

function changedValue(text: string, random: Random): string {
  const numbers = [...text.matchAll(number)];
  if (numbers.length === 0) return text;
  const one = random.pick(numbers);
  return text.slice(0, one.index) + random.pick(extremes) + text.slice(one.index + one[0].length);
}

function changedLines(text: string, random: Random): string {
  const lines = text.split("\n");
  const at = random.below(lines.length);
  const other = random.below(lines.length);
  switch (random.below(6)) {
    case 0:
      lines.splice(at, 1);
      break;
    case 1:
      lines.splice(at, 0, lines[other]);
      break;
    case 2:
      [lines[at], lines[other]] = [lines[other], lines[at]];
      break;
    case 3:
      lines[at] = `+ ${lines[at]}`;
      break;
    case 4:
      lines[at] = `* ${lines[at]}`;
      break;
    default:
      lines.splice(at);
  }
  return lines.join("\n");
}

/** What happens to characters, words, values and lines, whatever they mean. */
export const textMutations: Readonly<Record<string, TextMutation>> = {
  character: changedCharacter,
  stretch: changedStretch,
  token: changedToken,
  value: changedValue,
  lines: changedLines,
  "line ends": (text) => text.replaceAll("\n", "\r\n"),
  blanks: (text) => text.replaceAll(" ", "\t"),
  "upper case": (text) => text.toUpperCase(),
};
