// The stored surrogates beside the circuits that they stand for, as a table: node tools/surrogate-table.mjs [--samples 1000]
// Errors are of designs over the printable range that no surrogate has seen; times are CPU time of one thread for a circuit.
import { parseArgs } from "node:util";
import { importSource } from "./import-source.mjs";

const { values } = parseArgs({ options: { samples: { type: "string", default: "1000" } } });
const samples = Number(values.samples);
if (!(Number.isInteger(samples) && samples >= 1)) {
  console.error("usage: node tools/surrogate-table.mjs [--samples N]");
  process.exit(2);
}
const { characterise, createTransferCurves } = await importSource("training/characterise/index.ts");
const { surrogateDesigns, surrogateFunction, ...stored } = await importSource("training/surrogate/index.ts");

/** CPU time of `work`, us, of the fastest of some repetitions. */
function time(work, repetitions) {
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < repetitions; k++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, user + system);
  }
  return least;
}

console.log(
  "| circuit | eta, normalised MSE | tanh fitted, mV rms (worst) | surrogate, mV rms (worst) | circuit, us | surrogate, us | with gradient, us |",
);
console.log("|---|---|---|---|---|---|---|");
for (const [name, surrogate] of [
  ["inv", stored.negativeWeightSurrogate],
  ["ptanh", stored.tanhSurrogate],
]) {
  const { circuit } = surrogateDesigns[name];
  const inputs = { ...circuit.inputs, points: 401 };
  const { samples: drawn, eta: fitted } = characterise(circuit, { samples, seed: 3, inputs });
  const omega = drawn.values;
  const solve = createTransferCurves(circuit, inputs);
  const curves = solve(omega);
  const { eta: of, gradient } = surrogateFunction(surrogate);
  const eta = of(omega);
  const squares = eta.map((each, at) => {
    const { least, most } = surrogate.outputs[at % 4];
    return ((each - fitted[at]) / (most - least)) ** 2;
  });
  const error = squares.reduce((a, b) => a + b, 0) / squares.length;
  const published = createTransferCurves(circuit);
  const columns = [
    name,
    error.toExponential(1),
    voltages(curves, fitted, circuit.sign),
    voltages(curves, eta, circuit.sign),
    (time(() => published(omega), 5) / samples).toFixed(1),
    (time(() => of(omega), 20) / samples).toFixed(2),
    (time(() => gradient(omega, eta), 20) / samples).toFixed(2),
  ];
  console.log(`| ${columns.join(" | ")} |`);
}

/** Root mean square and largest difference of tanhs and curves, mV, where a crossbar can drive the input: 0 ... 1 V. */
function voltages({ inputs, outputs }, eta, sign) {
  let [sum, worst, count] = [0, 0, 0];
  const points = inputs.length;
  for (let at = 0; at < outputs.length; at++) {
    const x = inputs[at % points];
    if (x < 0 || x > 1) continue;
    const [eta1, eta2, eta3, eta4] = eta.subarray(4 * Math.floor(at / points));
    const off = sign * (eta1 + eta2 * Math.tanh((x - eta3) * eta4)) - outputs[at];
    sum += off * off;
    count++;
    worst = Math.max(worst, Math.abs(off));
  }
  return `${(1e3 * Math.sqrt(sum / count)).toFixed(2)} (${(1e3 * worst).toFixed(1)})`;
}
