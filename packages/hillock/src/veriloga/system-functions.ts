import { binary, multiply } from "../expr/build.js";
import { constant, symbol } from "../expr/graph.js";
import type { SystemFunctionName } from "./calls.js";
import { environmentQuantities, multiplicity } from "./device-module.js";
import { type Elaboration, isStaticAnalysis } from "./elaboration.js";
import { limit } from "./limiting.js";
import { type Entity, lookup, type Scope } from "./scope.js";
import { fault } from "./source-text.js";
import type { CallSyntax } from "./syntax.js";
import { evaluateAlgebraic } from "./time-derivative.js";
import { integer, real, type Value } from "./value.js";

type SystemFunction = (e: Elaboration, scope: Scope, call: CallSyntax) => Value;

/** k/q in V/K, exact in the 2019 SI. */
const boltzmannOverCharge = 1.380649e-23 / 1.602176634e-19;

const environment = (e: Elaboration, quantity: (typeof environmentQuantities)[number]): Value =>
  real(e.graph, symbol(e.graph, "environment", environmentQuantities.indexOf(quantity)));

const functions: Readonly<Record<SystemFunctionName, SystemFunction>> = {
  $temperature: (e) => environment(e, "temperature"),
  $vt: (e, scope, call) => {
    const temperature =
      call.args.length > 0 ? evaluateAlgebraic(e, scope, call.args[0]) : environment(e, "temperature").algebraic;
    return real(e.graph, multiply(e.graph, constant(e.graph, boltzmannOverCharge), temperature));
  },
  $abstime: (e) => real(e.graph, symbol(e.graph, "time", 0)),
  $mfactor: (e) => {
    const index = e.parameterSymbols.findIndex(({ name }) => name === multiplicity);
    return real(e.graph, index < 0 ? constant(e.graph, 1) : symbol(e.graph, "parameter", index));
  },
  $simparam: simulatorParameter,
  $param_given: parameterGiven,
  $port_connected: portConnected,
  $limit: limit,
  analysis: kindOfAnalysis,
};

/** The value of a `$function`. */
export function callSystemFunction(e: Elaboration, scope: Scope, call: CallSyntax): Value {
  return functions[call.name as SystemFunctionName](e, scope, call);
}

function simulatorParameter(e: Elaboration, scope: Scope, call: CallSyntax): Value {
  const [name] = call.args;
  if (name.kind !== "string") throw fault("wrong-arguments", '$simparam() takes a name in "quotes"', name.at);
  if (name.text === "gmin") return environment(e, "gmin");
  if (call.args.length === 2) return real(e.graph, evaluateAlgebraic(e, scope, call.args[1]));
  throw fault("unknown-simparam", `this simulator has no parameter "${name.text}"`, name.at, {
    help: `give a default:  $simparam("${name.text}", 1)`,
  });
}

/**
 * `analysis("static")`: 1 in an operating point or sweep, which is where the time is 0; the equations of a small-signal
 * analysis and of a transient are those behind 0.
 */
function kindOfAnalysis(e: Elaboration, _: Scope, { args }: CallSyntax): Value {
  const { graph } = e;
  const kinds = args.map((kind) => {
    if (kind.kind === "string" && kind.text === "static") return isStaticAnalysis(e);
    if (kind.kind === "string" && kind.text === "noise") return constant(graph, 0);
    throw fault("unsupported", 'only analysis("static") and analysis("noise") are supported', kind.at, {
      help: 'write one set of equations for all analyses, or ask for  analysis("static")',
    });
  });
  return integer(
    graph,
    kinds.reduce((a, b) => binary(graph, "or", a, b)),
  );
}

function parameterGiven(e: Elaboration, scope: Scope, call: CallSyntax): Value {
  let entity = namedBy(scope, call);
  if (entity?.kind === "alias") entity = lookup(e.moduleScope, entity.target.name);
  const isGiven = entity?.kind === "parameter" && e.given.has(entity);
  return integer(e.graph, constant(e.graph, isGiven ? 1 : 0));
}

function portConnected(e: Elaboration, scope: Scope, call: CallSyntax): Value {
  const entity = namedBy(scope, call);
  if (entity?.kind !== "node" || !entity.isPort) {
    throw fault("wrong-arguments", "$port_connected() takes a port", call.args[0].at);
  }
  return integer(e.graph, constant(e.graph, entity.index < e.request.connectedPorts ? 1 : 0));
}

function namedBy(scope: Scope, { args: [arg] }: CallSyntax): Entity | undefined {
  return arg.kind === "name" ? lookup(scope, arg.name) : undefined;
}
