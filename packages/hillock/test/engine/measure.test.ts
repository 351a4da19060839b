import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  isMeasureFailure,
  type MeasuredValue,
  type MeasureFailure,
  type MeasureOutcome,
  measuredRuns,
  measuredValues,
  parseNetlist,
  simulate,
  type Waveforms,
} from "../../src/index.js";

const devices = "V1 a 0 1\nR1 a b 1k\nR2 b 0 1k\n";
const circuitOf = (lines: string) => parseNetlist(`measures\n${devices}${lines}\n.end`, { file: "measures.cir" });

/** A run with the signal v(a), and v(b) = 2 v(a). */
function run(
  scale: readonly number[],
  values: readonly number[],
  analysis: Waveforms["analysis"] = "transient",
): Waveforms {
  const [name, unit] = { transient: ["time", "s"], dc: ["v1", "V"], ac: ["frequency", "Hz"], operatingPoint: ["", ""] }[
    analysis
  ];
  const imaginary = analysis === "ac" ? Float64Array.from(values, () => 100) : undefined;
  return {
    analysis,
    scales: name === "" ? [] : [{ name, unit, values: Float64Array.from(scale) }],
    signals: [
      { name: "v(a)", unit: "V", values: Float64Array.from(values), imaginary },
      { name: "v(b)", unit: "V", values: Float64Array.from(values, (value) => 2 * value), imaginary },
    ],
  };
}

/** The outcome of one `.measure` line. */
function outcome(line: string, waveforms: Waveforms): MeasureOutcome {
  const analysis = { transient: "tran", dc: "dc", ac: "ac", operatingPoint: "op" }[waveforms.analysis];
  const outcomes = measuredValues(circuitOf(`.measure ${analysis} m ${line}`), waveforms);
  expect(outcomes).toHaveLength(1);
  return outcomes[0];
}

function value(line: string, waveforms: Waveforms): MeasuredValue {
  const found = outcome(line, waveforms);
  if (isMeasureFailure(found)) throw new Error(found.error.problem);
  return found;
}

function failure(line: string, waveforms: Waveforms): MeasureFailure {
  const found = outcome(line, waveforms);
  if (!isMeasureFailure(found)) throw new Error(`it has the value ${found.value}`);
  return found;
}

/** Up to 1 at t = 1, down to -1 at t = 2, up to 2 at t = 3, level until 4. */
const ramps = run([0, 1, 2, 3, 4], [0, 1, -1, 2, 2]);

