import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs the operating point of a netlist on native ngspice; the results by lower-case name, such as `v(out)`. */
export function ngspiceOperatingPoint(netlist: string): Map<string, number> {
  const folder = mkdtempSync(join(tmpdir(), "hillock-ngspice-"));
  try {
    writeFileSync(join(folder, "deck.cir"), netlist);
    const run = spawnSync("ngspice", ["-b", "-r", "result.raw", "deck.cir"], {
      cwd: folder,
      encoding: "utf8",
      timeout: 60_000,
      env: { ...process.env, SPICE_ASCIIRAWFILE: "1" },
    });
    let raw: string;
    try {
      raw = readFileSync(join(folder, "result.raw"), "utf8");
    } catch {
      throw new Error(`ngspice gave no result:\n${run.stdout}\n${run.stderr}`);
    }
    return readAscii(raw);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readAscii(raw: string): Map<string, number> {
  const [head, body] = raw.split(/^Values:\s*$/m);
  const names = [...head.slice(head.indexOf("Variables:")).matchAll(/^\s+\d+\s+(\S+)\s+\S+/gm)].map(
    (match) => match[1],
  );
  const values = body.trim().split(/\s+/).slice(1).map(Number);
  return new Map(names.map((name, index) => [name.toLowerCase(), values[index]]));
}
