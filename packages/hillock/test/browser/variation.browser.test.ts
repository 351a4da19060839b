import { fileURLToPath } from "node:url";
import { describe, expect } from "vitest";
import { bundleForBrowser } from "../../../../tools/browser/bundle.js";
import { openChromium } from "../../../../tools/browser/chromium.js";
import { servePages } from "../../../../tools/browser/page-server.js";
import { chromiumTest } from "../requirements.js";
import { fingerprint } from "./variation-in-page.js";

const netlist = `A divider with a diode
.param lot={gauss(1,0.1,1)}
V1 in 0 1
R1 in out 1k
R2 out 0 {unif(2k,0.1)*lot}
D1 out 0 DM
.model DM D(is={limit(1f,0.5f)} n={aunif(1,0.05)})
.save v(out)
.op
.dc V1 0 1 0.25
.measure dc half when v(out)=0.3
.end
`;

const worker = `import { createChunkWorker } from "./library.js";
let compute;
onmessage = ({ data: { request, chunk } }) => {
  if (request) compute = createChunkWorker(request);
  else postMessage(compute(chunk));
};`;

const inPage = `async (netlist) => {
  const { fingerprint, mapOverWorkers } = await import("./library.js");
  const hire = (request) => [1, 2].map(() => {
    const worker = new Worker("worker.js", { type: "module" });
    worker.postMessage({ request });
    return (chunk) => new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => reject(new Error(event.message ?? "the worker does not load"));
      worker.postMessage({ chunk });
    });
  });
  return [await fingerprint(netlist), await fingerprint(netlist, mapOverWorkers(hire))];
}`;

describe("a variation in a browser", () => {
  chromiumTest("draws and computes the same bits as here, in the page and in two of its workers", async () => {
    const library = await bundleForBrowser(fileURLToPath(new URL("variation-in-page.ts", import.meta.url)));
    const server = await servePages(
      new Map([
        ["library.js", library],
        ["worker.js", worker],
      ]),
    );
    const browser = await openChromium();
    try {
      const page = await browser.newPage();
      await page.goto(server.url);
      const here = await fingerprint(netlist);
      expect(here).toMatch(/^[0-9a-f]{64}$/);
      expect(await page.evaluate(`(${inPage})(${JSON.stringify(netlist)})`)).toEqual([here, here]);
    } finally {
      await browser.close();
      await server.close();
    }
  });
});
