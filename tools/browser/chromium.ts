import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

export type { Browser };

/** The browser that the tests and the benchmark drive: Debian's Chromium, or the program that HILLOCK_CHROMIUM names. */
export const chromiumPath = process.env.HILLOCK_CHROMIUM || "/usr/bin/chromium";

/** Whether the browser is here. */
export const hasChromium = existsSync(chromiumPath);

/** A headless browser that talks to nobody but the pages it is given. */
export function openChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
