import { add, binary, divide, multiply, unary } from "../expr/build.js";
import { constant, type Expression, type Graph } from "../expr/graph.js";
import { type BinaryOperation, type UnaryOperation, unaryOperations } from "../expr/operation.js";
import { truncate } from "./value.js";

/** A function of the language that has a value for every argument: no memory, no access to the circuit. */
export interface StandardFunction {
  readonly arity: number;
  /** `same`: an integer if all arguments are. */
  readonly result: "real" | "integer" | "same";
  readonly build: (graph: Graph, args: readonly Expression[]) => Expression;
}

const ofOne = (operation: UnaryOperation): StandardFunction => ({
  arity: 1,
  result: operation === "abs" ? "same" : "real",
  build: (graph, [x]) => unary(graph, operation, x),
});

const ofTwo = (operation: BinaryOperation): StandardFunction => ({
  arity: 2,
  result: operation === "min" || operation === "max" ? "same" : "real",
  build: (graph, [a, b]) => binary(graph, operation, a, b),
});

const hidden: ReadonlySet<string> = new Set(["neg", "not", "log", "limexpSlope", "hold", "fetlim"]);

const functions: Readonly<Record<string, StandardFunction>> = {
  ...Object.fromEntries(unaryOperations.filter((name) => !hidden.has(name)).map((name) => [name, ofOne(name)])),
  min: ofTwo("min"),
  max: ofTwo("max"),
  pow: ofTwo("pow"),
  atan2: ofTwo("atan2"),
  ln: ofOne("log"),
  log: log10(),
  log10: log10(),
  hypot: {
    arity: 2,
    result: "real",
    build: (graph, [x, y]) => unary(graph, "sqrt", add(graph, multiply(graph, x, x), multiply(graph, y, y))),
  },
  $rtoi: { arity: 1, result: "integer", build: (graph, [x]) => truncate(graph, x) },
  $itor: { arity: 1, result: "real", build: (_, [x]) => x },
};

function log10(): StandardFunction {
  return {
    arity: 1,
    result: "real",
    build: (graph, [x]) => divide(graph, unary(graph, "log", x), constant(graph, Math.LN10)),
  };
}

/** The function of that name; also under its system name (`$ln`, `$sqrt`, ...). */
export function standardFunction(name: string): StandardFunction | undefined {
  if (Object.hasOwn(functions, name)) return functions[name];
  const plain = name.slice(1);
  return name.startsWith("$") && name !== "$limexp" && Object.hasOwn(functions, plain) ? functions[plain] : undefined;
}

/** The names without `$`. */
export const standardFunctionNames: readonly string[] = Object.keys(functions).filter((name) => !name.startsWith("$"));
