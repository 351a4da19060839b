import { add, binary, multiply, select, subtract, unary } from "../../../expr/build.js";
import type { ArrayLoops, LoopResult } from "../../../expr/emit-webassembly-loop.js";
import { constant, constantValue, createGraph, type Expression, symbol } from "../../../expr/graph.js";
import type { CircuitConstants } from "./circuit-constants.js";
import type { LatePhaseConstants } from "./late-phase-constants.js";

/** Numbers of the arrays: the synapses of one neuron, and by what their calcium jumps in the step. */
export const loopArrays = { calcium: 0, earlyPhase: 1, latePhase: 2, protein: 3, jump: 4 } as const;

/**
 * The forward Euler step of the circuit as expressions, operation by operation as `circuitEarlyPhaseStep` and `latePhaseStep` have it in
 * double precision:
 *
 * - early: calcium and early phase
 * - late: the late phase, of synapses that all have protein
 * - both: one after the other, of such synapses
 * - withProtein: the same, of synapses that have protein of their own, or get it
 *
 * The number that loops are given is the jump of calcium at the neuron's own spike, or 0.
 */
export function circuitLoops(circuit: CircuitConstants, late: LatePhaseConstants): ArrayLoops {
  const graph = createGraph();
  const early = earlyPhase(graph, circuit);
  const { calcium, earlyPhase: voltage, latePhase: z } = loopArrays;
  const results = [
    { array: calcium, value: early.calcium },
    { array: voltage, value: early.voltage },
  ];
  const protein = proteinAfter(graph, late, early.voltage);
  const loops: Record<CircuitLoop, readonly LoopResult[]> = {
    early: results,
    late: [{ array: z, value: latePhase(graph, late, element(graph, "earlyPhase"), constant(graph, 1)) }],
    both: [...results, { array: z, value: latePhase(graph, late, early.voltage, constant(graph, 1)) }],
    withProtein: [
      ...results,
      { array: loopArrays.protein, value: protein },
      { array: z, value: latePhase(graph, late, early.voltage, protein) },
    ],
  };
  return { graph, arrays: Object.keys(loopArrays).length, numbers: 1, loops };
}

export type CircuitLoop = "early" | "late" | "both" | "withProtein";

type Graph = ReturnType<typeof createGraph>;

const element = (graph: Graph, array: keyof typeof loopArrays): Expression => symbol(graph, "state", loopArrays[array]);

function earlyPhase(graph: Graph, constants: CircuitConstants): { calcium: Expression; voltage: Expression } {
  const { conductance, recovery, potentiation, depression, lowestVoltage, highestVoltage } = constants;
  const number = (value: number) => constant(graph, value);
  const dt = number(constants.timestep);
  const exceeds = (a: Expression, b: number) => binary(graph, "lt", number(b), a);
  const branch = (isOn: Expression, { on, off }: { readonly on: number; readonly off: number }) =>
    select(graph, isOn, number(on), number(off));

  const before = element(graph, "calcium");
  const decay = multiply(
    graph,
    number(constants.calciumRate),
    subtract(graph, number(constants.restingCalcium), before),
  );
  const decayed = add(graph, before, multiply(graph, decay, dt));
  const calcium = add(graph, add(graph, decayed, element(graph, "jump")), symbol(graph, "input", 0));

  const old = element(graph, "earlyPhase");
  const current = add(
    graph,
    add(
      graph,
      branch(exceeds(old, constants.restingVoltage), recovery),
      branch(exceeds(calcium, constants.potentiationThreshold), potentiation),
    ),
    branch(exceeds(calcium, constants.depressionThreshold), depression),
  );
  let voltage = add(graph, old, multiply(graph, multiply(graph, number(conductance), current), dt));
  if (lowestVoltage > Number.NEGATIVE_INFINITY)
    voltage = select(graph, binary(graph, "lt", voltage, number(lowestVoltage)), number(lowestVoltage), voltage);
  if (highestVoltage < Number.POSITIVE_INFINITY)
    voltage = select(graph, exceeds(voltage, highestVoltage), number(highestVoltage), voltage);
  return { calcium, voltage };
}

/** Whether a synapse has protein now, or had before. */
function proteinAfter(graph: Graph, { rest, proteinThreshold }: LatePhaseConstants, voltage: Expression): Expression {
  const distance = unary(graph, "abs", subtract(graph, voltage, constant(graph, rest)));
  const appears = binary(graph, "lt", constant(graph, proteinThreshold), distance);
  return binary(graph, "or", element(graph, "protein"), appears);
}

function latePhase(graph: Graph, constants: LatePhaseConstants, voltage: Expression, protein: Expression): Expression {
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
  return select(graph, moves, kept, old);
}
