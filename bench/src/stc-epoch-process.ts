// Trains a plastic network on all images once when its parent asks: node dist/stc-epoch-process.js.
import { createInterface } from "node:readline";
import { encodedSamples, mnistTraining, startTraining } from "./stc-problem.js";

for await (const _ of createInterface({ input: process.stdin })) {
  const data = mnistTraining();
  const sampleOf = encodedSamples(data);
  const run = startTraining("exact");
  let spikes = 0;
  for (let index = 0; index < data.count; index++)
    for (const count of run.present(sampleOf(index), data.labels[index])) spikes += count;
  // All of the process: start and reading included.
  const user = process.cpuUsage().user / 1e6;
  console.log(JSON.stringify({ user, peak: 1024 * process.resourceUsage().maxRSS, samples: data.count, spikes }));
}
