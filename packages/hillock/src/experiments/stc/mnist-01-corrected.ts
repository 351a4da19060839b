import { acceleratedTiming } from "../../models/stc/circuit-synapse.js";
import { exactNetwork } from "../../networks/stc/exact-network.js";
import {
  defaultPlasticPreset,
  gentlePlasticPreset,
  type PlasticPreset,
  publishedAccelerated,
  publishedStandard,
} from "../../networks/stc/presets.js";
import type { NetworkAnswer, ReadOut } from "../../networks/stc/read-outs.js";
import { check } from "../check.js";
import { experiment } from "../experiment.js";
import type { FigureBlock, FigureColumn } from "../figure.js";
import type { Lab } from "../lab.js";
import { nicholson2024 } from "./source.js";
import { accuracy, answers, changed, trained, withDivisor } from "./trained-network.js";
import { testRows, trainingRows, type ZerosAndOnes, zerosAndOnes } from "./zeros-and-ones.js";

/** Divisors of the weights while the network answers; the thesis's code has 4. */
const divisors = Array.from({ length: 25 }, (_, k) => 2 + 0.25 * k);

interface Network {
  /** All 2,115 zeros and ones of the test set */
  readonly all: readonly NetworkAnswer[];
}

interface Published extends Network {
  /** Accuracy by spike counts on the 100 rows of the thesis, by divisor */
  readonly counted: readonly number[];
  /** By summed drive, which no divisor changes */
  readonly driven: number;
}

interface Data {
  readonly tested: ZerosAndOnes;
  readonly published: { readonly standard: Published; readonly accelerated: Published };
  /** What equations and circuit mean */
  readonly meant: { readonly standard: Network; readonly accelerated: Network };
  /** The same with currents of 3 % */
  readonly gentle: { readonly standard: Network; readonly accelerated: Network; readonly exact: Network };
}

async function run(lab: Lab): Promise<Data> {
  const training = await zerosAndOnes(lab, "train", trainingRows);
  const tested = await zerosAndOnes(lab, "t10k");
  const few = { pixels: tested.pixels.slice(0, testRows), labels: tested.labels.slice(0, testRows) };
  const published = (preset: PlasticPreset): Published => {
    const network = trained(preset, training);
    return {
      all: answers(network.run, tested),
      counted: divisors.map((divisor) => accuracy(answers(withDivisor(network, preset, divisor), few), few, "counts")),
      driven: accuracy(answers(network.run, few), few, "drive"),
    };
  };
  const network = (preset: PlasticPreset, integrator?: typeof exactNetwork): Network => ({
    all: answers(trained(preset, training, integrator).run, tested),
  });
  const faster = (preset: PlasticPreset) => changed(preset, { synapse: acceleratedTiming });
  return {
    tested,
    published: { standard: published(publishedStandard), accelerated: published(publishedAccelerated) },
    meant: { standard: network(defaultPlasticPreset), accelerated: network(faster(defaultPlasticPreset)) },
    gentle: {
      standard: network(gentlePlasticPreset),
      accelerated: network(faster(gentlePlasticPreset)),
      exact: network(gentlePlasticPreset, exactNetwork),
    },
  };
}

const told = ({ tested }: Data, { all }: Network, readOut: ReadOut): number => accuracy(all, tested, readOut);

const drop =
  "the drop in the total synaptic weight as the network consolidates the changes that occurred during training reduces accuracy, explaining the drop from 96% to 93%";
const functional =
  "An accuracy of 96% was achieved in the former case, in which the network was not given time for consolidation";
const larger = "Larger scale tests are also needed";

