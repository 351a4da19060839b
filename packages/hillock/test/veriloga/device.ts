import type { Expression, SymbolKind } from "../../src/expr/graph.js";
import { interpret } from "../../src/expr/interpret.js";
import type { DeviceEquations, DeviceRequest } from "../../src/veriloga/device-module.js";
import { instantiate } from "../../src/veriloga/instantiate.js";
import { readVerilogA } from "../../src/veriloga/read.js";

export const surroundings = { temperature: 300.15, gmin: 1e-12 };

/** The device of a source, all ports connected unless said otherwise; its currents may jump. */
export function device(source: string, request: Partial<DeviceRequest> = {}): DeviceEquations {
  const module = readVerilogA(source, { file: "test.va", isTested: true });
  return instantiate(module, {
    parameters: {},
    connectedPorts: module.ports.length,
    environment: surroundings,
    ...request,
  });
}

/** A two-terminal module with this analog block and these declarations. */
export const twoTerminal = (analog: string, declarations = ""): string => `
module twoterminal(a, b);
  inout a, b;
  electrical a, b;
  ${declarations}
  analog begin
    ${analog}
  end
endmodule
`;

/** Where a device is looked at: the value of each unknown by name, of the states, and the time. */
export interface Bias {
  readonly unknowns?: Readonly<Record<string, number>>;
  readonly states?: readonly number[];
  readonly time?: number;
}

/** The value of an expression of a device. */
export function valueAt(equations: DeviceEquations, expression: Expression, bias: Bias = {}): number {
  const { unknowns = {}, states = [], time = 0 } = bias;
  const symbolValue = (kind: SymbolKind, index: number): number => {
    switch (kind) {
      case "unknown":
        return unknowns[equations.unknowns[index].name] ?? 0;
      case "parameter":
        return equations.parameters[index].value;
      case "environment":
        return [surroundings.temperature, surroundings.gmin][index];
      case "state":
        return states[index];
      case "time":
        return time;
      default:
        throw new Error(`a device has no ${kind}`);
    }
  };
  // No zero is negative here, so that equal values are equal.
  return interpret(equations.graph, expression, symbolValue) + 0;
}

export const currentsAt = (equations: DeviceEquations, unknowns: Record<string, number>, bias: Bias = {}): number[] =>
  equations.currents.map((expression) => valueAt(equations, expression, { unknowns, ...bias }));

export const chargesAt = (equations: DeviceEquations, unknowns: Record<string, number>, bias: Bias = {}): number[] =>
  equations.charges.map((expression) => valueAt(equations, expression, { unknowns, ...bias }));

export const unknownNames = (equations: DeviceEquations): string[] => equations.unknowns.map(({ name }) => name);

/** What the current from a into b is at V(a,b) = v. */
export const currentOf = (source: string, v = 1, request: Partial<DeviceRequest> = {}): number =>
  currentsAt(device(source, request), { a: v })[0];

/** The value that a Verilog-A expression has, read as the current of a two-terminal device at 0 V. */
export const expressionValue = (expression: string, declarations = ""): number =>
  currentOf(twoTerminal(`I(a,b) <+ ${expression};`, declarations), 0);
