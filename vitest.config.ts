import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { verilogAText } from "./tools/verilog-a-text.mjs";

const library = fileURLToPath(new URL("packages/hillock/src/", import.meta.url));
const needsNgspice = "packages/hillock/test/**/*.ngspice.test.ts";
const needsBrowser = "packages/hillock/test/**/*.browser.test.ts";

// Groups run one after the other, so that a broken unit is reported before the slow runs start.
export default defineConfig({
  plugins: [verilogAText()],
  resolve: {
    alias: [
      { find: /^hillock$/, replacement: `${library}index.ts` },
      { find: /^hillock\/(\w+)$/, replacement: `${library}$1/index.ts` },
    ],
  },
  test: {
    // All cores: one less, as by default, would be half of a machine with two.
    maxWorkers: "100%",
    reporters: [
      "default",
      "./tools/not-run-reporter.mjs",
      ...(process.env.CI ? [["json", { outputFile: "runs/tests.json" }] as ["json", { outputFile: string }]] : []),
    ],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["packages/hillock/test/**/*.test.ts"],
          exclude: [needsNgspice, needsBrowser],
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "against-ngspice",
          include: [needsNgspice],
          testTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: [needsBrowser],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "bench",
          include: ["bench/test/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: "cli",
          include: ["packages/cli/test/**/*.test.ts"],
          testTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
