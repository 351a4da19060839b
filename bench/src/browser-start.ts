import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Waveforms } from "hillock";
import { type Browser, openChromium } from "../../tools/browser/chromium.js";
import { servePages } from "../../tools/browser/page-server.js";
import { type Job, shortNeuron } from "./job.js";
import { ourText, peerText } from "./ladders.js";
import type { MatchedJob } from "./matching.js";
import { peerNetlist } from "./ngspice.js";
import { observe } from "./observation.js";
import { median, type Row } from "./row.js";
import { errorAgainst } from "./truth.js";

/** A worker that loads ngspice, starts it, runs a netlist and answers as ours does. */
const peerWorker = `import { Simulation } from "./eecircuit-engine.js";
onmessage = async ({ data: { netlist } }) => {
  const engine = new Simulation();
  await engine.start();
  engine.setNetList(netlist);
  const { data } = await engine.runSim();
  const [times, values] = ["time", "v(out)"].map((name) => Float64Array.from(data.find((each) => each.name === name).values));
  postMessage({ times, values });
};`;

/** From the moment the worker is asked for until its answer is here, ms. */
const askWorker = `async ([url, request]) => {
  const start = performance.now();
  const answer = await new Promise((resolve, reject) => {
    const worker = new Worker(url, { type: "module" });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message ?? "the worker does not load"));
    worker.postMessage(request);
  });
  const elapsed = performance.now() - start;
  return { elapsed, times: [...answer.times], values: [...answer.values] };
}`;

interface Answer {
  readonly elapsed: number;
  readonly times: number[];
  readonly values: number[];
}

/**
 * Time to the first result in a browser tab: load the engine into a worker, let it read, compile and run the neuron, and
 * have the waveform in the page. Every run has a new tab with empty caches; both engines come from this machine, so that
 * the network, on which the larger one would lose, does not count.
 */
export async function browserStart(
  name: string,
  match: (job: Job) => Promise<MatchedJob>,
  repetitions: number,
): Promise<Row> {
  const { netlist, truth, ours, peer, job } = await match(shortNeuron);
  if (!ours || !peer) throw new Error("the settings for the browser do not meet their target");
  const server = await servePages(workerFiles());
  let browser: Browser | undefined;
  try {
    browser = await openChromium();
    const requests = {
      ours: ["browser-worker.js", { netlist, rung: ours.rung }],
      peer: ["peer-worker.js", { netlist: peerNetlist(netlist, peer.rung) }],
    };
    const times = { ours: [] as number[], peer: [] as number[] };
    let error = 0;
    for (let repetition = 0; repetition < repetitions; repetition++) {
      for (const engine of ["peer", "ours"] as const) {
        const answer = await inNewTab(browser, server.url, requests[engine]);
        times[engine].push(answer.elapsed);
        error = Math.max(error, errorAgainst(truth, observe(outputOf(answer), job.observation)));
      }
    }
    const [ourTime, peerTime] = [median(times.ours), median(times.peer)];
    return {
      name,
      unit: "ms",
      ours: ourTime,
      peer: peerTime,
      ratio: peerTime / ourTime,
      error,
      settings: {
        target: `${job.target} ${job.unit}`,
        ours: ourText(ours.rung),
        peer: `eecircuit-engine ${peerText(peer.rung)}`,
        repetitions,
      },
    };
  } finally {
    await browser?.close();
    await server.close();
  }
}

function workerFiles(): Map<string, string> {
  const built = fileURLToPath(new URL("browser/browser-worker.js", import.meta.url));
  const engine = fileURLToPath(import.meta.resolve("eecircuit-engine"));
  return new Map([
    ["browser-worker.js", readFileSync(built, "utf8")],
    ["peer-worker.js", peerWorker],
    ["eecircuit-engine.js", readFileSync(engine, "utf8")],
  ]);
}

async function inNewTab(browser: Browser, url: string, request: readonly unknown[]): Promise<Answer> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(url);
    return (await page.evaluate(`(${askWorker})(${JSON.stringify(request)})`)) as Answer;
  } finally {
    await context.close();
  }
}

function outputOf({ times, values }: Answer): Waveforms {
  return {
    analysis: "transient",
    scales: [{ name: "time", unit: "s", values: Float64Array.from(times) }],
    signals: [{ name: "v(out)", unit: "V", values: Float64Array.from(values) }],
  };
}
