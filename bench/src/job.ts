import type { Observation } from "./observation.js";

/** A transient that both engines run, and how exactly they must. */
export interface Job {
  readonly label: string;
  /** File in bench/netlists/. */
  readonly netlist: string;
  readonly observation: Observation;
  /** Largest error allowed of what is observed, in `unit`. */
  readonly target: number;
  readonly unit: "s" | "V";
}

const outputSpikes = { kind: "spikes", signal: "v(out)", threshold: 2.5 } as const;

const neuron = (label: string, netlist: string): Job => ({
  label,
  netlist,
  observation: outputSpikes,
  target: 1e-7,
  unit: "s",
});

/** The neuron driven by pulses of 5 V and of 7 V. */
export const drivenNeuron: readonly Job[] = [neuron("5v", "uc-neuron-5v.cir"), neuron("7v", "uc-neuron-7v.cir")];

/** The neuron for the first result in a browser tab. */
export const shortNeuron: Job = neuron("20ms", "uc-neuron-20ms.cir");

export const rc: Job = {
  label: "rc",
  netlist: "rc.cir",
  // At the middle and the end of each pulse and pause, away from the corners.
  observation: { kind: "samples", signal: "v(out)", first: 0.3e-3, interval: 2.25e-3, count: 577 },
  target: 5e-3,
  unit: "V",
};

export const rectifier: Job = {
  label: "rectifier",
  netlist: "rectifier.cir",
  observation: { kind: "samples", signal: "v(out)", first: 0.9e-3, interval: 1.3e-3, count: 307 },
  target: 1e-2,
  unit: "V",
};

export const cmosRing: Job = {
  label: "cmos-ring",
  netlist: "cmos-ring.cir",
  observation: { kind: "spikes", signal: "v(n1)", threshold: 2.5 },
  target: 1e-10,
  unit: "s",
};

export const freeRunningThyristor: Job = {
  label: "thyristor-free-running",
  netlist: "thyristor-free-running.cir",
  observation: { kind: "spikes", signal: "v(va)", threshold: 0.5 },
  target: 5e-5,
  unit: "s",
};

/** So small that its times mean nothing: for the test of the benchmark itself. */
export const smoke: Job = {
  label: "smoke",
  netlist: "smoke.cir",
  observation: { kind: "samples", signal: "v(out)", first: 0.3e-3, interval: 0.25e-3, count: 10 },
  target: 1e-2,
  unit: "V",
};
