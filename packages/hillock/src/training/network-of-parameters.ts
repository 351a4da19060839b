import { recordWidth } from "../networks/layer.js";
import type { PrintedNetwork } from "../networks/printed-network.js";
import { type ModelLayout, middleValues } from "./model-layout.js";
import { printableConductance } from "./theta.js";

/** The network with these parameters, as it would be printed but for rounding. */
export function networkOfParameters(
  { settings, layers, thetaStarts, banks }: ModelLayout,
  parameters: Float64Array,
): PrintedNetwork {
  const { unitConductance, loading, smallConductances, negativeWeightsAct } = settings;
  const perNetwork = settings.circuitsOf === "network";
  const circuitLists = banks.map((bank) => {
    const { model } = bank;
    const middle = middleValues(bank, parameters);
    const width = recordWidth(model.curves);
    return (perNetwork ? middle.slice(0, 1) : middle).map((values) => {
      const record = new Float64Array(width);
      model.evaluate(values, 1, record);
      const eta = model.curves.name === "tanh" ? { eta: Array.from(record.subarray(0, 4)) } : {};
      return { kind: model.kind, values: Array.from(values), ...eta };
    });
  });
  const second = circuitLists[0].length;
  return {
    kind: "printed-network",
    unitConductance,
    loading,
    circuits: circuitLists.flat(),
    layers: layers.map(({ inputs, neurons }, l) => ({
      theta: Array.from({ length: inputs + 2 }, (_, i) =>
        Array.from({ length: neurons }, (__, j) => {
          const free = parameters[thetaStarts[l] + i * neurons + j];
          const size = printableConductance(free, smallConductances);
          return free < 0 && i <= inputs && negativeWeightsAct && size > 0 ? -size : size;
        }),
      ),
      activation: perNetwork ? 0 : l,
      negativeWeight: second + (perNetwork ? 0 : l),
    })),
  };
}
