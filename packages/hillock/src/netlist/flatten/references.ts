import { didYouMean } from "../../base/suggest.js";
import type { Signal } from "../circuit.js";
import type { FlatElement } from "../flat-circuit.js";
import { isGround } from "../ground.js";
import { errorOf } from "../netlist-error.js";
import { keepPlaces } from "../place.js";
import type { Registry } from "./flat-names.js";

/** The node of a flat name, spelled as first written. @throws HillockError netlist/unknown-node */
export function existingNode(registry: Registry, name: string, owner: object, part: string): string {
  if (isGround(name)) return "0";
  const node = registry.nodes.get(name.toLowerCase());
  if (node !== undefined) return node;
  throw errorOf(owner, part, "unknown-node", `nothing is connected to a node "${name}"`, {
    help: didYouMean(name, registry.nodes.values(), "nodes within X1 are written x1.node"),
  });
}

/** Has the element a current that is an unknown of the equations? */
export function hasCurrent(element: FlatElement): boolean {
  if (element.kind === "coupling") return false;
  return element.kind === "device" ? element.type === "inductor" : element.quantity === "voltage";
}

/** An element of a flat name that passes `fits`. @throws HillockError netlist/unknown-element-name, netlist/wrong-element */
export function existingElement(
  registry: Registry,
  name: string,
  owner: object,
  part: string,
  fits: (element: FlatElement) => boolean,
  wanted: string,
): FlatElement {
  const element = registry.elements.get(name.toLowerCase());
  if (!element) {
    const suitable = [...registry.elements.values()].filter(fits).map((each) => each.name);
    throw errorOf(owner, part, "unknown-element-name", `there is no element "${name}"`, {
      help: didYouMean(name, suitable, `give the name of ${wanted}; V1 within X1 is written v.x1.v1`),
    });
  }
  if (fits(element)) return element;
  throw errorOf(owner, part, "wrong-element", `"${name}" is not ${wanted}`, {
    help: wanted.includes("source") ? "put a 0 V source in series and name that" : `name ${wanted}`,
  });
}

/** A signal with its nodes and elements spelled as in the flat circuit. */
export function flatSignal(registry: Registry, signal: Signal): Signal {
  if (signal.kind === "voltage") {
    const positive = existingNode(registry, signal.positive, signal, "");
    const negative = existingNode(registry, signal.negative, signal, "");
    return keepPlaces(signal, { kind: "voltage", positive, negative });
  }
  const wanted = "an inductor or a source that has a voltage";
  const { name } = existingElement(registry, signal.element, signal, "", hasCurrent, wanted);
  return keepPlaces(signal, { kind: "current", element: name });
}
