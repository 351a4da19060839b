import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { bundleForBrowser } from "../../../../tools/browser/bundle.js";
import { hasChromium, openChromium } from "../../../../tools/browser/chromium.js";
import { type PageServer, servePages } from "../../../../tools/browser/page-server.js";
import { chromiumTest } from "../requirements.js";
import { type Fingerprint, fingerprints } from "./fingerprint.js";

const examples = fileURLToPath(new URL("../../../../examples/", import.meta.url));

/** A netlist of examples/ and the files that it includes, by name. */
function exampleFiles(name: string): Record<string, string> {
  const text = readFileSync(`${examples}${name}`, "utf8");
  const included = [...text.matchAll(/^\.include (\S+)$/gm)].map(([, path]) => path);
  return Object.fromEntries([
    [name, text],
    ...included.map((path) => [path, readFileSync(`${examples}${path}`, "utf8")]),
  ]);
}

/** The neuron for long enough to fire a few times. */
function shortNeuron(): Record<string, string> {
  const name = "ultra-compact-neuron.cir";
  const files = exampleFiles(name);
  return { ...files, [name]: files[name].replace(".tran 1u 20m", ".tran 1u 3m") };
}

const circuits: readonly (readonly [name: string, files: Record<string, string>])[] = [
  ["ultra-compact-neuron.cir", shortNeuron()],
  ...["rectifier-bridge.cir", "ring-oscillator-3.cir", "thyristor-relaxation-oscillator.cir"].map(
    (name) => [name, exampleFiles(name)] as const,
  ),
];

const worker = `import { fingerprints } from "./library.js";
onmessage = ({ data: [name, files] }) =>
  fingerprints(name, files).then((value) => postMessage({ value }), (error) => postMessage({ error: String(error) }));`;

const askWorker = `(request) => new Promise((resolve, reject) => {
  const worker = new Worker("worker.js", { type: "module" });
  worker.onmessage = ({ data }) => ("value" in data ? resolve(data.value) : reject(new Error(data.error)));
  worker.onerror = (event) => reject(new Error(event.message ?? "the worker does not load"));
  worker.postMessage(request);
})`;

describe("the library in a browser's worker", () => {
  let server: PageServer | undefined;
  let browser: Browser | undefined;
  let page: Page;

  beforeAll(async () => {
    if (!hasChromium) return;
    const library = await bundleForBrowser(fileURLToPath(new URL("fingerprint.ts", import.meta.url)));
    server = await servePages(
      new Map([
        ["library.js", library],
        ["worker.js", worker],
      ]),
    );
    browser = await openChromium();
    page = await browser.newPage();
    await page.goto(server.url);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  for (const [name, files] of circuits) {
    chromiumTest(`gives the same bits as here: ${name}`, async () => {
      const there = (await page.evaluate(`(${askWorker})(${JSON.stringify([name, files])})`)) as Fingerprint[];
      const here = await fingerprints(name, files);
      expect(here[0].points).toBeGreaterThan(1000);
      expect(there).toEqual(here);
    });
  }
});
