import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Debian's interpreter: others on the path do not see its packages. */
export const python = "/usr/bin/python3";
/** OpenBLAS, because the plain BLAS that PyTorch otherwise has is slow. */
const packages = ["python3-torch", "libopenblas0-pthread"];

const isThere = (): boolean => spawnSync(python, ["-c", "import torch"]).status === 0;
const hasOpenBlas = (): boolean => spawnSync("dpkg", ["-s", "libopenblas0-pthread"]).status === 0;

/**
 * Installs Debian's PyTorch if it is missing and may be installed.
 *
 * @throws saying what is missing
 */
export function requirePyTorch(say: (line: string) => void): void {
  if (isThere() && hasOpenBlas()) return;
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    say(`  installing ${packages.join(", ")} ...`);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const install = () =>
      spawnSync("apt-get", ["install", "-y", "--no-install-recommends", ...packages], { env, stdio: "ignore" }).status;
    if (install() !== 0) {
      spawnSync("apt-get", ["update"], { env, stdio: "ignore" });
      install();
    }
    if (isThere() && hasOpenBlas()) return;
  }
  throw new Error(`pnn-step compares with PyTorch: install Debian's packages ${packages.join(" and ")}`);
}
