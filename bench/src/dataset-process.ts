// Computes the data set for its parent again and again; with arguments, once: node dist/dataset-process.js SAMPLES TOLERANCE.
import { type Batch, compileAdjustable, createBatch, parseNetlist } from "hillock";
import { type DatasetReply, type DatasetRequest, quantities, samplesOf, sweep } from "./dataset-samples.js";
import { benchNetlist } from "./netlist-file.js";
import { countVectorOperations } from "./vector-peak.js";

const names = quantities.map(({ name }) => name);
const adjustable = compileAdjustable(parseNetlist(benchNetlist("dc-dataset.cir"), { file: "bench" }), names);
const batches = new Map<number, { readonly made: Batch; readonly operations: number }>();

function batchOf(tolerance: number): { readonly made: Batch; readonly operations: number } {
  const known = batches.get(tolerance);
  if (known) return known;
  const batch = countVectorOperations(() => createBatch(adjustable, { outputs: ["v(out)"], sweep, tolerance }));
  if (batch.made.lanes !== "webassembly") throw new Error(batch.made.reason);
  batches.set(tolerance, batch);
  return batch;
}

function run(samples: number, tolerance: number): DatasetReply {
  const { made, operations } = batchOf(tolerance);
  const values = samplesOf(samples);
  const before = process.cpuUsage();
  const { outputs, iterations, failures } = made.run(values);
  const { user, system } = process.cpuUsage(before);
  if (failures.length > 0) throw failures[0].error;
  return { cpu: (user + system) / 1e6, outputs, iterations, operations };
}

const [samples, tolerance] = process.argv.slice(2).map(Number);
if (samples > 0) console.log(run(samples, tolerance).outputs.length);
else {
  process.on("message", (request: DatasetRequest) => {
    const reply = run(request.samples, request.tolerance);
    process.send?.(request.keep ? reply : { ...reply, outputs: new Float64Array(0) });
  });
}
