import type { Deck } from "./decks.js";
import type { Random } from "./random.js";
import { extremes, textMutations } from "./text-mutations.js";

/** Changes the circuit that a deck describes, or the way its files belong together. */
export type StructureMutation = (deck: Deck, random: Random) => Deck;

const element = /^[a-z]\w*\s/i;

/** Changes one line that `fits`. */
function onLine(fits: RegExp, change: (line: string, random: Random) => string): StructureMutation {
  return (deck, random) => {
    const lines = deck.text.split("\n");
    const fitting = [...lines.keys()].filter((index) => index > 0 && fits.test(lines[index]));
    if (fitting.length === 0) return deck;
    const at = random.pick(fitting);
    lines[at] = change(lines[at], random);
    return { ...deck, text: lines.join("\n") };
  };
}

/** Puts lines below the title. */
const adding =
  (lines: (random: Random) => string): StructureMutation =>
  (deck, random) => {
    const end = deck.text.indexOf("\n") + 1;
    return { ...deck, text: `${deck.text.slice(0, end)}${lines(random)}\n${deck.text.slice(end)}` };
  };

const times = (count: number, line: (k: number) => string): string =>
  Array.from({ length: count }, (_, k) => line(k)).join("\n");

const swapWords =
  (first: number, second: number) =>
  (line: string): string => {
    const words = line.split(/\s+/);
    if (words.length <= Math.max(first, second)) return line;
    [words[first], words[second]] = [words[second], words[first]];
    return words.join(" ");
  };

const withWord =
  (index: number, word: (random: Random, line: string) => string) =>
  (line: string, random: Random): string => {
    const words = line.split(/\s+/);
    if (words.length > index) words[index] = word(random, line);
    return words.join(" ");
  };

