import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { isMeasureFailure, parseNetlist, simulate } from "../../src/index.js";
import { ngspiceTest } from "../requirements.js";

/** What native ngspice prints for the `.measure` lines of a netlist; undefined for one that failed. */
function ngspiceMeasures(netlist: string): Map<string, number | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "hillock-measure-"));
  try {
    writeFileSync(join(folder, "deck.cir"), netlist);
    const { stdout } = spawnSync("ngspice", ["-b", "deck.cir"], { cwd: folder, encoding: "utf8", timeout: 60_000 });
    return new Map(
      [...stdout.matchAll(/^(\w+)\s+=\s+(\S+)/gm)].map(([, name, text]) => {
        const value = Number(text);
        return [name, Number.isFinite(value) ? value : undefined];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Compares all measures of a netlist.
 * @param within relative to the measure, or to 1 V where that is more
 * @returns the names of those that have no value in either
 */
function compareMeasures(netlist: string, within: number): string[] {
  const [{ measures }] = simulate(parseNetlist(netlist, { file: "measures.cir" }), { tolerance: 1e-6 });
  const theirs = ngspiceMeasures(netlist);
  const differences = measures.flatMap((outcome) => {
    const reference = theirs.get(outcome.name.toLowerCase());
    if (isMeasureFailure(outcome)) {
      return reference === undefined ? [] : [`${outcome.name}: ${outcome.error.problem}, ngspice ${reference}`];
    }
    const { name, value, unit } = outcome;
    if (reference === undefined) return [`${name}: ${value}, none in ngspice`];
    const allowed = within * Math.max(Math.abs(reference), unit === "V" ? 1 : 0);
    return Math.abs(value - reference) <= allowed ? [] : [`${name}: ${value}, ngspice ${reference}`];
  });
  expect(differences).toEqual([]);
  return measures.filter(isMeasureFailure).map(({ name }) => name);
}

// ngspice's averages and extremes leave out the parts of steps at the ends of a window: 2 V/ms in 0.05 us are 1e-4 V.
ngspiceTest("transient: windows, events and delays of ramps, a sine and a ringing circuit", () => {
  const failed = compareMeasures(
    `measures of a transient
V1 a 0 PWL(0 0 1m 1 2m -1 3m 2 4m 2)
R1 a 0 1k
V2 b 0 SIN(0.1 1 1k)
R2 b 0 1k
V3 p 0 PULSE(0 1 0.1m 1u 1u 2m 4m)
R3 p q 20
L3 q r 1m
C3 r 0 1u
.options reltol=1e-5
.tran 1u 4m 0 0.05u
.measure tran avg_all avg v(a)
.measure tran avg_part avg v(a) from=0.5033m to=2.5077m
.measure tran avg_from avg v(b) from=1.3033m
.measure tran max_part max v(a) from=0.5033m to=2.5077m
.measure tran min_part min v(a) from=1.2m to=1.8m
.measure tran pp_part pp v(a) from=1.2m to=1.8m
.measure tran pp_ring pp v(r)
.measure tran rms_all rms v(b)
.measure tran rms_part rms v(b) from=0.1m to=1.3333m
.measure tran integ_all integ v(a)
.measure tran integ_part integ v(a) from=0.5033m to=2.5077m
.measure tran charge integ i(v3) from=0.05m to=0.7m
.measure tran peak_current min i(v3)
.measure tran width trig v(a) val=0.5 rise=1 targ v(a) val=0.5 fall=1
.measure tran backwards trig v(a) val=0.5 rise=2 targ v(a) val=0.5 fall=1
.measure tran after trig at=0.3m targ v(a) val=0.5 cross=last
.measure tran delay trig v(p) val=0.5 rise=1 targ v(r) val=0.5 rise=1
.measure tran period trig v(r) val=1 fall=1 targ v(r) val=1 fall=2
.measure tran when_first when v(a)=0.5
.measure tran when_third when v(a)=0.5 cross=3
.measure tran when_last when v(a)=0.5 fall=last
.measure tran when_td when v(a)=0.5 td=1m
.measure tran when_rise when v(b)=0.2 rise=3 td=0.5m
.measure tran reaches when v(a)=1.99999 rise=1
.measure tran never when v(a)=5
.measure tran too_few when v(a)=0.5 rise=7
.measure tran found find v(b) at=0.3033m
.measure tran found_when find v(b) when v(r)=0.9 fall=2
.measure tran outside find v(b) at=5m
.measure tran difference param='when_third - when_first'
.measure tran ratio param='2*rms_all/avg_all + sqrt(max_part)'
.end
`,
    1.5e-4,
  );
  expect(failed).toEqual(["never", "too_few", "outside"]);
});

ngspiceTest("sweeps up and down", () => {
  const sweep = (line: string, measures: string) => `measures of a sweep
V1 a 0 DC 0
R1 a b 1k
D1 b 0 dm
.model dm d(is=1e-14)
.options reltol=1e-6
.dc V1 ${line}
.measure dc top max v(b)
.measure dc low min v(b)
.measure dc span pp v(b)
.measure dc mean avg v(b)
.measure dc area integ v(b)
.measure dc effective rms v(b)
.measure dc at_half when v(b)=0.5003
.measure dc found find v(b) at=1.2345
.measure dc current find i(v1) when v(b)=0.6003
${measures}
.end
`;
  const up = `.measure dc mean_part avg v(b) from=1.0003 to=2.0003
.measure dc area_part integ v(b) from=1.0003 to=2.0003
.measure dc distance trig v(b) val=0.3003 rise=1 targ v(b) val=0.6003 rise=1
.measure dc falls when v(b)=0.5003 fall=1`;
  const down = `.measure dc rises when v(b)=0.5003 rise=1
.measure dc distance trig v(b) val=0.6003 fall=1 targ v(b) val=0.3003 fall=1`;
  // An average leaves out up to a step of 1 mV of the window of 1 V.
  expect(compareMeasures(sweep("-1 3 0.001", up), 5e-4)).toEqual(["falls"]);
  expect(compareMeasures(sweep("3 -1 -0.001", down), 5e-4)).toEqual(["rises"]);
});

ngspiceTest("small signals: the real part", () => {
  const failed = compareMeasures(
    `measures of a small-signal analysis
V1 a 0 DC 0 AC 1 30
R1 a b 1k
C1 b 0 1u
.ac dec 200 1 100k
.measure ac peak max v(b)
.measure ac least min v(b)
.measure ac span pp v(b)
.measure ac half when v(b)=0.5
.measure ac found find v(b) at=100.5
.measure ac area integ v(b) from=10.5 to=1000.5
.measure ac effective rms v(b) from=10.5 to=1000.5
.measure ac mean avg i(v1)
.measure ac distance trig v(b) val=0.6 fall=1 targ v(b) val=0.2 fall=1
.end
`,
    1e-4,
  );
  expect(failed).toEqual([]);
});
