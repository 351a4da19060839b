export { type CsvSettings, readCsv } from "./csv.js";
export { type DataTable, mostClasses } from "./data-table.js";
export { balanceScale, ticTacToeEndgame } from "./generated.js";
export { tableOfParts } from "./given-parts.js";
export * from "./idx.js";
export { type PreparedData, prepareData } from "./prepare.js";
export { type FeatureScaling, fitScaling, type ScaledRows, scaleRows } from "./scale.js";
export { type Split, stratifiedSplit } from "./split.js";
