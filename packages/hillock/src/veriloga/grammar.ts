import { locationOf } from "./expression-grammar.js";
import * as word from "./lexer.js";
import { each, StatementGrammar } from "./statement-grammar.js";
import type * as syntax from "./syntax.js";

const { keyword } = word;

/** The grammar of a file: its modules and what they declare. */
export class Grammar extends StatementGrammar {
  constructor() {
    super();
    this.performSelfAnalysis();
  }

  readonly file = this.RULE("file", (): syntax.FileSyntax => {
    const natures: syntax.NatureSyntax[] = [];
    const disciplines: syntax.DisciplineSyntax[] = [];
    const modules: syntax.ModuleSyntax[] = [];
    this.MANY(() => {
      this.SUBRULE(this.attributes);
      this.OR([
        { ALT: () => modules.push(this.SUBRULE(this.module)) },
        { ALT: () => natures.push(this.SUBRULE(this.nature)) },
        { ALT: () => disciplines.push(this.SUBRULE(this.discipline)) },
      ]);
    });
    return { natures, disciplines, modules };
  });

  protected readonly nature = this.RULE("nature", (): syntax.NatureSyntax => {
    const values = new Map<string, syntax.ExpressionSyntax>();
    this.CONSUME(keyword.nature);
    const { name, at } = this.SUBRULE(this.name);
    const parent = this.OPTION(() => {
      this.CONSUME(word.Colon);
      return this.SUBRULE1(this.name);
    });
    this.OPTION1(() => this.CONSUME(word.Semicolon));
    this.MANY(() => {
      const key = this.SUBRULE2(this.name);
      this.CONSUME(word.Assign);
      values.set(key?.name, this.SUBRULE(this.expression));
      this.CONSUME1(word.Semicolon);
    });
    this.CONSUME(keyword.endnature);
    const access = values.get("access");
    const units = values.get("units");
    return {
      kind: "nature",
      name,
      parent,
      access: access?.kind === "name" ? { name: access.name, at: access.at } : undefined,
      units: units?.kind === "string" ? units.text : "",
      at,
    };
  });

  protected readonly discipline = this.RULE("discipline", (): syntax.DisciplineSyntax => {
    const values = new Map<string, syntax.NameSyntax>();
    this.CONSUME(keyword.discipline);
    const { name, at } = this.SUBRULE(this.name);
    this.OPTION(() => this.CONSUME(word.Semicolon));
    this.MANY(() => {
      const key = this.SUBRULE1(this.name);
      values.set(key?.name, this.SUBRULE2(this.name));
      this.CONSUME1(word.Semicolon);
    });
    this.CONSUME(keyword.enddiscipline);
    const domain = values.get("domain")?.name ?? "continuous";
    return { kind: "discipline", name, potential: values.get("potential"), flow: values.get("flow"), domain, at };
  });

  protected readonly module = this.RULE("module", (): syntax.ModuleSyntax => {
    const items: syntax.ItemSyntax[] = [];
    const ports: syntax.NameSyntax[] = [];
    this.OR([{ ALT: () => this.CONSUME(keyword.module) }, { ALT: () => this.CONSUME(keyword.macromodule) }]);
    const { name, at } = this.SUBRULE(this.name);
    this.OPTION(() => {
      this.CONSUME(word.ParenOpen);
      let previous: syntax.NodesSyntax | undefined;
      this.MANY_SEP({
        SEP: word.Comma,
        DEF: () => {
          const port = this.SUBRULE(this.port);
          ports.push(...(port?.names ?? []));
          // `inout electrical a, b`: b is what a is.
          const plain = port?.direction === undefined && port?.discipline === undefined;
          const declared: syntax.NodesSyntax | undefined =
            plain && previous ? { ...previous, names: port?.names } : port;
          if (declared?.direction !== undefined || declared?.discipline !== undefined) items.push(declared);
          previous = declared;
        },
      });
      this.CONSUME(word.ParenClose);
    });
    this.CONSUME(word.Semicolon);
    this.MANY(() => items.push(...each(this.SUBRULE(this.item))));
    this.CONSUME(keyword.endmodule);
    return { name, at, ports, items };
  });

  protected readonly port = this.RULE("port", (): syntax.NodesSyntax => {
    this.SUBRULE(this.attributes);
    const direction = this.OPTION(() => this.SUBRULE(this.direction));
    const first = this.SUBRULE(this.name);
    const second = this.OPTION1(() => this.SUBRULE1(this.name));
    return second
      ? { kind: "nodes", discipline: first, direction, ground: false, names: [second] }
      : { kind: "nodes", direction, ground: false, names: [first] };
  });

  protected readonly direction = this.RULE("direction", (): string =>
    this.OR([
      { ALT: () => this.CONSUME(keyword.inout).image },
      { ALT: () => this.CONSUME(keyword.input).image },
      { ALT: () => this.CONSUME(keyword.output).image },
    ]),
  );

