import { HillockError } from "../base/error.js";
import type { RawPlot } from "./raw-file.js";
import type { NgspiceOutput, NgspiceRunner } from "./runner.js";

/**
 * ngspice compiled to WebAssembly: the package `eecircuit-engine`, 20 MB, loaded here and nowhere else. One engine serves
 * one run at a time; runs that are asked for meanwhile wait. A run cannot be stopped.
 *
 * @throws reference/engine-missing if the package is not installed
 */
export async function webAssemblyRunner(): Promise<NgspiceRunner> {
  const { Simulation } = await import("eecircuit-engine").catch((cause) => {
    throw new HillockError({
      code: "reference/engine-missing",
      problem: "the package eecircuit-engine cannot be loaded",
      details: [String(cause)],
      help: "npm install eecircuit-engine, or use a native ngspice",
    });
  });
  const engine = new Simulation();
  await engine.start();
  const version = /ngspice-[\w.]+/.exec(engine.getInitInfo())?.[0] ?? "ngspice";
  let previous: Promise<unknown> = Promise.resolve();

  return {
    name: `${version} (eecircuit-engine)`,
    run(netlist) {
      const run = previous.then(() => runOnce(netlist));
      previous = run.catch(() => undefined);
      return run;
    },
  };

  async function runOnce(netlist: string): Promise<NgspiceOutput> {
    engine.setNetList(netlist);
    const result = await engine.runSim();
    const errors = engine.getError().filter((line) => line.trim() !== "" && !/^(note|warning):/i.test(line.trim()));
    // What was printed to stderr is in the log too. After a failed run the data are those of the run before.
    const failed = errors.some((line) => /abort|fatal|error/i.test(line));
    return { plots: failed ? [] : [toPlot(result)], log: engine.getInfo(), errors: failed ? errors : [] };
  }
}

type Result = Awaited<ReturnType<InstanceType<typeof import("eecircuit-engine").Simulation>["runSim"]>>;

function toPlot(result: Result): RawPlot {
  const name = /^Plotname:\s*(.*)$/m.exec(result.header)?.[1] ?? "";
  if (result.dataType === "real") {
    return {
      name,
      vectors: result.data.map(({ name, values }) => ({ name: name.toLowerCase(), real: Float64Array.from(values) })),
    };
  }
  const vectors = result.data.map(({ name, values }) => ({
    name: name.toLowerCase(),
    real: Float64Array.from(values, ({ real }) => real),
    imaginary: Float64Array.from(values, ({ img }) => img),
  }));
  return { name, vectors };
}
