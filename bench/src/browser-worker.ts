// The library in a browser's worker: reads, compiles and runs a netlist, and answers with its first signal.
import type { OurRung } from "./ladders.js";
import { prepare, runRung } from "./simulate-rung.js";

interface WorkerScope {
  onmessage: (event: { readonly data: { readonly netlist: string; readonly rung: OurRung } }) => void;
  readonly postMessage: (answer: object) => void;
}

const scope = globalThis as unknown as WorkerScope;

scope.onmessage = ({ data: { netlist, rung } }) => {
  const { waveforms } = runRung(prepare(netlist), rung);
  scope.postMessage({ times: waveforms.scales[0].values, values: waveforms.signals[0].values });
};
