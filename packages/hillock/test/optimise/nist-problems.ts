import type { LeastSquaresModel } from "hillock/optimise";
import { observations } from "./nist-data.js";

/** A problem of NIST's Statistical Reference Datasets with its certified solution. */
export interface NistProblem {
  readonly name: keyof typeof observations;
  readonly starts: readonly (readonly number[])[];
  readonly certified: readonly number[];
  readonly standardErrors: readonly number[];
  readonly sumOfSquares: number;
  /** Value and derivatives by the parameters at one x. */
  readonly at: (b: Float64Array, x: number) => readonly [number, readonly number[]];
}

const { exp, log } = Math;

function cubicOverCubic(b: Float64Array, x: number): readonly [number, readonly number[]] {
  const below = 1 + b[4] * x + b[5] * x ** 2 + b[6] * x ** 3;
  const value = (b[0] + b[1] * x + b[2] * x ** 2 + b[3] * x ** 3) / below;
  const powers = [1, x, x ** 2, x ** 3];
  return [value, [...powers.map((p) => p / below), ...powers.slice(1).map((p) => (-value * p) / below)]];
}

export const nistProblems: readonly NistProblem[] = [
  {
    name: "Misra1a",
    starts: [
      [500, 0.0001],
      [250, 0.0005],
    ],
    certified: [2.3894212918e2, 5.5015643181e-4],
    standardErrors: [2.7070075241, 7.2668688436e-6],
    sumOfSquares: 1.2455138894e-1,
    at: (b, x) => [b[0] * (1 - exp(-b[1] * x)), [1 - exp(-b[1] * x), b[0] * x * exp(-b[1] * x)]],
  },
  {
    name: "Lanczos3",
    starts: [
      [1.2, 0.3, 5.6, 5.5, 6.5, 7.6],
      [0.5, 0.7, 3.6, 4.2, 4, 6.3],
    ],
    certified: [8.6816414977e-2, 9.5498101505e-1, 8.4400777463e-1, 2.9515951832, 1.5825685901, 4.9863565084],
    standardErrors: [
      1.7197908859e-2, 9.7041624475e-2, 4.1488663282e-2, 1.0766312506e-1, 5.8371576281e-2, 3.4436403035e-2,
    ],
    sumOfSquares: 1.6117193594e-8,
    at: (b, x) => [
      b[0] * exp(-b[1] * x) + b[2] * exp(-b[3] * x) + b[4] * exp(-b[5] * x),
      [0, 2, 4].flatMap((k) => [exp(-b[k + 1] * x), -b[k] * x * exp(-b[k + 1] * x)]),
    ],
  },
  {
    name: "Hahn1",
    starts: [
      [10, -1, 0.05, -1e-5, -0.05, 1e-3, -1e-6],
      [1, -0.1, 0.005, -1e-6, -0.005, 1e-4, -1e-7],
    ],
    certified: [
      1.0776351733, -1.2269296921e-1, 4.086375061e-3, -1.4262662514e-6, -5.7609940901e-3, 2.4053735503e-4,
      -1.2314450199e-7,
    ],
    standardErrors: [
      1.7070154742e-1, 1.2000289189e-2, 2.2508314937e-4, 2.7578037666e-7, 2.4712888219e-4, 1.0449373768e-5,
      1.3027335327e-8,
    ],
    sumOfSquares: 1.5324382854,
    at: cubicOverCubic,
  },
  {
    name: "Thurber",
    starts: [
      [1000, 1000, 400, 40, 0.7, 0.3, 0.03],
      [1300, 1500, 500, 75, 1, 0.4, 0.05],
    ],
    certified: [
      1.28813968e3, 1.4910792535e3, 5.8323836877e2, 7.5416644291e1, 9.6629502864e-1, 3.9797285797e-1, 4.9727297349e-2,
    ],
    standardErrors: [
      4.6647963344, 3.9571156086e1, 2.8698696102e1, 5.567537027, 3.1333340687e-2, 1.4984928198e-2, 6.5842344623e-3,
    ],
    sumOfSquares: 5.6427082397e3,
    at: cubicOverCubic,
  },
  {
    name: "MGH17",
    starts: [
      [50, 150, -100, 1, 2],
      [0.5, 1.5, -1, 0.01, 0.02],
    ],
    certified: [3.7541005211e-1, 1.9358469127, -1.4646871366, 1.286753464e-2, 2.2122699662e-2],
    standardErrors: [2.0723153551e-3, 2.2031669222e-1, 2.2175707739e-1, 4.4861358114e-4, 8.9471996575e-4],
    sumOfSquares: 5.4648946975e-5,
    at: (b, x) => {
      const [first, second] = [exp(-x * b[3]), exp(-x * b[4])];
      return [b[0] + b[1] * first + b[2] * second, [1, first, second, -x * b[1] * first, -x * b[2] * second]];
    },
  },
  {
    name: "MGH09",
    starts: [
      [25, 39, 41.5, 39],
      [0.25, 0.39, 0.415, 0.39],
    ],
    certified: [1.9280693458e-1, 1.9128232873e-1, 1.2305650693e-1, 1.3606233068e-1],
    standardErrors: [1.1435312227e-2, 1.9633220911e-1, 8.0842031232e-2, 9.0025542308e-2],
    sumOfSquares: 3.0750560385e-4,
    at: (b, x) => {
      const [above, below] = [x * x + x * b[1], x * x + x * b[2] + b[3]];
      const value = (b[0] * above) / below;
      return [value, [above / below, (b[0] * x) / below, (-value * x) / below, -value / below]];
    },
  },
  {
    name: "MGH10",
    starts: [
      [2, 400000, 25000],
      [0.02, 4000, 250],
    ],
    certified: [5.609636471e-3, 6.1813463463e3, 3.4522363462e2],
    standardErrors: [1.5687892471e-4, 2.3309021107e1, 7.8486103508e-1],
    sumOfSquares: 8.7945855171e1,
    at: (b, x) => {
      const growth = exp(b[1] / (x + b[2]));
      return [b[0] * growth, [growth, (b[0] * growth) / (x + b[2]), (-b[0] * growth * b[1]) / (x + b[2]) ** 2]];
    },
  },
  {
    name: "Eckerle4",
    starts: [
      [1, 10, 500],
      [1.5, 5, 450],
    ],
    certified: [1.5543827178, 4.0888321754, 4.5154121844e2],
    standardErrors: [1.5408051163e-2, 4.6803020753e-2, 4.6800518816e-2],
    sumOfSquares: 1.4635887487e-3,
    at: (b, x) => {
      const z = (x - b[2]) / b[1];
      const bell = exp(-0.5 * z * z) / b[1];
      return [b[0] * bell, [bell, (b[0] * bell * (z * z - 1)) / b[1], (b[0] * bell * z) / b[1]]];
    },
  },
  {
    name: "Rat43",
    starts: [
      [100, 10, 1, 1],
      [700, 5, 0.75, 1.3],
    ],
    certified: [6.996415127e2, 5.2771253025, 7.5962938329e-1, 1.2792483859],
    standardErrors: [1.6302297817e1, 2.0828735829, 1.9566123451e-1, 6.8761936385e-1],
    sumOfSquares: 8.786404908e3,
    at: (b, x) => {
      const part = exp(b[1] - b[2] * x);
      const value = b[0] * (1 + part) ** (-1 / b[3]);
      const inner = (value * part) / (b[3] * (1 + part));
      return [value, [value / b[0], -inner, inner * x, (value * log(1 + part)) / b[3] ** 2]];
    },
  },
  {
    name: "BoxBOD",
    starts: [
      [1, 1],
      [100, 0.75],
    ],
    certified: [2.1380940889e2, 5.4723748542e-1],
    standardErrors: [1.2354515176e1, 1.0455993237e-1],
    sumOfSquares: 1.1680088766e3,
    at: (b, x) => [b[0] * (1 - exp(-b[1] * x)), [1 - exp(-b[1] * x), b[0] * x * exp(-b[1] * x)]],
  },
];

/** The problem as residuals `model - response` with their Jacobian; both in other units if wanted. */
export function modelOf({ name, at }: NistProblem, responseUnit = 1, units?: readonly number[]): LeastSquaresModel {
  const { x, y } = observations[name];
  return (parameters) => {
    const b = parameters.map((each, j) => each * (units?.[j] ?? 1));
    const rows = x.map((each) => at(b, each));
    return {
      residuals: Float64Array.from(rows, ([value], i) => (value - y[i]) * responseUnit),
      jacobian: () =>
        Float64Array.from(
          rows.flatMap(([, slopes]) => slopes.map((each, j) => each * responseUnit * (units?.[j] ?? 1))),
        ),
    };
  };
}
