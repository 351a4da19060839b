import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type TestFunction, test } from "vitest";
import { chromiumPath, hasChromium } from "../../../tools/browser/chromium.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/**
 * Path of a file or folder of the shared data set.
 *
 * @param path relative to the environment's HILLOCK_DATA, which is relative to the repository's root and `../shared` by default
 */
export function sharedData(path = ""): string {
  return resolve(root, process.env.HILLOCK_DATA || "../shared", path);
}

/** Whether a native `ngspice` runs here. */
export const hasNgspice = spawnSync("ngspice", ["--version"]).status === 0;

/** A test that needs a native `ngspice`; `timeout` in ms. */
export function ngspiceTest(name: string, body: TestFunction, timeout?: number): void {
  requiringTest(hasNgspice, "native ngspice", name, body, timeout);
}

/** A test that needs the file or folder `path` of the shared data set; `timeout` in ms. */
export function sharedDataTest(path: string, name: string, body: TestFunction, timeout?: number): void {
  requiringTest(existsSync(sharedData(path)), `shared data ${path}`, name, body, timeout);
}

/** A test that needs Chromium; `timeout` in ms. */
export function chromiumTest(name: string, body: TestFunction, timeout?: number): void {
  requiringTest(hasChromium, `Chromium as ${chromiumPath}`, name, body, timeout);
}

/** In CI everything has to be there, so what is missing fails; elsewhere the test is named as not run. */
function requiringTest(met: boolean, need: string, name: string, body: TestFunction, timeout?: number): void {
  if (met) test(name, body, timeout);
  else if (process.env.CI) {
    test(name, () => {
      throw new Error(`needs ${need}, which is not here`);
    });
  } else test.skip(`${name} (not run: needs ${need})`, body);
}
