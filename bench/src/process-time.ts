import { spawn } from "node:child_process";

/** What a program used. */
export interface Usage {
  /** User and system time of the whole process, s. */
  readonly cpu: number;
  readonly output: string;
}

/**
 * Runs a program to its end and takes the CPU time that the shell's `time` reports of it, to 1 ms.
 *
 * @param timeout s; a program that takes longer is ended
 * @throws if it ends with an error
 */
export function timedProcess(program: string, args: readonly string[], timeout = 300): Promise<Usage> {
  const script = 'TIMEFORMAT="cpu %3U %3S"; time timeout "$0" "$@" 2>&1';
  return new Promise((resolve, reject) => {
    // One thread each: the comparison is of one core's work.
    const env = { ...process.env, OMP_NUM_THREADS: "1" };
    const child = spawn("bash", ["-c", script, `${timeout}`, program, ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      env,
    });
    let output = "";
    let times = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      times += chunk;
    });
    child.once("error", reject);
    child.once("close", (code) => {
      const [, user, system] = /cpu ([\d.]+) ([\d.]+)/.exec(times) ?? [];
      if (code === 0 && user !== undefined) resolve({ cpu: Number(user) + Number(system), output });
      else
        reject(
          new Error(`${program} ended with ${code}:\n${(output + times).trim().split("\n").slice(-8).join("\n")}`),
        );
    });
  });
}
