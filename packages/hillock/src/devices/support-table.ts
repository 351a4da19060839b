import { instantiate } from "../veriloga/index.js";
import { type CatalogueEntry, catalogue, type ParameterNames } from "./catalogue.js";
import { deviceModule } from "./device-module.js";
import { moduleEntry } from "./module-entry.js";
import { shippedModules } from "./modules.js";

/** A device as a table of what is supported shows it. */
export interface SupportedDevice {
  /** Type of the element, and of the models it may have. */
  readonly element: string;
  readonly models: readonly string[];
  /** The ports of its module. */
  readonly nodes: readonly string[];
  /** The Verilog-A file with its equations. */
  readonly file: string;
  readonly parameters: readonly SupportedParameter[];
  /** Names that are accepted and change nothing, and why. */
  readonly idle: Readonly<Record<string, string>>;
  /** Names of ngspice that are refused unless they have this value, which has no effect. */
  readonly absent: Readonly<Record<string, number | undefined>>;
}

export interface SupportedParameter {
  /** What a netlist may call it. */
  readonly names: readonly string[];
  readonly scopes: readonly ("model" | "instance")[];
  /** As declared in the Verilog-A file. A quantity that is absent by default has a default without meaning. */
  readonly description: string;
  readonly units: string;
  readonly defaultValue: number;
}

/**
 * Every device with every parameter that a netlist may set, from the declarations of the Verilog-A files: those with a
 * letter of their own first, then the other modules of the library, which N elements reach.
 */
export function supportTable(): readonly SupportedDevice[] {
  const lettered = letteredDevices();
  const files = new Set(lettered.map(({ file }) => file));
  const others = Object.entries(shippedModules)
    .filter(([, { file }]) => !files.has(file))
    .map(([type]) => supportedDevice("verilogA", [type], moduleEntry({ name: type, type })));
  return [...lettered, ...others];
}

function letteredDevices(): readonly SupportedDevice[] {
  return Object.entries(catalogue).flatMap(([element, kinds]) => {
    const files = new Set(Object.values(kinds).map(({ source }) => source.file));
    return [...files].map((file) => {
      const models = Object.keys(kinds).filter((type) => kinds[type].source.file === file);
      return supportedDevice(element, models, kinds[models[0]]);
    });
  });
}

function supportedDevice(element: string, models: readonly string[], entry: CatalogueEntry): SupportedDevice {
  const module = deviceModule(entry);
  const environment = { temperature: 300.15, gmin: 1e-12 };
  const { parameters } = instantiate(module, { parameters: {}, connectedPorts: module.ports.length, environment });
  const named = (map: ParameterNames, parameter: string): string[] =>
    Object.keys(map).filter((name) => map[name] === parameter);
  return {
    element,
    models: models.filter(Boolean),
    nodes: module.ports,
    file: entry.source.file,
    parameters: module.parameters
      .filter(({ name, settable }) => settable && !(name in entry.fixed) && !isFlag(entry, name))
      .map(({ name, description, units }) => {
        const inModel = named(entry.model, name);
        const atElement = named(entry.instance, name);
        return {
          names: [...new Set([...inModel, ...atElement])],
          scopes: [
            ...(inModel.length > 0 ? ["model" as const] : []),
            ...(atElement.length > 0 ? ["instance" as const] : []),
          ],
          description,
          units,
          defaultValue: parameters.find((parameter) => parameter.name === name)?.value as number,
        };
      }),
    idle: entry.idle,
    absent: entry.absent,
  };
}

const isFlag = ({ flags }: CatalogueEntry, parameter: string): boolean =>
  Object.values(flags).some((values) => parameter in values);
