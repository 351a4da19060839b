import type { RawPlot } from "./raw-file.js";

/** What came back from one ngspice run. */
export interface NgspiceOutput {
  /** Nothing if ngspice gave up before it wrote. */
  readonly plots: readonly RawPlot[];
  /** What ngspice printed, standard output and errors in one. */
  readonly log: string;
  /** Errors that the runner itself knows of (an exit code, a signal), a line each. */
  readonly errors: readonly string[];
}

/** A way to run ngspice: a WebAssembly build, a native program, a service. */
export interface NgspiceRunner {
  /** Which ngspice this is, for the record: "ngspice-39", "eecircuit-engine 1.8.0 (ngspice-45.2)". */
  readonly name: string;
  /** Runs the netlist with its one analysis, in ngspice's batch mode. Rejects only if ngspice could not be run at all. */
  run(netlist: string): Promise<NgspiceOutput>;
}
