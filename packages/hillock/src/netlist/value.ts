/**
 * A formula of a netlist: in braces or quotes where SPICE wants a number, or the right-hand side of a B source.
 * Names are parameters; `voltage`, `current` and `time` are allowed only in behavioural sources. A number as read is not
 * negative: its sign is an operator. `**` is |left|^right, as ngspice has it.
 */
export type Formula =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "unary"; readonly operator: "-" | "+" | "!"; readonly operand: Formula }
  | { readonly kind: "binary"; readonly operator: BinaryOperator; readonly left: Formula; readonly right: Formula }
  | {
      readonly kind: "conditional";
      readonly condition: Formula;
      readonly whenTrue: Formula;
      readonly whenFalse: Formula;
    }
  | { readonly kind: "call"; readonly name: string; readonly operands: readonly Formula[] }
  | { readonly kind: "voltage"; readonly positive: string; readonly negative: string }
  | { readonly kind: "current"; readonly source: string }
  | { readonly kind: "time" };

export type BinaryOperator = "+" | "-" | "*" | "/" | "**" | "%" | "<" | "<=" | ">" | ">=" | "==" | "!=" | "&&" | "||";

/** A number in SI units, or a formula that gives one once the parameters are known. */
export type Value = number | Formula;
