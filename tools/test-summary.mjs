// Prints "tests: N passed, N failed" from the report of Vitest's JSON reporter. Usage: test-summary.mjs REPORT
import { readFileSync } from "node:fs";

const report = JSON.parse(readFileSync(process.argv[2], "utf8"));
console.log(`tests: ${report.numPassedTests} passed, ${report.numFailedTests} failed`);
if (!report.success) process.exitCode = 1;