export const mnist01Corrected = experiment<Data>({
  id: "stc/mnist-01-corrected",
  title: "Zeros and ones, read and computed as the equations mean it",
  source: nicholson2024,
  circuits: false,
  run,
  checks: [
    ...(["standard", "accelerated"] as const).map((pace) =>
      check<Data>(`published weights, ${pace}: accuracy by summed drive`, {
        passage: drop,
        target: 0.995,
        bound: "at least",
        of: (data) => told(data, data.published[pace], "drive"),
        note: "On all 2,115 zeros and ones of the test set, as what follows; 0.9953 by an independent port of the code.",
      }),
    ),
    check("published weights, by summed drive: standard less accelerated", {
      passage: drop,
      target: 0,
      within: 0.001,
      of: (data) => told(data, data.published.standard, "drive") - told(data, data.published.accelerated, "drive"),
    }),
    check("published weights, by spike counts: accelerated less standard", {
      passage: drop,
      target: 0,
      bound: "at least",
      of: (data) => told(data, data.published.accelerated, "counts") - told(data, data.published.standard, "counts"),
      note: "On 2,115 pictures the order of the two turns round; the thesis has 100.",
    }),
    check("published weights, spike counts: wrong answers on the thesis's pictures that are no ties", {
      passage: drop,
      target: 0,
      within: 0,
      of: ({ tested: { labels }, published }) =>
        [published.standard, published.accelerated]
          .flatMap(({ all }) =>
            all.slice(0, testRows).map(({ counts, classes }, k) => ({ counts, right: classes.counts === labels[k] })),
          )
          .filter(({ counts, right }) => !right && counts[0] !== counts[1]).length,
      note: "Four and seven ones for which both neurons have equally many spikes: the first of equals, class 0, is the answer.",
    }),
    check("standard, spike counts: best divisor of the weights less that of the thesis", {
      passage: functional,
      target: 0.02,
      bound: "at least",
      of: ({ published: { standard } }) => Math.max(...standard.counted) - standard.counted[divisors.indexOf(4)],
      note: "On the 100 pictures of the thesis, of divisors from 2 to 8.",
    }),
    check("standard, spike counts: accuracy with a divisor of 8", {
      passage: functional,
      target: 0.55,
      within: 0.005,
      of: ({ published: { standard } }) => standard.counted[divisors.indexOf(8)],
      note: "By an independent port of the code. The weights and so the divisor depend on how much was shown.",
    }),
    ...(["standard", "accelerated"] as const).map((pace) =>
      check<Data>(`corrected, ${pace}: accuracy by summed drive`, {
        passage: larger,
        target: 0.995,
        bound: "at least",
        of: (data) => told(data, data.gentle[pace], "drive"),
        note:
          "Dot product, v_h between the supplies, leakage out of the capacitor, eq. (5); potentiation and depression currents of 3 % of " +
          "Table 3's, so that a synapse remembers more than the last few samples.",
      }),
    ),
    check("corrected, with Table 3's currents: accuracy by drive over the length of the weights", {
      passage: larger,
      target: 0.995,
      bound: "at least",
      of: (data) => told(data, data.meant.standard, "normalised"),
    }),
    check("corrected, exactly: accuracy by summed drive", {
      passage: larger,
      target: 0.995,
      bound: "at least",
      of: (data) => told(data, data.gentle.exact, "drive"),
    }),
    check("corrected, with Table 3's currents: accuracy by summed drive", {
      passage: larger,
      target: 0.995,
      bound: "at least",
      of: (data) => told(data, data.meant.standard, "drive"),
      explained: {
        cause:
          "Kept to the supply, a synapse holds the last few samples only, as one of them moves v_h by half of it. The neurons' " +
          "weights end up of different size, and the sum favours the larger; divided by the length of each neuron's weights, or " +
          "with smaller steps, the same read-out is right.",
        test: "mnist-01-corrected: summed drives favour the neuron with the larger weights",
      },
    }),
  ],
  remarks: (data) => {
    const { published, meant, gentle } = data;
    const percent = (network: Network, readOut: ReadOut) => `${(100 * told(data, network, readOut)).toFixed(1)} %`;
    return [
      "Why 96 % fall to 93 %: not because the network forgets, but because of how it is asked. The answer is the neuron with more " +
        "output spikes. A sample has at most six moments with input spikes, so that a neuron gives none to six, and all wrong " +
        "answers, the four of the one network and the seven of the other, are ones for which both neurons have equally many: that " +
        "counts as a zero. Weights are divided by 4 first, which suits weights of one size. Consolidated weights are a little " +
        "smaller; where they leave a neuron just below its threshold, a spike is missing and there is a tie more. Divided by 3 " +
        "instead, the consolidated network is right on 98 of the 100.",
      `Asked for the sum of weights that arrives at each neuron, the same two sets of weights are right on ${percent(published.standard, "drive")} ` +
        `and ${percent(published.accelerated, "drive")} of all 2,115 zeros and ones of the test set; by spikes, on ${percent(published.standard, "counts")} ` +
        `and ${percent(published.accelerated, "counts")}: there the consolidated network is the better one. The difference between 96 and 93 % ` +
        "is three pictures, and the divisor decides about more than that (figure).",
      "With what equations and circuit mean, Table 3's currents move v_h by half the supply in one sample: synapses keep the last few " +
        "samples only, and the neuron with the larger weights wins too often. " +
        `By drive ${percent(meant.standard, "drive")} are right (accelerated ${percent(meant.accelerated, "drive")}); divided by the ` +
        `length of each neuron's weights, ${percent(meant.standard, "normalised")} (${percent(meant.accelerated, "normalised")}). ` +
        `With 3 % of the currents the plain sum is right on ${percent(gentle.standard, "drive")} (${percent(gentle.accelerated, "drive")}).`,
    ];
  },
  figure: (data) => ({
    title: "Zeros and ones: what is read decides, not what is remembered",
    columns: [
      { width: 1, blocks: [divisorBlock(data)] },
      { width: 1, blocks: [barsBlock(data)] },
    ] satisfies FigureColumn[],
  }),
});

function divisorBlock({ published: { standard, accelerated } }: Data): FigureBlock {
  const line = (label: string, y: readonly number[]) => ({ label, x: divisors, y: y.map((part) => 100 * part) });
  const flat = (part: number) => divisors.map(() => part);
  return {
    title: "published weights, 100 pictures; dashed: the thesis's divisor",
    x: { name: "divisor of the weights", unit: "", range: [2, 8] },
    legend: true,
    panels: [
      {
        y: { name: "accuracy, %", unit: "", range: [30, 102] },
        series: [
          line("counts, standard", standard.counted),
          line("counts, accelerated", accelerated.counted),
          line("drive, both", flat(Math.min(standard.driven, accelerated.driven))),
          { label: "expected", look: "guide", x: [4, 4], y: [30, 102] },
        ],
      },
    ],
  };
}

function barsBlock(data: Data): FigureBlock {
  const networks = [data.published, data.meant, data.gentle].flatMap(({ standard, accelerated }) => [
    standard,
    accelerated,
  ]);
  const readOuts = ["counts", "drive", "normalised"] as const;
  return {
    title: "2,115: counts blue, drive orange, normalised green",
    x: { name: "1, 2: published; 3, 4: as meant; 5, 6: 3 % of the currents", unit: "", range: [0.5, 6.5] },
    legend: true,
    panels: [
      {
        y: { name: "accuracy, %", unit: "", range: [40, 102] },
        series: readOuts.map((readOut) => ({
          label: readOut,
          look: "points" as const,
          x: networks.map((_, k) => k + 1),
          y: networks.map((network) => 100 * told(data, network, readOut)),
        })),
      },
    ],
  };
}
