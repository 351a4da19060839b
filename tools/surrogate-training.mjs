// What surrogates.mjs uses of the library's source: not the index of that folder, which needs what surrogates.mjs makes.
export { characterisedData } from "../packages/hillock/src/training/surrogate/characterised-data.ts";
export { surrogateDesigns } from "../packages/hillock/src/training/surrogate/design.ts";
export { surrogateError, trainSurrogate } from "../packages/hillock/src/training/surrogate/train-surrogate.ts";
