import { expect } from "vitest";
import { createBatch } from "../../../src/engine/batch/index.js";
import { compileAdjustable } from "../../../src/engine/quantities/index.js";
import { runNative } from "../../devices/native.js";
import { ngspiceTest } from "../../requirements.js";
import { circuitOf } from "../run-netlist.js";

/** Netlists with places for the values of their quantities, which have these names. */
const benches = [
  {
    lines: "V1 in 0 0\nR1 in a {0}\nD1 a b dm\nD2 b 0 dm\nR2 b 0 {1}\n.model dm d(is=1e-14 n=1.2 rs=2)",
    quantities: ["R1", "R2"],
    output: "v(a)",
    sweep: { variable: "v1", from: -5, to: 20, step: 0.5 },
    samples: [
      [1e3, 1e4],
      [50, 1e6],
      [2e4, 300],
    ],
  },
  {
    lines:
      "VDD vdd 0 5\nVIN in 0 0\nM1 out in 0 0 mn w={0} l=1u\nM2 out in vdd vdd mp w=25u l=1u\nRL out 0 {1}\n.model mn nmos(vto=0.8 kp=50u lambda=0.02 gamma=0.4)\n.model mp pmos(vto=-0.9 kp=20u lambda=0.03)",
    quantities: ["M1.w", "RL"],
    output: "v(out)",
    sweep: { variable: "vin", from: 0, to: 5, step: 0.05 },
    samples: [
      [10e-6, 1e6],
      [30e-6, 1e5],
      [4e-6, 1e7],
    ],
  },
  {
    lines:
      "VCC vcc 0 12\nVIN in 0 0\nRB in b 10k\nQ1 c b e qn\nRC vcc c {0}\nRE e 0 {1}\n.model qn npn(bf=200 is=1e-15 vaf=80 ikf=0.1 ise=1e-14 rb=10)",
    quantities: ["RC", "RE"],
    output: "v(c)",
    sweep: { variable: "vin", from: 0, to: 5, step: 0.1 },
    samples: [
      [2.2e3, 100],
      [500, 10],
      [1e4, 1e3],
    ],
  },
];

ngspiceTest("sweeps of samples are those of ngspice, run one by one", () => {
  for (const { lines, quantities, output, sweep, samples } of benches) {
    const filled = (values: readonly number[]): string => lines.replace(/\{(\d)\}/g, (_, k) => `${values[k]}`);
    const adjustable = compileAdjustable(circuitOf(filled(samples[0])), quantities);
    const batch = createBatch(adjustable, { outputs: [output], sweep });
    expect(batch.lanes).toBe("webassembly");
    const { outputs } = batch.run(Float64Array.from(samples.flat()));
    samples.forEach((values, sample) => {
      const { variable, from, to, step } = sweep;
      const options = ".options reltol=1e-7 vntol=1e-9 abstol=1e-15";
      const analysis = `${options}\n.save ${output}\n.dc ${variable} ${from} ${to} ${step}`;
      const [plot] = runNative(`sample\n${filled(values)}\n${analysis}\n.end\n`);
      const expected = plot.vectors.find(({ name }) => name === output)?.real as Float64Array;
      expect(expected.length).toBe(batch.scale.length);
      expected.forEach((value, k) => {
        expect(Math.abs(outputs[sample * batch.scale.length + k] - value)).toBeLessThan(2e-6);
      });
    });
  }
});
