import { EmbeddedActionsParser, type IToken } from "chevrotain";
import * as T from "./lexer.js";
import { associate, readNumber } from "./operators.js";
import { type Location, lineNumber, spanning } from "./source-text.js";
import type * as S from "./syntax.js";
import { syntaxMessages } from "./syntax-errors.js";

const { keyword } = T;

interface Attributes {
  readonly desc?: string;
  readonly units?: string;
}

const locationOf = (token: IToken): Location => token.payload as Location;
/** The elements of a rule's list; a dummy while Chevrotain records. */
const each = <Element>(list: Element[]): Element[] => (Array.isArray(list) ? list : []);
const text = (token: IToken): string =>
  token.image.slice(1, -1).replace(/\\([\s\S])/g, (_, c) => (c === "n" ? "\n" : c));

/**
 * The grammar of the Verilog-A subset. Chevrotain builds a parser from these rules; each returns its piece of the
 * syntax tree. (Chevrotain runs every rule once with dummy tokens to record it, so actions must bear those.)
 */
export class Grammar extends EmbeddedActionsParser {
  constructor() {
    super([...T.tokenTypes], { maxLookahead: 2, skipValidations: true, errorMessageProvider: syntaxMessages });
    this.performSelfAnalysis();
  }

  readonly file = this.RULE("file", (): S.ModuleSyntax[] => {
    const modules: S.ModuleSyntax[] = [];
    this.MANY(() => {
      this.SUBRULE(this.attributes);
      modules.push(this.SUBRULE(this.module));
    });
    return modules;
  });

  private readonly name = this.RULE("name", (): S.NameSyntax => {
    const token = this.CONSUME(T.Identifier);
    return { name: token.image.replace(/^\\/, ""), at: locationOf(token) };
  });

