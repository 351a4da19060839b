import { webAssemblyPlatform } from "../../../base/webassembly-platform.js";
import { arrayLoopModule, elementsAtOnce } from "../../../expr/emit-webassembly-loop.js";
import type { CircuitSynapse } from "../circuit-synapse.js";
import { circuitConstants } from "./circuit-constants.js";
import { type CircuitLoop, circuitLoops, loopArrays } from "./circuit-loops.js";
import type { EulerLayer } from "./euler-layer.js";
import { neuronSum } from "./late-phase.js";
import { latePhaseConstants } from "./late-phase-constants.js";
import { quietSteps } from "./quiet-steps.js";
import type { EulerSettings } from "./settings.js";

/** A loop over the synapses of one neuron: addresses of the arrays in the order of `loopArrays`, their length, jump at the neuron's spike. */
type Loop = (
  calcium: number,
  earlyPhase: number,
  latePhase: number,
  protein: number,
  jump: number,
  length: number,
  postJump: number,
) => void;

/**
 * Circuit synapses by forward Euler with the vector instructions of WebAssembly, bit for bit as in JavaScript.
 *
 * @returns undefined in single precision, for counters, and where the platform refuses such a module or so much memory
 */
export function vectorLayer(synapse: CircuitSynapse, settings: EulerSettings): EulerLayer | undefined {
  const { inputs, neurons, timestep, precision } = settings;
  if (precision === "single" || synapse.latePhase.kind === "counter") return undefined;
  const constants = circuitConstants(synapse, timestep, precision);
  const late = latePhaseConstants(synapse, timestep, precision);
  const stride = elementsAtOnce * Math.ceil(inputs / elementsAtOnce);
  const bytes = 8 * stride * neurons;
  const loaded = instantiate(arrayLoopModule(circuitLoops(constants, late)), 4 * bytes + 8 * stride);
  if (!loaded) return undefined;
  const loops = loaded.exports as Readonly<Record<CircuitLoop, Loop>>;
  const array = (place: number, length = neurons * stride) => new Float64Array(loaded.buffer, place * bytes, length);
  const calcium = array(loopArrays.calcium);
  const earlyPhase = array(loopArrays.earlyPhase);
  const latePhase = array(loopArrays.latePhase);
  const protein = array(loopArrays.protein);
  const jump = array(loopArrays.jump, stride);

  const run = (loop: CircuitLoop, neuron: number, postJump: number): void => {
    const at = 8 * stride * neuron;
    loops[loop](at, at + bytes, at + 2 * bytes, at + 3 * bytes, loopArrays.jump * bytes, stride, postJump);
  };
  const sumExceeds = neuronSum(late, settings);
  /** Neurons whose synapses all have protein. */
  const hasProtein = new Uint8Array(neurons);
  /** By the rule "neuron" protein comes for all of its synapses, between the two phases of a step. */
  const stepOfNeuron = (neuron: number, postJump: number, isQuiet: boolean): void => {
    run(isQuiet ? "earlyInQuiet" : "early", neuron, postJump);
    const from = neuron * stride;
    if (!sumExceeds(earlyPhase, from)) return;
    protein.fill(1, from, from + inputs);
    hasProtein[neuron] = 1;
    run("late", neuron, 0);
  };
  const quiet = quietSteps(constants, neurons);
  let spiking = false;
  let largestJump = 0;
  return {
    earlyPhase,
    latePhase,
    stride,
    load(states) {
      eachRow((row, from) => {
        calcium.set(states.calcium.subarray(row, row + inputs), from);
        earlyPhase.set(states.earlyPhase.subarray(row, row + inputs), from);
        latePhase.set(states.latePhase.subarray(row, row + inputs), from);
        protein.set(states.protein.subarray(row, row + inputs), from);
        const neuron = row / inputs;
        hasProtein[neuron] = states.protein.subarray(row, row + inputs).includes(0) ? 0 : 1;
        quiet.begin(neuron, states.calcium.subarray(row, row + inputs));
      });
    },
    save(states) {
      eachRow((row, from) => {
        states.calcium.set(calcium.subarray(from, from + inputs), row);
        states.earlyPhase.set(earlyPhase.subarray(from, from + inputs), row);
        states.latePhase.set(latePhase.subarray(from, from + inputs), row);
        states.protein.set(protein.subarray(from, from + inputs), row);
      });
    },
    spike(pre) {
      if (pre) for (let input = 0; input < inputs; input++) jump[input] = pre[input] * constants.presynapticCalcium;
      else if (spiking) jump.fill(0);
      spiking = pre !== undefined;
      largestJump = pre ? jump.reduce((largest, one) => Math.max(largest, one), 0) : 0;
    },
    step(neuron, post) {
      const postJump = post * constants.postsynapticCalcium;
      const isQuiet = quiet.next(neuron, largestJump + postJump);
      if (hasProtein[neuron] === 1) run(isQuiet ? "bothInQuiet" : "both", neuron, postJump);
      else if (synapse.protein === "neuron" && protein[neuron * stride] === 0) stepOfNeuron(neuron, postJump, isQuiet);
      else run(isQuiet ? "withProteinInQuiet" : "withProtein", neuron, postJump);
    },
  };

  function eachRow(copy: (row: number, from: number) => void): void {
    for (let neuron = 0; neuron < neurons; neuron++) copy(neuron * inputs, neuron * stride);
  }
}

/** A module with a memory of so many bytes; undefined without vector instructions, or where it is refused otherwise. */
function instantiate(
  module: Uint8Array<ArrayBuffer>,
  bytes: number,
): { readonly buffer: ArrayBuffer; readonly exports: Readonly<Record<string, unknown>> } | undefined {
  const platform = webAssemblyPlatform();
  if (!platform) return undefined;
  try {
    const memory = new platform.Memory({ initial: Math.ceil(bytes / 65536) });
    const { exports } = new platform.Instance(new platform.Module(module), { host: { memory } });
    return { buffer: memory.buffer, exports };
  } catch {
    return undefined;
  }
}
