import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A program that answers each line of JSON with another. */
export interface LineProcess {
  readonly ask: <Reply>(request: object) => Promise<Reply>;
  readonly end: () => void;
}

/** Starts a program; `end` it. What it writes on standard error is in the error of a question that it dies of. */
export function startLineProcess(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): LineProcess {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, ...env } });
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  let hasEnded = false;
  child.once("close", () => {
    hasEnded = true;
  });
  // A question to a program that has ended is answered by its end.
  child.stdin.on("error", () => {});
  const lines = createInterface({ input: child.stdout });
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        const lost = (code: number | null) =>
          reject(new Error(`${program} ended with ${code}:\n${errors.trim().split("\n").slice(-8).join("\n")}`));
        if (hasEnded) return lost(child.exitCode);
        child.once("close", lost);
        lines.once("line", (line) => {
          child.off("close", lost);
          resolve(JSON.parse(line));
        });
        child.stdin.write(`${JSON.stringify(request)}\n`);
      }),
    end: () => child.kill(),
  };
}
