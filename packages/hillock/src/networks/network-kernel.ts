import { idealLayer } from "./ideal-layer.js";
import {
  type DrivingLayer,
  type LayerKernel,
  type LayerShape,
  type LayerValues,
  type LayerVoltages,
  layerVoltages,
  recordWidth,
} from "./layer.js";
import { loadedLayer } from "./loaded-layer.js";

/** How a network is computed. */
export interface KernelSettings {
  /** Rows of a data set, at most. */
  readonly rows: number;
  /** Unit of conductance with loading, S; undefined for ideal buffers. */
  readonly loadingUnit?: number;
}

/** A whole network, forward and backward, for one sample of the variation at a time. */
export interface NetworkKernel {
  /**
   * Output voltages `[rows, outputs]` of a data set `[rows, inputs]`, V. The array is the kernel's own, valid until the next call.
   */
  readonly forward: (values: readonly LayerValues[], data: Float64Array, rows: number) => Float64Array;
  /**
   * After `forward` of the same values and data: adds the gradient of a loss.
   *
   * @param weight d loss / d output `[rows, outputs]`
   */
  readonly backward: (
    values: readonly LayerValues[],
    data: Float64Array,
    rows: number,
    weight: Float64Array,
    gradient: readonly LayerValues[],
  ) => void;
  /** Voltages of each layer in the last `forward`. */
  readonly voltages: readonly LayerVoltages[];
}

/**
 * Makes the kernel of a network of layers.
 *
 * @throws (the kernel) networks/empty-column, networks/singular, networks/no-convergence
 */
export function networkKernel(shapes: readonly LayerShape[], { rows, loadingUnit }: KernelSettings): NetworkKernel {
  const voltages = shapes.map((shape) => layerVoltages(shape, rows));
  const kernels: readonly LayerKernel[] = shapes.map((shape, l) =>
    loadingUnit === undefined
      ? idealLayer(shape)
      : loadedLayer(shape, loadingUnit, l === 0 ? undefined : recordWidth(shapes[l - 1].activation)),
  );
  const weights = shapes.map(({ inputs }) => new Float64Array(rows * inputs));
  const drive = (
    values: readonly LayerValues[],
    l: number,
    gradient?: readonly LayerValues[],
  ): DrivingLayer | undefined => (l === 0 ? undefined : { values: values[l - 1], gradient: gradient?.[l - 1] });
  return {
    voltages,
    forward(values, data, count) {
      let source = data;
      kernels.forEach((kernel, l) => {
        kernel.forward(values[l], source, count, voltages[l], drive(values, l));
        source = voltages[l].output;
      });
      return source;
    },
    backward(values, data, count, weight, gradient) {
      let by = weight;
      for (let l = kernels.length - 1; l >= 0; l--) {
        const source = l === 0 ? data : voltages[l - 1].output;
        const before = l === 0 ? undefined : weights[l];
        const driving = drive(values, l, gradient);
        kernels[l].backward(values[l], source, count, voltages[l], by, gradient[l], before, driving);
        if (before) by = before;
      }
    },
  };
}
