import { describe, expect, test } from "vitest";
import { analyse, runTransient, scaleOf, signalOf, theValue } from "../engine/run-netlist.js";

/** Voltage across and resistance of the only element, at the points of a run. */
interface Loop {
  readonly time: Float64Array;
  readonly voltage: Float64Array;
  readonly current: Float64Array;
}

function drive(wave: string, model: string, stop: number, tolerance = 1e-6): Loop {
  const result = runTransient(
    `V1 a 0 ${wave}\nN1 a 0 M\n.model M ${model}\n.save v(a) i(v1)\n.tran ${stop / 1000} ${stop}`,
    {
      tolerance,
    },
  );
  return {
    time: scaleOf(result),
    voltage: signalOf(result, "v(a)"),
    current: signalOf(result, "i(v1)").map((value) => -value),
  };
}

const largest = (values: ArrayLike<number>): number => Math.max(...Array.from(values, Math.abs));

describe("linear_drift_memristor", () => {
  const [RON, ROFF, MU, DEPTH, X0] = [100, 16e3, 1e-14, 10e-9, 0.3];
  const k = (MU * RON) / DEPTH ** 2;
  const model = `linear_drift_memristor(ron=${RON} roff=${ROFF} mu=${MU} depth=${DEPTH} x0=${X0})`;
  /** Resistance after a flux (V s) without contact to a bound: the quadratic law of the module's head. */
  const resistanceAfter = (flux: number, start = X0): number => {
    const difference = ROFF - RON;
    return Math.sqrt((ROFF - difference * start) ** 2 - 2 * difference * k * flux);
  };

  test("under a sine its loop is that of the closed form, pinched at the origin", () => {
    const frequency = 1;
    const { time, voltage, current } = drive(`SIN(0 1 ${frequency})`, model, 2 / frequency, 1e-7);
    const omega = 2 * Math.PI * frequency;
    const exact = time.map((t) => Math.sin(omega * t) / resistanceAfter((1 - Math.cos(omega * t)) / omega));
    const errors = current.map((value, n) => value - exact[n]);
    expect(largest(errors)).toBeLessThan(1e-6 * largest(exact));
    // A loop, and no current without voltage.
    const at = (when: number): number => exact[time.findIndex((t) => t >= when)];
    expect(at(0.4) / at(0.1)).toBeGreaterThan(1.2);
    voltage.forEach((v, n) => {
      expect(Math.abs(current[n])).toBeLessThanOrEqual(Math.abs(v) / RON);
    });
  });

  test("the loop closes to a line as the frequency grows", () => {
    const { voltage, current } = drive("SIN(0 1 1000)", model, 2e-3);
    voltage.forEach((v, n) => {
      if (Math.abs(v) > 0.1) expect(v / current[n] / resistanceAfter(0)).toBeCloseTo(1, 2);
    });
  });

  test("it stays within its bounds, and leaves them at once", () => {
    // 2 V s reach x = 1 long before the voltage turns; then as many away from there reach x = 0.
    const { time, voltage, current } = drive("PWL(0 0 10m 2 1 2 1.02 -2 2.5 -2 2.52 2 2.7 2)", model, 2.7);
    const at = (when: number): { readonly t: number; readonly resistance: number } => {
      const n = time.findIndex((t) => t >= when);
      return { t: time[n], resistance: voltage[n] / current[n] };
    };
    time.forEach((_, n) => {
      if (Math.abs(voltage[n]) < 1e-3) return;
      expect(voltage[n] / current[n]).toBeGreaterThan(RON * (1 - 1e-5));
      expect(voltage[n] / current[n]).toBeLessThan(ROFF * (1 + 1e-5));
    });
    expect(at(0.9).resistance / RON).toBeCloseTo(1, 9);
    expect(at(2.4).resistance / ROFF).toBeCloseTo(1, 9);
    // From a bound on, the closed form holds again; the state was up to WALL times 2 V behind it.
    const leaving = [at(1.1), at(1.15), at(1.2)];
    for (const { t, resistance } of leaving) {
      expect(Math.abs(resistance / resistanceAfter(-0.01 - 2 * (t - 1.02), 1) - 1)).toBeLessThan(5e-3);
    }
    const returning = at(2.6);
    expect(Math.abs(returning.resistance / resistanceAfter(0.01 + 2 * (returning.t - 2.52), 0) - 1)).toBeLessThan(5e-3);
  });

  test("a static analysis reads the state at the start", () => {
    const result = analyse(`V1 a 0 1\nN1 a 0 M\n.model M ${model}\n.save i(v1)\n.op`);
    expect(-1 / theValue(result, "i(v1)") / resistanceAfter(0)).toBeCloseTo(1, 12);
  });
});

