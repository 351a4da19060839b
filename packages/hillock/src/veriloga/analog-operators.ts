import { differentiate } from "../expr/differentiate.js";
import { constant, type Expression } from "../expr/graph.js";
import { type AnalogOperatorName, accessKind } from "./calls.js";
import { branchCurrent, nodeOf, nodePotential, resolveBranch } from "./contributions.js";
import { addUnknown, type Elaboration, isStatic } from "./elaboration.js";
import type { Scope } from "./scope.js";
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

/** idt(x): an unknown u with the row d/dt u - x = 0. Without an initial condition the operating point makes x zero. */
function timeIntegral(e: Elaboration, scope: Scope, call: CallSyntax): Value {
  if (call.args.length > 1) {
    throw fault("unsupported", "idt() with an initial condition is not supported", call.args[1].at, {
      help: "use an internal node x:  I(x) <+ ddt(V(x)) - rate;  and set its start with .ic in the netlist",
    });
  }
  const rate = evaluateAlgebraic(e, scope, call.args[0]);
  if (e.dynamicDepth > 0) {
    throw fault("conditional-derivative", "idt() stands under a condition with unknowns", call.at, {
      help: "calculate it before the condition and store it in a variable",
    });
  }
  const known = e.integrals.get(rate);
  if (known !== undefined) return real(e.graph, known);
  const name = `idt on line ${placeOf(call.at).line}`;
  const unknown = addUnknown(e, { name, kind: "voltage", rate });
  e.integrals.set(rate, unknown);
  return real(e.graph, unknown);
}

/** ddx(x, V(node)) or ddx(x, I(branch)): the partial derivative, the other unknowns held. */
function partialDerivative(e: Elaboration, scope: Scope, call: CallSyntax): Value {
  const expression = evaluateAlgebraic(e, scope, call.args[0]);
  const unknown = unknownOf(e, scope, call.args[1]);
  return real(e.graph, differentiate(e.graph, expression, unknown));
}

function unknownOf(e: Elaboration, scope: Scope, syntax: ExpressionSyntax): Expression {
  const kind = syntax.kind === "call" ? accessKind(syntax.name) : undefined;
  if (syntax.kind !== "call" || kind === undefined) throw notAnUnknown(syntax.at);
  if (kind === "flow") {
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
