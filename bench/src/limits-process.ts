// Counts and profiles the runs of one circuit for its parent: see limits.ts.
import { Session } from "node:inspector/promises";
import { countOperations, recordGeneratedCode } from "./generated-code.js";
import type { LimitsRequest } from "./limits.js";
import { peakRate } from "./peak-rate.js";
import { sharesOf } from "./profile.js";
import { prepare, runRung } from "./simulate-rung.js";

const warmUps = 2;

process.once("message", async ({ netlist, rung }: LimitsRequest) => {
  const recording = recordGeneratedCode();
  const { record } = runRung(prepare(netlist), rung);
  const iteration = recording
    .end()
    .reduce((most, each) => (each.calls * each.source.length > most.calls * most.source.length ? each : most));

  const prepared = prepare(netlist);
  for (let run = 0; run < warmUps; run++) runRung(prepared, rung);
  const before = process.cpuUsage();
  runRung(prepared, rung);
  const { user, system } = process.cpuUsage(before);

  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: 200 });
  await session.post("Profiler.start");
  runRung(prepared, rung);
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();

  process.send?.({
    unknowns: prepared.compiled.system.unknowns.length,
    steps: record.steps,
    rejections: record.rejections,
    iterations: record.newtonIterations,
    operations: countOperations(iteration.source),
    cpu: (user + system) / 1e6,
    shares: sharesOf(profile),
    peak: peakRate(),
  });
});