describe("statistics of straight lines", () => {
  test("over the whole run", () => {
    expect(value("avg v(a)", ramps)).toEqual({
      name: "m",
      analysis: "tran",
      value: expect.closeTo((0.5 + 0 + 0.5 + 2) / 4, 14),
      unit: "V",
      from: 0,
      to: 4,
    });
    expect(value("integ v(a)", ramps)).toMatchObject({ value: expect.closeTo(3, 14), unit: "V s" });
    // int y^2: 1/3 on the way up and on the way down, (8 + 1) / 9 up with slope 3, 4 on the level.
    expect(value("rms v(a)", ramps).value).toBeCloseTo(Math.sqrt((1 / 3 + 1 / 3 + 1 + 4) / 4), 14);
    expect(value("pp v(a)", ramps)).toMatchObject({ value: 3, unit: "V" });
    expect(value("min v(a)", ramps)).toMatchObject({ value: -1, at: 2 });
    expect(value("max v(a)", ramps)).toMatchObject({ value: 2, at: 4 });
  });

  test("in a window whose ends lie between points", () => {
    const window = "from=0.25 to=1.25";
    expect(value(`integ v(a) ${window}`, ramps).value).toBeCloseTo((1 - 0.0625) / 2 + (1 + 0.5) / 8, 14);
    expect(value(`avg v(a) ${window}`, ramps).value).toBeCloseTo((1 - 0.0625) / 2 + (1 + 0.5) / 8, 14);
    expect(value(`max v(a) ${window}`, ramps)).toMatchObject({ value: 1, at: 1, from: 0.25, to: 1.25 });
    expect(value(`min v(a) ${window}`, ramps)).toMatchObject({ value: 0.25, at: 0.25 });
    expect(value("pp v(a) from=1.25 to=1.75", ramps).value).toBeCloseTo(1, 14);
    expect(value("rms v(a) from=1.25 to=1.75", ramps).value).toBeCloseTo(Math.sqrt((2 * 0.5 ** 3) / 3 / 2 / 0.5), 14);
  });

  test("a window ends where the run ends, and the result says so", () => {
    expect(value("avg v(a) from=3 to=10", ramps)).toMatchObject({ value: 2, from: 3, to: 4 });
  });

  test("a window of no width holds one value", () => {
    expect(value("avg v(a) from=0.5 to=0.5", ramps).value).toBe(0.5);
    expect(value("rms v(a) from=1.75 to=1.75", ramps).value).toBe(0.5);
    expect(value("integ v(a) from=0.5 to=0.5", ramps).value).toBe(0);
  });

  test("both sides of a jump belong to the run", () => {
    const jump = run([0, 1, 1, 2], [0, 0, 3, 3]);
    expect(value("integ v(a)", jump).value).toBe(3);
    expect(value("max v(a) to=1", jump).value).toBe(3);
    expect(value("when v(a)=1", jump).value).toBe(1);
    expect(value("find v(a) at=1", jump).value).toBe(3);
  });

  test("windows that have nothing of the run", () => {
    expect(failure("max v(a) from=5 to=6", ramps).error).toMatchObject({
      code: "engine/measure-window",
      problem: "nothing of the run lies within from=5 s to=6 s",
      details: ["The run goes from 0 to 4 s."],
    });
    expect(failure("max v(a) from=2 to=1", ramps).error).toMatchObject({
      code: "engine/measure-window",
      help: "let from come before to",
    });
  });

  test("integrals over neighbouring windows add up, wherever the limits are", () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    const points = fc.array(
      fc.tuple(fc.double({ min: 1e-3, max: 1, noNaN: true }), fc.double({ min: -5, max: 5, noNaN: true })),
      {
        minLength: 2,
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(points, unit, unit, (steps, one, other) => {
        let time = 0;
        const scale = steps.map(([step]) => {
          time += step;
          return time;
        });
        const waveforms = run(
          scale,
          steps.map(([, y]) => y),
        );
        const [low, high] = [one, other].sort((a, b) => a - b).map((part) => scale[0] + part * (time - scale[0]));
        const part = (limits: string) => value(`integ v(a) ${limits}`, waveforms).value;
        const sum = part(`to=${low}`) + part(`from=${low} to=${high}`) + part(`from=${high}`);
        expect(Math.abs(sum - part(""))).toBeLessThan(1e-12 * 5 * time + 1e-12);
      }),
      { numRuns: 100 },
    );
  });
});

