import { HillockError } from "../../base/error.js";
import type { NamedValues } from "../../netlist/constraint.js";
import { negativeWeightCircuit } from "./negative-weight.js";
import { threeStageNegativeWeightCircuit } from "./negative-weight-three-stage.js";
import { type printedTanh, printedTanhParameters } from "./printed-tanh.js";

/** The negative-weight circuits by the names that a design has for them. */
export const negativeWeightCircuits = {
  "one-transistor": negativeWeightCircuit,
  "three-stage": threeStageNegativeWeightCircuit,
} as const;

/**
 * A resistor to a neuron, ohm: negative if its input goes through the negative-weight circuit first; null where there is none.
 */
export type SignedResistance = number | null;

/** Component values of the neurons that one printed layer consists of. Plain data: it survives JSON. */
export interface PrintedLayerDesign {
  /** `[neurons][inputs]` */
  readonly weights: readonly (readonly SignedResistance[])[];
  /** `[neurons]`: from the supply, 1 V. */
  readonly bias: readonly SignedResistance[];
  /** `[neurons]`: to ground; not negative. */
  readonly ground: readonly SignedResistance[];
  /** Of the activation circuits of all neurons. */
  readonly activation: NamedValues<keyof (typeof printedTanh)["parameters"]>;
  /** Of the negative-weight circuits of all inputs that need one. */
  readonly negativeWeight: NamedValues<string>;
}

/** Component values of a printed network. */
export interface PrintedNetworkDesign {
  readonly inputs: number;
  readonly layers: readonly PrintedLayerDesign[];
  /** Default "one-transistor". */
  readonly negativeWeightCircuit?: keyof typeof negativeWeightCircuits;
  /** With ideal amplifiers of gain 1 behind every negative-weight and activation circuit; default false. */
  readonly buffered?: boolean;
}

/**
 * Checks that the arrays of a design fit together and that its values can be those of components.
 *
 * @throws HillockError circuits/network-design
 */
export function checkNetworkDesign({ inputs, layers, negativeWeightCircuit: kind }: PrintedNetworkDesign): void {
  if (!(Number.isInteger(inputs) && inputs >= 1)) throw wrong("the design", `it has ${inputs} inputs`);
  if (layers.length === 0) throw wrong("the design", "it has no layers");
  let width = inputs;
  layers.forEach(({ weights, bias, ground, activation, negativeWeight }, index) => {
    const place = `layer ${index + 1}`;
    if (weights.length === 0) throw wrong(place, "it has no neurons");
    if (bias.length !== weights.length || ground.length !== weights.length) {
      throw wrong(
        place,
        `${weights.length} neurons have ${bias.length} biases and ${ground.length} resistors to ground`,
      );
    }
    weights.forEach((row, j) => {
      const neuron = `${place}, neuron ${j + 1}`;
      if (row.length !== width) throw wrong(neuron, `it has ${row.length} weights for ${width} inputs`);
      const all = [...row, bias[j], ground[j]];
      const bad = all.find((each) => each !== null && !(Number.isFinite(each) && each !== 0));
      if (bad !== undefined) throw wrong(neuron, `${bad} ohm is no resistance`);
      if ((ground[j] ?? 0) < 0) throw wrong(neuron, "its resistor to ground is negative");
      if (all.every((each) => each === null)) throw wrong(neuron, "it has no resistor");
    });
    const cell = negativeWeightCircuits[kind ?? "one-transistor"];
    checkValues(`${place}, activation`, Object.keys(printedTanhParameters), activation);
    checkValues(`${place}, negative weights`, Object.keys(cell.parameters), negativeWeight);
    width = weights.length;
  });
}

function checkValues(place: string, names: readonly string[], values: NamedValues<string>): void {
  const missing = names.find((name) => !(Number.isFinite(values[name]) && values[name] > 0));
  if (missing) throw wrong(place, `${missing} is ${values[missing]}`);
  const unknown = Object.keys(values).find((name) => !names.includes(name));
  if (unknown) throw wrong(place, `there is no ${unknown}`);
}

function wrong(place: string, problem: string): HillockError {
  return new HillockError({
    code: "circuits/network-design",
    place,
    problem,
    help: "give resistances in ohm, lengths in m, each neuron as many weights as there are inputs",
  });
}
