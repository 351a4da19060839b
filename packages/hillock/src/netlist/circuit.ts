import type { Formula, Value } from "./value.js";

/**
 * A circuit as its netlist states it: hierarchical, with parameters and formulas unresolved. It is plain data: built by
 * the functions of `build.ts` or by `parseNetlist`, written back by `writeNetlist`, flattened by `flatten`.
 * Names and nodes are compared without regard to case and kept as written. Node "0" (also "gnd") is ground.
 */
export interface Circuit extends Scope {
  readonly title: string;
  /** Verilog-A files that the circuit brings along: those of `.hdl`. */
  readonly verilogA: readonly VerilogASource[];
  /** Nodes that mean the same inside every subcircuit. */
  readonly globals: readonly string[];
  /** Node voltages at the start of a transient, V. */
  readonly initialConditions: readonly NodeValue[];
  /** First guesses of the operating point, V. */
  readonly nodesets: readonly NodeValue[];
  /** Settings by name, lower case: reltol, abstol, vntol, gmin, temp, method, ... A bare flag is `true`. */
  readonly options: Readonly<Record<string, Value | string | true>>;
  /** What to keep of a run; empty means all node voltages. */
  readonly saves: readonly Signal[];
  readonly analyses: readonly Analysis[];
  readonly measures: readonly Measure[];
}

/** A Verilog-A file and what it includes, as text: a circuit needs no file system to be simulated. */
export interface VerilogASource {
  /** Name as `.hdl` has it in the main netlist: relative to that. */
  readonly file: string;
  readonly text: string;
  /** Texts of the files that it and they include, by their names relative to the main netlist. */
  readonly includes: Readonly<Record<string, string>>;
}

/** What a circuit and a subcircuit both contain. */
export interface Scope {
  readonly parameters: readonly Assignment[];
  readonly functions: readonly FunctionDefinition[];
  readonly models: readonly Model[];
  readonly subcircuits: readonly Subcircuit[];
  readonly elements: readonly Element[];
}

export interface Subcircuit extends Scope {
  readonly name: string;
  readonly ports: readonly string[];
  /** Parameters that an instance may set, with their defaults. */
  readonly defaults: readonly Assignment[];
}

export interface Assignment {
  readonly name: string;
  readonly value: Value;
}

/** `.func name(a, b) = body` */
export interface FunctionDefinition {
  readonly name: string;
  readonly arguments: readonly string[];
  readonly body: Formula;
}

/**
 * `.model name type(parameters)`; `type` in upper case as SPICE knows it: D, NPN, PNP, NMOS, PMOS, VDMOS, SW, CSW, R, C, L;
 * for an N element the name of a Verilog-A module.
 */
export interface Model {
  readonly name: string;
  readonly type: string;
  /** Numbers and formulas by lower-case name; a bare flag such as `pchan` is 1. */
  readonly parameters: Readonly<Record<string, Value>>;
}

/** Parameter values by lower-case name. */
export type Parameters = Readonly<Record<string, Value>>;

export type Element = Device | Coupling | IndependentSource | ControlledSource | BehaviouralSource | Instance;

/**
 * An element described by a device model. Terminals are in SPICE's order:
 * resistor, capacitor, inductor p n; diode anode cathode; bipolar c b e [s]; mosfet d g s [b] (VDMOS d g s);
 * switch p n cp cn; currentSwitch p n, with the controlling source in `control`; verilogA the ports of its module.
 */
export interface Device {
  readonly kind: "device";
  readonly type:
    | "resistor"
    | "capacitor"
    | "inductor"
    | "diode"
    | "bipolar"
    | "mosfet"
    | "switch"
    | "currentSwitch"
    | "verilogA";
  readonly name: string;
  readonly nodes: readonly string[];
  /** Name of the `.model`; resistors, capacitors and inductors may have none. */
  readonly model?: string;
  /** Resistance, capacitance or inductance in SI units, of the elements that have one. */
  readonly value?: Value;
  /** Other instance parameters: area, w, l, ad, m, ic, tc1, ... A bare flag (`off`, `on`) is 1. */
  readonly parameters: Parameters;
  /** Name of the voltage source whose current controls a currentSwitch. */
  readonly control?: string;
}

/** K element: mutual inductance M = coefficient sqrt(L1 L2). */
export interface Coupling {
  readonly kind: "coupling";
  readonly name: string;
  readonly inductors: readonly string[];
  readonly coefficient: Value;
}

/** V or I element. Current flows from `nodes[0]` through the source to `nodes[1]`. */
export interface IndependentSource {
  readonly kind: "source";
  readonly quantity: "voltage" | "current";
  readonly name: string;
  readonly nodes: readonly [string, string];
  /** V or A; 0 if absent and there is no waveform. */
  readonly dc?: Value;
  /** Magnitude (V or A) and phase (degrees) in small-signal analysis. */
  readonly ac?: { readonly magnitude: Value; readonly phase: Value };
  readonly waveform?: Waveform;
}