describe("events", () => {
  test("are found between points, and counted by kind", () => {
    expect(value("when v(a)=0.5", ramps)).toMatchObject({ value: 0.5, unit: "s" });
    expect(value("when v(a)=0.5 cross=2", ramps).value).toBeCloseTo(1.25, 14);
    expect(value("when v(a)=0.5 rise=2", ramps).value).toBeCloseTo(2.5, 14);
    expect(value("when v(a)=0.5 fall=last", ramps).value).toBeCloseTo(1.25, 14);
    expect(value("when v(a)=0.5 cross=last", ramps).value).toBeCloseTo(2.5, 14);
    expect(value("when v(a)=0.5 td=1", ramps).value).toBeCloseTo(1.25, 14);
    expect(value("when v(a)=0.5 rise=1 td=0.6", ramps).value).toBeCloseTo(2.5, 14);
  });

  test("a signal that reaches the level and stays has risen once", () => {
    expect(value("when v(a)=2 rise=1", ramps).value).toBe(3);
    expect(failure("when v(a)=2 cross=2", ramps).error).toMatchObject({
      code: "engine/measure-no-event",
      problem: "v(a) crosses 2 V only once, not 2 times",
    });
  });

  test("a signal that touches the level and turns back has risen and fallen there", () => {
    const touch = run([0, 1, 2, 3, 4], [0, 1, 1, 0, 1]);
    expect(value("when v(a)=1 rise=1", touch).value).toBe(1);
    expect(value("when v(a)=1 fall=1", touch).value).toBe(2);
    expect(value("when v(a)=1 rise=2", touch).value).toBe(4);
    const through = run([0, 1, 2, 3], [2, 1, 1, 0]);
    expect(value("when v(a)=1 cross=last", through).value).toBe(1);
  });

  test("a signal that begins on the level crosses it where it leaves it", () => {
    expect(value("when v(a)=0 rise=1", ramps).value).toBe(0);
    expect(value("when v(a)=2 fall=1", run([0, 1, 2], [2, 2, 0])).value).toBe(1);
    expect(failure("when v(a)=2", run([0, 1], [2, 2])).error.problem).toBe("v(a) never crosses 2 V");
  });

  test("that do not happen say what there is", () => {
    expect(failure("when v(a)=0.5 rise=7", ramps)).toMatchObject({
      name: "m",
      error: {
        code: "engine/measure-no-event",
        problem: "v(a) rises through 0.5 V only 2 times, not 7 times",
        details: ["From 0 to 4 s it lies between -1 and 2 V."],
        place: { file: "measures.cir", line: 5 },
      },
    });
    expect(failure("when v(a)=5", ramps).error.problem).toBe("v(a) never crosses 5 V");
    expect(failure("when v(a)=1 td=5", ramps).error.code).toBe("engine/measure-window");
  });

  test("delays go from the trigger to the target, each counted from the beginning", () => {
    const line = "trig v(a) val=0.5 rise=2 targ v(b) val=1 fall=1";
    expect(value(line, ramps)).toMatchObject({ value: expect.closeTo(-1.25, 14), unit: "s", from: 2.5, to: 1.25 });
    expect(value("trig at=0.5 targ at=3", ramps)).toMatchObject({ value: 2.5 });
    expect(failure("trig at=0.5 targ v(a) val=9 rise=1", ramps).error.code).toBe("engine/measure-no-event");
  });

  test("values are found at a place or at an event", () => {
    expect(value("find v(b) at=1.75", ramps)).toMatchObject({ value: -1, unit: "V", at: 1.75 });
    expect(value("find v(b) when v(a)=0.5 fall=1", ramps)).toMatchObject({ value: expect.closeTo(1, 14), at: 1.25 });
    expect(value("find v(b) at=4.000000000001", ramps).value).toBe(4);
    expect(failure("find v(b) at=5", ramps).error).toMatchObject({
      code: "engine/measure-window",
      problem: "at=5 s is not in the run",
    });
  });
});

describe("sweeps and small signals", () => {
  const down = run([3, 1, -1], [1, 0, -2], "dc");

  test("a sweep downwards is measured in its own direction", () => {
    expect(value("integ v(a)", down)).toMatchObject({ value: -1 + 2, unit: "V^2", from: 3, to: -1 });
    expect(value("avg v(a)", down).value).toBe(-0.25);
    expect(value("when v(a)=0.5 fall=1", down)).toMatchObject({ value: 2, unit: "V" });
    expect(value("find v(a) at=0", down)).toMatchObject({ value: -1, at: 0 });
    expect(value("avg v(a) from=1 to=3", down)).toMatchObject({ value: 0.5, from: 3, to: 1 });
    expect(value("avg v(a) from=3 to=1", down).value).toBe(0.5);
    expect(value("max v(a) from=-1 to=1", down)).toMatchObject({ value: 0, at: 1 });
    expect(value("min v(a) to=0", down)).toMatchObject({ value: -2, at: -1, from: 0 });
  });

  test("the real part of a small signal counts", () => {
    const response = run([10, 20, 40], [1, 0.5, 0], "ac");
    expect(value("max v(a)", response)).toMatchObject({ value: 1, at: 10 });
    expect(value("when v(a)=0.25", response)).toMatchObject({ value: 30, unit: "Hz" });
    expect(value("integ v(a)", response)).toMatchObject({ value: 12.5, unit: "V Hz" });
  });

  test("what has no meaning is refused", () => {
    expect(failure("when v(a)=0.5 td=1", down).error.code).toBe("engine/measure-delay");
    expect(failure("max v(a)", run([], [1], "operatingPoint")).error.code).toBe("engine/measure-scale");
    const nested = { ...down, scales: [down.scales[0], down.scales[0]] };
    expect(failure("max v(a)", nested).error.code).toBe("engine/measure-scale");
    expect(failure("max v(a,b)", ramps).error).toMatchObject({
      code: "engine/measure-signal",
      help: "add v(a,b) to .save",
    });
  });
});

