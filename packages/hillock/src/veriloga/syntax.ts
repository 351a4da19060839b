import type { Location } from "./source-text.js";

/** A name where it is declared or used. */
export interface NameSyntax {
  readonly name: string;
  readonly at: Location;
}

export type UnaryOperator = "+" | "-" | "!" | "~";

export type ExpressionSyntax =
  | { readonly kind: "number"; readonly value: number; readonly type: "real" | "integer"; readonly at: Location }
  | { readonly kind: "string"; readonly text: string; readonly at: Location }
  | { readonly kind: "name"; readonly name: string; readonly at: Location }
  /** `name[index]` */
  | {
      readonly kind: "element";
      readonly array: NameSyntax;
      readonly index: ExpressionSyntax;
      readonly at: Location;
    }
  /** `'{a, b, ...}`: the values of an array. */
  | { readonly kind: "array"; readonly elements: readonly ExpressionSyntax[]; readonly at: Location }
  /** `<name>`: a port, in the access to the current that flows through it. */
  | { readonly kind: "port"; readonly name: string; readonly at: Location }
  /** A function, a system function (`$name`, also without arguments), or the access to a potential or flow. */
  | CallSyntax
  | {
      readonly kind: "unary";
      readonly operator: UnaryOperator;
      readonly operand: ExpressionSyntax;
      readonly at: Location;
    }
  | {
      readonly kind: "binary";
      readonly operator: string;
      readonly left: ExpressionSyntax;
      readonly right: ExpressionSyntax;
      readonly at: Location;
    }
  | {
      readonly kind: "conditional";
      readonly condition: ExpressionSyntax;
      readonly whenTrue: ExpressionSyntax;
      readonly whenFalse: ExpressionSyntax;
      readonly at: Location;
    };

export interface CallSyntax {
  readonly kind: "call";
  readonly name: string;
  readonly args: readonly ExpressionSyntax[];
  readonly at: Location;
  /** Where the name alone stands. */
  readonly nameAt: Location;
}

/** `[first:last]` behind the name of an array. */
export interface DimensionSyntax {
  readonly first: ExpressionSyntax;
  readonly last: ExpressionSyntax;
}

export interface VariableSyntax {
  readonly kind: "variable";
  readonly name: string;
  readonly type: "real" | "integer";
  readonly dimension?: DimensionSyntax;
  /** Set for the elements of an array, which are made when a device is. */
  readonly elementOf?: VariableSyntax;
  readonly initial?: ExpressionSyntax;
  readonly at: Location;
}

/** `from [lower:upper)`, `exclude (lower:upper)`, or `exclude value` (both bounds equal and included). */
export interface RangeSyntax {
  readonly kind: "from" | "exclude";
  readonly lower: ExpressionSyntax;
  readonly upper: ExpressionSyntax;
  readonly includesLower: boolean;
  readonly includesUpper: boolean;
  readonly at: Location;
}

export interface ParameterSyntax {
  readonly kind: "parameter";
  readonly name: string;
  readonly type: "real" | "integer";
  readonly local: boolean;
  readonly dimension?: DimensionSyntax;
  readonly value: ExpressionSyntax;
  readonly ranges: readonly RangeSyntax[];
  readonly description: string;
  readonly units: string;
  readonly at: Location;
}

/** `aliasparam name = target;` */
export interface AliasSyntax {
  readonly kind: "alias";
  readonly name: string;
  readonly target: NameSyntax;
  readonly at: Location;
}

/** `discipline a, b;`, `ground a;`, `inout a;`, or several of these at once. */
export interface NodesSyntax {
  readonly kind: "nodes";
  readonly discipline?: NameSyntax;
  readonly direction?: string;
  readonly ground: boolean;
  readonly names: readonly NameSyntax[];
}

export interface BranchSyntax {
  readonly kind: "branch";
  readonly name: string;
  readonly plus: NameSyntax;
  /** The reference node if absent. */
  readonly minus?: NameSyntax;
  readonly at: Location;
}

