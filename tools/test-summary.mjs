// Prints "tests: N passed, N failed" from the report of Vitest's JSON reporter. Usage: test-summary.mjs REPORT
import { readFileSync } from "node:fs";

const report = JSON.parse(readFileSync(process.argv[2], "utf8"));
// A file that does not load has no tests to count, yet it failed.
const brokenFiles = report.testResults.filter(
  (file) => file.status === "failed" && file.assertionResults.every((result) => result.status !== "failed"),
);
console.log(`tests: ${report.numPassedTests} passed, ${report.numFailedTests + brokenFiles.length} failed`);
if (!report.success) process.exitCode = 1;
