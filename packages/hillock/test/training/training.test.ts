import { describe, expect, it } from "vitest";
import { isHillockError } from "../../src/base/error.js";
import { accuracy as accuracyOf } from "../../src/training/accuracy.js";
import { stateOfCheckpoint, trainingCheckpoint } from "../../src/training/checkpoint.js";
import { evaluateVariation } from "../../src/training/evaluation.js";
import { networkVoltages } from "../../src/training/network-voltages.js";
import { placeColumns } from "../../src/training/placed-columns.js";
import { createTraining, initialState, type TrainingSettings } from "../../src/training/training.js";
import { trainingStart } from "../../src/training/training-start.js";
import { smallData, smallModel, smoothActivation, smoothNegativeWeight } from "./small-model.js";

const settings: TrainingSettings = {
  seed: 7,
  variation: { relative: 0.1 },
  samples: { training: 4, validation: 4 },
  validationRedrawn: false,
  loss: { kind: "margin", margin: 0.3, threshold: 0.1 },
  rates: { weights: 0.02, circuits: 0.02 },
  plateau: { patience: 3, factor: 0.5 },
  patience: 50,
  mostEpochs: 40,
};
const data = { training: smallData(12), validation: smallData(6) };

describe("training", () => {
  it("lowers the loss and keeps the parameters with the least validation loss", () => {
    const model = smallModel();
    const training = createTraining(model, data, { ...settings, mostEpochs: 200 }, initialState(model, 1));
    while (training.advance(30));
    const { history, best } = training.state;
    expect(best.validationLoss).toBe(Math.min(...history.validation));
    expect(history.validation[best.epoch]).toBe(best.validationLoss);
    expect(best.validationLoss).toBeLessThan(0.6 * history.validation[0]);
    expect(history.training.at(-1)).toBeLessThan(0.7 * history.training[0]);
  });

  it.each([false, true])("resumes to the same bits from any epoch (validation redrawn: %s)", (validationRedrawn) => {
    const these = { ...settings, validationRedrawn };
    const model = smallModel({ loading: true });
    const whole = createTraining(model, data, these, initialState(model, 1));
    whole.advance(Number.POSITIVE_INFINITY);
    for (const stop of [0, 1, 17]) {
      const begun = createTraining(model, data, these, initialState(model, 1));
      begun.advance(stop);
      const stored = JSON.parse(JSON.stringify(trainingCheckpoint(these, begun.state)));
      const other = smallModel({ loading: true });
      const resumed = createTraining(other, data, these, stateOfCheckpoint(stored, these, other.parameters));
      resumed.advance(Number.POSITIVE_INFINITY);
      expect(trainingCheckpoint(these, resumed.state)).toEqual(trainingCheckpoint(these, whole.state));
    }
  });

  it("does not go on from another training", () => {
    const model = smallModel();
    const stored = trainingCheckpoint(settings, initialState(model, 1));
    const code = (run: () => unknown) => {
      try {
        run();
      } catch (error) {
        return isHillockError(error) && error.code;
      }
      return undefined;
    };
    expect(code(() => stateOfCheckpoint(stored, { ...settings, seed: 8 }, model.parameters))).toBe(
      "training/wrong-checkpoint",
    );
    expect(code(() => stateOfCheckpoint(stored, settings, model.parameters + 1))).toBe("training/wrong-checkpoint");
  });

  it("does not depend on how many samples are drawn at once", () => {
    const model = smallModel();
    const request = { seed: 3, use: "test", epoch: 4 } as const;
    const few = model.draw({ ...request, samples: 2 }, { relative: 0.1 });
    const many = model.draw({ ...request, samples: 5 }, { relative: 0.1 });
    expect(many.theta.slice(0, few.theta.length)).toEqual(few.theta);
    expect(many.negativeWeight.slice(0, few.negativeWeight.length)).toEqual(few.negativeWeight);
  });

  it.each([true, false])("describes a network that computes what the model does (loading: %s)", (loading) => {
    const model = smallModel({ loading });
    const parameters = model.start(2);
    parameters[4] = 0.002;
    parameters[5] = -0.007;
    const network = JSON.parse(JSON.stringify(model.network(parameters)));
    const models = { activation: smoothActivation, negativeWeight: smoothNegativeWeight };
    const { inputs } = smallData();
    const { outputs } = networkVoltages(network, models, inputs);
    const nominal = model.draw({ seed: 1, use: "test", epoch: 0, samples: 1 }, { relative: 0 });
    model.on(smallData()).outputs(parameters, nominal, (ours) => {
      expect(ours.every((voltage, k) => Math.abs(outputs[k] - voltage) < 1e-12)).toBe(true);
    });
    expect(network.layers[0].theta.flat().slice(4, 6)).toEqual([0, -0.01]);
  });

  it("begins with weights of its seed alone, and with columns that are placed if asked for", () => {
    const model = smallModel();
    const start = (seed: number, placedColumns: boolean) =>
      trainingStart(model, data.training, { seed, placedColumns });
    expect(start(7, true)).toEqual(start(7, true));
    expect(start(7, false)).toEqual(initialState(model, 7000));
    const placed = start(7, true);
    expect(placed.parameters).not.toEqual(start(7, false).parameters);
    expect(placed.best.parameters).toEqual(placed.parameters);
    const { parameters } = initialState(model, 7000);
    placeColumns(model, parameters, data.training.inputs);
    expect(placed.parameters).toEqual(parameters);
  });

  it("scores a network at several sizes of the variation", () => {
    const model = smallModel();
    const scores = evaluateVariation(model, model.start(1), smallData(), {
      seed: 1,
      sizes: [0, 0.1],
      samples: 20,
      variation: { relative: 0.1 },
    });
    expect(scores.map(({ samples }) => samples)).toEqual([1, 20]);
    // However many are held at once.
    const all: number[] = [];
    const factors = model.draw({ seed: 1, use: "test", epoch: 0, samples: 20 }, { relative: 0.1 });
    const { labels } = smallData();
    model.on(smallData()).outputs(model.start(1), factors, (outputs) => void all.push(accuracyOf(outputs, labels, 3)));
    expect(scores[1].accuracies).toEqual(all);
    expect(scores[0].accuracy.deviation).toBe(0);
    for (const { accuracy, measuringAware } of scores)
      expect(accuracy.mean).toBeGreaterThanOrEqual(measuringAware.mean);
  });
});