/**
 * Time function of an independent source with SPICE's arguments in SPICE's order, those given:
 * pulse(v1 v2 delay rise fall width period), pwl(t1 v1 t2 v2 ...), sin(offset amplitude frequency delay damping phase),
 * exp(v1 v2 delay1 tau1 delay2 tau2), sffm(offset amplitude carrier index signal).
 */
export interface Waveform {
  readonly kind: "pulse" | "pwl" | "sin" | "exp" | "sffm";
  readonly values: readonly Value[];
  /** pwl only: time from which the list repeats, s (`r=`). */
  readonly repeat?: Value;
  /** pwl only: delay, s (`td=`). */
  readonly delay?: Value;
}

/** E, G (controlled by the voltage between two nodes), F, H (controlled by the current of a voltage source). */
export interface ControlledSource {
  readonly kind: "controlled";
  readonly quantity: "voltage" | "current";
  readonly name: string;
  readonly nodes: readonly [string, string];
  readonly control: { readonly nodes: readonly [string, string] } | { readonly source: string };
  /** V/V, A/V, A/A or V/A. */
  readonly gain: Value;
}

/** B element (and E or G with a formula): V(nodes) = formula or I(nodes) = formula. */
export interface BehaviouralSource {
  readonly kind: "behavioural";
  readonly quantity: "voltage" | "current";
  readonly name: string;
  readonly nodes: readonly [string, string];
  readonly formula: Formula;
}

/** X element. */
export interface Instance {
  readonly kind: "instance";
  readonly name: string;
  readonly nodes: readonly string[];
  readonly subcircuit: string;
  readonly parameters: Readonly<Record<string, Value>>;
}

export interface NodeValue {
  readonly node: string;
  readonly value: Value;
}

/** A signal to keep: v(a), v(a,b) (negative defaults to ground) or i(source or inductor), hierarchical as in i(v.x1.vs). */
export type Signal =
  | { readonly kind: "voltage"; readonly positive: string; readonly negative: string }
  | { readonly kind: "current"; readonly element: string };

export type Analysis =
  | { readonly kind: "operatingPoint" }
  | { readonly kind: "dc"; readonly sweeps: readonly Sweep[] }
  | {
      readonly kind: "transient";
      /** Suggested output interval and end of the run, s. */
      readonly step: Value;
      readonly stop: Value;
      /** Output begins here, s. */
      readonly start?: Value;
      /** ngspice's bound on its time step, s. */
      readonly maximumStep?: Value;
      /** Start from the initial conditions, without an operating point. */
      readonly useInitialConditions: boolean;
    }
  | {
      readonly kind: "ac";
      readonly spacing: "decade" | "octave" | "linear";
      readonly points: Value;
      /** Hz */
      readonly from: Value;
      readonly to: Value;
    };

/** One level of a DC sweep over a source's value, a resistor's resistance, or `temp` (degrees C). The first is the innermost. */
export interface Sweep {
  readonly variable: string;
  readonly from: Value;
  readonly to: Value;
  readonly step: Value;
}

/** `.measure` of one analysis. `V` is the type of its numbers: formulas are allowed until the circuit is flat. */
export interface Measure<V = Value> {
  readonly analysis: "tran" | "dc" | "ac" | "op";
  readonly name: string;
  readonly quantity: MeasureQuantity<V>;
}

export type MeasureQuantity<V = Value> =
  | {
      readonly kind: "statistic";
      readonly statistic: "avg" | "max" | "min" | "pp" | "rms" | "integ";
      readonly signal: Signal;
      readonly from?: V;
      readonly to?: V;
    }
  /** From the trigger to the target, each an event or a given time. */
  | { readonly kind: "delay"; readonly trigger: V | MeasureEvent<V>; readonly target: V | MeasureEvent<V> }
  | { readonly kind: "when"; readonly event: MeasureEvent<V> }
  | { readonly kind: "find"; readonly signal: Signal; readonly at: V | MeasureEvent<V> }
  /** The names in the formula are other measures (and parameters, until the circuit is flat). */
  | { readonly kind: "formula"; readonly formula: Formula };

/** The `count`-th time (or the last) that `signal` crosses `level`. */
export interface MeasureEvent<V = Value> {
  readonly kind: "event";
  readonly signal: Signal;
  readonly level: V;
  readonly edge: "rise" | "fall" | "cross";
  readonly count: number | "last";
  /** Crossings before this time do not count, s. */
  readonly delay?: V;
}
