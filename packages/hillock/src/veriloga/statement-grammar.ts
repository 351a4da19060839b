import type { IToken } from "chevrotain";
import { type Attributes, ExpressionGrammar, locationOf } from "./expression-grammar.js";
import * as word from "./lexer.js";
import { lineNumber, spanning } from "./source-text.js";
import type * as syntax from "./syntax.js";

const { keyword } = word;

/** The elements of a rule's list; a dummy while Chevrotain records. */
export const each = <Element>(list: Element[]): Element[] => (Array.isArray(list) ? list : []);

/** The grammar of what stands in analog blocks: statements, and the declarations that blocks and modules share. */
export class StatementGrammar extends ExpressionGrammar {
  protected readonly names = this.RULE("names", (): syntax.NameSyntax[] => {
    const names: syntax.NameSyntax[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: word.Comma, DEF: () => names.push(this.SUBRULE(this.name)) });
    return names;
  });

  protected readonly type = this.RULE("type", (): "real" | "integer" =>
    this.OR([
      { ALT: () => this.CONSUME(keyword.real) && ("real" as const) },
      { ALT: () => this.CONSUME(keyword.integer) && ("integer" as const) },
    ]),
  );

  protected readonly range = this.RULE("range", (): syntax.RangeSyntax => {
    const first = this.OR([{ ALT: () => this.CONSUME(keyword.from) }, { ALT: () => this.CONSUME(keyword.exclude) }]);
    const kind = first.image as "from" | "exclude";
    return this.OR1<syntax.RangeSyntax>([
      {
        ALT: () => {
          const open = this.OR2([
            { ALT: () => this.CONSUME(word.ParenOpen) },
            { ALT: () => this.CONSUME(word.BracketOpen) },
          ]);
          const lower = this.SUBRULE(this.expression);
          const upper = this.OPTION(() => {
            this.CONSUME(word.Colon);
            return this.SUBRULE1(this.expression);
          });
          const close = this.OR3([
            { ALT: () => this.CONSUME(word.ParenClose) },
            { ALT: () => this.CONSUME(word.BracketClose) },
          ]);
          return {
            kind,
            lower,
            upper: upper ?? lower,
            includesLower: open.image === "[" || upper === undefined,
            includesUpper: close.image === "]" || upper === undefined,
            at: spanning(locationOf(first), locationOf(close)),
          };
        },
      },
      {
        ALT: () => {
          const value = this.SUBRULE2(this.expression);
          return { kind, lower: value, upper: value, includesLower: true, includesUpper: true, at: locationOf(first) };
        },
      },
    ]);
  });

  protected readonly parameters = this.RULE("parameters", (attributes: Attributes = {}): syntax.ParameterSyntax[] => {
    const declared: Omit<syntax.ParameterSyntax, "description" | "units">[] = [];
    const local = this.OR([
      { ALT: () => this.CONSUME(keyword.parameter) && false },
      { ALT: () => this.CONSUME(keyword.localparam) && true },
    ]);
    const type = this.OPTION(() => this.SUBRULE(this.type)) ?? "real";
    this.AT_LEAST_ONE_SEP({
      SEP: word.Comma,
      DEF: () => {
        const ranges: syntax.RangeSyntax[] = [];
        const { name, at } = this.SUBRULE(this.name);
        const dimension = this.OPTION2(() => this.SUBRULE(this.dimension));
        this.CONSUME(word.Assign);
        const value = this.SUBRULE(this.expression);
        this.MANY(() => ranges.push(this.SUBRULE(this.range)));
        declared.push({ kind: "parameter", name, type, local, dimension, value, ranges, at });
      },
    });
    const end = this.CONSUME(word.Semicolon);
    const trailing = this.OPTION1({
      GATE: () => this.attributeEndsLine(end),
      DEF: () => this.SUBRULE(this.attributes),
    });
    const { desc = "", units = "" } = { ...attributes, ...trailing };
    return declared.map((parameter) => ({ ...parameter, description: desc, units }));
  });

  protected readonly variables = this.RULE("variables", (): syntax.VariableSyntax[] => {
    const found: syntax.VariableSyntax[] = [];
    const type = this.OR([
      { ALT: () => this.SUBRULE(this.type) },
      { ALT: () => this.CONSUME(keyword.genvar) && ("integer" as const) },
    ]);
    this.AT_LEAST_ONE_SEP({
      SEP: word.Comma,
      DEF: () => {
        const { name, at } = this.SUBRULE(this.name);
        const dimension = this.OPTION(() => this.SUBRULE(this.dimension));
        const initial = this.OPTION1(() => {
          this.CONSUME(word.Assign);
          return this.SUBRULE(this.expression);
        });
        found.push({ kind: "variable", name, type, dimension, initial, at });
      },
    });
    this.CONSUME(word.Semicolon);
    return found;
  });

  protected readonly statement = this.RULE("statement", (): syntax.StatementSyntax => {
    this.SUBRULE(this.attributes);
    return this.OR<syntax.StatementSyntax>([
      { ALT: () => this.SUBRULE(this.block) },
      { ALT: () => this.SUBRULE(this.ifStatement) },
      { ALT: () => this.SUBRULE(this.caseStatement) },
      { ALT: () => this.SUBRULE(this.loop) },
      { ALT: () => this.SUBRULE(this.event) },
      { ALT: () => this.SUBRULE(this.task) },
      { ALT: () => this.SUBRULE(this.assignmentOrContribution) },
      { ALT: () => ({ kind: "empty", at: locationOf(this.CONSUME(word.Semicolon)) }) },
    ]);
  });

  protected readonly block = this.RULE("block", (): syntax.StatementSyntax => {
    const variables: syntax.VariableSyntax[] = [];
    const parameters: syntax.ParameterSyntax[] = [];
    const statements: syntax.StatementSyntax[] = [];
    const at = locationOf(this.CONSUME(keyword.begin));
    this.OPTION(() => {
      this.CONSUME(word.Colon);
      this.SUBRULE(this.name);
    });
    this.MANY(() => {
      this.SUBRULE(this.attributes);
      this.OR([
        { ALT: () => variables.push(...each(this.SUBRULE(this.variables))) },
        { ALT: () => parameters.push(...each(this.SUBRULE(this.parameters, { ARGS: [{}] }))) },
        { ALT: () => statements.push(this.SUBRULE(this.statement)) },
      ]);
    });
    this.CONSUME(keyword.end);
    return { kind: "block", variables, parameters, statements, at };
  });

  protected readonly ifStatement = this.RULE("ifStatement", (): syntax.StatementSyntax => {
    const at = locationOf(this.CONSUME(keyword.if));
    const condition = this.SUBRULE(this.condition);
    const whenTrue = this.SUBRULE(this.statement);
    const whenFalse = this.OPTION(() => {
      this.CONSUME(keyword.else);
      return this.SUBRULE1(this.statement);
    });
    return { kind: "if", condition, whenTrue, whenFalse, at };
  });

  protected readonly caseStatement = this.RULE("caseStatement", (): syntax.StatementSyntax => {
    const items: { labels: syntax.ExpressionSyntax[]; body: syntax.StatementSyntax }[] = [];
    const at = locationOf(this.CONSUME(keyword.case));
    const subject = this.SUBRULE(this.condition);
    this.AT_LEAST_ONE(() => {
      const labels: syntax.ExpressionSyntax[] = [];
      this.OR([
        {
          ALT: () => {
            this.CONSUME(keyword.default);
            this.OPTION(() => this.CONSUME(word.Colon));
          },
        },
        {
          ALT: () => {
            this.AT_LEAST_ONE_SEP({ SEP: word.Comma, DEF: () => labels.push(this.SUBRULE(this.expression)) });
            this.CONSUME1(word.Colon);
          },
        },
      ]);
      items.push({ labels, body: this.SUBRULE(this.statement) });
    });
    this.CONSUME(keyword.endcase);
    return { kind: "case", subject, items, at };
  });

  protected readonly loop = this.RULE(
    "loop",
    (): syntax.StatementSyntax =>
      this.OR<syntax.StatementSyntax>([
        {
          ALT: () => {
            const at = locationOf(this.CONSUME(keyword.for));
            this.CONSUME(word.ParenOpen);
            const initial = this.SUBRULE(this.assignment);
            this.CONSUME(word.Semicolon);
            const condition = this.SUBRULE(this.expression);
            this.CONSUME1(word.Semicolon);
            const step = this.SUBRULE1(this.assignment);
            this.CONSUME(word.ParenClose);
            return { kind: "for", initial, condition, step, body: this.SUBRULE(this.statement), at };
          },
        },
        {
          ALT: () => {
            const at = locationOf(this.CONSUME(keyword.while));
            const condition = this.SUBRULE(this.condition);
            return { kind: "while", condition, body: this.SUBRULE1(this.statement), at };
          },
        },
        {
          ALT: () => {
            const at = locationOf(this.CONSUME(keyword.repeat));
            const count = this.SUBRULE1(this.condition);
            return { kind: "repeat", count, body: this.SUBRULE2(this.statement), at };
          },
        },
      ]),
  );

  protected readonly assignment = this.RULE("assignment", (): syntax.AssignmentSyntax => {
    const target = this.SUBRULE(this.name);
    const index = this.OPTION(() => this.SUBRULE(this.index));
    this.CONSUME(word.Assign);
    const value = this.SUBRULE(this.expression);
    return { kind: "assignment", target, index, value, at: target?.at };
  });

  protected readonly event = this.RULE("event", (): syntax.StatementSyntax => {
    const events: syntax.EventSyntax[] = [];
    const at = locationOf(this.CONSUME(word.At));
    this.CONSUME(word.ParenOpen);
    this.AT_LEAST_ONE_SEP({
      SEP: keyword.or,
      DEF: () => {
        const { name, at } = this.SUBRULE(this.name);
        const args = this.OPTION(() => this.SUBRULE(this.args)) ?? [];
        events.push({ name, args, at });
      },
    });
    this.CONSUME(word.ParenClose);
    return { kind: "event", events, body: this.SUBRULE(this.statement), at };
  });

  protected readonly task = this.RULE("task", (): syntax.StatementSyntax => {
    const call = this.SUBRULE(this.systemCall);
    this.CONSUME(word.Semicolon);
    return { kind: "task", call, at: call?.at };
  });

  protected readonly assignmentOrContribution = this.RULE("assignmentOrContribution", (): syntax.StatementSyntax => {
    const { name, at } = this.SUBRULE(this.name);
    const statement = this.OR<syntax.StatementSyntax>([
      {
        ALT: () => {
          const index = this.OPTION(() => this.SUBRULE(this.index));
          this.CONSUME(word.Assign);
          return { kind: "assignment", target: { name, at }, index, value: this.SUBRULE(this.expression), at };
        },
      },
      {
        ALT: () => {
          const args = this.SUBRULE(this.args);
          const end = locationOf(this.LA(0));
          this.CONSUME(word.Contribute);
          const target: syntax.CallSyntax = { kind: "call", name, args, at: spanning(at, end), nameAt: at };
          return { kind: "contribution", target, value: this.SUBRULE1(this.expression), at };
        },
      },
    ]);
    this.CONSUME(word.Semicolon);
    return statement;
  });

  /** Whether an attribute stands after `end` on its line, with nothing behind it: then it speaks of what was declared. */
  private attributeEndsLine(end: IToken): boolean {
    if (this.LA(1).tokenType !== word.AttributeOpen) return false;
    let ahead = 1;
    while (this.LA(ahead).tokenType !== word.AttributeClose) {
      if (locationOf(this.LA(ahead)) === undefined) return false;
      ahead++;
    }
    const line = (token: IToken): number => lineNumber(locationOf(token).source.text, locationOf(token).start);
    const next = this.LA(ahead + 1);
    const atEnd = locationOf(next) === undefined || locationOf(next).source !== locationOf(end).source;
    return line(this.LA(1)) === line(end) && (atEnd || line(next) > line(this.LA(ahead)));
  }
}
