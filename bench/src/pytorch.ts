import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Debian's interpreter: others on the path do not see its packages. */
export const python = "/usr/bin/python3";
/** OpenBLAS, because the plain BLAS that PyTorch otherwise has is slow. */
const packages = ["python3-torch", "libopenblas0-pthread"];

/** Debian's tests of PyTorch have a folder `torch` too, which can be imported without it. */
const isThere = (): boolean => spawnSync(python, ["-c", "import torch; torch.zeros(1)"]).status === 0;
const hasOpenBlas = (): boolean => spawnSync("dpkg", ["-s", "libopenblas0-pthread"]).status === 0;

/**
 * Installs Debian's PyTorch if it is missing and may be installed.
 *
 * @throws saying what is missing
 */
export function requirePyTorch(say: (line: string) => void): void {
  if (isThere() && hasOpenBlas()) return;
  let reason = "";
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    say(`  installing ${packages.join(", ")} ...`);
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const apt = (...args: readonly string[]) =>
      spawnSync("apt-get", ["-o", "Acquire::Retries=3", ...args], { env, encoding: "utf8" });
    const install = () => apt("install", "-y", "--no-install-recommends", ...packages);
    let result = install();
    if (result.status !== 0) {
      // Lists of packages that are missing or old.
      const update = apt("update");
      result = update.status === 0 ? install() : update;
    }
    if (isThere() && hasOpenBlas()) return;
    reason = `\n${(result.stderr ?? "").trim()}`;
  }
  throw new Error(`pnn-step compares with PyTorch: install Debian's packages ${packages.join(" and ")}${reason}`);
}
