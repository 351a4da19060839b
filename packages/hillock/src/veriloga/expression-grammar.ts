import { EmbeddedActionsParser, type IToken } from "chevrotain";
import * as word from "./lexer.js";
import { associate, readNumber } from "./operators.js";
import { type Location, spanning } from "./source-text.js";
import type * as syntax from "./syntax.js";
import { syntaxMessages } from "./syntax-errors.js";

/** What `(* desc="...", units="..." *)` says. */
export interface Attributes {
  readonly desc?: string;
  readonly units?: string;
}

export const locationOf = (token: IToken): Location => token.payload as Location;

const stringText = (image: string): string =>
  image.slice(1, -1).replace(/\\([\s\S])/g, (_, c) => (c === "n" ? "\n" : c));

/**
 * The grammar of names, attributes and expressions. Chevrotain builds a parser from these rules; each returns its piece
 * of the syntax tree. (Chevrotain runs every rule once with dummy tokens to record it, so the actions must bear those.)
 */
export class ExpressionGrammar extends EmbeddedActionsParser {
  constructor() {
    super([...word.tokenTypes], { maxLookahead: 1, skipValidations: true, errorMessageProvider: syntaxMessages });
  }

  protected readonly name = this.RULE("name", (): syntax.NameSyntax => {
    const token = this.CONSUME(word.Identifier);
    return { name: token.image.replace(/^\\/, ""), at: locationOf(token) };
  });

  protected readonly attributes = this.RULE("attributes", (): Attributes => {
    const found: Record<string, string> = {};
    this.MANY(() => {
      this.CONSUME(word.AttributeOpen);
      this.MANY_SEP({
        SEP: word.Comma,
        DEF: () => {
          const { name } = this.SUBRULE(this.name);
          this.OPTION(() => {
            this.CONSUME(word.Assign);
            const value = this.SUBRULE(this.expression);
            if (value?.kind === "string") found[name] = value.text;
          });
        },
      });
      this.CONSUME(word.AttributeClose);
    });
    return found;
  });

  protected readonly dimension = this.RULE("dimension", (): syntax.DimensionSyntax => {
    this.CONSUME(word.BracketOpen);
    const first = this.SUBRULE(this.expression);
    this.CONSUME(word.Colon);
    const last = this.SUBRULE1(this.expression);
    this.CONSUME(word.BracketClose);
    return { first, last };
  });

  protected readonly condition = this.RULE("condition", (): syntax.ExpressionSyntax => {
    this.CONSUME(word.ParenOpen);
    const condition = this.SUBRULE(this.expression);
    this.CONSUME(word.ParenClose);
    return condition;
  });

  protected readonly args = this.RULE("args", (): syntax.ExpressionSyntax[] => {
    const args: syntax.ExpressionSyntax[] = [];
    this.CONSUME(word.ParenOpen);
    this.MANY_SEP({ SEP: word.Comma, DEF: () => args.push(this.SUBRULE(this.expression)) });
    this.CONSUME(word.ParenClose);
    return args;
  });

  protected readonly expression = this.RULE("expression", (): syntax.ExpressionSyntax => {
    const condition = this.SUBRULE(this.operation);
    const choice = this.OPTION(() => {
      this.CONSUME(word.Question);
      this.SUBRULE(this.attributes);
      const whenTrue = this.SUBRULE(this.expression);
      this.CONSUME(word.Colon);
      return { whenTrue, whenFalse: this.SUBRULE1(this.expression) };
    });
    if (choice === undefined) return condition;
    return { kind: "conditional", condition, ...choice, at: spanning(condition?.at, choice.whenFalse?.at) };
  });

  protected readonly operation = this.RULE("operation", (): syntax.ExpressionSyntax => {
    const operators: string[] = [];
    const operands = [this.SUBRULE(this.operand)];
    this.MANY(() => {
      operators.push(this.CONSUME(word.BinaryOperator).image);
      operands.push(this.SUBRULE1(this.operand));
    });
    return associate(operands, operators);
  });

  protected readonly operand = this.RULE(
    "operand",
    (): syntax.ExpressionSyntax =>
      this.OR<syntax.ExpressionSyntax>([
        {
          ALT: () => {
            const sign = this.CONSUME(word.UnaryOperator);
            const operand = this.SUBRULE(this.operand);
            const at = spanning(locationOf(sign), operand?.at);
            return { kind: "unary", operator: sign.image as syntax.UnaryOperator, operand, at };
          },
        },
        { ALT: () => this.SUBRULE(this.nameOrCall) },
        { ALT: () => this.SUBRULE(this.systemCall) },
        {
          ALT: () => {
            const token = this.CONSUME(word.NumberLiteral);
            return { kind: "number", ...readNumber(token.image), at: locationOf(token) };
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(word.StringLiteral);
            return { kind: "string", text: stringText(token.image), at: locationOf(token) };
          },
        },
        { ALT: () => this.SUBRULE(this.condition) },
        { ALT: () => this.SUBRULE(this.array) },
        {
          ALT: () => {
            const open = this.CONSUME(word.Less);
            const { name } = this.SUBRULE(this.name);
            return { kind: "port", name, at: spanning(locationOf(open), locationOf(this.CONSUME(word.Greater))) };
          },
        },
      ]),
  );

  protected readonly array = this.RULE("array", (): syntax.ExpressionSyntax => {
    const elements: syntax.ExpressionSyntax[] = [];
    const open = this.CONSUME(word.BraceOpen);
    this.AT_LEAST_ONE_SEP({ SEP: word.Comma, DEF: () => elements.push(this.SUBRULE(this.expression)) });
    return { kind: "array", elements, at: spanning(locationOf(open), locationOf(this.CONSUME(word.BraceClose))) };
  });

  protected readonly index = this.RULE("index", (): syntax.ExpressionSyntax => {
    this.CONSUME(word.BracketOpen);
    const index = this.SUBRULE(this.expression);
    this.CONSUME(word.BracketClose);
    return index;
  });

  protected readonly nameOrCall = this.RULE("nameOrCall", (): syntax.ExpressionSyntax => {
    const name = this.SUBRULE(this.name);
    const index = this.OPTION(() => this.SUBRULE(this.index));
    const args = this.OPTION1(() => this.SUBRULE(this.args));
    if (index) return { kind: "element", array: name, index, at: spanning(name.at, locationOf(this.LA(0))) };
    if (args === undefined) return { kind: "name", ...name };
    return { kind: "call", name: name.name, args, at: spanning(name.at, locationOf(this.LA(0))), nameAt: name.at };
  });

  protected readonly systemCall = this.RULE("systemCall", (): syntax.CallSyntax => {
    const token = this.CONSUME(word.SystemName);
    const args = this.OPTION(() => this.SUBRULE(this.args)) ?? [];
    const nameAt = locationOf(token);
    return { kind: "call", name: token.image, args, at: spanning(nameAt, locationOf(this.LA(0))), nameAt };
  });
}
