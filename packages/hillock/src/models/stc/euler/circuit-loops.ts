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
 * each of them also for steps in which nothing spikes, and
 *
 * - late: the late phase, of synapses that all have protein
 */
export type CircuitLoop = Step | `${Step}InSilence` | "late";
type Step = "early" | "both" | "withProtein";

/**
 * The forward Euler step of the circuit as expressions, operation by operation as `circuitEarlyPhaseStep` and `latePhaseStep` have it in
 * double precision. The number that loops are given is the jump of calcium at the neuron's own spike, or 0.
 */
export function circuitLoops(circuit: CircuitConstants, late: LatePhaseConstants): ArrayLoops {
  const graph = createGraph();
  const nothing = constant(graph, 0);
  const spiking = stepLoops(graph, circuit, late, element(graph, "jump"), symbol(graph, "input", 0));
  // Sums that calcium is are not -0, so that adding 0 to them changes no bit.
  const silent = stepLoops(graph, circuit, late, nothing, nothing);
  const loops: Record<CircuitLoop, readonly LoopResult[]> = {
    ...spiking,
    earlyInSilence: silent.early,
    bothInSilence: silent.both,
    withProteinInSilence: silent.withProtein,
    late: [latePhase(graph, late, element(graph, "earlyPhase"), constant(graph, 1))],
  };
  return { graph, arrays: Object.keys(loopArrays).length, numbers: 1, loops };
}

function stepLoops(
  graph: Graph,
  circuit: CircuitConstants,
  late: LatePhaseConstants,
  jump: Expression,
  ownJump: Expression,
): Record<Step, readonly LoopResult[]> {
  const calcium = calciumAfter(graph, circuit, jump, ownJump);
  const voltage = earlyPhaseAfter(graph, circuit, calcium);
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

type Graph = ReturnType<typeof createGraph>;

const element = (graph: Graph, array: keyof typeof loopArrays): Expression => symbol(graph, "state", loopArrays[array]);

function calciumAfter(graph: Graph, constants: CircuitConstants, jump: Expression, ownJump: Expression): Expression {
  const before = element(graph, "calcium");
  const distance = subtract(graph, constant(graph, constants.restingCalcium), before);
  const decay = multiply(graph, constant(graph, constants.calciumRate), distance);
  const decayed = add(graph, before, multiply(graph, decay, constant(graph, constants.timestep)));
  return add(graph, add(graph, decayed, jump), ownJump);
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
