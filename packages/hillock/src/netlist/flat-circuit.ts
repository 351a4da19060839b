import type { Coupling, Device, Measure, Signal, VerilogASource } from "./circuit.js";
import type { Formula } from "./value.js";

/**
 * A circuit without hierarchy, parameters or formulas (but for behavioural sources): what the engine compiles.
 * Names are hierarchical as ngspice writes them: node `x1.n`, element `r.x1.r1` for R1 in X1, in the case of the
 * netlist. All numbers are SI.
 */
export interface FlatCircuit {
  readonly title: string;
  /** All nodes but ground, in order of appearance, spelled as first written. */
  readonly nodes: readonly string[];
  readonly elements: readonly FlatElement[];
  /** Models whose type is none of SPICE's, so has to be a Verilog-A module, whether an element uses them or not. */
  readonly moduleModels: readonly ModuleModel[];
  readonly initialConditions: readonly FlatNodeValue[];
  readonly nodesets: readonly FlatNodeValue[];
  readonly options: Readonly<Record<string, number | string | true>>;
  readonly saves: readonly Signal[];
  readonly analyses: readonly FlatAnalysis[];
  readonly measures: readonly Measure<number>[];
}

/** A model of a Verilog-A module. */
export interface ModuleModel {
  readonly name: string;
  /** Name of the module. */
  readonly type: string;
  /** The file with the module, if it is one of the circuit's; else the library has to know the module. */
  readonly source?: VerilogASource;
}

export interface FlatModel extends ModuleModel {
  readonly parameters: Readonly<Record<string, number>>;
}

export type FlatElement = FlatDevice | FlatCoupling | FlatSource | FlatControlledSource | FlatBehaviouralSource;

/** A device with its model card resolved. `value` as in {@link Device}. */
export interface FlatDevice extends Omit<Device, "model" | "value" | "parameters"> {
  readonly model?: FlatModel;
  readonly value?: number;
  readonly parameters: Readonly<Record<string, number>>;
}

export interface FlatCoupling extends Omit<Coupling, "coefficient"> {
  readonly coefficient: number;
}

export interface FlatSource {
  readonly kind: "source";
  readonly quantity: "voltage" | "current";
  readonly name: string;
  readonly nodes: readonly [string, string];
  readonly dc?: number;
  readonly ac?: { readonly magnitude: number; readonly phase: number };
  readonly waveform?: FlatWaveform;
}

export interface FlatWaveform {
  readonly kind: "pulse" | "pwl" | "sin" | "exp" | "sffm";
  readonly values: readonly number[];
  readonly repeat?: number;
  readonly delay?: number;
}

export interface FlatControlledSource {
  readonly kind: "controlled";
  readonly quantity: "voltage" | "current";
  readonly name: string;
  readonly nodes: readonly [string, string];
  readonly control: { readonly nodes: readonly [string, string] } | { readonly source: string };
  readonly gain: number;
}

/** The formula holds numbers, operators, built-in function calls, voltages and currents of flat names, and time only. */
export interface FlatBehaviouralSource {
  readonly kind: "behavioural";
  readonly quantity: "voltage" | "current";
  readonly name: string;
  readonly nodes: readonly [string, string];
  readonly formula: Formula;
}

export interface FlatNodeValue {
  readonly node: string;
  readonly value: number;
}

export type FlatAnalysis =
  | { readonly kind: "operatingPoint" }
  | { readonly kind: "dc"; readonly sweeps: readonly FlatSweep[] }
  | {
      readonly kind: "transient";
      readonly step: number;
      readonly stop: number;
      readonly start: number;
      readonly maximumStep?: number;
      readonly useInitialConditions: boolean;
    }
  | {
      readonly kind: "ac";
      readonly spacing: "decade" | "octave" | "linear";
      readonly points: number;
      readonly from: number;
      readonly to: number;
    };

export interface FlatSweep {
  readonly variable: string;
  readonly from: number;
  readonly to: number;
  readonly step: number;
}
