import { describe, expect, test } from "vitest";
import { edgeLevels, extent, findEdges } from "../../src/base/crossings.js";
import { pulseDrivenNeuron } from "../../src/circuits/ultra-compact-neuron.js";
import {
  type Part,
  reducedThyristor,
  type ThyristorParameters,
  thyristorCR02A,
  thyristorCR02AReduced,
  thyristorP0118MA,
  thyristorP0118MAReduced,
} from "../../src/devices/cards/index.js";
import { source } from "../../src/devices/thyristor.va";
import type { AnalysisResult } from "../../src/engine/record.js";
import { simulate } from "../../src/engine/simulate.js";
import {
  capacitor,
  circuit,
  current,
  currentSource,
  dcAnalysis,
  instance,
  nodeValue,
  resistor,
  sweep,
  transientAnalysis,
  verilogADevice,
  voltage,
  voltageSource,
} from "../../src/netlist/build.js";
import type { Analysis, Circuit, Element, Model, NodeValue, Signal, Subcircuit } from "../../src/netlist/circuit.js";
import { scaleOf, signalOf } from "../engine/run-netlist.js";
import { biasedDevice } from "./verilog-a-device.js";

// How far the thyristor as one device is from the one of two transistors: `npx vitest run` of this file measures anew
// what the cards state in `fit`.

interface Pair {
  readonly composed: Part<Subcircuit> & { readonly parameters: ThyristorParameters };
  readonly reduced: Part<Model>;
}

const pairs: readonly Pair[] = [
  { composed: thyristorCR02A, reduced: thyristorCR02AReduced },
  { composed: thyristorP0118MA, reduced: thyristorP0118MAReduced },
];

/** The same circuit around both thyristors, whose nodes are a, g, k. */
function both(
  { composed, reduced }: Pair,
  parts: { elements: Element[]; saves: Signal[]; analyses: Analysis[]; initialConditions?: NodeValue[] },
): readonly [composed: AnalysisResult, reduced: AnalysisResult] {
  const nodes = ["a", "g", "k"];
  const asTwo = circuit({
    ...parts,
    title: composed.name,
    subcircuits: [composed.card],
    elements: [...parts.elements, instance("Xs", nodes, composed.name)],
  });
  const asOne = circuit({
    ...parts,
    title: reduced.name,
    models: [reduced.card],
    elements: [...parts.elements, verilogADevice("Ns", nodes, reduced.name)],
  });
  return [simulate(asTwo)[0], simulate(asOne)[0]];
}

/** A card's parameters by their names in the module. */
const numbersOf = ({ parameters }: Model): [string, number][] =>
  Object.entries(parameters).map(([name, value]) => [name.toUpperCase(), value as number]);

const grounded = (name: string): Element => voltageSource(name, "k", "0", { dc: 0 });

