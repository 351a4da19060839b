import type {
  BehaviouralSource,
  ControlledSource,
  Coupling,
  Device,
  Element,
  IndependentSource,
  Waveform,
} from "../circuit.js";
import type {
  FlatBehaviouralSource,
  FlatControlledSource,
  FlatCoupling,
  FlatDevice,
  FlatElement,
  FlatModel,
  FlatSource,
  FlatWaveform,
} from "../flat-circuit.js";
import { errorOf } from "../netlist-error.js";
import { keepPlaces } from "../place.js";
import { deviceVocabulary } from "../vocabulary.js";
import { checkDeviceParameter, checkDeviceValue, checkWaveform } from "./check-values.js";
import { connect, flatElementName, flatNode, type Registry } from "./flat-names.js";
import { modelOf } from "./model.js";
import { flatFormula, numberOf, numbersOf } from "./resolve.js";
import type { ScopeInstance } from "./scope-instance.js";

/** An element of a scope as an element of the flat circuit. References to other elements are checked later. */
export function flatElement(
  element: Exclude<Element, { kind: "instance" }>,
  scope: ScopeInstance,
  registry: Registry,
): FlatElement {
  switch (element.kind) {
    case "device":
      return keepPlaces(element, device(element, scope, registry));
    case "coupling":
      return keepPlaces(element, coupling(element, scope));
    case "source":
      return keepPlaces(element, source(element, scope, registry));
    case "controlled":
      return keepPlaces(element, controlled(element, scope, registry));
    case "behavioural":
      return keepPlaces(element, behavioural(element, scope, registry));
  }
}

function device(element: Device, scope: ScopeInstance, registry: Registry): FlatDevice {
  const { type, nodes, model, value, parameters, control } = element;
  const vocabulary = deviceVocabulary[type];
  const flatModel = model === undefined ? undefined : modelOf(element, model, scope, registry.modules);
  checkNodeCount(element, flatModel);
  if (!flatModel && !vocabulary.value) {
    throw errorOf(element, "", "missing-model", `${element.name} has no model`, { help: "name a .model" });
  }
  if (!flatModel && value === undefined) {
    const quantity = vocabulary.value?.quantity;
    throw errorOf(element, "", "missing-value", `${element.name} has no ${quantity}`, {
      help: "give a value or a model",
    });
  }
  const site = flatElementName(scope, element.name);
  const number = value === undefined ? undefined : numberOf(value, scope, site);
  if (number !== undefined) checkDeviceValue(element, number);
  const numbers = numbersOf(parameters, scope, site);
  if (!vocabulary.anyModule) {
    for (const [name, each] of Object.entries(numbers)) checkDeviceParameter(element, name, each);
  }
  // The controlling terminals of a switch only sense: they do not make a node.
  const senses = (index: number) => type === "switch" && index >= 2;
  return {
    kind: "device",
    type,
    name: flatElementName(scope, element.name),
    nodes: nodes.map((node, index) => (senses(index) ? flatNode : connect)(registry, scope, node)),
    ...(flatModel && { model: flatModel }),
    ...(number !== undefined && { value: number }),
    parameters: numbers,
    ...(control !== undefined && { control: flatElementName(scope, control) }),
  };
}

function checkNodeCount(element: Device, model: FlatModel | undefined): void {
  const { nodes, terminals, anyModule } = deviceVocabulary[element.type];
  if (anyModule && element.nodes.length > 0) return;
  let [least, most] = nodes;
  let names = terminals;
  if (element.type === "mosfet") {
    least = model?.type === "VDMOS" ? 3 : 4;
    most = least;
    names = `drain gate source${least === 4 ? " bulk" : ""}`;
  }
  const given = element.nodes.length;
  if (given >= least && given <= most) return;
  const what = model ? `${element.name} (${model.type})` : element.name;
  throw errorOf(element, "", "wrong-node-count", `${what} has ${given} nodes`, {
    help: `${element.name} needs the nodes  ${names}`,
  });
}

function coupling(element: Coupling, scope: ScopeInstance): FlatCoupling {
  const coefficient = numberOf(element.coefficient, scope, flatElementName(scope, element.name));
  if (!(Math.abs(coefficient) <= 1)) {
    throw errorOf(
      element,
      "value",
      "impossible-value",
      `the coefficient ${coefficient} is beyond 1 (${element.name})`,
      {
        help: "a coupling coefficient lies between -1 and 1",
      },
    );
  }
  if (element.inductors.length !== 2 || element.inductors[0].toLowerCase() === element.inductors[1].toLowerCase()) {
    throw errorOf(element, "inductor 1", "malformed-line", `${element.name} has to name two different inductors`, {
      help: "couple each pair of inductors by a K element of its own",
    });
  }
  const inductors = element.inductors.map((name) => flatElementName(scope, name));
  return { kind: "coupling", name: flatElementName(scope, element.name), inductors, coefficient };
}

function source(element: IndependentSource, scope: ScopeInstance, registry: Registry): FlatSource {
  const { quantity, dc, ac, waveform } = element;
  const site = flatElementName(scope, element.name);
  return {
    kind: "source",
    quantity,
    name: flatElementName(scope, element.name),
    nodes: twoNodes(element.nodes, scope, registry),
    ...(dc !== undefined && { dc: numberOf(dc, scope, site) }),
    ...(ac && {
      ac: { magnitude: numberOf(ac.magnitude, scope, `${site}.ac`), phase: numberOf(ac.phase, scope, `${site}.phase`) },
    }),
    ...(waveform && { waveform: flatWaveform(waveform, scope, element.name) }),
  };
}

function flatWaveform(waveform: Waveform, scope: ScopeInstance, sourceName: string): FlatWaveform {
  const { kind, values, repeat, delay } = waveform;
  const site = `${flatElementName(scope, sourceName)}.${kind}`;
  const flat: FlatWaveform = {
    kind,
    values: values.map((value, index) => numberOf(value, scope, `${site}${index + 1}`)),
    ...(repeat !== undefined && { repeat: numberOf(repeat, scope, `${site}.r`) }),
    ...(delay !== undefined && { delay: numberOf(delay, scope, `${site}.td`) }),
  };
  checkWaveform(waveform, flat, sourceName);
  return keepPlaces(waveform, flat);
}

function controlled(element: ControlledSource, scope: ScopeInstance, registry: Registry): FlatControlledSource {
  const { quantity, control, gain } = element;
  return {
    kind: "controlled",
    quantity,
    name: flatElementName(scope, element.name),
    nodes: twoNodes(element.nodes, scope, registry),
    control:
      "nodes" in control
        ? { nodes: [flatNode(registry, scope, control.nodes[0]), flatNode(registry, scope, control.nodes[1])] }
        : { source: flatElementName(scope, control.source) },
    gain: numberOf(gain, scope, flatElementName(scope, element.name)),
  };
}

function behavioural(element: BehaviouralSource, scope: ScopeInstance, registry: Registry): FlatBehaviouralSource {
  return {
    kind: "behavioural",
    quantity: element.quantity,
    name: flatElementName(scope, element.name),
    nodes: twoNodes(element.nodes, scope, registry),
    formula: flatFormula(element.formula, scope, {
      node: (name) => flatNode(registry, scope, name),
      source: (name) => flatElementName(scope, name),
    }),
  };
}

function twoNodes([p, n]: readonly [string, string], scope: ScopeInstance, registry: Registry): [string, string] {
  return [connect(registry, scope, p), connect(registry, scope, n)];
}
