/** What Adam remembers between steps. */
export interface AdamMemory {
  readonly mean: Float64Array;
  readonly square: Float64Array;
  /** Powers of the decays, by which the means are corrected. */
  decayed: [number, number];
}

export function adamMemory(count: number): AdamMemory {
  return { mean: new Float64Array(count), square: new Float64Array(count), decayed: [1, 1] };
}

const decay = [0.9, 0.999] as const;
const floor = 1e-8;

/**
 * One step of Adam in place: x -= rate m / (sqrt(v) + 1e-8) with the corrected means m, v of the gradient and its square.
 * Source: D. P. Kingma, J. Ba, Adam, ICLR 2015. One step at a time, so that a run can be stored between any two; whole
 * minimisations are `adam` of the optimise layer.
 *
 * @param rates of each parameter
 */
export function adamStep(
  parameters: Float64Array,
  gradient: Float64Array,
  memory: AdamMemory,
  rates: (index: number) => number,
): void {
  const { mean, square, decayed } = memory;
  decayed[0] *= decay[0];
  decayed[1] *= decay[1];
  for (let k = 0; k < parameters.length; k++) {
    const slope = gradient[k];
    mean[k] += (1 - decay[0]) * (slope - mean[k]);
    square[k] += (1 - decay[1]) * (slope * slope - square[k]);
    const corrected = Math.sqrt(square[k] / (1 - decayed[1])) + floor;
    parameters[k] -= (rates(k) * mean[k]) / (1 - decayed[0]) / corrected;
  }
}
