import { describe, expect, test } from "vitest";
import { printedNetwork } from "../../../src/circuits/printed/index.js";
import { simulate } from "../../../src/engine/simulate.js";
import {
  compareWithModel,
  componentTable,
  countDevices,
  measureNetwork,
  printableDesign,
  printedComponents,
  printedNetlist,
  staticPower,
  transferCurves,
  withInputVoltages,
} from "../../../src/fabrication/index.js";
import { voltage } from "../../../src/netlist/build.js";
import { flatten } from "../../../src/netlist/flatten.js";
import { parseNetlist } from "../../../src/netlist/parse.js";
import { smallNetwork, someInputs } from "./networks.js";

const design = printableDesign(smallNetwork);
const network = printedNetwork(design);
const measured = measureNetwork(network, someInputs);

describe("component table", () => {
  const components = printedComponents(network);

  test("has what is printed and nothing of the model", () => {
    const names = components.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.some((name) => /RX|gate/i.test(name))).toBe(false);
    expect(components.find(({ name }) => name === "R1_1_2")).toEqual({
      name: "R1_1_2",
      kind: "resistor",
      part: "crossbar",
      layer: 1,
      nodes: ["n1_2", "z1_1"],
      resistance: 333e3,
    });
    expect(components.find(({ name }) => name === "XA2_3.N2")).toMatchObject({
      kind: "transistor",
      part: "activation",
      layer: 2,
      width: 491e-6,
      length: 35e-6,
    });
  });

  test("counts", () => {
    const circuits = { activationCircuits: 5, negativeWeightCircuits: 3 + 2 };
    // Per activation circuit 2 resistors and 2 transistors, per negative-weight circuit 5 and 1.
    expect(countDevices(components)).toEqual({
      ...circuits,
      crossbarResistors: 17,
      circuitResistors: 5 * 2 + 5 * 5,
      transistors: 5 * 2 + 5,
      total: 17 + 35 + 15,
      channelArea: expect.closeTo(5 * (90e-6 * 60e-6 + 491e-6 * 35e-6) + 5 * 500e-6 * 40e-6, 15),
    });
  });

  test("as CSV, channels in um", () => {
    const [header, ...rows] = componentTable(components).trimEnd().split("\n");
    expect(header.split(",")).toHaveLength(8);
    expect(rows).toHaveLength(components.length);
    expect(rows).toContain("R1_1_1,resistor,crossbar,1,x1 z1_1,231000,,");
    expect(rows.find((row) => row.startsWith("XA1_1.N2,"))).toMatch(/,,491,35$/);
  });
});

describe("measurement", () => {
  test("of a row is the operating point of the circuit at its voltages", () => {
    const volts = someInputs.subarray(2, 4);
    const saves = [voltage("z1_1"), voltage("a2_3"), voltage("n1_2")];
    const [{ waveforms }] = simulate({ ...withInputVoltages(network, volts), saves });
    const [z, a, n] = waveforms.signals.map(({ values }) => values[0]);
    expect(measured.sums[0][2]).toBeCloseTo(z, 8);
    expect(measured.outputs[1][3 + 2]).toBeCloseTo(a, 8);
    expect(measured.inverted[0][3 + 1]).toBeCloseTo(n, 8);
    expect(measured.inverted[1][2]).toBeNaN();
  });

  test("the power of all sources is the heat of all elements", () => {
    // With the voltages of all nodes: heat of resistors and transistors, whose current follows from Kirchhoff's law at their drain.
    const volts = someInputs.subarray(0, 2);
    const circuit = withInputVoltages(network, volts);
    const [{ waveforms }] = simulate(circuit);
    const at = new Map(waveforms.signals.map(({ name, values }) => [name.toLowerCase(), values[0]]));
    const of = (node: string) => (node === "0" ? 0 : (at.get(`v(${node.toLowerCase()})`) as number));
    const { elements } = flatten(circuit);
    const resistors = elements.flatMap((element) =>
      element.kind === "device" && element.type === "resistor"
        ? [{ nodes: element.nodes, value: element.value as number }]
        : [],
    );
    let heat = resistors.reduce((sum, { nodes: [p, n], value }) => sum + (of(p) - of(n)) ** 2 / value, 0);
    for (const element of elements) {
      if (element.kind !== "device" || element.type !== "verilogA") continue;
      const [drain, , source] = element.nodes;
      const current = resistors.reduce((sum, { nodes: [p, n], value }) => {
        if (p === drain) return sum + (of(n) - of(p)) / value;
        return n === drain ? sum + (of(p) - of(n)) / value : sum;
      }, 0);
      heat += current * (of(drain) - of(source));
    }
    const delivered = Object.values(measured.power).reduce((sum, values) => sum + values[0], 0);
    // The law of the first gate has no current, so that it delivers nothing.
    expect(delivered / heat).toBeCloseTo(1, 5);
  });
});

