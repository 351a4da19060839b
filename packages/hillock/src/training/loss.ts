import { elementary } from "../expr/elementary.js";

/**
 * A loss of one sample of the variation.
 *
 * @param outputs V `[rows, classes]`
 * @param labels class of each row `[rows]`
 * @param weight receives d loss / d output `[rows, classes]`
 * @returns mean over the rows
 */
export interface Loss {
  (outputs: Float64Array, labels: Uint8Array, classes: number, weight: Float64Array): number;
  /** Its numbers, if it is the margin loss. */
  readonly ofMargin?: { readonly margin: number; readonly threshold: number };
}

/**
 * Margin loss of printed networks with the measuring threshold T, V, and the margin m, V:
 *
 *     max(m + T - V_y, 0) + max(m + max_{k != y} V_k, 0)
 *
 * so that a right output can be told from zero, and all others lie below it. Source: the training code published with
 * H. Zhao et al., DATE 2023: m = 0.3 V, T = 0.1 V. Where two wrong outputs are equal, the first one counts.
 */
export function marginLoss(margin = 0.3, threshold = 0.1): Loss {
  const loss: Loss = (outputs, labels, classes, weight) => {
    const rows = labels.length;
    weight.fill(0, 0, rows * classes);
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      const at = row * classes;
      const right = at + labels[row];
      let wrong = -1;
      for (let k = at; k < at + classes; k++) if (k !== right && (wrong < 0 || outputs[k] > outputs[wrong])) wrong = k;
      const low = margin + threshold - outputs[right];
      const high = margin + outputs[wrong];
      if (low > 0) {
        sum += low;
        weight[right] = -1 / rows;
      }
      if (high > 0) {
        sum += high;
        weight[wrong] = 1 / rows;
      }
    }
    return sum / rows;
  };
  return Object.assign(loss, { ofMargin: { margin, threshold } });
}

/**
 * Cross-entropy of the probabilities softmax(V / scale). The scale, V, says which difference of voltages is a clear one;
 * a network's outputs span about 2 V.
 */
export function crossEntropy(scale = 0.2): Loss {
  return (outputs, labels, classes, weight) => {
    const rows = labels.length;
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      const at = row * classes;
      let largest = outputs[at];
      for (let k = 1; k < classes; k++) largest = Math.max(largest, outputs[at + k]);
      let total = 0;
      for (let k = at; k < at + classes; k++) {
        weight[k] = elementary.exp((outputs[k] - largest) / scale);
        total += weight[k];
      }
      const right = at + labels[row];
      sum += elementary.log(total) - (outputs[right] - largest) / scale;
      for (let k = at; k < at + classes; k++) weight[k] /= total * rows * scale;
      weight[right] -= 1 / (rows * scale);
    }
    return sum / rows;
  };
}