  protected readonly item = this.RULE("item", (): syntax.ItemSyntax[] => {
    const attributes = this.SUBRULE(this.attributes);
    return this.OR<syntax.ItemSyntax[]>([
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

  protected readonly directedNodes = this.RULE("directedNodes", (): syntax.ItemSyntax[] => {
    const direction = this.SUBRULE(this.direction);
    const first = this.SUBRULE(this.name);
    const rest = this.OPTION(() => this.SUBRULE(this.names));
    const more: syntax.NameSyntax[] = [];
    this.MANY(() => {
      this.CONSUME(word.Comma);
      more.push(this.SUBRULE1(this.name));
    });
    this.CONSUME(word.Semicolon);
    return rest
      ? [{ kind: "nodes", discipline: first, direction, ground: false, names: rest }]
      : [{ kind: "nodes", direction, ground: false, names: [first, ...more] }];
  });

  protected readonly groundNodes = this.RULE("groundNodes", (): syntax.ItemSyntax[] => {
    this.CONSUME(keyword.ground);
    const names = this.SUBRULE(this.names);
    this.CONSUME(word.Semicolon);
    return [{ kind: "nodes", ground: true, names }];
  });

  protected readonly disciplinedNodes = this.RULE("disciplinedNodes", (): syntax.ItemSyntax[] => {
    const discipline = this.SUBRULE(this.name);
    const names = this.SUBRULE(this.names);
    this.CONSUME(word.Semicolon);
    return [{ kind: "nodes", discipline, ground: false, names }];
  });

  protected readonly alias = this.RULE("alias", (): syntax.ItemSyntax[] => {
    this.CONSUME(keyword.aliasparam);
    const { name, at } = this.SUBRULE(this.name);
    this.CONSUME(word.Assign);
    const target = this.OR([
      { ALT: () => this.SUBRULE1(this.name) },
      {
        ALT: () => {
          const token = this.CONSUME(word.SystemName);
          return { name: token.image, at: locationOf(token) };
        },
      },
    ]);
    this.CONSUME(word.Semicolon);
    return [{ kind: "alias", name, target, at }];
  });

  protected readonly branches = this.RULE("branches", (): syntax.ItemSyntax[] => {
    this.CONSUME(keyword.branch);
    this.CONSUME(word.ParenOpen);
    const plus = this.SUBRULE(this.name);
    const minus = this.OPTION(() => {
      this.CONSUME(word.Comma);
      return this.SUBRULE1(this.name);
    });
    this.CONSUME(word.ParenClose);
    const names = this.SUBRULE(this.names);
    this.CONSUME(word.Semicolon);
    return each(names).map(({ name, at }) => ({ kind: "branch", name, plus, minus, at }));
  });

  protected readonly analog = this.RULE("analog", (): syntax.ItemSyntax[] => {
    const at = locationOf(this.CONSUME(keyword.analog));
    return this.OR<syntax.ItemSyntax[]>([
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

  protected readonly function = this.RULE("function", (): syntax.FunctionSyntax => {
    const directions: {
      direction: "input" | "output" | "inout";
      dimension?: syntax.DimensionSyntax;
      names: syntax.NameSyntax[];
    }[] = [];
    const variables: syntax.VariableSyntax[] = [];
    const parameters: syntax.ParameterSyntax[] = [];
    const body: syntax.StatementSyntax[] = [];
    this.CONSUME(keyword.function);
    const type = this.OPTION(() => this.SUBRULE(this.type)) ?? "real";
    const { name, at } = this.SUBRULE(this.name);
    this.CONSUME(word.Semicolon);
    this.MANY(() => {
      this.SUBRULE(this.attributes);
      this.OR([
        {
          ALT: () => {
            const direction = this.SUBRULE(this.direction) as "input" | "output" | "inout";
            const dimension = this.OPTION1(() => this.SUBRULE(this.dimension));
            directions.push({ direction, dimension, names: this.SUBRULE(this.names) });
            this.CONSUME1(word.Semicolon);
          },
        },
        { ALT: () => variables.push(...each(this.SUBRULE(this.variables))) },
        { ALT: () => parameters.push(...each(this.SUBRULE(this.parameters, { ARGS: [{}] }))) },
      ]);
    });
    this.AT_LEAST_ONE(() => body.push(this.SUBRULE(this.statement)));
    this.CONSUME(keyword.endfunction);
    const args = directions.flatMap(({ direction, dimension, names }) =>
      each(names).map((arg) => {
        const declared = variables.find((variable) => variable.name === arg.name);
        return {
          kind: "variable" as const,
          ...arg,
          type: declared?.type ?? "real",
          dimension: declared?.dimension ?? dimension,
          direction,
        };
      }),
    );
    const locals = variables.filter((variable) => !args.some((arg) => arg.name === variable.name));
    const result = { kind: "variable" as const, name, type, at };
    return { kind: "function", name, type, args, result, variables: locals, parameters, body, at };
  });
}
