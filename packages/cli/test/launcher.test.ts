import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const cli = fileURLToPath(new URL("..", import.meta.url));

test("the launcher starts the built command", () => {
  const { status, stdout } = spawnSync(process.execPath, [join(cli, "bin/hillock.js"), "--version"], {
    encoding: "utf8",
  });
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(status).toBe(0);
});

test("the launcher says how to build when nothing is built", () => {
  const copy = mkdtempSync(join(tmpdir(), "hillock-launcher-"));
  try {
    cpSync(join(cli, "bin"), join(copy, "bin"), { recursive: true });
    cpSync(join(cli, "package.json"), join(copy, "package.json"));
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(copy, "bin/hillock.js")], {
      encoding: "utf8",
    });
    expect(stderr).toContain("npm run build");
    expect(stdout).toBe("");
    expect(status).toBe(1);
  } finally {
    rmSync(copy, { recursive: true });
  }
});