describe("formulas", () => {
  const lines = (formula: string) =>
    circuitOf(
      `.param n=3\n.measure tran Peak max v(a)\n.measure tran never when v(a)=9\n.measure tran m param='${formula}'`,
    );

  test("use measures before them, and parameters", () => {
    expect(measuredValues(lines("n*peak + 1"), ramps)[2]).toEqual({ name: "m", analysis: "tran", value: 7 });
  });

  test("of a measure without a value have none either", () => {
    expect(measuredValues(lines("peak - never"), ramps)[2]).toMatchObject({
      error: {
        code: "engine/measure-formula",
        problem: "the formula needs never, which has no value",
        details: ["never: v(a) never crosses 9 V"],
      },
    });
    expect(measuredValues(lines("1/(peak - 2)"), ramps)[2]).toMatchObject({ error: { code: "netlist/not-a-number" } });
  });

  test("use the measures of runs before, and only of those", () => {
    const circuit = circuitOf(".measure dc top max v(a)\n.measure tran m param='2*top'");
    const sweep = run([0, 1], [0, 4], "dc");
    expect(measuredRuns(circuit, [sweep, ramps])[1]).toEqual([{ name: "m", analysis: "tran", value: 8 }]);
    expect(measuredRuns(circuit, [ramps, sweep])[0]).toMatchObject([{ error: { code: "engine/measure-formula" } }]);
  });

  test("no measure is passed over", () => {
    const circuit = circuitOf(".measure ac top max v(a)\n.measure tran low min v(a)");
    expect(measuredRuns(circuit, [ramps])).toMatchObject([
      [
        { name: "low", value: -1 },
        {
          name: "top",
          error: { code: "engine/measure-no-analysis", help: "add a .ac line, or measure another analysis" },
        },
      ],
    ]);
  });
});

describe("simulate", () => {
  const lowPass = (lines: string) =>
    parseNetlist(
      `low-pass
V1 in 0 PULSE(0 1 0 1n 1n 1 2)
R1 in out 1k
C1 out 0 1u
.tran 10u 5m
${lines}
.end`,
      { file: "low-pass.cir" },
    );

  test("measures what is not saved, and reports what is", () => {
    const [{ waveforms, measures }] = simulate(
      lowPass(`.save v(out)
.measure tran half when v(out)=0.5
.measure tran across find v(in,out) at=1m
.measure tran charge integ i(v1)
.measure tran never when v(in)=2`),
      { tolerance: 1e-6 },
    );
    expect(waveforms.signals.map(({ name }) => name)).toEqual(["v(out)"]);
    // The chords between recorded points are within some 1e-5 of the curve.
    const tau = 1e-3;
    const reached = 1 - Math.exp(-5);
    expect(measures).toMatchObject([
      { name: "half", value: expect.closeTo(tau * Math.log(2), 7) },
      { name: "across", value: expect.closeTo(Math.exp(-1), 4) },
      { name: "charge", value: expect.closeTo(-reached * 1e-6, 10), unit: "A s" },
      { name: "never", error: { code: "engine/measure-no-event" } },
    ]);
  });

  test("without .save all node voltages are reported, and nothing else", () => {
    const [{ waveforms, measures }] = simulate(lowPass(".measure tran low min i(v1)"));
    expect(waveforms.signals.map(({ name }) => name)).toEqual(["v(in)", "v(out)"]);
    expect(measures).toMatchObject([{ name: "low", value: expect.closeTo(-1e-3, 6), unit: "A" }]);
  });
});