describe.each(pairs)("$reduced.name at rest", (pair) => {
  const { BN, BP, RP } = pair.composed.parameters;
  const vt = (1.38064852e-23 / 1.6021766208e-19) * 300.15;
  const saturation = 1e-15;

  test("currents at all voltages are the composed card's", () => {
    for (const gate of [-0.5, 0, 0.3, 0.5, 0.6, 0.65, 0.7, 0.75]) {
      const elements = [
        voltageSource("VA", "a", "0", { dc: 0 }),
        voltageSource("VG", "g", "0", { dc: gate }),
        grounded("VK"),
      ];
      const saves = [current("va"), current("vg"), current("vk")];
      const [two, one] = both(pair, { elements, saves, analyses: [dcAnalysis(sweep("VA", -5, 20, 0.25))] });
      for (const signal of ["i(va)", "i(vg)", "i(vk)"]) {
        const [expected, found] = [signalOf(two, signal), signalOf(one, signal)];
        scaleOf(two).forEach((anode, k) => {
          // The two transistors leak through a gmin each to ground, where their substrates are.
          const leak = 2.1e-12 * (Math.abs(anode) + Math.abs(gate));
          expect(Math.abs(found[k] - expected[k])).toBeLessThan(1e-6 * Math.abs(expected[k]) + leak + 1e-14);
        });
      }
    }
  });

  test("break-over and valley with a resistor from anode to gate", () => {
    const elements = [
      currentSource("I1", "0", "a", { dc: 0 }),
      resistor("RM", "a", "g", 680e3),
      resistor("RA", "k", "0", 2e3),
    ];
    const found = both(pair, {
      elements,
      saves: [voltage("a")],
      analyses: [dcAnalysis(sweep("I1", 20e-6, 300e-6, 0.25e-6))],
    }).map((result) => {
      const [currents, volts] = [scaleOf(result), signalOf(result, "v(a)")];
      const onset = volts.findIndex((v, k) => k > 0 && v > volts[k - 1] && v > volts[k + 1]);
      const valley = volts.findIndex((v, k) => k > onset && v < volts[k - 1] && v < volts[k + 1]);
      expect(onset).toBeGreaterThan(0);
      expect(valley).toBeGreaterThan(onset);
      return { onset: currents[onset], breakOver: volts[onset], valley: currents[valley], least: volts[valley], volts };
    });
    const [two, one] = found;
    expect(one.onset).toBe(two.onset);
    expect(one.valley).toBe(two.valley);
    expect(Math.abs(one.breakOver - two.breakOver)).toBeLessThan(1e-4);
    expect(Math.abs(one.least - two.least)).toBeLessThan(1e-6);
    expect(Math.max(...one.volts.map((v, k) => Math.abs(v - two.volts[k])))).toBeLessThan(1e-4);
  });

  // The closed forms of the module's head, for an open gate.
  const device = biasedDevice(source, Object.fromEntries(numbersOf(pair.reduced.card)));
  const [anode, gate] = [0, 1];
  const gateCurrent = (vgk: number): number => device.currents([10, vgk, 0])[gate];
  const volts = Array.from({ length: 800 }, (_, k) => 0.5 + k * 4e-4);

  test("gate trigger current and voltage", () => {
    const w = 1 / (BN * BP - 1);
    const layer = (vt / RP) * w;
    const v1 = vt * Math.log((layer * BP) / saturation);
    const injected = v1 / RP + layer;
    const trigger = Math.max(...volts.map(gateCurrent));
    const triggerVoltage = volts[volts.findIndex((v) => gateCurrent(v) === trigger)];
    const shunted = triggerVoltage / 10e6;
    expect((trigger - shunted) / (injected / BN - BP * layer)).toBeCloseTo(1, 3);
    expect(triggerVoltage).toBeCloseTo(vt * Math.log(injected / saturation), 3);
  });

  test("holding current", () => {
    let v1 = 0.6;
    for (let round = 0; round < 30; round++) v1 = vt * Math.log((BP * v1) / (RP * (BN * BP - 1) * saturation));
    const holding = ((v1 / RP) * (BN + 1) * BP) / (BN * BP - 1);
    // Above it the gate needs no current: it gives some.
    const kept = volts.findIndex((v) => v > 0.55 && gateCurrent(v) < 0);
    const share = gateCurrent(volts[kept - 1]) / (gateCurrent(volts[kept - 1]) - gateCurrent(volts[kept]));
    const [below, above] = [kept - 1, kept].map((k) => device.currents([10, volts[k], 0])[anode]);
    expect((below + share * (above - below)) / holding).toBeGreaterThan(0.99);
    expect((below + share * (above - below)) / holding).toBeLessThan(1.01);
  });
});

/** Rising edges of a signal through a level, s. */
function rises(result: AnalysisResult, signal: string, level: number): number[] {
  const values = signalOf(result, signal);
  return [...findEdges(scaleOf(result), values, edgeLevels(...extent(values), level)).rises];
}

const worst = (one: readonly number[], other: readonly number[]): number =>
  Math.max(...one.map((time, k) => Math.abs(time - other[k])));