describe("static power", () => {
  const power = staticPower(design, measured, someInputs);

  test("is the mean over the rows of all supplies", () => {
    expect(Object.keys(power.supplies)).toEqual(["VDD", "VSS", "VNEG", "inputs"]);
    const sum = Object.values(power.supplies).reduce((total, each) => total + each, 0);
    expect(power.total).toBeCloseTo(sum, 12);
    expect(power.range[0]).toBeLessThanOrEqual(power.total);
    expect(power.range[1]).toBeGreaterThanOrEqual(power.total);
  });

  test("as published: an inverting circuit takes 3.2 V/(R1 + R2) from VDD", () => {
    const { R1, R2 } = design.layers[0].negativeWeight;
    // Five of them, and 50 uW for each tanh circuit at most.
    const inverting = (5 * 3.2) / (R1 + R2);
    expect(power.published.circuits).toBeGreaterThan(inverting);
    expect(power.published.circuits).toBeLessThan(inverting + 5 * 120e-6);
    expect(power.published.total).toBeCloseTo(power.published.crossbar + power.published.circuits, 12);
    expect(power.total / power.published.total).toBeCloseTo(3.2, 0);
  });

  test("of the crossbar: the heat of its resistors", () => {
    const { layers } = design;
    const heat = (voltage: number, resistance: number) => voltage ** 2 / resistance;
    let sum = 0;
    for (let row = 0; row < measured.rows; row++) {
      const [x1, x2] = someInputs.subarray(2 * row, 2 * row + 2);
      const [n1, n2, nb] = measured.inverted[0].subarray(3 * row, 3 * row + 3);
      const [z1, z2] = measured.sums[0].subarray(2 * row, 2 * row + 2);
      sum += heat(x1 - z1, 231e3) + heat(n2 - z1, 333e3) + heat(1 - z1, 500e3) + heat(z1, 1e6);
      sum += heat(n1 - z2, 1e6) + heat(nb - z2, 800e3) + heat(z2, 2e6);
      expect(x2).toBeDefined();
    }
    const first = staticPower(
      { ...design, layers: [layers[0]] },
      { ...measured, sums: [measured.sums[0]], outputs: [measured.outputs[0]], inverted: [measured.inverted[0]] },
      someInputs,
    );
    expect(first.published.crossbar).toBeCloseTo(sum / measured.rows, 12);
  });
});

describe("netlist", () => {
  const names = { inputNames: ["length", "width"], outputNames: ["a", "b", "c"] };
  const text = printedNetlist(network, { ...names, inputs: someInputs.subarray(2, 4), remarks: ["Row 2: b"] });

  test("is read again, and gives the same voltages without the device", () => {
    expect(text).not.toMatch(/egt\(|^N/im);
    const [{ waveforms }] = simulate(parseNetlist(text, { file: "network.cir" }));
    const of = (node: string) => waveforms.signals.find(({ name }) => name === `v(${node})`)?.values[0];
    expect(of("a2_3")).toBeCloseTo(measured.outputs[1][3 + 2], 7);
    expect(of("z2_1")).toBeCloseTo(measured.sums[1][3], 7);
  });

  test("says in its head what belongs to the model", () => {
    const head = text
      .split("\n")
      .filter((line) => line.startsWith("*"))
      .join("\n");
    expect(head).toMatch(/VX1 length, VX2 width/);
    expect(head).toMatch(/v\(a2_3\) c/);
    expect(head).toMatch(/Row 2: b/);
    for (const { name } of network.modelElements) expect(head).toContain(name);
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(132);
  });
});

describe("agreement with a model", () => {
  const model = measured.sums.map((column, l) => ({
    column: column.slice(),
    output: measured.outputs[l].slice(),
    input: l === 0 ? someInputs.slice() : measured.outputs[l - 1].slice(),
    inverted: measured.inverted[l].slice(),
    invertedLoaded: measured.inverted[l].slice(),
  }));

  test("with itself", () => {
    expect(compareWithModel(network, measured, model)).toMatchObject({ agreement: 1, different: [], worstVoltage: 0 });
  });

  test("names the worst node and the rows with another answer", () => {
    const other = model.map((voltages) => ({
      ...voltages,
      input: voltages.input.slice(),
      output: voltages.output.slice(),
    }));
    // Under load the hidden outputs are the inputs of the next layer; their open voltages do not count.
    other[0].output.fill(7);
    other[1].input[2 * 3 + 1] += 0.25;
    const row = 4;
    const answer = [...measured.outputs[1].subarray(3 * row, 3 * row + 3)];
    const best = answer.indexOf(Math.max(...answer));
    const next = (best + 1) % 3;
    other[1].output[3 * row + next] = answer[best] + 0.001;
    const found = compareWithModel(network, measured, other);
    expect(found.different).toEqual([row]);
    expect(found.agreement).toBeCloseTo(5 / 6, 12);
    expect(found.worstVoltage).toBeGreaterThanOrEqual(0.25 - 1e-12);
    if (answer[best] - answer[next] < 0.24) expect(found).toMatchObject({ node: "a1_2", row: 3 });
  });
});

test("transfer curves: the activation rises, the negative weight falls, as in the circuit", () => {
  const [{ input, activation, negativeWeight }] = transferCurves(design);
  expect(input).toHaveLength(101);
  const rises = (values: Float64Array, sign: number) =>
    values.slice(1).every((value, k) => sign * (value - values[k]) > -1e-9);
  expect(rises(activation, 1)).toBe(true);
  expect(rises(negativeWeight, -1)).toBe(true);
  // A last layer's activation has nothing behind it: what was measured there lies on its curve.
  const curve = transferCurves(design)[1];
  const z = measured.sums[1][0];
  const place = (z + 1) / 0.02;
  const k = Math.floor(place);
  const between = curve.activation[k] + (place - k) * (curve.activation[k + 1] - curve.activation[k]);
  expect(Math.abs(measured.outputs[1][0] - between)).toBeLessThan(5e-3);
});
