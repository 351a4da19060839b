import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HillockError, isHillockError } from "hillock";
import { type NgspiceRunner, parseRawFile } from "hillock/reference";

/** What a program did. */
interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** A run that takes longer is ended. */
const defaultTimeout = 300_000;

/**
 * The native ngspice at `program`, if it runs there.
 *
 * @param timeout ms, of one run
 */
export async function nativeRunner(program: string, timeout = defaultTimeout): Promise<NgspiceRunner | undefined> {
  const about = await execute(program, ["--version"], 20_000).catch(() => undefined);
  const version = /ngspice-[\w.]+/.exec(about?.output ?? "")?.[0];
  if (version === undefined) return undefined;

  return {
    name: `${version} (native)`,
    async run(netlist) {
      const folder = await mkdtemp(join(tmpdir(), "hillock-ngspice-"));
      try {
        const [circuitFile, rawFile] = [join(folder, "circuit.cir"), join(folder, "waveforms.raw")];
        await writeFile(circuitFile, netlist);
        // -n: a user's .spiceinit must not change the result.
        const { code, signal, output } = await execute(program, ["-n", "-b", "-r", rawFile, circuitFile], timeout);
        if (signal)
          throw stopped(`${version} was ended by ${signal} after ${timeout / 1000} s or from outside`, output);
        const errors = code === 0 ? [] : [`exit code ${code}`];
        const bytes = await readFile(rawFile).catch(() => new Uint8Array(0));
        try {
          return { plots: parseRawFile(bytes), log: output, errors };
        } catch (error) {
          // A run that is given up early leaves half a header; its log says why.
          if (isHillockError(error)) return { plots: [], log: output, errors: [...errors, error.parts.problem] };
          throw error;
        }
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

function stopped(problem: string, output: string): HillockError {
  return new HillockError({
    code: "reference/stopped",
    problem,
    details: output.trim().split("\n").slice(-5),
    help: "allow more time, or simulate less of it",
  });
}

/** Runs a program to its end; a program that takes longer than `timeout` ms, or outlives this process, is killed. */
function execute(program: string, args: readonly string[], timeout: number): Promise<Exit> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], timeout, killSignal: "SIGKILL" });
    const kill = () => child.kill("SIGKILL");
    process.once("exit", kill);
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.once("error", (error) => {
      process.removeListener("exit", kill);
      reject(error);
    });
    child.once("close", (code, signal) => {
      process.removeListener("exit", kill);
      resolve({ code, signal, output: Buffer.concat(chunks).toString("utf8") });
    });
  });
}
