import { HillockError } from "../base/error.js";
import type { RawPlot } from "./raw-file.js";
import type { NgspiceOutput, NgspiceRunner } from "./runner.js";

/**
 * ngspice compiled to WebAssembly: the package `eecircuit-engine`, 20 MB, loaded here and nowhere else. One engine serves
 * one run at a time; runs that are asked for meanwhile wait. A run cannot be stopped.
 *
 * After a failed run the engine answers with the data of the run before it, and may never answer again; so a failure is
 * taken from what it prints, and the next run gets a new engine.
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
  const start = async () => {
    const engine = new Simulation();
    await engine.start();
    return engine;
  };
  let engine: Engine | undefined = await start();
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
    const current = engine ?? (await start());
    engine = undefined;
    current.setNetList(netlist);
    const result = await current.runSim();
    const errors = current.getError().filter((line) => /abort|fatal|error/i.test(line));
    if (errors.length > 0) return { plots: [], log: current.getInfo(), errors };
    engine = current;
    return { plots: [toPlot(result)], log: current.getInfo(), errors: [] };
  }
}

type Engine = InstanceType<typeof import("eecircuit-engine").Simulation>;
type Result = Awaited<ReturnType<Engine["runSim"]>>;

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
