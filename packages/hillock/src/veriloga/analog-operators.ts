import { select } from "../expr/build.js";
import { differentiate } from "../expr/differentiate.js";
import { constant, type Expression } from "../expr/graph.js";
import { accessKind } from "./access.js";
import type { AnalogOperatorName } from "./calls.js";
import { branchCurrent, nodeOf, nodePotential, resolveBranch } from "./contributions.js";
import { addUnknown, type Elaboration, isStatic, isStaticAnalysis } from "./elaboration.js";
import { isAccess, type Scope } from "./scope.js";
import { fault, type Location, placeOf } from "./source-text.js";
import type { CallSyntax, ExpressionSyntax } from "./syntax.js";
import { evaluateAlgebraic } from "./time-derivative.js";
import { real, realConstant, type Value } from "./value.js";

type AnalogOperator = (e: Elaboration, scope: Scope, call: CallSyntax) => Value;

const noise: AnalogOperator = (e, _, call) => {
  e.notes.add(`${call.name}() on line ${placeOf(call.at).line} is read as zero: noise is not simulated`);
  return realConstant(e.graph, 0);
};

const operators: Readonly<Record<AnalogOperatorName, AnalogOperator>> = {
  ddt: timeDerivative,
  ddx: partialDerivative,
  idt: timeIntegral,
  white_noise: noise,
  flicker_noise: noise,
  noise_table: noise,
};

/** The value of ddt(), ddx(), idt() or a noise source. */
export function callAnalogOperator(e: Elaboration, scope: Scope, call: CallSyntax): Value {
  if (e.inEvent) throw fault("operator-in-event", `${call.name}() cannot stand in an event`, call.nameAt);
  return operators[call.name as AnalogOperatorName](e, scope, call);
}

/** ddt(x): the charge x, or 0 if x cannot change. */
function timeDerivative(e: Elaboration, scope: Scope, call: CallSyntax): Value {
  const charge = evaluateAlgebraic(e, scope, call.args[0]);
  if (isStatic(e, charge)) return realConstant(e.graph, 0);
  return { type: "real", algebraic: constant(e.graph, 0), charge };
}

/**
 * idt(x) or idt(x, initial): an unknown u with the row d/dt u - x = 0. At rest u is the initial value; without one the
 * operating point makes x zero.
 */
function timeIntegral(e: Elaboration, scope: Scope, call: CallSyntax): Value {
  if (call.args.length > 2) {
    throw fault("unsupported", "idt() that is reset is not supported", call.args[2].at, {
      help: "let the rate draw it back:  idt(reset ? (initial - x)/tau : rate, initial)  with x the integral in a node",
    });
  }
  const rate = evaluateAlgebraic(e, scope, call.args[0]);
  const initial = call.args.length > 1 ? evaluateAlgebraic(e, scope, call.args[1]) : undefined;
  if (e.dynamicDepth > 0) {
    throw fault("conditional-derivative", "idt() stands under a condition with unknowns", call.at, {
      help: "calculate it before the condition and store it in a variable",
    });
  }
  const key = `${rate} ${initial}`;
  const known = e.integrals.get(key);
  if (known !== undefined) return real(e.graph, known);
  const name = `idt on line ${placeOf(call.at).line}`;
  const unknown = addUnknown(e, { name, kind: "voltage", rate, initial });
  const value = initial === undefined ? unknown : select(e.graph, isStaticAnalysis(e), initial, unknown);
  e.integrals.set(key, value);
  return real(e.graph, value);
}

/** ddx(x, V(node)) or ddx(x, I(branch)): the partial derivative, the other unknowns held. */
function partialDerivative(e: Elaboration, scope: Scope, call: CallSyntax): Value {
  const expression = evaluateAlgebraic(e, scope, call.args[0]);
  const unknown = unknownOf(e, scope, call.args[1]);
  return real(e.graph, differentiate(e.graph, expression, unknown));
}

function unknownOf(e: Elaboration, scope: Scope, syntax: ExpressionSyntax): Expression {
  if (syntax.kind !== "call" || !isAccess(scope, syntax.name)) throw notAnUnknown(syntax.at);
  if (syntax.args[0].kind === "port") throw notAnUnknown(syntax.at);
  if (accessKind(scope, syntax) === "flow") {
    const { branch, sign } = resolveBranch(e, scope, syntax);
    if (sign < 0) throw notAnUnknown(syntax.at, `write I(${branch.label})`);
    return branchCurrent(e, branch);
  }
  const [node] = syntax.args;
  if (syntax.args.length !== 1 || node.kind !== "name") throw notAnUnknown(syntax.at);
  return nodePotential(e, nodeOf(scope, node).index);
}

function notAnUnknown(at: Location, help = "write  ddx(x, V(node)); for V(a,b) write  ddx(x, V(a))"): Error {
  return fault("bad-ddx", "ddx() needs the potential of one node, or the current of a branch", at, { help });
}