describe("in the ultra-compact neuron", () => {
  /** The neuron's thyristor as one device. */
  function asOneDevice(neuron: Circuit, card: Model): Circuit {
    const subcircuits = neuron.subcircuits.map((one) => ({
      ...one,
      models: [...one.models, card],
      elements: one.elements.map((element) =>
        element.kind === "instance" && element.name === "Xscr"
          ? verilogADevice("Nscr", element.nodes, card.name)
          : element,
      ),
    }));
    return { ...neuron, subcircuits };
  }

  const spikes = (neuron: Circuit): number[] => rises(simulate(neuron)[0], "v(vk)", 0.6);
  const neuronAt = (amplitude: number, stop = 10e-3): Circuit => pulseDrivenNeuron({ amplitude, stop });

  test.each([
    [4.5, 0],
    [5, 33],
    [5.5, 49],
    [6, 50],
    [7, 99],
  ])(
    "at pulses of %d V as many spikes, within 0.8 us",
    (amplitude, count) => {
      const neuron = neuronAt(amplitude);
      const [two, one] = [spikes(neuron), spikes(asOneDevice(neuron, thyristorCR02AReduced.card))];
      expect(two).toHaveLength(count);
      expect(one).toHaveLength(count);
      if (count > 0) expect(worst(one, two)).toBeLessThan(0.8e-6);
    },
    60_000,
  );

  test("the stored charge of the card is the one that fits", () => {
    const neurons = [5, 6, 7].map((amplitude) => neuronAt(amplitude, 2e-3));
    const wanted = neurons.map(spikes);
    const distance = (charge: number): number => {
      const card = reducedThyristor("TRIAL", thyristorCR02A.parameters, charge);
      const found = neurons.map((neuron) => spikes(asOneDevice(neuron, card)));
      if (found.some((times, k) => times.length !== wanted[k].length)) return Number.POSITIVE_INFINITY;
      return found.reduce((sum, times, k) => sum + worst(times, wanted[k]) ** 2, 0);
    };
    const here = distance(thyristorCR02AReduced.card.parameters.tp as number);
    for (const charge of [0, 0.18e-6, 0.24e-6]) expect(distance(charge)).toBeGreaterThan(here);
  }, 60_000);
});

describe("in the neuron of the neuroscience unit", () => {
  const results = (input: number, reduced: Part<Model> = thyristorP0118MAReduced) =>
    both(
      { composed: thyristorP0118MA, reduced },
      {
        elements: [
          currentSource("I0", "0", "a", { dc: input }),
          capacitor("CM", "a", "0", 100e-9),
          resistor("RM", "a", "g", 680e3),
          resistor("RA", "k", "0", 2.2e3),
        ],
        initialConditions: [nodeValue("a", 0)],
        saves: [voltage("k")],
        analyses: [transientAnalysis({ step: 10e-6, stop: 0.1, useInitialConditions: true })],
      },
    ).map((result) => rises(result, "v(k)", 0.5));
  const rate = (times: readonly number[]): number => (times.length - 1) / (times[times.length - 1] - times[0]);

  test.each([55e-6, 60e-6, 80e-6, 100e-6])("at %d A it fires at the composed rate to a thousandth", (input) => {
    const [two, one] = results(input);
    expect(two.length).toBeGreaterThan(5);
    expect(one).toHaveLength(two.length);
    expect(Math.abs(rate(one) / rate(two) - 1)).toBeLessThan(1e-3);
  });

  test("the stored charge of the card is the one that fits", () => {
    const distance = (charge: number): number =>
      [55e-6, 100e-6]
        .map((input) => {
          const card = reducedThyristor("TRIAL", thyristorP0118MA.parameters, charge);
          const [two, one] = results(input, { ...thyristorP0118MAReduced, name: "TRIAL", card });
          return (rate(one) / rate(two) - 1) ** 2;
        })
        .reduce((sum, square) => sum + square, 0);
    const here = distance(thyristorP0118MAReduced.card.parameters.tp as number);
    for (const charge of [0, 0.17e-6, 0.23e-6]) expect(distance(charge)).toBeGreaterThan(here);
  });
});
