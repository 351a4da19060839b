import { expect, test } from "vitest";
import { rateCurve } from "../../../src/engine/spikes/rate-curve.js";
import { parseNetlist } from "../../../src/netlist/parse.js";

/** An integrator that a switch empties at 1 V: its rate is current / (C dV), C = 1 uF, dV = 0.9 V. */
const integrator = (current: number, analysis = ".tran 0.1m 0.2 uic") =>
  parseNetlist(
    `integrate and fire
I1 0 m ${current}
C1 m 0 1u ic=0
S1 m 0 m 0 fire
.model fire SW(vt=0.55 vh=0.45 ron=1 roff=1g)
.save v(m)
${analysis}
.end`,
    { file: "integrator.cir" },
  );

test("the rate of an integrator is proportional to its current", () => {
  const currents = [0, 50e-6, 100e-6, 200e-6];
  const { drives, rates } = rateCurve(currents, {
    circuit: (current) => integrator(current),
    signal: "v(m)",
    threshold: 0.6,
    from: 0.02,
  });
  expect([...drives]).toEqual(currents);
  currents.forEach((current, k) => {
    // A count in 0.18 s is exact to one spike.
    expect(Math.abs(rates[k] - current / 0.9e-6)).toBeLessThanOrEqual(1 / 0.18);
  });
});

test("a circuit whose analysis is no transient has no rate", () => {
  const settings = { circuit: (current: number) => integrator(current, ".op"), signal: "v(m)", threshold: 0.6 };
  expect(() => rateCurve([1e-6], settings)).toThrow(/spikes\/not-one-transient/);
});
