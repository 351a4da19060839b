import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** A process that keeps its compiled code from run to run. */
export interface KeptProcess<Request, Reply> {
  /** Rejects where the process ends, or answers `{ error }`. */
  readonly run: (request: Request) => Promise<Reply>;
  readonly end: () => void;
}

/** Starts a script of this folder, which answers each message with another; `end` it. */
export function startKeptProcess<Request extends object, Reply extends object>(
  script: string,
): KeptProcess<Request, Reply> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), { serialization: "advanced" });
  return {
    run: (request) =>
      new Promise((resolve, reject) => {
        const lost = (code: number | null) => reject(new Error(`${script} ended with ${code}`));
        child.once("exit", lost);
        child.once("message", (reply: Reply | { readonly error: string }) => {
          child.off("exit", lost);
          if ("error" in reply) reject(new Error(reply.error));
          else resolve(reply);
        });
        child.send(request);
      }),
    end: () => child.kill(),
  };
}
