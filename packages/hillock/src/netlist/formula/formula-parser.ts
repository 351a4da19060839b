import { EmbeddedActionsParser, type IToken } from "chevrotain";
import { readSpiceNumber } from "../../base/units.js";
import type { BinaryOperator, Formula } from "../value.js";
import { tokens, vocabulary } from "./formula-lexer.js";

/** What the parser tells while it reads: where a node stands, and what is wrong with it. */
export interface FormulaListener {
  /** Both of ngspice's readers have to understand the formula alike. */
  readonly strict: boolean;
  /** `start` and `end` are offsets in the formula's text. */
  place(node: Formula, start: number, end: number): void;
  /** Throws. */
  fail(start: number, end: number, what: string, problem: string, help: string): never;
}

/**
 * Grammar of formulas, loosest first: `a ? b : c`, `||`, `&&`, `== !=`, `< <= > >=`, `+ -`, `* / %`, unary `- + !`,
 * `**` (also `^`). All binary operators are left-associative, the power too; `-a**b` is -(a**b). Braces and quotes inside
 * a formula group like parentheses; {@link parseFormula} refuses them where ngspice, which drops them, would not group.
 *
 * These are the rules of ngspice's behavioural sources. Its reader of `.param` formulas differs in three places, where
 * one text would mean two numbers: `x op -a**b`, `== !=` beside `< >`, and `a ? b ? c : d : e`. Outside of behavioural
 * sources they are refused unless parentheses decide.
 */
export class FormulaParser extends EmbeddedActionsParser {
  listener: FormulaListener | undefined;
  /** Nodes that stood in parentheses. */
  private readonly grouped = new WeakSet<Formula>();
  private readonly starts = new WeakMap<Formula, number>();

  constructor() {
    super(vocabulary, { recoveryEnabled: false, skipValidations: true, maxLookahead: 2 });
    this.performSelfAnalysis();
  }

  readonly formula = this.RULE("formula", (): Formula => this.SUBRULE(this.conditional));

  private readonly conditional = this.RULE("conditional", (): Formula => {
    const condition = this.SUBRULE(this.disjunction);
    let result = condition;
    this.OPTION(() => {
      this.CONSUME(tokens.question);
      const whenTrue = this.SUBRULE1(this.conditional);
      this.CONSUME(tokens.colon);
      const whenFalse = this.SUBRULE2(this.conditional);
      this.ACTION(() => {
        if (whenTrue.kind === "conditional" && !this.grouped.has(whenTrue)) {
          this.ambiguous("`a ? b ? c : d : e`", "around the inner ? :");
        }
        result = this.node({ kind: "conditional", condition, whenTrue, whenFalse }, condition);
      });
    });
    return result;
  });

  private readonly disjunction = this.binaryRule("disjunction", tokens.or, () => this.conjunction);
  private readonly conjunction = this.binaryRule("conjunction", tokens.and, () => this.equality);
  private readonly equality = this.binaryRule("equality", tokens.equal, () => this.comparison);
  private readonly comparison = this.binaryRule("comparison", tokens.compare, () => this.sum);
  private readonly sum = this.binaryRule("sum", tokens.plus, () => this.product);
  private readonly product = this.binaryRule("product", tokens.times, () => this.unary);

  private readonly unary = this.RULE("unary", (): Formula => {
    const before = this.LA(0).tokenType;
    const signs: IToken[] = [];
    this.MANY(() => signs.push(this.SUBRULE(this.sign)));
    const operand = this.SUBRULE(this.power);
    return this.ACTION(() => {
      const isPower = operand.kind === "binary" && operand.operator === "**" && !this.grouped.has(operand);
      if (signs.length > 0 && isPower && binaryTokens.has(before)) {
        this.ambiguous("a sign between an operator and a power", "as in  a - (-b)**c  or  a - (-(b**c))");
      }
      return this.signed(signs, operand);
    });
  });

  private readonly power = this.RULE("power", (): Formula => {
    let result = this.SUBRULE(this.primary);
    let signedExponent = false;
    this.MANY(() => {
      this.CONSUME(tokens.power);
      const signs: IToken[] = [];
      this.MANY1(() => signs.push(this.SUBRULE(this.sign)));
      const exponent = this.SUBRULE1(this.primary);
      this.ACTION(() => {
        if (signedExponent) this.ambiguous("a power of a power with a sign", "around one of the powers", true);
        signedExponent = signs.length > 0;
        result = this.binary("**", result, this.signed(signs, exponent));
      });
    });
    return result;
  });

  private readonly sign = this.RULE("sign", () =>
    this.OR([{ ALT: () => this.CONSUME(tokens.plus) }, { ALT: () => this.CONSUME(tokens.not) }]),
  );

  private readonly primary = this.RULE(
    "primary",
    (): Formula =>
      this.OR([
        { ALT: () => this.leaf(this.CONSUME(tokens.number), (token) => this.number(token)) },
        { ALT: () => this.leaf(this.CONSUME(tokens.voltage), (token) => voltage(token.image)) },
        { ALT: () => this.leaf(this.CONSUME(tokens.current), ({ image }) => current(image)) },
        { ALT: () => this.SUBRULE(this.nameOrCall) },
        { ALT: () => this.group(0, tokens.open, tokens.close) },
        { ALT: () => this.group(1, tokens.openBrace, tokens.closeBrace) },
        { ALT: () => this.group(2, tokens.quote, tokens.quote) },
      ]),
  );

