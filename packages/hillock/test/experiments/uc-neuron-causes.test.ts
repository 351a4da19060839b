// Demonstrates the causes that experiments name for checks that are not met.
import { expect, test } from "vitest";
import { spikeTimes } from "../../src/base/spikes/index.js";
import type { Waveforms } from "../../src/base/waveforms.js";
import { thyristor } from "../../src/devices/cards/index.js";
import { simulate } from "../../src/engine/simulate.js";
import { decayTime, trace } from "../../src/experiments/measurements.js";
import { byVoltage, jump } from "../../src/experiments/uc-neuron/characteristic.js";
import { budgetOf, pulsed } from "../../src/experiments/uc-neuron/energy-budget.js";
import { leakingNeuron } from "../../src/experiments/uc-neuron/soma.js";
import type { Circuit, Subcircuit } from "../../src/netlist/circuit.js";

const run = (circuit: Circuit): Waveforms => simulate(circuit)[0].waveforms;

/** The circuit with its neuron's thyristor changed. */
function withThyristor(circuit: Circuit, change: (thyristor: Subcircuit) => Subcircuit): Circuit {
  const inside = (all: readonly Subcircuit[]): Subcircuit[] =>
    all.map((each) => (each.name === "CR02A" ? change(each) : { ...each, subcircuits: inside(each.subcircuits) }));
  return { ...circuit, subcircuits: inside(circuit.subcircuits) };
}

test("above 0.55 V it is the thyristor's gate junction that empties the membrane", () => {
  const [tau, stop] = [458e3 * 15e-9, 20e-3];
  const leak = (from: number, change = (part: Subcircuit) => part): number =>
    decayTime(trace(run(withThyristor(leakingNeuron(from, stop, {}), change)), "v(vm)"), 0) / tau;
  expect(leak(2)).toBeLessThan(0.15);
  expect(leak(0.5)).toBeCloseTo(1, 1);
  // So small a saturation current that the junction of the gate does not conduct below 2 V.
  const withoutJunction = (part: Subcircuit): Subcircuit => ({
    ...part,
    models: part.models.map((model) =>
      model.name === "QN" ? { ...model, parameters: { ...model.parameters, is: 1e-40 } } : model,
    ),
  });
  expect(Math.abs(leak(2, withoutJunction) - 1)).toBeLessThan(0.1);
});

test("the axon's resistors take the larger part of the energy, and without them the capacitor does", () => {
  const budget = (neuron: Parameters<typeof pulsed>[3]) => {
    const waveforms = run(pulsed(100e-6, 5.5, 4e-3, neuron));
    return { waveforms, ...budgetOf(waveforms, 15e-9) };
  };
  const published = budget({});
  const spikes = spikeTimes(published.waveforms, "v(out)", 2.5);
  const { x, y } = trace(published.waveforms, "v(out)");
  let high = 0;
  for (let k = 1; k < x.length; k++) {
    if (x[k] > spikes[0] && x[k] <= spikes[spikes.length - 1] && y[k] > 2.5) high += x[k] - x[k - 1];
  }
  const inResistors = (5 ** 2 * (1 / 10e3 + 1 / 4.7e3) * high) / (spikes.length - 1);
  expect(Math.abs(published.axon / inResistors - 1)).toBeLessThan(0.1);
  expect(published.soma).toBeLessThan(published.axon / 2);
  const light = budget({ R4: 200e3, R5: 200e3 });
  expect(light.soma).toBeGreaterThan(light.axon);
});

test("the voltage at which it switches off falls with the pnp gain, which leaves the threshold as it is", () => {
  const card = { BN: 5, RP: 6e3, RGK: 10e6, TFN: 0.1e-6, TFP: 1e-6, CJ: 10e-12 };
  const switching = (BP: number) => {
    const change = () => thyristor("CR02A", { ...card, BP });
    const sweep = (from: number, to: number) => {
      const waveforms = run(withThyristor(byVoltage(from, to), change));
      const { x, y } = trace(waveforms, "i(vin)");
      return jump({ x, y: y.map((value) => -value) });
    };
    return { on: sweep(0, 3.5).after.voltage, off: sweep(3.5, 0).before.voltage };
  };
  const [ours, higher] = [switching(0.5), switching(2)];
  expect(Math.abs(higher.on / ours.on - 1)).toBeLessThan(0.03);
  expect(ours.off / ours.on).toBeGreaterThan(0.5);
  expect(higher.off / higher.on).toBeLessThan(0.5);
});
