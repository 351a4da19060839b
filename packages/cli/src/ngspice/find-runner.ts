import { HillockError } from "hillock";
import { type NgspiceRunner, webAssemblyRunner } from "hillock/reference";
import { nativeRunner } from "./native-runner.js";

/**
 * The ngspice to use: the native program that `HILLOCK_NGSPICE` names, else `ngspice` on the search path, else the
 * WebAssembly build.
 *
 * @throws reference/not-found if `HILLOCK_NGSPICE` names no ngspice
 */
export async function findRunner(): Promise<NgspiceRunner> {
  const asked = process.env.HILLOCK_NGSPICE;
  if (asked === "wasm") return await webAssemblyRunner();
  const native = await nativeRunner(asked || "ngspice");
  if (native) return native;
  if (asked) {
    throw new HillockError({
      code: "reference/not-found",
      problem: `HILLOCK_NGSPICE is "${asked}", which does not run as ngspice`,
      help: "give the path of an ngspice program, or `wasm` for the build that comes along, or unset it",
    });
  }
  return await webAssemblyRunner();
}
