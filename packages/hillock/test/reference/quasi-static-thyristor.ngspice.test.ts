import { expect } from "vitest";
import { simulate } from "../../src/engine/simulate.js";
import type { TransientResult } from "../../src/engine/transient/result.js";
import { writeNetlist } from "../../src/netlist/write.js";
import { runNative } from "../devices/native.js";
import { thyristorNeuron } from "../engine/quasi-static-thyristor.js";
import { ngspiceTest } from "../requirements.js";

const stop = 2e-3;
const interval = 200e-6;

/** Times at which v(k) rises through 0.3 V, s. */
function spikeTimes(time: ArrayLike<number>, values: ArrayLike<number>): number[] {
  const times: number[] = [];
  for (let i = 1; i < time.length; i++) {
    if (values[i - 1] < 0.3 && values[i] >= 0.3) {
      times.push(time[i - 1] + ((time[i] - time[i - 1]) * (0.3 - values[i - 1])) / (values[i] - values[i - 1]));
    }
  }
  return times;
}

/** Spike times of the neuron with scaled junction capacitances and transit times, by ngspice. */
function ngspiceSpikes(capacitance: number): number[] {
  const circuit = thyristorNeuron(capacitance, stop);
  const tight = {
    ...circuit,
    options: { ...circuit.options, reltol: 1e-5, method: "gear", vntol: 1e-8, chgtol: 1e-16 },
  };
  const [plot] = runNative(writeNetlist(tight));
  const column = (name: string): Float64Array => {
    const found = plot.vectors.find((vector) => vector.name === name);
    if (!found) throw new Error(`ngspice has no ${name}`);
    return found.real;
  };
  return spikeTimes(column("time"), column("v(k)"));
}

ngspiceTest("a thyristor neuron without capacitances is the limit of ngspice's runs with ever smaller ones", () => {
  const { waveforms, record } = simulate(thyristorNeuron(0, stop))[0] as TransientResult;
  const ours = spikeTimes(
    waveforms.scales[0].values,
    waveforms.signals.find(({ name }) => name === "v(k)")?.values as Float64Array,
  );
  expect(ours).toHaveLength(10);
  expect(record.latchUps.filter(({ change }) => change > 1)).toHaveLength(10);

  const distances = [1e-1, 1e-2, 1e-3].map((capacitance) => {
    const theirs = ngspiceSpikes(capacitance);
    expect(theirs).toHaveLength(ours.length);
    return Math.max(...theirs.map((time, k) => Math.abs(time - ours[k])));
  });
  expect(distances[1]).toBeLessThan(distances[0]);
  expect(distances[2]).toBeLessThan(distances[1]);
  expect(distances[2]).toBeLessThan(0.01 * interval);
});
