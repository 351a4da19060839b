import { createToken, Lexer } from "chevrotain";

const node = String.raw`[^\s(),={}'"]+`;

export const tokens = {
  number: createToken({ name: "number", pattern: /(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\w*/i }),
  voltage: createToken({
    name: "voltage",
    pattern: new RegExp(String.raw`v\s*\(\s*${node}\s*(?:,\s*${node}\s*)?\)`, "i"),
  }),
  current: createToken({ name: "current", pattern: new RegExp(String.raw`i\s*\(\s*${node}\s*\)`, "i") }),
  identifier: createToken({ name: "identifier", pattern: /[a-z_]\w*/i }),
  power: createToken({ name: "power", pattern: /\*\*|\^/ }),
  times: createToken({ name: "times", pattern: /[*/%]/ }),
  plus: createToken({ name: "plus", pattern: /[+-]/ }),
  equal: createToken({ name: "equal", pattern: /==|!=|<>/ }),
  compare: createToken({ name: "compare", pattern: /<=|>=|<|>/ }),
  not: createToken({ name: "not", pattern: /!/ }),
  and: createToken({ name: "and", pattern: /&&/ }),
  or: createToken({ name: "or", pattern: /\|\|/ }),
  question: createToken({ name: "question", pattern: /\?/ }),
  colon: createToken({ name: "colon", pattern: /:/ }),
  comma: createToken({ name: "comma", pattern: /,/ }),
  open: createToken({ name: "open", pattern: /\(/ }),
  close: createToken({ name: "close", pattern: /\)/ }),
  openBrace: createToken({ name: "openBrace", pattern: /\{/ }),
  closeBrace: createToken({ name: "closeBrace", pattern: /\}/ }),
  quote: createToken({ name: "quote", pattern: /'/ }),
  blank: createToken({ name: "blank", pattern: /\s+/, group: Lexer.SKIPPED }),
} as const;

export const vocabulary = Object.values(tokens);

/** The lexer of formulas, made when the first formula is read. */
export function createFormulaLexer(): Lexer {
  return new Lexer(vocabulary, { positionTracking: "onlyOffset", skipValidations: true });
}
