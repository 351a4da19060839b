// Trains a plastic network for its parent: node dist/stc-process.js exact|euler; answers as stc/brian_network.py does.
import { createInterface } from "node:readline";
import { encodedSamples, type Integrator, images, mnistTraining, startTraining } from "./stc-problem.js";
import type { StcRequest } from "./stc-training.js";

const data = mnistTraining();
// The peers' spikes are made beforehand, too.
const encoded = encodedSamples(data);
const samples = Array.from({ length: images }, (_, index) => encoded(index));
const run = startTraining(process.argv[2] as Integrator);
let shown = 0;

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line) as StcRequest;
  if (request.command === "state") console.log(JSON.stringify({ earlyPhase: Array.from(run.state().earlyPhase) }));
  else {
    const before = process.cpuUsage().user;
    for (const end = shown + request.steps; shown < end; shown++) {
      const index = shown % images;
      run.present(samples[index], data.labels[index]);
    }
    const user = (process.cpuUsage().user - before) / 1e6;
    console.log(JSON.stringify({ user, peak: 1024 * process.resourceUsage().maxRSS }));
  }
}
