import { HillockError } from "../../base/error.js";
import { checkState } from "./check-network.js";
import { copyOfState } from "./network-state.js";
import type { NetworkState, PlasticNetwork } from "./plastic-network.js";

const version = 1;
const kind = "plastic-network";

/** Arrays of a state, by name. */
type StateArrays = Omit<NetworkState, "samples">;

/** A stored state: plain data but for its arrays, which a file may hold as base64 of their bytes. */
export interface NetworkCheckpoint {
  readonly kind: typeof kind;
  readonly version: number;
  /** Going on with another network would not be the same training. */
  readonly network: PlasticNetwork;
  readonly samples: number;
  readonly arrays: StateArrays;
}

/** A copy of a state between two samples. */
export function networkCheckpoint(network: PlasticNetwork, state: NetworkState): NetworkCheckpoint {
  const { samples, ...arrays } = copyOfState(state);
  return { kind, version, network, samples, arrays };
}

/**
 * The state of a checkpoint, to go on from: the same bits as without the interruption. Arrays may also be plain lists of numbers.
 *
 * @throws networks/wrong-checkpoint if it is of another kind, version or network; networks/wrong-state
 */
export function stateOfNetworkCheckpoint(checkpoint: unknown, network: PlasticNetwork): NetworkState {
  const stored = checkpoint as Partial<NetworkCheckpoint> | null | undefined;
  if (stored?.kind !== kind) throw wrong("this is no stored network");
  if (stored.version !== version) throw wrong(`it was stored in version ${stored.version}, not ${version}`);
  if (JSON.stringify(stored.network) !== JSON.stringify(network)) throw wrong("it is of another network");
  const doubles = (name: keyof StateArrays): Float64Array => {
    const values: unknown = stored.arrays?.[name];
    if (values instanceof Float64Array) return values.slice();
    if (!Array.isArray(values) || !values.every((value) => typeof value === "number"))
      throw wrong(`its ${name} is no list of numbers`);
    return Float64Array.from(values);
  };
  const flags: unknown = stored.arrays?.protein;
  if (!(flags instanceof Uint8Array) && !(Array.isArray(flags) && flags.every((flag) => flag === 0 || flag === 1)))
    throw wrong("its protein is no list of 0 and 1");
  const state: NetworkState = {
    calcium: doubles("calcium"),
    earlyPhase: doubles("earlyPhase"),
    latePhase: doubles("latePhase"),
    protein: Uint8Array.from(flags as ArrayLike<number>),
    oscillatorPhase: doubles("oscillatorPhase"),
    membrane: doubles("membrane"),
    synapticInput: doubles("synapticInput"),
    refractory: doubles("refractory"),
    samples: stored.samples ?? Number.NaN,
  };
  checkState(network, state);
  return state;
}

const wrong = (problem: string) =>
  new HillockError({
    code: "networks/wrong-checkpoint",
    problem,
    help: "go on with the settings that the training began with, or begin anew",
  });
