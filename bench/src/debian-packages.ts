import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Debian's interpreter: others on the path do not see its packages. */
export const python = "/usr/bin/python3";

const isInstalled = (name: string): boolean =>
  /^Status: install ok installed$/m.test(spawnSync("dpkg", ["-s", name], { encoding: "utf8" }).stdout ?? "");

/**
 * Installs packages of Debian that are missing, if it may.
 *
 * @param purpose what needs them, for the message
 * @throws saying what is missing
 */
export function requireDebianPackages(names: readonly string[], purpose: string, say: (line: string) => void): void {
  const missing = () => names.filter((name) => !isInstalled(name));
  if (missing().length === 0) return;
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    say(`  installing ${missing().join(", ")} ...`);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const options = { env, stdio: "ignore" } as const;
    const install = () => spawnSync("apt-get", ["install", "-y", "--no-install-recommends", ...missing()], options);
    if (install().status !== 0) {
      spawnSync("apt-get", ["update"], options);
      install();
    }
    if (missing().length === 0) return;
  }
  throw new Error(`${purpose}: install Debian's packages ${missing().join(" and ")}`);
}