  private readonly names = this.RULE("names", (): S.NameSyntax[] => {
    const names: S.NameSyntax[] = [];
    this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => names.push(this.SUBRULE(this.name)) });
    return names;
  });

  private readonly attributes = this.RULE("attributes", (): Attributes => {
    const found: Record<string, string> = {};
    this.MANY(() => {
      this.CONSUME(T.AttributeOpen);
      this.MANY_SEP({
        SEP: T.Comma,
        DEF: () => {
          const { name } = this.SUBRULE(this.name);
          this.OPTION(() => {
            this.CONSUME(T.Assign);
            const value = this.SUBRULE(this.expression);
            if (value?.kind === "string") found[name] = value.text;
          });
        },
      });
      this.CONSUME(T.AttributeClose);
    });
    return found;
  });

  private readonly module = this.RULE("module", (): S.ModuleSyntax => {
    const items: S.ItemSyntax[] = [];
    const ports: S.NameSyntax[] = [];
    this.OR([{ ALT: () => this.CONSUME(keyword.module) }, { ALT: () => this.CONSUME(keyword.macromodule) }]);
    const { name, at } = this.SUBRULE(this.name);
    this.OPTION(() => {
      this.CONSUME(T.ParenOpen);
      let previous: S.NodesSyntax | undefined;
      this.MANY_SEP({
        SEP: T.Comma,
        DEF: () => {
          const port = this.SUBRULE(this.port);
          ports.push(...(port?.names ?? []));
          // `inout electrical a, b`: b is what a is.
          const plain = port?.direction === undefined && port?.discipline === undefined;
          const declared: S.NodesSyntax | undefined = plain && previous ? { ...previous, names: port?.names } : port;
          if (declared?.direction !== undefined || declared?.discipline !== undefined) items.push(declared);
          previous = declared;
        },
      });
      this.CONSUME(T.ParenClose);
    });
    this.CONSUME(T.Semicolon);
    this.MANY(() => items.push(...each(this.SUBRULE(this.item))));
    this.CONSUME(keyword.endmodule);
    return { name, at, ports, items };
  });

  private readonly port = this.RULE("port", (): S.NodesSyntax => {
    this.SUBRULE(this.attributes);
    const direction = this.OPTION(() => this.SUBRULE(this.direction));
    const first = this.SUBRULE(this.name);
    const second = this.OPTION1(() => this.SUBRULE1(this.name));
    return second
      ? { kind: "nodes", discipline: first, direction, ground: false, names: [second] }
      : { kind: "nodes", direction, ground: false, names: [first] };
  });

  private readonly direction = this.RULE("direction", (): string =>
    this.OR([
      { ALT: () => this.CONSUME(keyword.inout).image },
      { ALT: () => this.CONSUME(keyword.input).image },
      { ALT: () => this.CONSUME(keyword.output).image },
    ]),
  );

  private readonly item = this.RULE("item", (): S.ItemSyntax[] => {
    const attributes = this.SUBRULE(this.attributes);
    return this.OR<S.ItemSyntax[]>([
      { ALT: () => this.SUBRULE(this.directedNodes) },
      { ALT: () => this.SUBRULE(this.groundNodes) },
      { ALT: () => this.SUBRULE(this.disciplinedNodes) },
      { ALT: () => this.SUBRULE(this.parameters, { ARGS: [attributes] }) },
      { ALT: () => this.SUBRULE(this.alias) },
      { ALT: () => this.SUBRULE(this.branches) },
      { ALT: () => this.SUBRULE(this.variables) },
      { ALT: () => this.SUBRULE(this.analog) },
    ]);
  });

  private readonly directedNodes = this.RULE("directedNodes", (): S.ItemSyntax[] => {
    const direction = this.SUBRULE(this.direction);
    const first = this.SUBRULE(this.name);
    const rest = this.OPTION(() => this.SUBRULE(this.names));
    const more: S.NameSyntax[] = [];
    this.MANY(() => {
      this.CONSUME(T.Comma);
      more.push(this.SUBRULE1(this.name));
    });
    this.CONSUME(T.Semicolon);
    return rest
      ? [{ kind: "nodes", discipline: first, direction, ground: false, names: rest }]
      : [{ kind: "nodes", direction, ground: false, names: [first, ...more] }];
  });

  private readonly groundNodes = this.RULE("groundNodes", (): S.ItemSyntax[] => {
    this.CONSUME(keyword.ground);
    const names = this.SUBRULE(this.names);
    this.CONSUME(T.Semicolon);
    return [{ kind: "nodes", ground: true, names }];
  });

  private readonly disciplinedNodes = this.RULE("disciplinedNodes", (): S.ItemSyntax[] => {
    const discipline = this.SUBRULE(this.name);
    const names = this.SUBRULE(this.names);
    this.CONSUME(T.Semicolon);
    return [{ kind: "nodes", discipline, ground: false, names }];
  });

  private readonly type = this.RULE("type", (): "real" | "integer" =>
    this.OR([
      { ALT: () => this.CONSUME(keyword.real) && ("real" as const) },
      { ALT: () => this.CONSUME(keyword.integer) && ("integer" as const) },
    ]),
  );

  private readonly parameters = this.RULE("parameters", (attributes: Attributes = {}): S.ParameterSyntax[] => {
    const declared: Omit<S.ParameterSyntax, "description" | "units">[] = [];
    const local = this.OR([
      { ALT: () => this.CONSUME(keyword.parameter) && false },
      { ALT: () => this.CONSUME(keyword.localparam) && true },
    ]);
    const type = this.OPTION(() => this.SUBRULE(this.type)) ?? "real";
    this.AT_LEAST_ONE_SEP({
      SEP: T.Comma,
      DEF: () => {
        const ranges: S.RangeSyntax[] = [];
        const { name, at } = this.SUBRULE(this.name);
        this.CONSUME(T.Assign);
        const value = this.SUBRULE(this.expression);
        this.MANY(() => ranges.push(this.SUBRULE(this.range)));
        declared.push({ kind: "parameter", name, type, local, value, ranges, at });
      },
    });
    const end = this.CONSUME(T.Semicolon);
    const trailing = this.OPTION1({
      GATE: () => this.attributeEndsLine(end),
      DEF: () => this.SUBRULE(this.attributes),
    });
    const { desc = "", units = "" } = { ...attributes, ...trailing };
    return declared.map((parameter) => ({ ...parameter, description: desc, units }));
  });

  /** Whether an attribute stands after `end` on its line, with nothing behind it: then it speaks of what was declared. */
  private attributeEndsLine(end: IToken): boolean {
    if (this.LA(1).tokenType !== T.AttributeOpen) return false;
    let ahead = 1;
    while (this.LA(ahead).tokenType !== T.AttributeClose) {
      if (locationOf(this.LA(ahead)) === undefined) return false;
      ahead++;
    }
    const line = (token: IToken): number => lineNumber(locationOf(token).source.text, locationOf(token).start);
    const next = this.LA(ahead + 1);
    const atEnd = locationOf(next) === undefined || locationOf(next).source !== locationOf(end).source;
    return line(this.LA(1)) === line(end) && (atEnd || line(next) > line(this.LA(ahead)));
  }

  private readonly range = this.RULE("range", (): S.RangeSyntax => {
    const first = this.OR([{ ALT: () => this.CONSUME(keyword.from) }, { ALT: () => this.CONSUME(keyword.exclude) }]);
    const kind = first.image as "from" | "exclude";
    return this.OR1<S.RangeSyntax>([
      {
        ALT: () => {
          const open = this.OR2([{ ALT: () => this.CONSUME(T.ParenOpen) }, { ALT: () => this.CONSUME(T.BracketOpen) }]);
          const lower = this.SUBRULE(this.expression);
          const upper = this.OPTION(() => {
            this.CONSUME(T.Colon);
            return this.SUBRULE1(this.expression);
          });
          const close = this.OR3([
            { ALT: () => this.CONSUME(T.ParenClose) },
            { ALT: () => this.CONSUME(T.BracketClose) },
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

  private readonly alias = this.RULE("alias", (): S.ItemSyntax[] => {
    this.CONSUME(keyword.aliasparam);
    const { name, at } = this.SUBRULE(this.name);
    this.CONSUME(T.Assign);
    const target = this.OR([
      { ALT: () => this.SUBRULE1(this.name) },
      {
        ALT: () => {
          const token = this.CONSUME(T.SystemName);
          return { name: token.image, at: locationOf(token) };
        },
      },
    ]);
    this.CONSUME(T.Semicolon);
    return [{ kind: "alias", name, target, at }];
  });

  private readonly branches = this.RULE("branches", (): S.ItemSyntax[] => {
    this.CONSUME(keyword.branch);
    this.CONSUME(T.ParenOpen);
    const plus = this.SUBRULE(this.name);
    const minus = this.OPTION(() => {
      this.CONSUME(T.Comma);
      return this.SUBRULE1(this.name);
    });
    this.CONSUME(T.ParenClose);
    const names = this.SUBRULE(this.names);
    this.CONSUME(T.Semicolon);
    return each(names).map(({ name, at }) => ({ kind: "branch", name, plus, minus, at }));
  });

  private readonly variables = this.RULE("variables", (): S.VariableSyntax[] => {
    const found: S.VariableSyntax[] = [];
    const type = this.OR([
      { ALT: () => this.SUBRULE(this.type) },
      { ALT: () => this.CONSUME(keyword.genvar) && ("integer" as const) },
    ]);
    this.AT_LEAST_ONE_SEP({
      SEP: T.Comma,
      DEF: () => {
        const { name, at } = this.SUBRULE(this.name);
        const initial = this.OPTION(() => {
          this.CONSUME(T.Assign);
          return this.SUBRULE(this.expression);
        });
        found.push({ kind: "variable", name, type, initial, at });
      },
    });
    this.CONSUME(T.Semicolon);
    return found;
  });

  private readonly analog = this.RULE("analog", (): S.ItemSyntax[] => {
    const at = locationOf(this.CONSUME(keyword.analog));
    return this.OR<S.ItemSyntax[]>([
      { ALT: () => [this.SUBRULE(this.function)] },
      {
        ALT: () => {
          this.CONSUME(keyword.initial);
          return [{ kind: "analog", initial: true, body: this.SUBRULE(this.statement), at }];
        },
      },
      { ALT: () => [{ kind: "analog", initial: false, body: this.SUBRULE1(this.statement), at }] },
    ]);
  });

  private readonly function = this.RULE("function", (): S.FunctionSyntax => {
    const directions: { direction: "input" | "output" | "inout"; names: S.NameSyntax[] }[] = [];
    const variables: S.VariableSyntax[] = [];
    const parameters: S.ParameterSyntax[] = [];
    const body: S.StatementSyntax[] = [];
    this.CONSUME(keyword.function);
    const type = this.OPTION(() => this.SUBRULE(this.type)) ?? "real";
    const { name, at } = this.SUBRULE(this.name);
    this.CONSUME(T.Semicolon);
    this.MANY(() => {
      this.SUBRULE(this.attributes);
      this.OR([
        {
          ALT: () => {
            const direction = this.SUBRULE(this.direction) as "input" | "output" | "inout";
            directions.push({ direction, names: this.SUBRULE(this.names) });
            this.CONSUME1(T.Semicolon);
          },
        },
        { ALT: () => variables.push(...each(this.SUBRULE(this.variables))) },
        { ALT: () => parameters.push(...each(this.SUBRULE(this.parameters, { ARGS: [{}] }))) },
      ]);
    });
    this.AT_LEAST_ONE(() => body.push(this.SUBRULE(this.statement)));
    this.CONSUME(keyword.endfunction);
    const typeOf = (arg: string): "real" | "integer" => variables.find((v) => v.name === arg)?.type ?? "real";
    const args = directions.flatMap(({ direction, names }) =>
      each(names).map((arg) => ({ kind: "variable" as const, ...arg, type: typeOf(arg.name), direction })),
    );
    const locals = variables.filter((variable) => !args.some((arg) => arg.name === variable.name));
    const result = { kind: "variable" as const, name, type, at };
    return { kind: "function", name, type, args, result, variables: locals, parameters, body, at };
  });

  private readonly statement = this.RULE("statement", (): S.StatementSyntax => {
    this.SUBRULE(this.attributes);
    return this.OR<S.StatementSyntax>([
      { ALT: () => this.SUBRULE(this.block) },
      { ALT: () => this.SUBRULE(this.ifStatement) },
      { ALT: () => this.SUBRULE(this.caseStatement) },
      { ALT: () => this.SUBRULE(this.loop) },
      { ALT: () => this.SUBRULE(this.event) },
      { ALT: () => this.SUBRULE(this.task) },
      { ALT: () => this.SUBRULE(this.assignmentOrContribution) },
      { ALT: () => ({ kind: "empty", at: locationOf(this.CONSUME(T.Semicolon)) }) },
    ]);
  });

  private readonly block = this.RULE("block", (): S.StatementSyntax => {
    const variables: S.VariableSyntax[] = [];
    const parameters: S.ParameterSyntax[] = [];
    const statements: S.StatementSyntax[] = [];
    const at = locationOf(this.CONSUME(keyword.begin));
    this.OPTION(() => {
      this.CONSUME(T.Colon);
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

  private readonly condition = this.RULE("condition", (): S.ExpressionSyntax => {
    this.CONSUME(T.ParenOpen);
    const condition = this.SUBRULE(this.expression);
    this.CONSUME(T.ParenClose);
    return condition;
  });

  private readonly ifStatement = this.RULE("ifStatement", (): S.StatementSyntax => {
    const at = locationOf(this.CONSUME(keyword.if));
    const condition = this.SUBRULE(this.condition);
    const whenTrue = this.SUBRULE(this.statement);
    const whenFalse = this.OPTION(() => {
      this.CONSUME(keyword.else);
      return this.SUBRULE1(this.statement);
    });
    return { kind: "if", condition, whenTrue, whenFalse, at };
  });

  private readonly caseStatement = this.RULE("caseStatement", (): S.StatementSyntax => {
    const items: { labels: S.ExpressionSyntax[]; body: S.StatementSyntax }[] = [];
    const at = locationOf(this.CONSUME(keyword.case));
    const subject = this.SUBRULE(this.condition);
    this.AT_LEAST_ONE(() => {
      const labels: S.ExpressionSyntax[] = [];
      this.OR([
        {
          ALT: () => {
            this.CONSUME(keyword.default);
            this.OPTION(() => this.CONSUME(T.Colon));
          },
        },
        {
          ALT: () => {
            this.AT_LEAST_ONE_SEP({ SEP: T.Comma, DEF: () => labels.push(this.SUBRULE(this.expression)) });
            this.CONSUME1(T.Colon);
          },
        },
      ]);
      items.push({ labels, body: this.SUBRULE(this.statement) });
    });
    this.CONSUME(keyword.endcase);
    return { kind: "case", subject, items, at };
  });

  private readonly loop = this.RULE(
    "loop",
    (): S.StatementSyntax =>
      this.OR<S.StatementSyntax>([
        {
          ALT: () => {
            const at = locationOf(this.CONSUME(keyword.for));
            this.CONSUME(T.ParenOpen);
            const initial = this.SUBRULE(this.assignment);
            this.CONSUME(T.Semicolon);
            const condition = this.SUBRULE(this.expression);
            this.CONSUME1(T.Semicolon);
            const step = this.SUBRULE1(this.assignment);
            this.CONSUME(T.ParenClose);
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

  private readonly assignment = this.RULE("assignment", (): S.AssignmentSyntax => {
    const target = this.SUBRULE(this.name);
    this.CONSUME(T.Assign);
    const value = this.SUBRULE(this.expression);
    return { kind: "assignment", target, value, at: target?.at };
  });

  private readonly event = this.RULE("event", (): S.StatementSyntax => {
    const events: S.EventSyntax[] = [];
    const at = locationOf(this.CONSUME(T.At));
    this.CONSUME(T.ParenOpen);
    this.AT_LEAST_ONE_SEP({
      SEP: keyword.or,
      DEF: () => {
        const { name, at } = this.SUBRULE(this.name);
        const args = this.OPTION(() => this.SUBRULE(this.args)) ?? [];
        events.push({ name, args, at });
      },
    });
    this.CONSUME(T.ParenClose);
    return { kind: "event", events, body: this.SUBRULE(this.statement), at };
  });

  private readonly task = this.RULE("task", (): S.StatementSyntax => {
    const call = this.SUBRULE(this.systemCall);
    this.CONSUME(T.Semicolon);
    return { kind: "task", call, at: call?.at };
  });

  private readonly assignmentOrContribution = this.RULE("assignmentOrContribution", (): S.StatementSyntax => {
    const { name, at } = this.SUBRULE(this.name);
    const statement = this.OR<S.StatementSyntax>([
      {
        ALT: () => {
          this.CONSUME(T.Assign);
          return { kind: "assignment", target: { name, at }, value: this.SUBRULE(this.expression), at };
        },
      },
      {
        ALT: () => {
          const args = this.SUBRULE(this.args);
          const end = locationOf(this.LA(0));
          this.CONSUME(T.Contribute);
          const target: S.CallSyntax = { kind: "call", name, args, at: spanning(at, end), nameAt: at };
          return { kind: "contribution", target, value: this.SUBRULE1(this.expression), at };
        },
      },
    ]);
    this.CONSUME(T.Semicolon);
    return statement;
  });

  private readonly args = this.RULE("args", (): S.ExpressionSyntax[] => {
    const args: S.ExpressionSyntax[] = [];
    this.CONSUME(T.ParenOpen);
    this.MANY_SEP({ SEP: T.Comma, DEF: () => args.push(this.SUBRULE(this.expression)) });
    this.CONSUME(T.ParenClose);
    return args;
  });

  private readonly expression = this.RULE("expression", (): S.ExpressionSyntax => {
    const condition = this.SUBRULE(this.operation);
    const choice = this.OPTION(() => {
      this.CONSUME(T.Question);
      this.SUBRULE(this.attributes);
      const whenTrue = this.SUBRULE(this.expression);
      this.CONSUME(T.Colon);
      return { whenTrue, whenFalse: this.SUBRULE1(this.expression) };
    });
    if (choice === undefined) return condition;
    return { kind: "conditional", condition, ...choice, at: spanning(condition?.at, choice.whenFalse?.at) };
  });

  private readonly operation = this.RULE("operation", (): S.ExpressionSyntax => {
    const operators: string[] = [];
    const operands = [this.SUBRULE(this.operand)];
    this.MANY(() => {
      operators.push(this.CONSUME(T.BinaryOperator).image);
      operands.push(this.SUBRULE1(this.operand));
    });
    return associate(operands, operators);
  });

  private readonly operand = this.RULE(
    "operand",
    (): S.ExpressionSyntax =>
      this.OR<S.ExpressionSyntax>([
        {
          ALT: () => {
            const sign = this.CONSUME(T.UnaryOperator);
            const operand = this.SUBRULE(this.operand);
            const at = spanning(locationOf(sign), operand?.at);
            return { kind: "unary", operator: sign.image as S.UnaryOperator, operand, at };
          },
        },
        { ALT: () => this.SUBRULE(this.nameOrCall) },
        { ALT: () => this.SUBRULE(this.systemCall) },
        {
          ALT: () => {
            const token = this.CONSUME(T.NumberLiteral);
            return { kind: "number", ...readNumber(token.image), at: locationOf(token) };
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(T.StringLiteral);
            return { kind: "string", text: text(token), at: locationOf(token) };
          },
        },
        { ALT: () => this.SUBRULE(this.condition) },
      ]),
  );

  private readonly nameOrCall = this.RULE("nameOrCall", (): S.ExpressionSyntax => {
    const name = this.SUBRULE(this.name);
    const args = this.OPTION(() => this.SUBRULE(this.args));
    if (args === undefined) return { kind: "name", ...name };
    return { kind: "call", name: name.name, args, at: spanning(name.at, locationOf(this.LA(0))), nameAt: name.at };
  });

  private readonly systemCall = this.RULE("systemCall", (): S.CallSyntax => {
    const token = this.CONSUME(T.SystemName);
    const args = this.OPTION(() => this.SUBRULE(this.args)) ?? [];
    const nameAt = locationOf(token);
    return { kind: "call", name: token.image, args, at: spanning(nameAt, locationOf(this.LA(0))), nameAt };
  });
}
