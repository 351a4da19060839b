import { didYouMean } from "../base/suggest.js";
import { isAccess, isInFunction, lookup, type Scope, visibleNames, wordOf } from "./scope.js";
import { fault } from "./source-text.js";
import { type StandardFunction, standardFunction, standardFunctionNames } from "./standard-functions.js";
import type { CallSyntax, FunctionSyntax } from "./syntax.js";

/** What a call calls. */
export type Callee =
  | { readonly kind: "access" | "operator" | "system" }
  | { readonly kind: "standard"; readonly standard: StandardFunction }
  | { readonly kind: "declared"; readonly declared: FunctionSyntax };

/** The fewest and most arguments. */
type Arity = readonly [least: number, most: number];

/** Operators that have a memory, or look at how the circuit is solved, with their arity. */
const analogOperators = {
  ddt: [1, 2],
  ddx: [2, 2],
  idt: [1, 4],
  white_noise: [1, 2],
  flicker_noise: [2, 3],
  noise_table: [1, 2],
} as const satisfies Record<string, Arity>;

/** System functions, with their arity. */
const systemFunctions = {
  $temperature: [0, 0],
  $vt: [0, 1],
  $abstime: [0, 0],
  $mfactor: [0, 0],
  $simparam: [1, 2],
  $param_given: [1, 1],
  $port_connected: [1, 1],
  $limit: [1, 6],
  analysis: [1, 8],
} as const satisfies Record<string, Arity>;

export type AnalogOperatorName = keyof typeof analogOperators;
export type SystemFunctionName = keyof typeof systemFunctions;

/** What Verilog-A has and this reader has not, with what to do instead. */
const unsupported: Readonly<Record<string, string>> = {
  absdelay: "a delay has no finite set of equations; approximate it by a chain of RC stages",
  ac_stim: "put an AC source into the netlist",
  idtmod: "use idt() and take the remainder outside the device",
  laplace_nd: "write the transfer function with ddt() on internal nodes",
  laplace_np: "write the transfer function with ddt() on internal nodes",
  laplace_zd: "write the transfer function with ddt() on internal nodes",
  laplace_zp: "write the transfer function with ddt() on internal nodes",
  last_crossing: "store $abstime in a variable:  @(cross(...)) t = $abstime;",
  slew: "limit the slope with an internal node and ddt()",
  transition: "smooth the edge with an internal RC node, or with tanh()",
  zi_nd: "discrete-time filters are not supported",
  zi_np: "discrete-time filters are not supported",
  zi_zd: "discrete-time filters are not supported",
  zi_zp: "discrete-time filters are not supported",
  $realtime: "use $abstime",
  $random: "random numbers belong into the netlist's parameters, so that a run can be repeated",
  $rdist_normal: "random numbers belong into the netlist's parameters, so that a run can be repeated",
  $table_model: "write the curve as an expression",
};

/**
 * What `call` calls, its number of arguments checked.
 *
 * @throws HillockError if there is no such function, it is not supported, or takes other arguments
 */
export function resolveCall(scope: Scope, call: CallSyntax): Callee {
  const { name } = call;
  const entity = lookup(scope, name);
  if (entity?.kind === "function") {
    requireArguments(call, [entity.args.length, entity.args.length]);
    return { kind: "declared", declared: entity };
  }
  if (entity) {
    const help = isInFunction(scope) ? "a function cannot call itself; use a loop" : undefined;
    throw fault("not-a-function", `"${name}" is a ${wordOf(entity)} here, not a function`, call.nameAt, { help });
  }
  if (isAccess(scope, name)) {
    if (!isInFunction(scope)) return { kind: "access" };
    throw fault("access-in-function", `${name}() cannot be read in a function`, call.at, {
      help: "pass it as an argument",
    });
  }
  if (Object.hasOwn(analogOperators, name)) {
    if (isInFunction(scope)) {
      throw fault("operator-in-function", `${name}() cannot stand in a function`, call.nameAt, {
        help: "let the function return its argument, and use the operator outside",
      });
    }
    requireArguments(call, analogOperators[name as AnalogOperatorName]);
    return { kind: "operator" };
  }
  const standard = standardFunction(name);
  if (standard) {
    requireArguments(call, [standard.arity, standard.arity]);
    return { kind: "standard", standard };
  }
  if (Object.hasOwn(systemFunctions, name)) {
    requireArguments(call, systemFunctions[name as SystemFunctionName]);
    return { kind: "system" };
  }
  if (Object.hasOwn(unsupported, name)) {
    throw fault("unsupported", `${name}() is not supported`, call.nameAt, { help: unsupported[name] });
  }
  const known = name.startsWith("$")
    ? Object.keys(systemFunctions)
    : [...visibleNames(scope, "function"), ...standardFunctionNames, ...Object.keys(analogOperators)];
  throw fault("unknown-function", `there is no function "${name}"`, call.nameAt, { help: didYouMean(name, known) });
}

/** @throws HillockError unless the call has that many arguments */
export function requireArguments({ name, args, at }: CallSyntax, [least, most]: Arity): void {
  if (args.length >= least && args.length <= most) return;
  const wanted = least === most ? `${least}` : `${least} to ${most}`;
  throw fault(
    "wrong-arguments",
    `${name}() takes ${wanted} argument${wanted === "1" ? "" : "s"}, not ${args.length}`,
    at,
    {
      help: "count the commas: a parenthesis may be closed too early or too late",
    },
  );
}
