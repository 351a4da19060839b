import { builtInFunctions, type Formula } from "../../src/netlist/index.js";

/** The value of a flat behavioural formula at given node voltages and source currents. */
export function evaluateFlat(formula: Formula, voltages: ReadonlyMap<string, number>): number {
  const value = (part: Formula): number => {
    switch (part.kind) {
      case "number":
        return part.value;
      case "time":
        return 0;
      case "voltage":
        return at(`v(${part.positive})`) - at(`v(${part.negative})`);
      case "current":
        return at(`i(${part.source})`);
      case "unary":
        return part.operator === "-"
          ? -value(part.operand)
          : part.operator === "!"
            ? Number(!value(part.operand))
            : value(part.operand);
      case "conditional":
        return value(part.condition) ? value(part.whenTrue) : value(part.whenFalse);
      case "call":
        return builtInFunctions[part.name].value(...part.operands.map(value));
      case "binary":
        return operate(part.operator, value(part.left), value(part.right));
      case "name":
        throw new Error(`${part.name} is left in a flat formula`);
    }
  };
  const at = (name: string): number => {
    const found = name.toLowerCase() === "v(0)" ? 0 : voltages.get(name.toLowerCase());
    if (found === undefined) throw new Error(`no ${name}`);
    return found;
  };
  return value(formula);
}

function operate(operator: string, a: number, b: number): number {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "**":
      return Math.abs(a) ** b;
    case "<":
      return Number(a < b);
    case "<=":
      return Number(a <= b);
    case ">":
      return Number(a > b);
    case ">=":
      return Number(a >= b);
    case "==":
      return Number(a === b);
    case "!=":
      return Number(a !== b);
    case "&&":
      return Number(a !== 0 && b !== 0);
    case "||":
      return Number(a !== 0 || b !== 0);
    default:
      throw new Error(`${operator} is left in a flat formula`);
  }
}
