import type { Waveforms } from "../../src/base/waveforms.js";

/** Spiking circuit whose engine errs: a membrane that charges and is reset, and an output pulse of 5 us after each reset. */
export interface SyntheticNeuron {
  /** Firing times, s. */
  readonly spikes: readonly number[];
  /** End of the run, s. */
  readonly stop: number;
  /** Time step, s. */
  readonly step?: number;
  /** Added to the membrane, V. */
  readonly disturb?: (time: number) => number;
}

/** `v(vm)` (0 to 2 V), `v(out)` (0 to 5 V, edges of 0.2 us) and `v(vcc)` (5 V). */
export function syntheticNeuron({ spikes, stop, step = 1e-6, disturb = () => 0 }: SyntheticNeuron): Waveforms {
  const edge = 0.2e-6;
  const width = 5e-6;
  const corners = spikes.flatMap((t) => [t - edge / 2, t + edge / 2, t + width - edge / 2, t + width + edge / 2]);
  const grid = Array.from({ length: Math.round(stop / step) + 1 }, (_, i) => i * step);
  const times = Float64Array.from([...new Set([...grid, ...corners, stop])].filter((t) => t >= 0 && t <= stop)).sort();
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  let next = 0;
  const out = times.map((t) => {
    while (next < spikes.length - 1 && t > spikes[next] + 2 * width) next++;
    const since = t - (spikes[next] ?? Number.POSITIVE_INFINITY);
    return 5 * Math.min(clamp(since / edge + 0.5), clamp((width - since) / edge + 0.5));
  });
  const vm = times.map((t) => {
    const index = spikes.findIndex((spike) => spike + edge / 2 > t);
    const fired = index < 0 ? spikes.length : index;
    const from = fired === 0 ? 0 : spikes[fired - 1];
    const to = fired < spikes.length ? spikes[fired] : from + 100e-6;
    const falling = fired < spikes.length ? clamp((t - to) / edge + 0.5) : 0;
    return 2 * clamp((t - from) / (to - from)) * (1 - falling) + disturb(t);
  });
  const vcc = times.map(() => 5);
  return {
    analysis: "transient",
    scales: [{ name: "time", unit: "s", values: times }],
    signals: [
      { name: "v(vm)", unit: "V", values: vm },
      { name: "v(out)", unit: "V", values: out },
      { name: "v(vcc)", unit: "V", values: vcc },
    ],
  };
}

/** A transient with these signals, given by functions of time on an even grid. */
export function transientOf(
  stop: number,
  points: number,
  signals: Readonly<Record<string, (time: number) => number>>,
): Waveforms {
  const times = Float64Array.from({ length: points }, (_, i) => (i / (points - 1)) * stop);
  return {
    analysis: "transient",
    scales: [{ name: "time", unit: "s", values: times }],
    signals: Object.entries(signals).map(([name, f]) => ({
      name,
      unit: name.startsWith("i") ? "A" : "V",
      values: times.map(f),
    })),
  };
}
