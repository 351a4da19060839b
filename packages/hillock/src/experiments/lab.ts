import { HillockError } from "../base/error.js";
import type { Waveforms } from "../base/waveforms.js";
import { simulate } from "../engine/simulate.js";
import type { Circuit } from "../netlist/circuit.js";
import { runReference } from "../reference/run-reference.js";
import type { NgspiceRunner } from "../reference/runner.js";

/** Where an experiment's circuits are run and its data come from: an experiment does not know on which engine, or from where. */
export interface Lab {
  /** Runs a circuit with one analysis. */
  readonly simulate: (circuit: Circuit) => Promise<Waveforms>;
  /**
   * The bytes of a file of a published data set, `set/file`, such as `mnist/train-images-idx3-ubyte`.
   *
   * @throws experiments/no-data
   */
  readonly data: (name: string) => Promise<Uint8Array>;
}

export interface LabSettings {
  /** Gives the files of data sets, which are no part of the library; without it, experiments that need some end with an error. */
  readonly data?: Lab["data"];
  /** Error allowed per time step, relative; default 1e-5. */
  readonly tolerance?: number;
  /** Called now and then with the number of the run (from 1) and the fraction of it that is done. */
  readonly progress?: (run: number, fraction: number) => void;
}

/** A lab that runs circuits here. */
export function ownLab({ tolerance, progress, data = noData }: LabSettings = {}): Lab {
  let runs = 0;
  return {
    data,
    async simulate(circuit) {
      const run = ++runs;
      progress?.(run, 0);
      const report = (fraction: number) => progress?.(run, fraction);
      return simulate(circuit, { tolerance, progress: report })[0].waveforms;
    },
  };
}

/** A lab that runs circuits on ngspice, by Gear's method: its trapezoidal runs chatter on neurons that latch. */
export function ngspiceLab(
  runner: NgspiceRunner,
  { tolerance = 1e-5, progress, data = noData }: LabSettings = {},
): Lab {
  let runs = 0;
  return {
    data,
    async simulate(circuit) {
      progress?.(++runs, 0);
      return await runReference(circuit, 0, runner, { method: "gear", reltol: tolerance });
    },
  };
}

async function noData(name: string): Promise<never> {
  throw new HillockError({
    code: "experiments/no-data",
    problem: `the experiment needs the file ${name}, and the lab was given no data`,
    help: "give ownLab a function `data` that reads it; the command hillock reproduce has one",
  });
}
