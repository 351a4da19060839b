// A whole process for one simulation: node dist/cold-process.js NETLIST METHOD TOLERANCE. Prints the number of points.
import { readFileSync } from "node:fs";
import type { Method } from "hillock";
import { prepare, runRung } from "./simulate-rung.js";

const [file, method, tolerance] = process.argv.slice(2);
const { waveforms } = runRung(prepare(readFileSync(file, "utf8")), {
  method: method as Method,
  tolerance: Number(tolerance),
});
console.log(waveforms.scales[0].values.length);
