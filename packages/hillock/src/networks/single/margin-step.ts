import type { LayerShape } from "../layer.js";
import { type Singles, type SinglesCode, singlesCode } from "./single-code.js";
import { singleTanh } from "./single-tanh.js";

/** A circuit's places in memory, bytes: parameters, one number each, and sums over rows, four each. */
export interface TanhPlaces {
  /** Of u = slope V + offset, in {@link tanhUnit}, and V_out = base + reach tanh. */
  readonly slope: number;
  readonly offset: number;
  readonly base: number;
  readonly reach: number;
  /** 4 d V_out / d V without the derivative of tanh. */
  readonly through: number;
  /** Sums of w, w t, h and h V with w = d loss / d V_out, t = tanh and h = w (1 - t^2)/4. */
  readonly sums: number;
}

/** A layer's places in memory. */
export interface LayerPlaces {
  /** `[inputs]` */
  readonly inverses: readonly TanhPlaces[];
  /** `[neurons]` */
  readonly activations: readonly TanhPlaces[];
  /** What the bias adds to each column `[neurons]`. */
  readonly middle: readonly number[];
  /** `[inputs, neurons]`: a conductance's share of its column, and where the voltage that it sees is. */
  readonly share: readonly number[];
  readonly seen: readonly number[];
  /** d column / d voltage times `through` of the column's circuit: for a straight weight and for a negative one. */
  readonly straight: readonly number[];
  readonly turned: readonly number[];
  /** Sums of h times the voltage seen. */
  readonly sums: readonly number[];
  /** The voltages of the inputs, and behind their negative-weight circuits, of the four rows at hand. */
  readonly input: readonly number[];
  readonly inverted: readonly number[];
}

export interface StepPlaces {
  readonly layers: readonly LayerPlaces[];
  /** Begin of the columns of the data `[inputs]`; labels as numbers, -1 for rows that are none. */
  readonly data: readonly number[];
  readonly labels: number;
  /** Margin + threshold, and margin. */
  readonly low: number;
  readonly high: number;
  /** Sum of the losses of the rows. */
  readonly loss: number;
}

/**
 * Code for the margin loss of a network of ideal layers with tanh circuits, and its gradient, in one pass over the rows, four at
 * a time: nothing of a row is kept. The equations are those of `idealLayer` and of the margin loss.
 */
export function marginStepCode(shapes: readonly LayerShape[], places: StepPlaces): SinglesCode {
  const code = singlesCode();
  const { apply, spread, store } = code;
  const times = (a: Singles, b: Singles): Singles => apply("mul", a, b);
  const plus = (a: Singles, b: Singles): Singles => apply("add", a, b);
  const bend = ({ slope, offset, base, reach }: TanhPlaces, input: Singles) => {
    const { tanh, quarter } = singleTanh(code, plus(times(input, spread(slope)), spread(offset)));
    return { input, tanh, quarter, output: plus(times(tanh, spread(reach)), spread(base)) };
  };
  type Bent = ReturnType<typeof bend>;
  /** Adds to a circuit's sums; gives h. */
  const straighten = ({ sums }: TanhPlaces, { input, tanh, quarter }: Bent, weight: Singles): Singles => {
    const steep = times(weight, quarter);
    [weight, times(weight, tanh), steep, times(steep, input)].forEach((each, k) => {
      code.accumulate(sums + 16 * k, each);
    });
    return steep;
  };
  const sum = (terms: readonly Singles[]): Singles => terms.reduce(plus);

  const passed: { readonly inverses: readonly Bent[]; readonly activations: readonly Bent[] }[] = [];
  let voltages = places.data.map(code.row);
  shapes.forEach(({ inputs, neurons }, l) => {
    const layer = places.layers[l];
    const inverses = voltages.map((voltage, i) => bend(layer.inverses[i], voltage));
    voltages.forEach((voltage, i) => {
      store(layer.input[i], voltage);
      store(layer.inverted[i], inverses[i].output);
    });
    const activations = Array.from({ length: neurons }, (_, j) => {
      let column = spread(layer.middle[j]);
      for (let k = j; k < inputs * neurons; k += neurons)
        column = plus(column, times(code.through(layer.seen[k]), spread(layer.share[k])));
      return bend(layer.activations[j], column);
    });
    passed.push({ inverses, activations });
    voltages = activations.map(({ output }) => output);
  });

  let weights = marginLossCode(code, places, voltages);
  for (let l = shapes.length - 1; l >= 0; l--) {
    const { inputs, neurons } = shapes[l];
    const layer = places.layers[l];
    const { inverses, activations } = passed[l];
    const steep = activations.map((each, j) => straighten(layer.activations[j], each, weights[j]));
    weights = Array.from({ length: inputs }, (_, i) => {
      const own = steep.map((h, j) => ({ h, k: i * neurons + j }));
      for (const { h, k } of own) code.accumulate(layer.sums[k], times(h, code.through(layer.seen[k])));
      const back = (by: readonly number[]): Singles => sum(own.map(({ h, k }) => times(h, spread(by[k]))));
      const turned = straighten(layer.inverses[i], inverses[i], back(layer.turned));
      if (l === 0) return turned;
      return plus(back(layer.straight), times(turned, spread(layer.inverses[i].through)));
    });
  }
  return code;
}

/** Adds the rows' losses; gives d loss / d output, without the division by the number of rows. */
function marginLossCode(code: SinglesCode, places: StepPlaces, outputs: readonly Singles[]): Singles[] {
  const { apply, constant } = code;
  const label = code.row(places.labels);
  const [zero, one, none] = [constant(0), constant(1), constant(-1e30)];
  const isRow = apply("ge", label, zero);
  const isRight = outputs.map((_, k) => apply("eq", label, constant(k)));
  const right = outputs.map((output, k) => apply("and", output, isRight[k])).reduce((a, b) => apply("or", a, b));
  const others = outputs.map((output, k) =>
    apply("or", apply("andNot", output, isRight[k]), apply("and", none, isRight[k])),
  );
  const best = others.reduce((a, b) => apply("most", a, b));
  const low = apply("sub", code.spread(places.low), right);
  const high = apply("add", code.spread(places.high), best);
  const both = apply("add", apply("most", low, zero), apply("most", high, zero));
  code.accumulate(places.loss, apply("and", both, isRow));
  const byRight = apply("and", apply("and", apply("gt", low, zero), isRow), constant(-1));
  const byWrong = apply("and", apply("and", apply("gt", high, zero), isRow), one);
  // Where two wrong outputs are equal, the first one counts.
  let left = apply("eq", zero, zero);
  return others.map((output, k) => {
    const isWrong = apply("and", apply("eq", output, best), left);
    left = apply("andNot", left, isWrong);
    return apply("or", apply("and", byRight, isRight[k]), apply("and", byWrong, isWrong));
  });
}
