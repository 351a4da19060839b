import { add, binary, multiply, select, subtract, unary } from "../../../expr/build.js";
import type { ArrayLoops, LoopResult } from "../../../expr/emit-webassembly-loop.js";
import { constant, constantValue, createGraph, type Expression, symbol } from "../../../expr/graph.js";
import type { BranchCurrent, CircuitConstants } from "./circuit-constants.js";
import type { LatePhaseConstants } from "./late-phase-constants.js";

/** Numbers of the arrays: the synapses of one neuron, and by what their calcium jumps in the step. */
export const loopArrays = { calcium: 0, earlyPhase: 1, latePhase: 2, protein: 3, jump: 4 } as const;

/**
 * - early: calcium and early phase
 * - both: these, then the late phase, of synapses that all have protein
 * - withProtein: these, then protein, and the late phase of synapses that have it
 *
 * each of them also for steps in which all is quiet: nothing spikes, calcium is below its thresholds, and the early phase within limits
 * that recovery cannot cross ({@link staysWithinLimits}); and
 *
 * - late: the late phase, of synapses that all have protein
 */
export type CircuitLoop = Step | `${Step}InQuiet` | "late";
type Step = "early" | "both" | "withProtein";

/**
 * The forward Euler step of the circuit as expressions, operation by operation as `circuitEarlyPhaseStep` and `latePhaseStep` have it in
 * double precision. The number that loops are given is the jump of calcium at the neuron's own spike, or 0.
 */
export function circuitLoops(circuit: CircuitConstants, late: LatePhaseConstants): ArrayLoops {
  const graph = createGraph();
  const decayed = decayedCalcium(graph, circuit);
  const calcium = add(graph, add(graph, decayed, element(graph, "jump")), symbol(graph, "input", 0));
  const usual = stepLoops(graph, late, calcium, earlyPhaseAfter(graph, circuit, calcium));
  // Sums are not -0, so that adding no jumps to them changes no bit.
  const quiet = stepLoops(graph, late, decayed, recoveredEarlyPhase(graph, circuit));
  const loops: Record<CircuitLoop, readonly LoopResult[]> = {
    ...usual,
    earlyInQuiet: quiet.early,
    bothInQuiet: quiet.both,
    withProteinInQuiet: quiet.withProtein,
    late: [latePhase(graph, late, element(graph, "earlyPhase"), constant(graph, 1))],
  };
  return { graph, arrays: Object.keys(loopArrays).length, numbers: 1, loops };
}

function stepLoops(
  graph: Graph,
  late: LatePhaseConstants,
  calcium: Expression,
  voltage: Expression,
): Record<Step, readonly LoopResult[]> {
  const protein = proteinAfter(graph, late, voltage);
  const early = [
    { array: loopArrays.calcium, value: calcium },
    { array: loopArrays.earlyPhase, value: voltage },
  ];
  return {
    early,
    both: [...early, latePhase(graph, late, voltage, constant(graph, 1))],
    withProtein: [...early, { array: loopArrays.protein, value: protein }, latePhase(graph, late, voltage, protein)],
  };
}

/** Whether an early phase that is within its limits is there after a step in which only recovery and leakages act on it, too. */
export function staysWithinLimits(constants: CircuitConstants): boolean {
  const { restingVoltage, lowestVoltage, highestVoltage } = constants;
  const [up, down] = recoveryChanges(constants);
  return up >= 0 && down <= 0 && restingVoltage + up <= highestVoltage && restingVoltage + down >= lowestVoltage;
}

/** By what v_h changes in a step if potentiation and depression are off, V: where it is up to V_H0, and above. */
function recoveryChanges(constants: CircuitConstants): [number, number] {
  const { conductance, recovery, potentiation, depression, timestep } = constants;
  const change = (current: number) => conductance * (current + potentiation.off + depression.off) * timestep;
  return [change(recovery.off), change(recovery.on)];
}

type Graph = ReturnType<typeof createGraph>;

