export * from "./build/analyses.js";
export {
  bipolar,
  capacitor,
  coupling,
  currentSwitch,
  diode,
  inductor,
  mosfet,
  resistor,
  type TwoPoleParameters,
  verilogADevice,
  voltageSwitch,
} from "./build/devices.js";
export * from "./build/sources.js";
export * from "./build/structure.js";
export { assignments, functionDefinition, ground, model, parameterReference } from "./build/values.js";
export { verilogASource } from "./build/verilog-a-source.js";
export { formula } from "./formula/parse-formula.js";
