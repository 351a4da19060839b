import type { Device } from "./circuit.js";

/** What may stand on the line of a device besides nodes, model and value. `flags` are words without a value. */
export interface DeviceVocabulary {
  readonly letter: string;
  /** Fewest and most nodes. */
  readonly nodes: readonly [number, number];
  readonly terminals: string;
  readonly modelTypes: readonly string[];
  /** Nodes, types of models and parameters are those of any Verilog-A module. */
  readonly anyModule?: true;
  readonly parameters: readonly string[];
  readonly flags: readonly string[];
  /** Name of the principal value, and whether it may be negative or zero. */
  readonly value?: { readonly name: string; readonly quantity: string };
  /** What a list `ic=a,b,c` sets. */
  readonly initial?: readonly string[];
}

/** The devices of a netlist line by line. Parameters and model types are those of ngspice that a device here has. */
export const deviceVocabulary: Readonly<Record<Device["type"], DeviceVocabulary>> = {
  resistor: {
    letter: "R",
    nodes: [2, 2],
    terminals: "p n",
    modelTypes: ["R"],
    parameters: ["m", "tc1", "tc2", "temp", "dtemp", "l", "w"],
    flags: [],
    value: { name: "r", quantity: "resistance" },
  },
  capacitor: {
    letter: "C",
    nodes: [2, 2],
    terminals: "p n",
    modelTypes: ["C"],
    parameters: ["ic", "m", "tc1", "tc2", "temp", "dtemp", "l", "w"],
    flags: [],
    value: { name: "c", quantity: "capacitance" },
  },
  inductor: {
    letter: "L",
    nodes: [2, 2],
    terminals: "p n",
    modelTypes: ["L"],
    parameters: ["ic", "m", "tc1", "tc2", "temp", "dtemp"],
    flags: [],
    value: { name: "l", quantity: "inductance" },
  },
  diode: {
    letter: "D",
    nodes: [2, 2],
    terminals: "anode cathode",
    modelTypes: ["D"],
    parameters: ["area", "m", "ic", "temp", "dtemp", "pj"],
    flags: ["off"],
    initial: ["ic"],
  },
  bipolar: {
    letter: "Q",
    nodes: [3, 4],
    terminals: "collector base emitter [substrate]",
    modelTypes: ["NPN", "PNP"],
    parameters: ["area", "areab", "areac", "m", "icvbe", "icvce", "temp", "dtemp"],
    flags: ["off"],
    initial: ["icvbe", "icvce"],
  },
  mosfet: {
    letter: "M",
    nodes: [3, 4],
    terminals: "drain gate source [bulk]",
    modelTypes: ["NMOS", "PMOS", "VDMOS"],
    parameters: ["w", "l", "ad", "as", "pd", "ps", "nrd", "nrs", "m", "icvds", "icvgs", "icvbs", "temp", "dtemp"],
    flags: ["off"],
    initial: ["icvds", "icvgs", "icvbs"],
  },
  switch: {
    letter: "S",
    nodes: [4, 4],
    terminals: "p n control+ control-",
    modelTypes: ["SW"],
    parameters: [],
    flags: ["on", "off"],
  },
  currentSwitch: {
    letter: "W",
    nodes: [2, 2],
    terminals: "p n",
    modelTypes: ["CSW"],
    parameters: [],
    flags: ["on", "off"],
  },
  verilogA: {
    letter: "N",
    nodes: [1, Number.POSITIVE_INFINITY],
    terminals: "n1 n2 ...",
    modelTypes: [],
    anyModule: true,
    parameters: [],
    flags: [],
  },
};

/** Model types of SPICE that a `.model` line may have. */
export const modelTypes = [...new Set(Object.values(deviceVocabulary).flatMap((device) => device.modelTypes))];

/** Model types that ngspice knows and this library does not, in lower case, and what to do. */
export const foreignModelTypes: Readonly<Record<string, string>> = {
  njf: "JFET models are not supported",
  pjf: "JFET models are not supported",
  nmf: "MESFET models are not supported",
  pmf: "MESFET models are not supported",
  urc: "distributed RC lines are not supported; use sections of R and C",
  ltra: "transmission lines are not supported; use sections of L and C",
  res: "write R",
  cap: "write C",
  ind: "write L",
};

/** A model type as a circuit has it: those of SPICE in upper case, others, which are names of modules, as written. */
export function modelType(written: string): string {
  const type = written.toUpperCase();
  return modelTypes.includes(type) ? type : written;
}

/** First letters of elements and what they are. */
export const elementLetters: Readonly<Record<string, string>> = {
  R: "resistor",
  C: "capacitor",
  L: "inductor",
  K: "coupled inductors",
  V: "voltage source",
  I: "current source",
  D: "diode",
  Q: "bipolar transistor",
  M: "MOSFET",
  S: "switch",
  W: "current-controlled switch",
  E: "voltage-controlled voltage source",
  G: "voltage-controlled current source",
  F: "current-controlled current source",
  H: "current-controlled voltage source",
  B: "behavioural source",
  X: "subcircuit instance",
  N: "Verilog-A device",
};

/** First letters that ngspice knows and this library does not, and what to use. */
export const foreignLetters: Readonly<Record<string, string>> = {
  J: "a JFET is not supported; use M with a level-1 model, or B sources",
  Z: "a MESFET is not supported; use M with a level-1 model, or B sources",
  T: "a transmission line is not supported; use sections of L and C",
  O: "a lossy transmission line is not supported; use sections of R, L and C",
  U: "a distributed RC line is not supported; use sections of R and C",
  Y: "a transmission line is not supported; use sections of L and C",
  P: "coupled transmission lines are not supported; use sections of L, C and K",
  A: "XSPICE code models are not supported; use B sources and switches",
};

/** Options of ngspice that change numbers and are known here, and those that only change what ngspice prints. */
export const knownOptions: ReadonlySet<string> = new Set([
  ...["abstol", "chgtol", "gmin", "itl1", "itl2", "itl4", "itl5", "itl6", "maxord", "method", "pivrel", "pivtol"],
  ...["reltol", "srcsteps", "gminsteps", "temp", "tnom", "trtol", "vntol", "xmu", "noopiter", "minbreak", "bypass"],
  ...["acct", "noacct", "list", "nomod", "nopage", "node", "opts", "noinit", "numdgt", "interp", "savecurrents"],
  ...["keepopinfo", "warn", "maxwarns", "filetype", "autostop", "sparse", "klu"],
]);

/** Options that take a word. */
export const wordOptions: ReadonlySet<string> = new Set(["method", "filetype"]);
