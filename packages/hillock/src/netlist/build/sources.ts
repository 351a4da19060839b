import type { BehaviouralSource, ControlledSource, IndependentSource, Waveform } from "../circuit.js";
import { behaviouralFormula } from "../formula/parse-formula.js";
import type { Formula, Value } from "../value.js";
import { unwritable } from "../write/words.js";
import { named } from "./devices.js";

/** What an independent source does in each analysis. */
export interface SourceBehaviour {
  /** V or A */
  readonly dc?: Value;
  /** Magnitude (V or A), phase (degrees, 0 if absent) in small-signal analysis; a value alone is the magnitude. */
  readonly ac?: Value | { readonly magnitude: Value; readonly phase?: Value };
  readonly waveform?: Waveform;
}

const independent =
  (quantity: "voltage" | "current") =>
  (name: string, p: string, n: string, behaviour: Value | SourceBehaviour): IndependentSource => {
    const { dc, ac, waveform } = isValue(behaviour) ? { dc: behaviour } : behaviour;
    const small = ac === undefined ? undefined : isValue(ac) ? { magnitude: ac, phase: 0 } : { phase: 0, ...ac };
    return named({
      kind: "source",
      quantity,
      name,
      nodes: [p, n],
      ...(dc !== undefined && { dc }),
      ...(small && { ac: small }),
      ...(waveform && { waveform }),
    });
  };

function isValue(value: Value | object): value is Value {
  return typeof value === "number" || "kind" in value;
}

/** V element: `voltageSource("Vdd", "vdd", ground, 5)`, `voltageSource("V1", "a", "b", { waveform: sine({ ... }) })`. */
export const voltageSource = independent("voltage");
/** I element: the current flows from p through the source to n. */
export const currentSource = independent("current");

/** Time function v1 -> v2 -> v1; times in s; ngspice's defaults for what is left out at the end. */
export function pulse(pulse: {
  readonly from: Value;
  readonly to: Value;
  readonly delay?: Value;
  readonly rise?: Value;
  readonly fall?: Value;
  readonly width?: Value;
  readonly period?: Value;
}): Waveform {
  const { from, to, delay, rise, fall, width, period } = pulse;
  return { kind: "pulse", values: leading([from, to, delay, rise, fall, width, period], "pulse") };
}

/** Piecewise linear through points [time in s, value]; with `repeat` from that time on, again and again. */
export function pwl(
  points: readonly (readonly [Value, Value])[],
  { repeat, delay }: { readonly repeat?: Value; readonly delay?: Value } = {},
): Waveform {
  return {
    kind: "pwl",
    values: points.flat(),
    ...(repeat !== undefined && { repeat }),
    ...(delay !== undefined && { delay }),
  };
}

/** offset + amplitude sin(2 pi frequency (t - delay) + phase) exp(-(t - delay) damping); phase in degrees, damping in 1/s. */
export function sine(sine: {
  readonly offset: Value;
  readonly amplitude: Value;
  readonly frequency?: Value;
  readonly delay?: Value;
  readonly damping?: Value;
  readonly phase?: Value;
}): Waveform {
  const { offset, amplitude, frequency, delay, damping, phase } = sine;
  return { kind: "sin", values: leading([offset, amplitude, frequency, delay, damping, phase], "sine") };
}

/** Exponential rise from `from` to `to` after `riseDelay` with `riseTime`, and back after `fallDelay` with `fallTime`. */
export function exponential(exponential: {
  readonly from: Value;
  readonly to: Value;
  readonly riseDelay?: Value;
  readonly riseTime?: Value;
  readonly fallDelay?: Value;
  readonly fallTime?: Value;
}): Waveform {
  const { from, to, riseDelay, riseTime, fallDelay, fallTime } = exponential;
  return { kind: "exp", values: leading([from, to, riseDelay, riseTime, fallDelay, fallTime], "exponential") };
}

/** offset + amplitude sin(2 pi carrier t + index sin(2 pi signal t)), frequencies in Hz. */
export function frequencyModulated(wave: {
  readonly offset: Value;
  readonly amplitude: Value;
  readonly carrier?: Value;
  readonly index?: Value;
  readonly signal?: Value;
}): Waveform {
  const { offset, amplitude, carrier, index, signal } = wave;
  return { kind: "sffm", values: leading([offset, amplitude, carrier, index, signal], "frequencyModulated") };
}

/** The values up to the last one given: SPICE knows them by position, so there must be no gap. */
function leading(values: readonly (Value | undefined)[], what: string): Value[] {
  const given = values.filter((value) => value !== undefined);
  if (values.slice(0, given.length).includes(undefined)) {
    throw unwritable(`${what} leaves out a value before one that is given`, "SPICE knows these values by their order");
  }
  return given;
}

type VoltageControlled = (
  name: string,
  p: string,
  n: string,
  control: readonly [string, string],
  gain: Value,
) => ControlledSource;

type CurrentControlled = (name: string, p: string, n: string, control: string, gain: Value) => ControlledSource;

const byVoltage =
  (quantity: "voltage" | "current"): VoltageControlled =>
  (name, p, n, [positive, negative], gain) =>
    named({ kind: "controlled", quantity, name, nodes: [p, n], control: { nodes: [positive, negative] }, gain });

const byCurrent =
  (quantity: "voltage" | "current"): CurrentControlled =>
  (name, p, n, source, gain) =>
    named({ kind: "controlled", quantity, name, nodes: [p, n], control: { source }, gain });

/** E element: V(p, n) = gain V(control), gain in V/V. */
export const voltageControlledVoltage = byVoltage("voltage");
/** G element: I from p through the source to n = gain V(control), gain in A/V. */
export const voltageControlledCurrent = byVoltage("current");
/** H element: V(p, n) = gain I(control), gain in V/A; `control` is a voltage source. */
export const currentControlledVoltage = byCurrent("voltage");
/** F element: I from p through the source to n = gain I(control), gain in A/A. */
export const currentControlledCurrent = byCurrent("current");

const behavioural =
  (quantity: "voltage" | "current") =>
  (name: string, p: string, n: string, body: string | Formula): BehaviouralSource =>
    named({
      kind: "behavioural",
      quantity,
      name,
      nodes: [p, n],
      formula: typeof body === "string" ? behaviouralFormula(body) : body,
    });

/** B element (or E): V(p, n) = formula of voltages, currents, time and parameters. */
export const behaviouralVoltage = behavioural("voltage");
/** B element (or G): I from p through the source to n = formula. */
export const behaviouralCurrent = behavioural("current");
