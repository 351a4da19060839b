import { HillockError, parseNetlist, randomStream, simulate, spikeTimes } from "hillock";
import { fitCircuit, leastSquares, logarithm, uncertaintyOf, withDifferences } from "hillock/optimise";
import { expect, test } from "vitest";

// The thyristor P0118MA with 680 kohm from anode to gate, as the neuroscience unit has it. The card of two transistors that
// was fitted by hand in ngspice has BN = 8.7, BP = 0.23 and RP = 12.6 kohm; at rest the one-device module is the same.

type Card = ArrayLike<number>;

const threeLogarithms = { transformations: [logarithm, logarithm, logarithm] };

const circuitOf = (card: Card, lines: string) =>
  parseNetlist(
    `Thyristor with a resistor from anode to gate
N1 vm g va T
.model T thyristor(BN=${card[0]} BP=${card[1]} RP=${card[2]} RGK=10meg TN=0.3u TP=0.2u CJG=10p CJC=20p)
Rm vm g 680k
${lines}
.end
`,
    { file: "thyristor.cir" },
  );

/** Where the voltage over the current has its summit and its valley, with a parabola through three points of a sweep. */
function foldsOf(card: Card): { onset: number; breakOver: number; valley: number } {
  const [{ waveforms }] = simulate(circuitOf(card, "I0 0 vm 0\nRa va 0 2k\n.save v(vm)\n.dc I0 20u 200u 1u"));
  const [i, v] = [waveforms.scales[0].values, waveforms.signals[0].values];
  const extremum = (from: number, sign: number) => {
    for (let k = from; k < v.length - 1; k++) {
      if (!(sign * v[k] >= sign * v[k - 1] && sign * v[k] > sign * v[k + 1])) continue;
      const bend = v[k - 1] - 2 * v[k] + v[k + 1];
      const shift = (v[k - 1] - v[k + 1]) / (2 * bend);
      return { k, current: i[k] + shift * 1e-6, volts: v[k] - (bend * shift * shift) / 2 };
    }
    throw new HillockError({ code: "test/no-fold", problem: "the characteristic has no negative slope" });
  };
  const summit = extremum(1, 1);
  return { onset: summit.current, breakOver: summit.volts, valley: extremum(summit.k + 1, -1).current };
}

test("onset, break-over voltage and valley of the reference give its card", () => {
  // ngspice's characteristic of the card: negative slope from 48.4 uA at 3.82 V to 114 uA.
  const reference = { onset: 48.4e-6, breakOver: 3.82, valley: 114e-6 };
  const model = withDifferences(
    (card) => {
      const { onset, breakOver, valley } = foldsOf(card);
      return Float64Array.of(
        onset / reference.onset - 1,
        breakOver / reference.breakOver - 1,
        valley / reference.valley - 1,
      );
    },
    new Float64Array(3),
    1e-3,
  );
  const start = Float64Array.of(20, 0.4, 8e3);
  const { converged, end, parameters } = leastSquares(model, start, { ...threeLogarithms, negligible: 1e-7 });
  expect(converged, end).toBe(true);
  // Three digits of the data are three digits of RP, and two of the gains.
  expect(parameters[0] / 8.7).toBeCloseTo(1, 1.7);
  expect(parameters[1] / 0.23).toBeCloseTo(1, 1.7);
  expect(parameters[2] / 12.6e3).toBeCloseTo(1, 2.3);
}, 60_000);

test("a characteristic at rest tells gains and shorts, and says nothing of charges", () => {
  const truth = [8.7, 0.23, 12.6e3];
  const drive = "I0 0 vm 0\nRa va 0 2k\n.save v(vm)\n.dc I0 4u 200u 4u";
  const [{ waveforms }] = simulate(circuitOf(truth, drive));
  const random = randomStream(5, 0);
  const values = waveforms.signals[0].values.map((each) => each * (1 + 0.005 * random.normal()));
  const fit = fitCircuit(
    circuitOf([6, 0.3, 10e3], drive),
    { swept: waveforms.scales, signals: [{ name: "v(vm)", values }] },
    { free: ["bn", "bp", "rp", "tn"], weighting: "relative" },
  );
  expect(fit.converged, fit.end).toBe(true);
  truth.forEach((each, j) => {
    const { interval, name } = fit.parameters[j];
    expect(interval[0], name).toBeLessThan(each);
    expect(interval[1], name).toBeGreaterThan(each);
    expect(interval[1] / interval[0], name).toBeLessThan(1.1);
  });
  expect(fit.residualDeviation).toBeCloseTo(0.005, 3);
  expect(fit.warnings).toEqual(["not identifiable: the data do not depend on tn"]);
});

/** Measured on the authors' board (680 kohm, 2.2 kohm, 100 nF): rates (A, Hz), and the currents between which it stops firing. */
const rates = [
  [43.6e-6, 49],
  [52.5e-6, 117],
  [67.9e-6, 165],
  [80.1e-6, 195],
  [91.5e-6, 212],
] as const;
const block = [95e-6, 103e-6] as const;

/** From the second spike to the last of about four. */
function rate(card: Card, current: number, expected: number): number {
  const lines = `I0 0 vm ${current}\nRa va 0 2.2k\nCm vm 0 0.1u IC=0\n.save v(va)\n.tran 10u ${4.5 / expected} 0 uic`;
  const [{ waveforms }] = simulate(circuitOf(card, lines), { tolerance: 1e-4 });
  const times = spikeTimes(waveforms, "v(va)", 0.3);
  if (times.length < 3) throw new HillockError({ code: "test/silent", problem: "the neuron does not fire on" });
  return (times.length - 2) / (times[times.length - 1] - times[1]);
}

test("measured rates, with the currents at which firing begins and ends, give a card that is nearer to them", () => {
  // The rate jumps from 0 at both ends of the range: there the characteristic's folds are told, not the rate.
  const [first, ...inner] = rates.slice(0, -1);
  const errors = (card: Card) => {
    const { onset, valley } = foldsOf(card);
    return Float64Array.of(
      ...inner.map(([current, expected]) => rate(card, current, expected) / expected - 1),
      onset / first[0] - 1,
      (2 * valley) / (block[0] + block[1]) - 1,
    );
  };
  const byHand = Float64Array.of(10, 0.22, 14e3);
  const settings = { ...threeLogarithms, gradientTolerance: 1e-3, parameterTolerance: 1e-4 };
  const fit = leastSquares(withDifferences(errors, new Float64Array(3), 3e-3), byHand, settings);
  expect(fit.converged, fit.end).toBe(true);
  expect(fit.norm).toBeLessThan(0.75 * norm(errors(byHand)));
  const { intervals, weakCombinations } = uncertaintyOf(fit);
  expect(weakCombinations).toEqual([]);
  // Five numbers with errors of some percent leave the gains known to a factor of two.
  intervals.forEach(([low, high], j) => {
    expect(low).toBeLessThan(byHand[j]);
    expect(high).toBeGreaterThan(byHand[j]);
    expect(high / low).toBeLessThan(4);
  });
  // It fires at every current at which the board does, in the middle of the range within 7 % of its rate.
  const relative = rates.map(([current, expected]) => rate(fit.parameters, current, expected) / expected - 1);
  for (const each of relative.slice(1)) expect(Math.abs(each)).toBeLessThan(0.08);
}, 120_000);

const norm = (values: Float64Array): number => Math.hypot(...values);
