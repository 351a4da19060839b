import { describe, expect, test } from "vitest";
import { isHillockError } from "../../src/base/error.js";
import { catalogue } from "../../src/devices/catalogue.js";
import { deviceEquations } from "../../src/devices/device-equations.js";
import { deviceModule } from "../../src/devices/device-module.js";
import { deviceParameters, moduleParameter } from "../../src/devices/device-parameters.js";
import { shippedModules } from "../../src/devices/modules.js";
import { supportTable } from "../../src/devices/support-table.js";
import type { FlatDevice } from "../../src/netlist/flat-circuit.js";
import { bipolar, device, diode, mosfet, vdmos } from "./netlist-devices.js";

const entries = Object.entries(catalogue).flatMap(([element, kinds]) =>
  Object.entries(kinds).map(([model, entry]) => ({ title: `${element} ${model}`, entry })),
);

function failure(work: () => unknown): { code: string; message: string } {
  try {
    work();
  } catch (error) {
    if (isHillockError(error)) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("nothing was thrown");
}

const failureOf = (element: FlatDevice) =>
  failure(() => deviceEquations(element, { temperature: 300.15, gmin: 1e-12 }));

describe("the catalogue names what the modules declare", () => {
  for (const { title, entry } of entries) {
    test(title, () => {
      const settable = new Set(
        deviceModule(entry)
          .parameters.filter(({ settable }) => settable)
          .map(({ name }) => name),
      );
      const flagged = Object.values(entry.flags).flatMap((values) => Object.keys(values));
      const reached = [
        ...Object.values(entry.model),
        ...Object.values(entry.instance),
        ...Object.keys(entry.fixed),
        ...flagged,
      ];
      expect(new Set(reached)).toEqual(settable);
      // No name means two things in the same place.
      const model = [...Object.keys(entry.model), ...Object.keys(entry.flags)];
      for (const name of [...Object.keys(entry.idle), ...Object.keys(entry.absent)]) expect(model).not.toContain(name);
    });
  }

  test("every parameter has a description and a name", () => {
    const table = supportTable();
    const files = [...new Set(table.map(({ file }) => file))].sort();
    const shipped = Object.values(shippedModules).map(({ file }) => file);
    expect(files).toEqual(shipped.sort());
    for (const { parameters } of table) {
      for (const parameter of parameters) {
        expect(parameter.description).not.toBe("");
        expect(parameter.names.length).toBeGreaterThan(0);
        expect(parameter.scopes.length).toBeGreaterThan(0);
        expect(Number.isNaN(parameter.defaultValue)).toBe(false);
      }
    }
  });
});

describe("parameters of a netlist", () => {
  test("the element goes before the model, aliases and case do not matter", () => {
    const element = device(
      "diode",
      2,
      { type: "D", parameters: { CJ0: 2e-12, area: 3, js: 1e-12 } },
      { AREA: 5, m: 2 },
    );
    expect(deviceParameters(element).parameters).toMatchObject({ CJO: 2e-12, AREA: 5, MULT: 2, IS: 1e-12 });
    expect(moduleParameter(element, "Pb", "model")).toBe("VJ");
  });

  test("a value sets the principal parameter", () => {
    expect(deviceParameters(device("capacitor", 2, undefined, {}, 3e-9)).parameters).toMatchObject({ C: 3e-9 });
  });

  test("a model without tnom has that of the circuit", () => {
    expect(deviceParameters(diode({}), 310.15).parameters.TNOM).toBeCloseTo(37, 10);
    expect(deviceParameters(diode({ tnom: 20 }), 310.15).parameters.TNOM).toBe(20);
  });

  test("flags choose the channel", () => {
    expect(deviceParameters(vdmos({ pchan: 1 })).parameters.TYPE).toBe(-1);
    expect(deviceParameters(vdmos({ nchan: 1 })).parameters.TYPE).toBe(1);
    expect(deviceParameters(bipolar("PNP", {})).parameters.TYPE).toBe(-1);
  });

  test("what has no effect is noted, what is no parameter of the device is passed over", () => {
    const { notes, parameters } = deviceParameters(diode({ kf: 1e-15, bv_max: 100 }, { ic: 0.3, off: 1 }));
    expect(notes).toEqual([
      "model card: kf has no effect: noise is not computed",
      "model card: bv_max has no effect: ratings are not checked",
    ]);
    expect(parameters).toEqual({ TNOM: 27 });
  });

  test("an unknown parameter is an error that guesses what was meant", () => {
    const { code, message } = failureOf(diode({ ct0: 1e-12 }));
    expect(code).toBe("devices/unknown-parameter");
    expect(message).toContain('there is no parameter "ct0"');
    expect(message).toContain("did you mean cj0?");
  });

  test("a parameter that would act and is not modelled is refused", () => {
    const { code, message } = failureOf(bipolar("NPN", { ptf: 30 }));
    expect(code).toBe("devices/unsupported-parameter");
    expect(message).toContain("device x1, model card");
    expect(failureOf(bipolar("NPN", { rco: 10 })).code).toBe("devices/unsupported-parameter");
    expect(deviceParameters(bipolar("NPN", { ptf: 0 })).notes).toEqual([]);
  });

  test("a value out of range names the parameter", () => {
    expect(failureOf(diode({ is: -1 })).message).toContain("IS");
  });

  test("models, levels, nodes and values that do not fit", () => {
    expect(failureOf(device("diode", 2, { type: "NPN", parameters: {} })).code).toBe("devices/wrong-model");
    expect(failureOf(device("bipolar", 3)).code).toBe("devices/wrong-model");
    expect(failureOf(mosfet("NMOS", { level: 49 })).code).toBe("devices/unknown-level");
    expect(deviceParameters(mosfet("NMOS", { level: 1 })).notes).toEqual([]);
    expect(failureOf(device("mosfet", 3, { type: "NMOS", parameters: {} })).code).toBe("devices/wrong-terminals");
    expect(failureOf(device("resistor", 2)).code).toBe("devices/missing-value");
  });
});
