#!/usr/bin/env node
// Committed by hand: npm links a bin only if the file is there before `prepare` builds dist/.
import { existsSync } from "node:fs";

const main = new URL("../dist/main.js", import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  process.stderr.write("hillock is not built yet.\n  help: run  npm run build  in the repository's root folder\n");
  process.exitCode = 1;
}