describe("vteam", () => {
  const [RON, ROFF, WOFF, VOFF, VON, KOFF, KON, AON, WC] = [50, 1000, 3e-9, 0.02, -0.2, 5e-4, -10, 3, 107e-12];
  const stateOf = (resistance: number): number => ((resistance - RON) / (ROFF - RON)) * WOFF;

  test("holds its state between the thresholds", () => {
    const { voltage, current } = drive("SIN(0 0.019 1meg)", "vteam(w0=1n)", 3e-6);
    const expected = RON + (ROFF - RON) * (1e-9 / WOFF);
    voltage.forEach((v, n) => {
      if (Math.abs(v) > 1e-3) expect(v / current[n] / expected).toBeCloseTo(1, 6);
    });
  });

  test("drifts at the speed of the law far from its windows' edges", () => {
    // The window of the other direction does not act: it starts at the bound.
    for (const [level, start, speed, time] of [
      [0.05, 0, KOFF * (0.05 / VOFF - 1), 1.5e-6],
      [-0.5, WOFF, KON * (-0.5 / VON - 1) ** AON, 30e-12],
    ]) {
      const { voltage, current } = drive(`DC ${level}`, `vteam(w0=${start})`, time, 1e-8);
      const end = voltage.length - 1;
      const moved = stateOf(voltage[end] / current[end]) - start;
      expect(moved / (speed * time)).toBeCloseTo(1, 6);
    }
  });

  test("is stopped by its window as the integral of 1/window says", () => {
    const [level, time] = [0.1, 3e-6];
    const speed = KOFF * (level / VOFF - 1);
    const edge = WOFF - 3 * WC;
    // dw exp(exp((w - edge)/WC)) = speed dt, by Simpson's rule on a fine grid.
    const { time: times, voltage, current } = drive(`DC ${level}`, "vteam(w0=0)", time, 1e-8);
    const last = times.length - 1;
    const reached = stateOf(voltage[last] / current[last]);
    const count = 20000;
    const h = reached / count;
    const slowness = (w: number): number => Math.exp(Math.exp((w - edge) / WC));
    let sum = slowness(0) + slowness(reached);
    for (let n = 1; n < count; n++) sum += (n % 2 === 1 ? 4 : 2) * slowness(n * h);
    expect((sum * h) / 3 / speed / time).toBeCloseTo(1, 4);
    expect(reached).toBeGreaterThan(edge);
    expect(reached).toBeLessThan(WOFF);
  });

  test("cycles between its bounds, with a resistance linear or exponential in the state", () => {
    for (const exponential of [0, 1]) {
      const { time, voltage, current } = drive("SIN(0 1 1meg)", `vteam(w0=0 exponential=${exponential})`, 3e-6, 1e-5);
      const at = (when: number): number => {
        const n = time.findIndex((t) => t >= when);
        return voltage[n] / current[n];
      };
      // Off after the positive half, on after the negative, again and again.
      for (const cycle of [0, 1, 2]) {
        expect(at((cycle + 0.45) * 1e-6) / ROFF).toBeGreaterThan(0.8);
        expect(at((cycle + 0.95) * 1e-6) / RON).toBeLessThan(exponential ? 1.4 : 2.5);
      }
      voltage.forEach((v, n) => {
        if (Math.abs(v) < 1e-3) return;
        expect(v / current[n]).toBeGreaterThan(RON * (1 - 1e-5));
        expect(v / current[n]).toBeLessThan(ROFF * (1 + 1e-5));
      });
    }
  });
});
