import { describe, expect, it } from "vitest";
import { type MovingMembrane, receive, relax, restingMembrane } from "../../../src/models/lif/moving-membrane.js";
import { type LifNeuron, luboeinskiNeuron } from "../../../src/models/lif-neuron.js";

const resting = (asymptote: number, neuron = luboeinskiNeuron): MovingMembrane => ({
  ...restingMembrane(neuron),
  asymptote,
});

describe("a membrane in continuous time", () => {
  it("fires with the period t_ref + tau_m ln((V_inf - V_reset)/(V_inf - V_th)) where it tends beyond its threshold", () => {
    const membrane = resting(-50e-3);
    const times: number[] = [];
    while (relax(membrane, luboeinskiNeuron, 1)) times.push(membrane.time);
    expect(times[0]).toBeCloseTo(10e-3 * Math.log(15 / 5), 14);
    const period = 2e-3 + 10e-3 * Math.log(20 / 5);
    expect(times.length).toBe(1 + Math.floor((1 - times[0]) / period));
    for (let k = 1; k < times.length; k++) expect(times[k] - times[k - 1]).toBeCloseTo(period, 13);
    expect(membrane.time).toBe(1);
  });

  it("never fires where it tends to the threshold", () => {
    const membrane = { ...resting(-55e-3) };
    expect(relax(membrane, luboeinskiNeuron, 10)).toBe(false);
    expect(membrane.potential).toBeLessThanOrEqual(-55e-3);
  });

  it("ignores pulses while it is refractory", () => {
    const neuron: LifNeuron = { ...luboeinskiNeuron, synapticResponse: { kind: "pulse", area: 1 } };
    const membrane = resting(-65e-3, neuron);
    expect(receive(membrane, neuron, 1)).toBe(true);
    expect(relax(membrane, neuron, 1e-3)).toBe(false);
    expect(receive(membrane, neuron, 1)).toBe(false);
    expect(membrane.potential).toBe(-70e-3);
    expect(relax(membrane, neuron, 2e-3)).toBe(false);
    expect(receive(membrane, neuron, 1)).toBe(true);
  });

  for (const [name, timeConstant] of [
    ["shorter than", 5e-3],
    ["equal to", 10e-3],
    ["longer than", 30e-3],
  ] as const) {
    it(`crosses with exponential input ${name} the membrane's time constant where the differential equation does`, () => {
      const neuron: LifNeuron = {
        ...luboeinskiNeuron,
        synapticResponse: { kind: "exponential", timeConstant, delay: 0 },
      };
      for (const weight of [0.012, 0.025, 0.04, 0.08, 0.5]) {
        const membrane = resting(-62e-3, neuron);
        receive(membrane, neuron, weight);
        const fires = relax(membrane, neuron, 0.05);
        // Midpoint rule with steps of 1 us.
        let [potential, input, time] = [-65e-3, weight, 0];
        const dt = 1e-6;
        while (potential <= -55e-3 && time < 0.05) {
          const middle = input * Math.exp(-dt / 2 / timeConstant);
          const half = potential + (dt / 2) * ((-62e-3 - potential + input) / 10e-3);
          potential += dt * ((-62e-3 - half + middle) / 10e-3);
          input *= Math.exp(-dt / timeConstant);
          time += dt;
        }
        expect(fires).toBe(potential > -55e-3);
        if (fires) expect(Math.abs(membrane.time - time)).toBeLessThan(2e-6);
        else expect(membrane.potential).toBeCloseTo(potential, 9);
      }
    });
  }
});