const element = (graph: Graph, array: keyof typeof loopArrays): Expression => symbol(graph, "state", loopArrays[array]);

function decayedCalcium(graph: Graph, { restingCalcium, calciumRate, timestep }: CircuitConstants): Expression {
  const before = element(graph, "calcium");
  const distance = subtract(graph, constant(graph, restingCalcium), before);
  const decay = multiply(graph, constant(graph, calciumRate), distance);
  return add(graph, before, multiply(graph, decay, constant(graph, timestep)));
}

function recoveredEarlyPhase(graph: Graph, constants: CircuitConstants): Expression {
  const old = element(graph, "earlyPhase");
  const [up, down] = recoveryChanges(constants);
  const isAbove = binary(graph, "lt", constant(graph, constants.restingVoltage), old);
  return add(graph, old, select(graph, isAbove, constant(graph, down), constant(graph, up)));
}

function earlyPhaseAfter(graph: Graph, constants: CircuitConstants, calcium: Expression): Expression {
  const { conductance, recovery, potentiation, depression, lowestVoltage, highestVoltage, timestep } = constants;
  const number = (value: number) => constant(graph, value);
  const exceeds = (a: Expression, b: number) => binary(graph, "lt", number(b), a);
  const branch = (isOn: Expression, { on, off }: BranchCurrent) => select(graph, isOn, number(on), number(off));
  const old = element(graph, "earlyPhase");
  const recovers = branch(exceeds(old, constants.restingVoltage), recovery);
  const potentiates = branch(exceeds(calcium, constants.potentiationThreshold), potentiation);
  const depresses = branch(exceeds(calcium, constants.depressionThreshold), depression);
  const current = add(graph, add(graph, recovers, potentiates), depresses);
  const rate = multiply(graph, number(conductance), current);
  const moved = add(graph, old, multiply(graph, rate, number(timestep)));
  const atLeast =
    lowestVoltage === Number.NEGATIVE_INFINITY
      ? moved
      : select(graph, binary(graph, "lt", moved, number(lowestVoltage)), number(lowestVoltage), moved);
  return highestVoltage === Number.POSITIVE_INFINITY
    ? atLeast
    : select(graph, exceeds(atLeast, highestVoltage), number(highestVoltage), atLeast);
}

/** Whether a synapse has protein now, or had before. */
function proteinAfter(graph: Graph, { rest, proteinThreshold }: LatePhaseConstants, voltage: Expression): Expression {
  const distance = unary(graph, "abs", subtract(graph, voltage, constant(graph, rest)));
  const appears = binary(graph, "lt", constant(graph, proteinThreshold), distance);
  return binary(graph, "or", element(graph, "protein"), appears);
}

function latePhase(graph: Graph, constants: LatePhaseConstants, voltage: Expression, protein: Expression): LoopResult {
  const number = (value: number) => constant(graph, value);
  const { latePhaseRate, proteinAvailability, timestep } = constants;
  const distance = subtract(graph, voltage, number(constants.rest));
  const up = binary(graph, "lt", number(constants.tagThreshold), distance);
  const down = binary(graph, "lt", distance, number(-constants.depressionTagThreshold));
  const old = element(graph, "latePhase");
  const goal = select(graph, up, number(constants.largestLatePhase), number(constants.leastLatePhase));
  const floor = select(graph, up, number(Number.NEGATIVE_INFINITY), number(constants.latePhaseFloor));
  // z - a (z - z_min) as z + a (z_min - z): the same bits.
  const towards = multiply(graph, number(proteinAvailability), subtract(graph, goal, old));
  const rate = multiply(graph, number(latePhaseRate), towards);
  const moved = add(graph, old, multiply(graph, rate, number(timestep)));
  const kept = select(graph, binary(graph, "lt", moved, floor), floor, moved);
  const tagged = binary(graph, "or", up, down);
  const moves = constantValue(graph, protein) === 1 ? tagged : binary(graph, "and", protein, tagged);
  return { array: loopArrays.latePhase, value: select(graph, moves, kept, old) };
}