export interface FunctionSyntax {
  readonly kind: "function";
  readonly name: string;
  readonly type: "real" | "integer";
  readonly args: readonly (VariableSyntax & { readonly direction: "input" | "output" | "inout" })[];
  /** The variable that has the function's name and holds its value. */
  readonly result: VariableSyntax;
  /** Local variables, the arguments left out. */
  readonly variables: readonly VariableSyntax[];
  readonly parameters: readonly ParameterSyntax[];
  readonly body: readonly StatementSyntax[];
  readonly at: Location;
}

export interface AnalogSyntax {
  readonly kind: "analog";
  /** `analog initial`. */
  readonly initial: boolean;
  readonly body: StatementSyntax;
  readonly at: Location;
}

/** `@(name(args))`. */
export interface EventSyntax {
  readonly name: string;
  readonly args: readonly ExpressionSyntax[];
  readonly at: Location;
}

export interface AssignmentSyntax {
  readonly kind: "assignment";
  readonly target: NameSyntax;
  /** Set for `target[index] = value`. */
  readonly index?: ExpressionSyntax;
  readonly value: ExpressionSyntax;
  readonly at: Location;
}

export type StatementSyntax =
  | {
      readonly kind: "block";
      readonly variables: readonly VariableSyntax[];
      readonly parameters: readonly ParameterSyntax[];
      readonly statements: readonly StatementSyntax[];
      readonly at: Location;
    }
  | AssignmentSyntax
  | {
      readonly kind: "contribution";
      readonly target: CallSyntax;
      readonly value: ExpressionSyntax;
      readonly at: Location;
    }
  | {
      readonly kind: "if";
      readonly condition: ExpressionSyntax;
      readonly whenTrue: StatementSyntax;
      readonly whenFalse?: StatementSyntax;
      readonly at: Location;
    }
  | {
      readonly kind: "case";
      readonly subject: ExpressionSyntax;
      /** No labels: `default`. */
      readonly items: readonly { readonly labels: readonly ExpressionSyntax[]; readonly body: StatementSyntax }[];
      readonly at: Location;
    }
  | {
      readonly kind: "for";
      readonly initial: AssignmentSyntax;
      readonly condition: ExpressionSyntax;
      readonly step: AssignmentSyntax;
      readonly body: StatementSyntax;
      readonly at: Location;
    }
  | {
      readonly kind: "while";
      readonly condition: ExpressionSyntax;
      readonly body: StatementSyntax;
      readonly at: Location;
    }
  | {
      readonly kind: "repeat";
      readonly count: ExpressionSyntax;
      readonly body: StatementSyntax;
      readonly at: Location;
    }
  | {
      readonly kind: "event";
      readonly events: readonly EventSyntax[];
      readonly body: StatementSyntax;
      readonly at: Location;
    }
  /** `$strobe(...)` and other system tasks. */
  | { readonly kind: "task"; readonly call: CallSyntax; readonly at: Location }
  | { readonly kind: "empty"; readonly at: Location };

export type ItemSyntax =
  | NodesSyntax
  | ParameterSyntax
  | AliasSyntax
  | BranchSyntax
  | VariableSyntax
  | FunctionSyntax
  | AnalogSyntax;

/** `nature name; key = value; ... endnature` */
export interface NatureSyntax {
  readonly kind: "nature";
  readonly name: string;
  readonly parent?: NameSyntax;
  readonly access?: NameSyntax;
  readonly units: string;
  readonly at: Location;
}

/** `discipline name; potential nature; flow nature; domain continuous; enddiscipline` */
export interface DisciplineSyntax {
  readonly kind: "discipline";
  readonly name: string;
  readonly potential?: NameSyntax;
  readonly flow?: NameSyntax;
  readonly domain: string;
  readonly at: Location;
}

/** A file after its directives acted: plain data, which can be kept as JSON (syntax-data.ts). */
export interface FileSyntax {
  readonly natures: readonly NatureSyntax[];
  readonly disciplines: readonly DisciplineSyntax[];
  readonly modules: readonly ModuleSyntax[];
}

export interface ModuleSyntax {
  readonly name: string;
  readonly at: Location;
  readonly ports: readonly NameSyntax[];
  readonly items: readonly ItemSyntax[];
}
