import { readFileSync } from "node:fs";
import { readCsv } from "../../src/training/data/csv.js";
import { sharedData } from "../requirements.js";

/** Training, validation and test rows of a data set as published; their features are scaled already. */
export function publishedData(name: string) {
  const part = (which: string) => {
    const file = sharedData(`data/uci13/${name}.${which}.csv`);
    const { classes, values, labels } = readCsv(readFileSync(file, "utf8"), { file, label: "label" });
    return { inputs: values, labels: labels.map((label) => Number(classes[label])) };
  };
  return { training: part("train"), validation: part("valid"), test: part("test") };
}
