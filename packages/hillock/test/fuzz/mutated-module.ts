import { readFileSync } from "node:fs";
import { shippedModules } from "../../src/devices/modules.js";
import type { VerilogASource } from "../../src/netlist/circuit.js";
import { type Random, randomStream } from "./random.js";

/** Verilog-A sources that are right: one with every construct, and the devices of the library. */
export const modules: readonly VerilogASource[] = [
  {
    file: "every-construct.va",
    text: readFileSync(new URL("every-construct.va", import.meta.url), "utf8"),
    includes: {},
  },
  ...Object.values(shippedModules),
];

/** A mutated source, and what was done to it. */
export interface MutatedModule {
  readonly source: VerilogASource;
  readonly mutations: readonly string[];
}

const pieces = /`?[A-Za-z_$][\w$]*|\d[\w.]*|<\+|&&|"[^"]*"|\s+|[\s\S]/g;
const characters = [..."({[<;:,`\"\\\n*/0.-é#'@<\0]})=?&|^~!%+"];
const strangers = [
  "1e999",
  "-1",
  "0",
  "1e-320",
  "inf",
  "begin",
  "end",
  "endmodule",
  "while (1)",
  "repeat (1e6)",
  "ddt(",
  "idt(",
  "I(<a>)",
  "V(a)",
  "$limit(",
  "@(timer(",
  "[0:1]",
  "[99999999]",
  "'{1}",
  "constructor",
  "__proto__",
  "`define",
  "`include",
  "`ifdef X",
  "parameter real",
  "from (0:0)",
  "ln(-1)",
  "/0",
  "/*",
  "<+",
];

/** One or two changes of words: dropped, doubled, exchanged, replaced by another of the text or from outside. */
export function mutatedModule(seed: number, index: number): MutatedModule {
  const random = randomStream(seed, index);
  // Every other one is of the source that has everything.
  const original = index % 2 === 0 ? modules[0] : random.pick(modules);
  const words = original.text.match(pieces) ?? [];
  const mutations = Array.from({ length: 1 + random.below(2) }, () => mutate(words, random));
  return { source: { ...original, text: words.join("") }, mutations };
}

const kinds = [/^[A-Za-z_$][\w$]*$/, /^\d/, /^[-+*/<>&|!=]/, /^[(){}[\],;]$/];

function mutate(words: string[], random: Random): string {
  const at = random.below(words.length);
  const was = words[at];
  switch (random.below(10)) {
    case 0:
      words[at] = "";
      return `dropped ${was}`;
    case 1:
      words[at] = `${was} ${was}`;
      return `doubled ${was}`;
    case 2:
      words[at] = random.pick(words);
      return `${was} by ${words[at]}`;
    case 3: {
      const other = random.below(words.length);
      [words[at], words[other]] = [words[other], was];
      return `exchanged ${was} and ${words[at]}`;
    }
    case 4:
      words[at] = random.pick(characters) + was;
      return `${words[at]} for ${was}`;
    case 5:
      words[at] = ` ${random.pick(strangers)} `;
      return `${was} by ${words[at]}`;
    default: {
      // By another of its kind: this passes the parser most often.
      const kind = kinds[random.below(5) === 0 ? random.below(4) : random.below(2)];
      const alike = [...words.keys()].filter((k) => kind.test(words[k]));
      const chosen = random.pick(alike);
      const before = words[chosen];
      words[chosen] = words[random.pick(alike)];
      return `${before} by ${words[chosen]}`;
    }
  }
}