  private readonly nameOrCall = this.RULE("nameOrCall", (): Formula => {
    const name = this.CONSUME(tokens.identifier);
    let result = this.leaf(
      name,
      ({ image }): Formula => (image.toLowerCase() === "time" ? { kind: "time" } : { kind: "name", name: image }),
    );
    this.OPTION(() => {
      const operands: Formula[] = [];
      this.CONSUME(tokens.open);
      this.MANY_SEP({ SEP: tokens.comma, DEF: () => operands.push(this.SUBRULE(this.conditional)) });
      this.CONSUME(tokens.close);
      result = this.leaf(name, () => {
        if (/^[vi]$/i.test(name.image)) this.notASignal(name);
        return { kind: "call", name: name.image, operands };
      });
    });
    return result;
  });

  private binaryRule(name: string, operator: (typeof vocabulary)[number], next: () => (index?: number) => Formula) {
    return this.RULE(name, (): Formula => {
      // biome-ignore lint/suspicious/noExplicitAny: chevrotain's rule type names the arguments that no rule here has
      const operand = next() as any;
      let result: Formula = this.SUBRULE(operand);
      this.MANY(() => {
        const token = this.CONSUME(operator);
        const right: Formula = this.SUBRULE1(operand);
        this.ACTION(() => {
          const compared = [result, right].some((side) => isComparison(side) && !this.grouped.has(side));
          if (name === "equality" && compared) {
            this.ambiguous("== or != beside < <= > >=", "around the comparison that goes first");
          }
          const image = token.image === "<>" ? "!=" : token.image;
          result = this.binary(image as BinaryOperator, result, right);
        });
      });
      return result;
    });
  }

  /** A formula between brackets; `index` tells the occurrences within a rule apart, as chevrotain wants it. */
  private group(index: number, open: (typeof vocabulary)[number], close: (typeof vocabulary)[number]): Formula {
    this.consume(2 * index, open);
    const inner = this.subrule(index, this.conditional);
    this.consume(2 * index + 1, close);
    return this.ACTION(() => {
      this.grouped.add(inner);
      return inner;
    });
  }

  private number({ image, startOffset }: IToken): Formula {
    const number = readSpiceNumber(image);
    if (number && "value" in number) {
      if (!/\d\.?\d*(e[+-]?\d+)?mil/i.test(image)) return { kind: "number", value: number.value };
      const help = "write 25.4u for 1mil";
      return this.fail(startOffset, image.length, "malformed-number", "mil in a formula is 1e-3 to ngspice", help);
    }
    const problem = number?.problem ?? `"${image}" is not a number`;
    return this.fail(startOffset, image.length, "malformed-number", problem, number?.help ?? "write 4.7k or 4.7e3");
  }

  private leaf(token: IToken, make: (token: IToken) => Formula): Formula {
    return this.ACTION(() => {
      const node = make(token);
      this.starts.set(node, token.startOffset);
      this.listener?.place(node, token.startOffset, token.startOffset + token.image.length);
      return node;
    });
  }

  private signed(signs: readonly IToken[], operand: Formula): Formula {
    return signs.reduceRight<Formula>((inner, { image }) => {
      const node: Formula = { kind: "unary", operator: image as "-" | "+" | "!", operand: inner };
      return this.node(node, inner);
    }, operand);
  }

  private binary(operator: BinaryOperator, left: Formula, right: Formula): Formula {
    return this.node({ kind: "binary", operator, left, right }, left);
  }

  /** A node that reaches from its first operand to the token read last. */
  private node(node: Formula, first: Formula): Formula {
    const start = this.starts.get(first) ?? this.LA(0).startOffset;
    this.starts.set(node, start);
    this.listener?.place(node, start, this.LA(0).startOffset + this.LA(0).image.length);
    return node;
  }

  private notASignal({ startOffset, image }: IToken): never {
    const end = this.LA(0).startOffset + this.LA(0).image.length;
    const problem = `${image}( ) takes the names of ${image.toLowerCase() === "v" ? "one or two nodes" : "one source"}`;
    return this.fail(
      startOffset,
      end - startOffset,
      "malformed-formula",
      problem,
      "write v(node), v(node,node) or i(source)",
    );
  }

  private ambiguous(what: string, where: string, always = false): void {
    if (!always && !this.listener?.strict) return;
    const { startOffset, image } = this.LA(0);
    const problem = `${what} means different numbers to the two formula readers of ngspice`;
    this.fail(startOffset, image.length, "ambiguous-formula", problem, `write parentheses ${where}`);
  }

  private fail(start: number, length: number, what: string, problem: string, help: string): never {
    if (!this.listener) throw new Error("a formula is read without a listener");
    return this.listener.fail(start, start + length, what, problem, help);
  }
}

const binaryTokens = new Set<unknown>([
  tokens.or,
  tokens.and,
  tokens.equal,
  tokens.compare,
  tokens.plus,
  tokens.times,
  tokens.question,
  tokens.colon,
]);

function isComparison(formula: Formula): boolean {
  return formula.kind === "binary" && ["<", "<=", ">", ">="].includes(formula.operator);
}

function voltage(image: string): Formula {
  const [positive, negative = "0"] = inParentheses(image);
  return { kind: "voltage", positive, negative };
}

function current(image: string): Formula {
  return { kind: "current", source: inParentheses(image)[0] };
}

function inParentheses(image: string): string[] {
  return image
    .slice(image.indexOf("(") + 1, -1)
    .split(",")
    .map((name) => name.trim());
}
