// A process that runs one circuit again and again for its parent, so that other circuits do not disturb the compiler.
import { observe } from "./observation.js";
import { type Prepared, prepare, runRung } from "./simulate-rung.js";
import type { WarmReply, WarmRequest } from "./warm-run.js";

const circuits = new Map<string, Prepared>();

process.on("message", ({ netlist, rung, observation }: WarmRequest) => {
  const prepared = circuits.get(netlist) ?? prepare(netlist);
  circuits.set(netlist, prepared);
  const before = process.cpuUsage();
  let reply: WarmReply;
  try {
    const { waveforms, record } = runRung(prepared, rung);
    const { user, system } = process.cpuUsage(before);
    const { steps, rejections, newtonIterations } = record;
    const observed = observation ? observe(waveforms, observation) : new Float64Array(0);
    reply = { cpu: (user + system) / 1e6, observed, record: { steps, rejections, newtonIterations } };
  } catch (error) {
    reply = { error: error instanceof Error ? error.message : String(error) };
  }
  process.send?.(reply);
});