export const structureMutations: Readonly<Record<string, StructureMutation>> = {
  "nodes swapped": onLine(element, swapWords(1, 2)),
  "value and node swapped": onLine(element, swapWords(2, 3)),
  "element twice": onLine(element, (line) => `${line}\n${line}`),
  "element twice, by another name": onLine(element, (line) => `${line}\n${line[0]}zz${line.slice(1)}`),
  "element removed": onLine(element, () => ""),
  "element shorted": onLine(element, (line) => {
    const words = line.split(/\s+/);
    return [words[0], words[1], words[1], ...words.slice(3)].join(" ");
  }),
  "element cut off": onLine(
    element,
    withWord(2, () => "nowhere"),
  ),
  "to ground": onLine(
    element,
    withWord(1, (random) => random.pick(["0", "gnd", "GND"])),
  ),
  "extreme value": onLine(
    /^[rcleghi]\w*\s/i,
    withWord(3, (random) => random.pick(extremes)),
  ),
  "extreme source": onLine(
    /^v\w*\s/i,
    withWord(3, (random) => random.pick(extremes)),
  ),
  "extreme parameter": onLine(/=/, (line, random) => {
    const parts = line.split(/(=\s*)/);
    const at = 2 * random.below((parts.length - 1) / 2) + 2;
    parts[at] = parts[at].replace(/^[^\s(){}=]+|^\{[^}]*\}/, random.pick(extremes));
    return parts.join("");
  }),
  "model renamed": onLine(
    /^\.model\s/i,
    withWord(1, () => "renamed"),
  ),
  "model of another type": onLine(/^\.model\s/i, (line, random) => {
    const type = random.pick(["D", "NPN", "PNP", "NMOS", "VDMOS", "SW", "CSW", "R", "NJF", "leak", "vteam"]);
    return line.replace(/^(\.model\s+\S+\s+)\w+/i, `$1${type}`);
  }),
  "another subcircuit": onLine(/^x/i, (line) => line.replace(/\S+$/, "another")),
  "voltage loop": adding((random) =>
    random.pick(["Vzz 0 gnd 1", "Vz1 zz 0 1\nVz2 zz 0 2", "Vz1 zz 0 1\nLzz zz 0 1m", "Vz1 zz 0 1\nEzz zz 0 zz 0 2"]),
  ),
  floating: adding((random) =>
    random.pick(["Czz za zb 1n", "Rzz za zb 1k", "Izz za 0 1m", "Lz1 za 0 1\nLz2 zb zc 1\nKzz Lz1 Lz2 0.9"]),
  ),
  "recursive subcircuit": adding(
    (random) =>
      `.subckt zz a b\nXa a b ${random.pick(["zz", "zy"])}\n.ends\n.subckt zy a b\nXb a b zz\n.ends\nXzz a 0 zz`,
  ),
  "recursive parameter": adding((random) =>
    random.pick([".param za={zb} zb={zc+1} zc={2*za}\nRzz a 0 {za}", ".param za=za", ".param za={zb}\n.param zb='za'"]),
  ),
  "recursive function": adding(() => ".func za(x)={zb(x)}\n.func zb(x)={za(x)+1}\nRzz a 0 {za(1)}"),
  "nested subcircuits": adding((random) => {
    const depth = 1 + random.below(300);
    return `${times(depth, (k) => `.subckt z${k} a`)}\nR1 a 0 1k\n${times(depth, (k) => (k === 0 ? ".ends" : `Xz a z${depth - k}\n.ends`))}\nXzz a z0`;
  }),
  "nested formula": adding((random) => {
    const depth = 1 + random.below(2000);
    const [open, close] = random.pick([
      ["(", ")"],
      ["-", ""],
      ["abs(", ")"],
      ["1?1:", ""],
      ["1+(", ")"],
      ["!", ""],
    ]);
    return `Rzz a 0 {${open.repeat(depth)}1${close.repeat(depth)}}`;
  }),
  "chain of parameters": adding(
    (random) => `${times(1 + random.below(800), (k) => `.param zp${k}={zp${k + 1}}`)}\nRzz a 0 {zp0}`,
  ),
  "doubling subcircuits": adding((random) => {
    // In between lie circuits that are large and right.
    const depth = random.below(2) === 0 ? 1 + random.below(8) : 20 + random.below(30);
    const cells = times(depth, (k) => `.subckt zd${k} a\nX1 a zd${k + 1}\nX2 a zd${k + 1}\n.ends`);
    return `${cells}\n.subckt zd${depth} a\n${random.pick(["R1 a 0 1", "* nothing"])}\n.ends\nXzz a zd${random.pick([0, Math.max(0, depth - 6)])}`;
  }),
  "doubling functions": adding((random) => {
    const depth = 1 + random.below(40);
    return `.func zf0(x)={x}\n${times(depth, (k) => `.func zf${k + 1}(x)={zf${k}(x)+zf${k}(x)}`)}\nRzz a 0 {zf${depth}(1)}`;
  }),
  "cyclic include": (deck, random) => {
    const [first, second] = random.pick([
      ["za.lib", "zb.lib"],
      ["sub/za.lib", "../za.lib"],
      ["za.lib", "./za.lib"],
    ]);
    const files = {
      ...deck.files,
      [first]: `.include ${second}\n`,
      "za.lib": `.include ${first}\n`,
      "zb.lib": ".include za.lib\n",
    };
    return adding(() => `.include ${first}`)({ ...deck, files }, random);
  },
  "doubling include": (deck, random) => {
    const depth = 1 + random.below(35);
    const chain = Array.from({ length: depth }, (_, k) => [`zi${k}`, `.include zi${k + 1}\n.include zi${k + 1}\n`]);
    const files = { ...deck.files, ...Object.fromEntries(chain), [`zi${depth}`]: "* nothing\n" };
    return adding(() => ".include zi0")({ ...deck, files }, random);
  },
  "missing include": adding(() => ".include not/there.lib"),
  "missing Verilog-A file": adding(() => '.hdl "not/there.va"'),
  "Verilog-A file changed": (deck, random) => {
    const names = Object.keys(deck.files).filter((name) => /\.(?:va|inc)$/.test(name));
    if (names.length === 0) return deck;
    const name = random.pick(names);
    const mutation = textMutations[random.pick(Object.keys(textMutations))];
    return { ...deck, files: { ...deck.files, [name]: mutation(deck.files[name], random) } };
  },
  "Verilog-A files in a circle": (deck, random) => {
    const files = { ...deck.files, "zz.va": '`include "./zz.va"\nmodule zz(p); endmodule\n' };
    return adding(() => ".hdl zz.va\n.model ZZ zz\nNzz a ZZ")({ ...deck, files }, random);
  },
  "Verilog-A device": adding((random) => {
    const module = random.pick(["resistor", "Diode", "vdmos", "egt", "toString", "__proto__", "none"]);
    const nodes = "a b c 0 a b".split(" ").slice(0, random.below(7)).join(" ");
    return `.model ZN ${module}(${random.pick(["", "is=1f", "__proto__=1", "m=2", "r=0"])})\nNzz ${nodes} ZN ${random.pick(["", "m=0", "m=3", "R=1k", "constructor=1"])}`;
  }),
  "long line": adding(
    (random) =>
      `Rzz a 0 ${random.pick(["1k".padEnd(100_000), "a".repeat(50_000), "1".repeat(50_000), "{1".padEnd(20_000, "+1")])}`,
  ),
  "long name": adding((random) => `Rz${"z".repeat(random.below(50_000))} a 0 1k`),
  "many continuations": adding(
    (random) => `Vzz zz 0 pwl(0 0\n${times(random.below(3000), (k) => `+ ${k + 1}u ${k % 5}`)})\nRzz zz 0 1k`,
  ),
};
