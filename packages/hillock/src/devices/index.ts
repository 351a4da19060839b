export * from "./cards/index.js";
export { type CatalogueEntry, catalogue, type ParameterNames } from "./catalogue.js";
export { catalogueEntry } from "./catalogue-entry.js";
export { deviceEquations } from "./device-equations.js";
export { type DeviceParameters, deviceParameters, moduleParameter } from "./device-parameters.js";
export { checkModelTypes, moduleEntry } from "./module-entry.js";
export { shippedModules } from "./modules.js";
export { type SupportedDevice, type SupportedParameter, supportTable } from "./support-table.js";
